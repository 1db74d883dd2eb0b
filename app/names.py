"""Names, titles and running text as people type them: cleaned, measured in characters, checked."""

from __future__ import annotations

import re
import unicodedata

from app.secrecy import MARKED, is_marked
from workflows.engine.text import Text

_NAME = Text("姓名", "The name")
_NAME_MOST = 50
_BETWEEN_NAMES = frozenset(" ·•‧・-'’.,")
_JOINING = frozenset("\u200c\u200d")
"""Invisible by themselves, but they shape what some scripts and emoji look like."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs to Unicode, and nothing to the eye."""


def clean_line(typed: str) -> str:
    """NFC, one line, single blanks, nothing invisible. Rare characters are kept."""
    return re.sub(r"\s+", " ", clean_text(typed)).strip()


def clean_text(typed: str) -> str:
    """NFC with line breaks as `\\n`; without control characters, marks of direction and others that
    nobody sees, and halves of surrogate pairs. Empty when nothing is left to be seen."""
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", typed)
    dropped = {c for c in set(text).difference("\n\t") if _is_dropped(c)}
    visible = "".join(c for c in text if c not in dropped)
    return unicodedata.normalize("NFC", visible).strip() if any(map(_shows, visible)) else ""


def check_person_name(typed: str) -> str | Text:
    """The cleaned name, or why it is none. One character is enough; letters of any script, rare
    Chinese characters included, and the marks between names are allowed; emoji are not."""
    name = clean_line(typed)
    if not name:
        return Text("请填写姓名", "Enter a name")
    if len(name) > _NAME_MOST:
        return _too_long(_NAME, len(name), _NAME_MOST)
    if private := _private_use(name):
        return _PRIVATE_USE.format(what=_NAME, private=private)
    strange = [c for c in name if not belongs_in_a_name(c)]
    if strange:
        return _STRANGE.format(strange="".join(dict.fromkeys(strange)))
    if not any(_is_letter(c) for c in name):
        return _NO_LETTER
    return name


def is_same_name(one: str, other: str) -> bool:
    """Whether two names read alike, however they are spaced or capitalised, and whichever of the
    dots, hyphens and apostrophes stands between their parts."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return "".join(c for c in clean_line(name) if c not in _BETWEEN_NAMES).casefold()


def check_line(typed: str, label: Text, most: int, *, required: bool = True) -> str | Text:
    """A title or another single line: cleaned, at most `most` characters, or why not. It may be
    what a letter is about or to whom it goes, so every character must have a standard code."""
    line = clean_line(typed)
    if private := _private_use(line):
        return _PRIVATE_USE.format(what=label, private=private)
    return _measured(line, label, most, required)


def check_text(typed: str, label: Text, most: int, *, required: bool = True) -> str | Text:
    """Paragraphs: cleaned, at most `most` characters, or why not."""
    return _measured(clean_text(typed), label, most, required)


def unfit(text: str, most: int) -> Text | None:
    """Why the text of a field that is made by its case is not kept, if it is not."""
    if is_marked(text):
        return MARKED
    return _AT_MOST.format(most=most, count=len(text)) if len(text) > most else None


def _measured(text: str, label: Text, most: int, required: bool) -> str | Text:
    if not text and required:
        return Text(f"请填写{label.zh}", f"Enter {label.en}")
    if is_marked(text):
        return MARKED
    return text if len(text) <= most else _too_long(label, len(text), most)


def _too_long(label: Text, length: int, most: int) -> Text:
    return Text(
        f"{label.zh}最多 {most} 个字，现有 {length} 个字，请删减 {length - most} 个字",
        f"{label.en} can have at most {most} characters; it has {length}. Remove {length - most}",
    )


def _is_dropped(character: str) -> bool:
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    is_invisible = unicodedata.category(character) in ("Cc", "Cf", "Cs")
    return is_noncharacter or (is_invisible and character not in _JOINING)


def _shows(character: str) -> bool:
    """Spaces, joiners, and marks that stand on nothing show nothing."""
    return (
        not character.isspace()
        and character not in _BLANK
        and unicodedata.category(character) not in ("Cf", "Mn")
    )


def belongs_in_a_name(character: str) -> bool:
    is_mark = unicodedata.category(character).startswith("M") and character != "\ufe0f"
    return _is_letter(character) or is_mark or character in _BETWEEN_NAMES


def _private_use(text: str) -> str:
    """Each with its code, for its look is known to the writer's machine only."""
    found = dict.fromkeys(c for c in text if unicodedata.category(c) == "Co")
    return ", ".join(f"{c} (U+{ord(c):04X})" for c in found)


def _is_letter(character: str) -> bool:
    # 〇 is a number to Unicode and a surname to people. Planes 2 and 3 hold nothing but Chinese
    # characters; Python may not know the newest yet.
    is_letter = unicodedata.category(character).startswith("L") or character == "〇"
    return is_letter or 0x20000 <= ord(character) < 0x3FFFE


_AT_MOST = Text("最多 {most} 字，现有 {count} 字", "At most {most} characters; it now has {count}")
_PRIVATE_USE = Text(
    "{what}中有自造字（无统一编码）：{private}，公文无法排出；请改用统一编码的汉字，无法输入时请联系管理员",
    "{what} contains characters without a standard code, which letters cannot show: "
    "{private}. Use standard characters, or contact the administrator if you cannot "
    "type them",
)
_STRANGE = Text(
    "姓名中不能有“{strange}”；只可用文字、间隔号（·）、空格、连字符和撇号",
    "A name cannot contain “{strange}”. Use only letters, middle dots, spaces, hyphens "
    "and apostrophes",
)
_NO_LETTER = Text("姓名中没有文字", "The name contains no letters")

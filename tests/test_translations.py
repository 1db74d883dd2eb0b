"""Whoever reads English reads nothing in Chinese but names and what people wrote."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parent.parent
TRANSLATIONS = HOUSE / "app" / "translations"
CHINESE = re.compile("[\u3400-\u9fff]")
SLOT = re.compile(r"%\(\w+\)s|\{\w*\}")
WORDED = frozenset(
    {
        *(
            "Text",
            "_",
            "_l",
            "say",
            "waiting",
            "final",
            "CriterionRow",
            "replace",
        ),
        *("ngettext", "_mechanism", "_case", "_role"),
        *("_with_call", "_following", "_number", "_flag"),
    }
)
"""A Chinese literal stands in both languages, in a key of the catalogue, or in an example."""

CHINESE_ONLY = {
    "app/money.py": "the units people type behind an amount, and the Chinese half of its wording",
    "app/secrecy.py": "the marks and words of secret papers",
    "app/services/calls/criteria.py": "words that no criterion may contain",
    "app/services/days_typed.py": "the words people type between two days",
    "app/services/experts/expert_sheet.py": "the cells of a sheet that Chinese offices fill in",
    "app/services/earlier/sheet.py": "the cells of a sheet for Chinese offices",
    "app/services/experts/tie_sheet.py": "the cells of a sheet that Chinese offices fill in",
    "app/services/experts/pool.py": "the region of the office, as experts are registered under it",
    "app/services/letter_facts/days.py": "dates of official letters, which are Chinese by law",
    "app/services/letter_facts/proposals.py": "facts of official letters",
    "app/services/letter_facts/contracts.py": "facts of official letters",
    "app/services/letter_facts/milestones.py": "facts of official letters",
    "app/services/contracts/terms.py": "the wording of an official contract",
    "app/services/letter_facts/open_call.py": "facts of official letters",
    "app/services/open_call/wording.py": "lines of official letters",
    "app/services/open_call/pledging.py": "the wording of an official pledge",
    "app/services/races/merging.py": "the wording of an official contract",
    "app/services/races/contracting.py": "the wording of an official contract and pledge",
    "app/services/open_call/converting.py": "the text of a Chinese guide",
    "app/services/open_call/needs.py": "names of cities",
    "app/services/open_call/sealing.py": "the title of what nobody may read",
    "app/services/acts/open_call.py": "the basis of an integrity record",
    "app/worker/letters.py": "a character whose glyph and sound are looked up",
    "app/services/letter_facts/money.py": "facts of official letters",
    "app/services/money/treasury_sheet.py": "the cells of sheets the treasury reads and fills in",
    "app/services/fees/bank_sheet.py": "the cells of a sheet the bank reads",
    "app/services/letter_facts/calls.py": "facts of official letters",
    "app/services/letter_facts/tolerance.py": "facts of official letters",
    "app/services/letter_facts/not_passed.py": "facts of official letters",
    "app/cli/files.py": "said in a terminal of the office",
    "app/cli/keys.py": "said in a terminal of the office",
    "app/cli/money.py": "said in a terminal of the office",
    "app/services/letter_facts/panels.py": "facts of official letters",
    "app/services/review/blinding.py": "what takes the place of a hidden name in a Chinese text",
    "app/services/review/discussing.py": "the draft of a panel's opinion, an official text",
    "app/services/awarding/ranking_sheet.py": "the cells of a sheet for Chinese offices",
    "app/services/awarding/noticing.py": "the wording of an official notice",
    "app/services/acts/projects.py": "categories of projects as their numbers carry them",
    "app/models/letters.py": "the suffix of an official document number",
    "app/files/naming.py": "the name given to a file that has none",
    "app/files/nameless/packages.py": "the name given to a file whose own may not be known",
    "app/cli/demo.py": "the demonstration is told in Chinese",
    "app/cli/audit.py": "said in a terminal of the office",
    "app/services/dossier/contents.py": "names of the files of a Chinese archive",
    "app/web/shared/errors.py": "the last page, in both languages at once, when all else failed",
    "app/web/shared/session.py": "a language is named in itself",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def words_of_pages() -> set[str]:
    with (TRANSLATIONS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {"_": None, "_l": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(HOUSE), methods, options, keywords=keywords)
    return {words if isinstance(words, str) else words[0] for _, _, words, _, _ in found if words}


def test_every_wording_of_the_pages_has_an_english_one(
    catalogue: Catalog, words_of_pages: set[str]
) -> None:
    assert len(words_of_pages) > 400
    assert words_of_pages - {_key(m) for m in catalogue if _wordings(m) and not m.fuzzy} == set()


def test_the_catalogue_holds_nothing_that_no_page_says(
    catalogue: Catalog, words_of_pages: set[str]
) -> None:
    assert {_key(m) for m in catalogue if m.id} - words_of_pages == set()


def test_both_languages_fill_the_same_slots(catalogue: Catalog) -> None:
    differing = [
        m.id
        for m in catalogue
        if m.id and any(_slots(words) != _slots(_key(m)) for words in _wordings(m))
    ]
    assert differing == []


def test_english_words_are_english(catalogue: Catalog) -> None:
    assert [m.string for m in catalogue if CHINESE.search(str(m.string))] == []


def _key(message: Message) -> str:
    """Chinese has one form, so a plural's two keys are the same."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _wordings(message: Message) -> tuple[str, ...]:
    """One, or one for each number; empty when any is missing."""
    words = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return words if all(words) else ()


def _slots(words: object) -> list[str]:
    return sorted(SLOT.findall(str(words)))


def test_no_template_says_chinese_words_outside_the_catalogue() -> None:
    said = [
        f"{path.relative_to(HOUSE)}: {words}"
        for path in sorted((HOUSE / "templates").rglob("*.html"))
        if "letters" not in path.parts
        for words in _bare_words(path.read_text())
    ]
    assert said == []


def _bare_words(template: str) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    without_plurals = re.sub(r"ngettext\('.*?', '.*?'", "", without_comments)
    without_keys = re.sub(r"_\(\s*(['\"]).*?\1", "", without_plurals, flags=re.DOTALL)
    return re.findall("[\u3400-\u9fff]+", without_keys)


def test_no_code_says_chinese_words_without_english_ones() -> None:
    said = [
        f"{place}:{literal.lineno}: {literal.value!r}"
        for room in ("app", "workflows")
        for path in sorted((HOUSE / room).rglob("*.py"))
        if (place := str(path.relative_to(HOUSE))) not in CHINESE_ONLY
        and not place.startswith(("app/demo/", "app/plan/", "app/documents/"))
        for literal in _bare_literals(ast.parse(path.read_text()))
    ]
    assert said == []


def test_the_list_of_exceptions_names_what_exists() -> None:
    for place in CHINESE_ONLY:
        assert list(_bare_literals(ast.parse((HOUSE / place).read_text()))), place


def _bare_literals(tree: ast.Module) -> Iterator[ast.Constant]:
    worded: set[ast.AST] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in WORDED
        ):
            worded.update(ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            worded.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in worded and _is_chinese(node.value):
            yield node


def _is_chinese(value: object) -> bool:
    return isinstance(value, str) and CHINESE.search(value) is not None

"""The fonts of letters: one place that knows the files, kept warm between letters."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from app.documents.fetching import OwnFilesOnly

FACES = {
    "Letter Fang": "FandolFang-Regular.otf",
    "Letter Kai": "FandolKai-Regular.otf",
    "Letter Song": "FandolSong-Regular.otf",
    "Letter Title": "FandolSong-Bold.otf",
    "Letter Hei": "FandolHei-Regular.otf",
}
FALLBACK = "Noto Serif CJK SC"
_LAST_FOLDER = Path(str(files("manimgx_fonts")))
_LAST = {
    f"Letter {file.stem.partition('[')[0]}": file
    for file in sorted(_LAST_FOLDER.glob("Noto*.ttf"))
    if not file.name.startswith("NotoSans-Italic")
}
"""What neither a face nor the fallback has: emoji, signs, and scripts that people have names in.
Each is a family of its own, for WeasyPrint embeds one font of a family and size."""
_SHAPING = frozenset({*"\n\t \u200c\u200d", *map(chr, range(0xFE00, 0xFE10))}) | {
    chr(code) for code in range(0xE0100, 0xE01F0)
}
"""Without a look of their own: blanks, joiners, and the choice of a variant."""


class MissingFont(RuntimeError):
    """A font file is not where set-up puts it; run bin/setup."""


class LetterFonts:
    """Raises MissingFont: a face of the letters or the fallback is not installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in FACES.values():
            if not (folder / name).is_file():
                raise MissingFont(f"{name} is not in {folder} (CHONGXIAN_FONTS); run bin/setup")
        self.configuration = self._configured()

    def _configured(self) -> FontConfiguration:
        """With every face copied and read, so that processes forked from here share that; else each
        of them would leave 40 MB of copies behind, for it ends without tidying up."""
        made = FontConfiguration()
        CSS(string=self.css, font_config=made, url_fetcher=OwnFilesOnly(self.folders))
        return made

    @property
    def folders(self) -> tuple[Path, ...]:
        return self._folder, _LAST_FOLDER

    @property
    def css(self) -> str:
        """The @font-face rules of the letters, and `--rest`: what follows a face in a list."""
        faces = {face: self._folder / name for face, name in FACES.items()} | _LAST
        rest = ", ".join(f'"{family}"' for family in (FALLBACK, *_LAST))
        return "\n".join(
            (
                *(
                    f'@font-face {{ font-family: "{family}"; src: url("{file.as_uri()}"); }}'
                    for family, file in faces.items()
                ),
                f"html {{ --rest: {rest}; }}",
            )
        )

    def missing(self, text: str) -> str:
        """The characters that none of them can show."""
        return "".join(
            c for c in dict.fromkeys(text) if ord(c) not in self._shown and c not in _SHAPING
        )

    @cached_property
    def _shown(self) -> frozenset[int]:
        """As fontconfig tells it: to read the faces themselves took 180 MB."""
        body = _told("fc-query", "-f", "%{charset}", str(self._folder / FACES["Letter Fang"]))
        family, _, fallback = _told("fc-match", "-f", "%{family}|%{charset}", FALLBACK).partition(
            "|"
        )
        if FALLBACK.split(" SC")[0] not in family:
            raise MissingFont(f"{FALLBACK} is not installed (Debian package fonts-noto-cjk)")
        last = _told("fc-query", "-f", "%{charset} ", *map(str, _LAST.values()))
        return frozenset(code for part in (body, fallback, last) for code in _codes(part))


@lru_cache(maxsize=1)
def fonts_in(folder: Path) -> LetterFonts:
    """Loaded once in a process. Raises MissingFont."""
    return LetterFonts(folder)


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - no shell


def _codes(charset: str) -> Iterator[int]:
    """The code points of ranges such as `20-7e a0`."""
    for part in charset.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)

"""A letter loads its own style sheet, its fonts and data, and nothing else in the world."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from weasyprint import HTML

from app.documents.fetching import ForbiddenAddress, OwnFilesOnly
from app.documents.fonts import LetterFonts
from app.documents.payload import LetterPayload
from app.documents.render import _TEMPLATES, render


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/picture.png",
        "https://example.org/x.css",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "file://example.org/etc/passwd",
        f"{_TEMPLATES.as_uri()}/../../config.py",
        f"{_TEMPLATES.as_uri()}/%2e%2e/%2e%2e/config.py",
    ],
)
@pytest.mark.parametrize("tag", ['<img src="{}">', '<link rel="stylesheet" href="{}">'])
def test_whatever_points_outside_stops_the_letter(address: str, tag: str) -> None:
    page = HTML(
        string=tag.format(address),
        base_url=str(_TEMPLATES),
        url_fetcher=OwnFilesOnly([_TEMPLATES]),
    )
    with pytest.raises(ForbiddenAddress):
        page.render()


def test_its_own_style_sheet_is_read(tmp_path: Path) -> None:
    fetcher = OwnFilesOnly([_TEMPLATES])
    answer = fetcher.fetch((_TEMPLATES / "gbt9704.css").as_uri())
    assert b"@page" in answer.read()
    answer.close()
    with pytest.raises(ForbiddenAddress):
        fetcher.fetch((tmp_path / "gbt9704.css").as_uri())


def test_a_letter_copies_no_font_that_its_process_has_loaded_before(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    render(letter, fonts)
    assert list(tmp_path.iterdir()) == []
    others = LetterFonts(fonts.folders[0])
    assert len(list(tmp_path.iterdir())) == 1, f"a copy of {others.folders}"

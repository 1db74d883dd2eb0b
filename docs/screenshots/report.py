"""The index page of a gallery: every look at a page, with what was found there."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Gallery</title>
<style>
  body { font: 1rem/1.5 sans-serif; margin: 2rem; }
  ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }
  li { width: 20rem; }
  img { width: 100%; max-height: 18rem; object-fit: cover; object-position: top; }
  .found { color: #b00020; }
</style>
<h1>Gallery</h1>
"""


def write_index(folder: Path) -> None:
    parts = [_HEAD]
    for person in sorted(path for path in folder.iterdir() if path.is_dir()):
        looks = sorted(path for path in person.glob("*.json") if path.name != "pages.json")
        parts.append(f"<h2>{escape(person.name)} ({len(looks)})</h2>\n<ul>")
        parts += [_line(folder, file) for file in looks]
        parts.append("</ul>")
    (folder / "index.html").write_text("\n".join(parts))


def _line(folder: Path, file: Path) -> str:
    look: dict[str, Any] = json.loads(file.read_text())
    picture = escape(file.with_suffix(".png").relative_to(folder).as_posix())
    name = escape(f"{look['route']} {look['language']} {look['size']} {look['scheme']}")
    found = "".join(
        f'<br><span class="found">{escape(one["rule"])} ×{one["number"]}</span>'
        for one in look["findings"]
    )
    return (
        f'<li><a href="{picture}"><img src="{picture}" alt="{name}" loading="lazy"></a>'
        f"{name}<br><code>{escape(look['path'])}</code>{found}</li>"
    )

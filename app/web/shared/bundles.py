"""Sheets and scripts of all pages, written apart, which travel together."""

from __future__ import annotations

import re

from config import ROOT

FOLDER = ROOT / "static"
SHEETS = ("colours", "site", "forms", "cases", "pictures", "print")
"""Of static/css, in the order in which they hold."""

_IMPORT = re.compile(r'^import (\{.*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const|let) (\w+))", re.MULTILINE)


def styles() -> str:
    return "\n".join(_read("css", name) for name in SHEETS)


def scripts() -> str:
    """static/js/site.js after what it imports, each module in a scope of its own."""
    modules: dict[str, str] = {}
    _add("site", modules)
    return "\n".join(modules.values())


def _add(name: str, modules: dict[str, str]) -> None:
    written = _read("js", name)
    for _names, imported in _IMPORT.findall(written):
        if imported not in modules:
            _add(imported, modules)
    exported = ", ".join(name for _declared, name in _EXPORT.findall(written))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = \2;", written))
    modules[name] = f"const {name} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _read(kind: str, name: str) -> str:
    return (FOLDER / kind / f"{name}.{kind}").read_text(encoding="utf-8")

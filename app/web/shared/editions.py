"""Styles and scripts are asked for once in an edition: their addresses name it, and change with it.

The edition of our own stands in the path. Sheets and scripts of all pages are written apart and
travel together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request

from config import ROOT, Mode

_FOLDER = ROOT / "static"
_PATH = "/static/<edition>"
_A_YEAR = 365 * 24 * 3600
SHEETS = ("colours", "site", "forms", "cases", "pictures", "print")
"""Of static/css, in the order in which they hold."""
SCRIPTS = (
    *("count", "fill", "find", "hold", "passkey", "menu", "once", "only", "playback"),
    *("tus", "unfinished", "upload", "site"),
)
"""Of static/js, each after those that it imports. They come to be one module, so that what they
declare bears different names."""
_OF_MODULES = re.compile(r"^(import .*\n|export )", re.MULTILINE)


def init_editions(app: Flask) -> None:
    app.static_folder, app.static_url_path = str(_FOLDER), _PATH
    app.add_url_rule(f"{_PATH}/<path:filename>", "static", app.send_static_file)
    app.add_url_rule(f"{_PATH}/styles.css", "styles_static", _styles)
    app.add_url_rule(f"{_PATH}/scripts.js", "scripts_static", _scripts)
    app.url_defaults(_name)
    app.url_value_preprocessor(_take)
    app.after_request(_keep)


@lru_cache(maxsize=1)
def edition() -> str:
    """Other content, another edition; of ours and of Bootstrap's."""
    digest = sha256(repr((version("bootstrap-flask"), SHEETS, SCRIPTS)).encode())
    for file in sorted(path for path in _FOLDER.rglob("*") if path.is_file()):
        digest.update(_digest(file))
    return digest.hexdigest()[:12]


def _digest(file: Path) -> bytes:
    name = file.relative_to(_FOLDER).as_posix().encode()
    return sha256(name).digest() + sha256(file.read_bytes()).digest()


def _styles() -> Response:
    return Response(_joined("css", SHEETS), mimetype="text/css")


def _scripts() -> Response:
    return Response(_OF_MODULES.sub("", _joined("js", SCRIPTS)), mimetype="text/javascript")


def _joined(kind: str, names: Sequence[str]) -> str:
    files = (_FOLDER / kind / f"{name}.{kind}" for name in names)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _name(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.endswith("static"):
        values.setdefault("edition", edition())


def _take(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if endpoint is not None and endpoint.endswith("static"):
        g.edition = (values or {}).pop("edition", None) or request.args.get("edition")


def _keep(response: Response) -> Response:
    """While a site is renewed, a node answers with its own what was asked for in another edition;
    nobody keeps that. Nor while the files are being written."""
    developing = current_app.config["SETTINGS"].mode is Mode.DEVELOPMENT
    if g.get("edition") == edition() and not developing:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = _A_YEAR
    return response

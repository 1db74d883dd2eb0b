"""Styles and scripts are asked for once in an edition: their addresses name it, and change with it.

The edition of our own stands in the path.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request

from app.web.shared.bundles import FOLDER, scripts, styles
from config import Mode

_PATH = "/static/<edition>"
_A_YEAR = 365 * 24 * 3600


def init_editions(app: Flask) -> None:
    app.static_folder, app.static_url_path = str(FOLDER), _PATH
    app.add_url_rule(f"{_PATH}/<path:filename>", "static", app.send_static_file)
    app.add_url_rule(f"{_PATH}/styles.css", "styles_static", _styles)
    app.add_url_rule(f"{_PATH}/scripts.js", "scripts_static", _scripts)
    app.url_defaults(_name)
    app.url_value_preprocessor(_take)
    app.after_request(_keep)


@lru_cache(maxsize=1)
def edition() -> str:
    """Other content, another edition; of ours and of Bootstrap's."""
    digest = sha256(version("bootstrap-flask").encode())
    for file in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(_digest(file))
    return digest.hexdigest()[:12]


def _digest(file: Path) -> bytes:
    name = file.relative_to(FOLDER).as_posix().encode()
    return sha256(name).digest() + sha256(file.read_bytes()).digest()


def _styles() -> Response:
    return Response(styles(), mimetype="text/css")


def _scripts() -> Response:
    return Response(scripts(), mimetype="text/javascript")


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

"""A picture of a page to take away: the drawing as it stands there, or its table as a sheet."""

from __future__ import annotations

from flask import Response, make_response

from app.pictures.picture import Picture
from app.services.files.sheets import XLSX, table

SVG = "image/svg+xml; charset=utf-8"


def as_file(picture: Picture, form: str) -> Response:
    """`form`: svg or xlsx."""
    is_drawing = form == "svg"
    content = picture.svg if is_drawing else table(picture.title, picture.header, picture.rows)
    answer = make_response(content)
    answer.headers["Content-Type"] = SVG if is_drawing else XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{picture.name}.{form}"'
    return answer

"""Texts of a page whose fields are made by its case, such as one for each criterion."""

from __future__ import annotations

from flask import request

from app.names import clean_text


def text_typed(name: str) -> str:
    """What came under this name, cleaned as a field of a form does; empty for nothing."""
    return clean_text(request.form.get(name, ""))

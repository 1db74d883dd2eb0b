"""The words of the field, as this house uses them."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.access.guard import open_to_all
from app.web.help.terms import GLOSSARY, TERMS, Term

blueprint = Blueprint("help", __name__)


@blueprint.get("/glossary")
@open_to_all
def glossary() -> str:
    return render_template("help/glossary.html", groups=GLOSSARY)


@blueprint.app_template_global()
def words(*keys: str) -> list[Term]:
    """Raises KeyError: the glossary has no such word."""
    return [TERMS[key] for key in keys]

"""The words of the field, as this house uses them."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.access.guard import open_to_all
from app.web.help.terms import GLOSSARY

blueprint = Blueprint("help", __name__)


@blueprint.get("/glossary")
@open_to_all
def glossary() -> str:
    return render_template("help/glossary.html", groups=GLOSSARY)

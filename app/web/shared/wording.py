"""The language a page is read in, found once in a request: a list says hundreds of words."""

from __future__ import annotations

from typing import Any

from babel.support import Translations
from flask import Flask, g
from flask_babel import get_locale, get_translations, refresh
from markupsafe import Markup


def init_wording(app: Flask) -> None:
    """In place of the library's own, which look for the reader's language with each word."""
    app.jinja_env.globals.update({"_": translated, "ngettext": counted})


def language() -> str:
    """`zh_Hans_CN` or `en`."""
    found = g.get("language")
    if found is None:
        found = g.language = str(get_locale())
    return str(found)


def speak(locale: str) -> None:
    """For whoever is not signed in, and reads what belongs to an account."""
    g.language = locale


def change_language() -> None:
    """Whatever is still said in this request is said in the language chosen now."""
    g.pop("language", None)
    g.pop("catalogue", None)
    refresh()


def translated(text: str, /, **given: Any) -> Markup:
    """Of a template, in the reader's language; what is given for its slots is escaped."""
    return _filled(_catalogue().ugettext(text), given)


def counted(one: str, many: str, num: int, /, **given: Any) -> Markup:
    """The same, worded for that number."""
    return _filled(_catalogue().ungettext(one, many, num), {"num": num, **given})


def _filled(words: str, given: dict[str, Any]) -> Markup:
    safe = Markup(words)  # noqa: S704  # our own words; what is given is escaped by %
    return safe % given if "%" in words else safe


def _catalogue() -> Translations:
    found: Translations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found

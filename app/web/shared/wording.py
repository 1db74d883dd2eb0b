"""The language a page is read in, found once in a request: a list says hundreds of words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, g
from flask_babel import get_locale, get_translations, refresh
from markupsafe import Markup


def init_wording(app: Flask) -> None:
    """In place of the library's own, which look for the reader's language with each word."""
    app.jinja_env.globals.update({"_": translated, "ngettext": counted})


def language() -> str:
    """`zh_Hans_CN` or `en`. Asked for each word, so what stands behind `g` is looked for once."""
    here = g._get_current_object()  # noqa: SLF001 (no other name)
    found: str | None = getattr(here, "language", None)
    if found is None:
        found = here.language = str(get_locale())
    return found


def speak(locale: str) -> None:
    """For whoever is not signed in, and reads what belongs to an account."""
    g.spoken = locale
    change_language()


def change_language() -> None:
    """Whatever is still said in this request is said in the language chosen now."""
    g.pop("language", None)
    refresh()


def translated(text: str, /, **given: Any) -> Markup:
    """Of a template, in the reader's language; what is given for its slots is escaped."""
    words = _said(language(), text)
    return words % given if "%" in words else words


def counted(one: str, many: str, num: int, /, **given: Any) -> Markup:
    """The same, worded for that number."""
    if given:
        return _counted(language(), one, many, num) % {"num": num, **given}
    return _numbered(language(), one, many, num)


@lru_cache(maxsize=4096)
def _said(_language: str, text: str) -> Markup:
    """In the language of this request, which is the one that is named."""
    return _safe(get_translations().ugettext(text))


@lru_cache(maxsize=1024)
def _counted(_language: str, one: str, many: str, num: int) -> Markup:
    return _safe(get_translations().ungettext(one, many, num))


@lru_cache(maxsize=1024)
def _numbered(language: str, one: str, many: str, num: int) -> Markup:
    return _counted(language, one, many, num) % {"num": num}


def _safe(words: str) -> Markup:
    return Markup(words)  # noqa: S704  # our own words; what is given is escaped by %

"""The base of every form, and what its fields may ask for; the fields are in `fields`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from babel.support import Translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    SelectChoice,
    SelectFieldBase,
)
from wtforms.i18n import DefaultTranslations, messages_path
from wtforms.validators import StopValidation

from app.files.kinds import Fault, Rejected
from app.services.problems import Problems
from app.web.shared.filters import say
from app.web.shared.wording import language


@cache
def _words_of_library(locale: str) -> DefaultTranslations:
    """Flask-WTF reads them from disk with every request."""
    words = Translations.load(messages_path(), [locale], domain="wtforms")
    return DefaultTranslations(words)


class Form(FlaskForm):
    """The base of every form; CSRF is always on."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> DefaultTranslations:
            return _words_of_library(language())

    def take(self, problems: Problems) -> None:
        """Show what a service found wrong beside the fields it names, the rest above the form."""
        for name, words in problems.by_field.items():
            if name in self:
                self[name].errors = [*self[name].errors, say(words)]
            else:
                self.form_errors.append(say(words))

    def refuse(self, answer: Rejected | Problems, *, file: str) -> int:
        """Show why a service did not take what came with the field `file`; the HTTP status: 413 a
        file too large, 422 something to correct here, 409 nothing of the form is taken now."""
        if isinstance(answer, Rejected):
            self[file].errors = [say(answer.reason)]
            return 413 if answer.fault is Fault.TOO_LARGE else 422
        self.take(answer)
        return 422 if any(answer.by_field) else 409

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        """(id of the field, its label, the message), for the summary above the form."""
        return [found for field in self for found in _wrong(field, "")]


def _wrong(field: Any, where: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a field, or with those inside its rows: “时间节点 第 1 行 日期”."""
    label = f"{where} {field.label.text}".strip()
    if isinstance(field, FieldList):
        for number, row in enumerate(field.entries, start=1):
            inside = row.form if isinstance(row, FormField) else (row,)
            place = f"{label} {_('第 %(n)s 行', n=number)}".strip()
            for inner in inside:
                yield from _wrong(inner, place)
        own = [words for words in field.errors if isinstance(words, str | LazyString)]
    else:
        own = _flat(field.errors)
    for message in own:
        yield field.id, label, message


def _flat(errors: Any) -> list[str]:
    """Messages of a field and of the fields inside it."""
    if isinstance(errors, dict):
        errors = errors.values()
    if isinstance(errors, str | LazyString) or not hasattr(errors, "__iter__"):
        return [str(errors)]
    return [message for error in errors for message in _flat(error)]


class Required:
    """Something must have been entered; zero and “no” count, what nobody sees does not."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads a plain dict

    def __call__(self, _form: object, field: Field) -> None:
        if field.raw_data and str(field.raw_data[0]).strip() and field.data != "":
            return
        field.errors = []
        label = str(field.label.text)
        if isinstance(field, BooleanField):
            raise StopValidation(_l("请勾选“%(label)s”。", label=label))
        if isinstance(field, SelectFieldBase | FileField):
            raise StopValidation(_l("请选择“%(label)s”。", label=label))
        raise StopValidation(_l("请填写“%(label)s”。", label=label))


class Needed:
    """A draft is saved without it; the move that submits the draft asks for it."""

    field_flags = {"needed": True}  # noqa: RUF012 - WTForms reads a plain dict

    def __call__(self, _form: object, _field: Field) -> None:
        """Nothing is refused while drafting."""


def choices(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """Options of a select or radio field from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]

"""Fields that understand what officials type: 万元, Shanghai time, counted text.

A field refuses with a sentence that says what to do; what was typed stays in the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from babel.support import Translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    FieldList,
    FileField,
    FormField,
    IntegerField,
    SelectChoice,
    SelectFieldBase,
    StringField,
    TextAreaField,
)
from wtforms.i18n import DefaultTranslations, messages_path
from wtforms.validators import Email, NumberRange, StopValidation
from wtforms.widgets import TextArea, TextInput

from app.days import parse_day, parse_moment
from app.files.kinds import Fault, Rejected
from app.money import MOST, MoneyUnit, parse_money
from app.names import check_line, check_text
from app.services.eligibility.engaged import A_YEAR
from app.services.problems import Problems
from app.web.shared.filters import say
from app.web.shared.sending import Kept, Sent, kept_of, sent_file
from app.web.shared.wording import language
from workflows.engine.calendar import SHANGHAI
from workflows.engine.money import in_yuan, ten_thousands
from workflows.engine.text import Text


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


class _Understood:
    """What could not be read is said once: no validator has anything to look at."""

    process_errors: Any

    def pre_validate(self, _form: object) -> None:
        if self.process_errors:
            raise StopValidation


class WholeField(_Understood, IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Any = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = int(valuelist[0])
        except ValueError:
            raise ValueError(_l("请填写整数。")) from None


class MoneyField(_Understood, Field):
    """Typed in 万元, kept as integer 分; see `app.money.parse_money` for what is understood."""

    widget = TextInput()
    unit, unit_label = MoneyUnit.TEN_THOUSAND_YUAN, _l("万元")

    def __init__(self, label: Any = None, validators: Any = None, most: int = MOST, **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.most = most

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)

    def shown(self, fen: int) -> str:
        return ten_thousands(fen)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        if not valuelist or not valuelist[0].strip():
            return
        amount = parse_money(valuelist[0], self.unit, self.most)
        if isinstance(amount, Text):
            raise ValueError(say(amount))
        self.data = amount


class YuanField(MoneyField):
    """Typed in 元: a fee, and what is no larger."""

    unit, unit_label = MoneyUnit.YUAN, _l("元")

    def shown(self, fen: int) -> str:
        return in_yuan(fen)


OF_A_YEAR = NumberRange(min=1, max=A_YEAR, message=_l("请填写 1 至 12 之间的整数。"))
"""Months that somebody gives to a project."""
IS_MAIL = Email(message=_l("请填写有效的邮箱。"))


class DayField(_Understood, DateField):
    """A calendar day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = parse_day(valuelist[0])
        except ValueError:
            raise ValueError(_l("日期无法识别，请按 2026-03-09 的格式填写。")) from None


class MomentField(_Understood, DateTimeLocalField):
    """Typed as Shanghai time, kept as an aware UTC moment."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: datetime | None = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = parse_moment(valuelist[0])
        except ValueError:
            raise ValueError(_l("时间无法识别，请按 2026-03-09 17:30 的格式填写。")) from None


class PlainUploadField(FileField):
    """A file; text sent under its name is no file, and neither is an input left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        files = [v for v in valuelist if isinstance(v, FileStorage) and v.filename]
        self.raw_data: list[Any] = files
        self.data: Any = files[0] if files else None


class UploadField(PlainUploadField):
    """A file of somebody who is signed in: it comes with the form or, in parts, before it."""

    sent = Sent()

    @cached_property
    def kept(self) -> Kept | None:
        """What need not be chosen again: to be asked by a form that is refused and shown again."""
        return kept_of(self.sent)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.sent = sent = sent_file(self.name)
        super().process_formdata([sent.file] if sent.file else [])
        if sent.wrong is not None:
            self.raw_data = [sent.wrong]
            raise ValueError(say(sent.wrong))


class _Counted:
    """A text that is cleaned and measured in characters when it is read."""

    most: int
    check: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        label = str(self.label.text)  # type: ignore[attr-defined]
        self.data = valuelist[0] if valuelist else ""
        text = type(self).check(self.data, Text(label, label), self.most, required=False)
        if isinstance(text, Text):
            raise ValueError(say(text))
        self.data = text


class LineField(_Counted, StringField):
    """One line of at most `most` characters."""

    check = staticmethod(check_line)

    def __init__(self, label: Any = None, validators: Any = None, most: int = 200, **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.most = most


class _CountedTextArea(TextArea):
    """`data-most` lets the page count while typing; the server has the last word."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("data-most", field.most)
        kwargs.setdefault("rows", 4 if field.most <= 500 else 10)
        html: Markup = super().__call__(field, **kwargs)
        return html


class ParagraphField(_Counted, TextAreaField):
    """Running text of at most `most` characters, counted on the page while typing."""

    widget = _CountedTextArea()
    check = staticmethod(check_text)

    def __init__(self, label: Any = None, validators: Any = None, most: int = 2000, **kwargs: Any):
        super().__init__(label, validators, **kwargs)
        self.most = most

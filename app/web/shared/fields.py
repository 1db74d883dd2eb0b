"""Fields that understand what officials type: 万元, Shanghai time, counted text.

A field refuses with a sentence that says what to do; what was typed stays in the field.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FileField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, NumberRange, StopValidation
from wtforms.widgets import TextArea, TextInput

from app.days import parse_day, parse_moment
from app.money import MOST, MoneyUnit, parse_money
from app.names import check_line, check_text
from app.services.eligibility.engaged import A_YEAR
from app.web.shared.filters import say
from app.web.shared.sending import Kept, Sent, kept_of, sent_file
from workflows.engine.calendar import SHANGHAI
from workflows.engine.money import in_yuan, ten_thousands
from workflows.engine.text import Text


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


class _Counted(Field):
    """A text of at most `most` characters, cleaned and measured when it is read."""

    usual_most: int
    check: Any

    def __init__(
        self, label: Any = None, validators: Any = None, most: int | None = None, **kwargs: Any
    ):
        super().__init__(label, validators, **kwargs)
        self.most = most or self.usual_most

    def process_formdata(self, valuelist: list[str]) -> None:
        label = str(self.label.text)
        self.data = valuelist[0] if valuelist else ""
        text = type(self).check(self.data, Text(label, label), self.most, required=False)
        if isinstance(text, Text):
            raise ValueError(say(text))
        self.data = text


class LineField(_Counted, StringField):
    """One line."""

    usual_most = 200
    check = staticmethod(check_line)


class _CountedTextArea(TextArea):
    """`data-most` lets the page count while typing; the server has the last word."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("data-most", field.most)
        kwargs.setdefault("rows", 4 if field.most <= 500 else 10)
        html: Markup = super().__call__(field, **kwargs)
        return html


class ParagraphField(_Counted, TextAreaField):
    """Running text, counted on the page while typing."""

    widget = _CountedTextArea()
    usual_most = 2000
    check = staticmethod(check_text)

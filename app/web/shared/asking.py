"""The form of a move, built from what its definition asks for, and the answers as the door takes
them: dates as `2026-03-09`, moments as aware ISO text, money as digits in 分, people by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from wtforms import EmailField, Field, IntegerField, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.models import Person
from app.services.identity.accounts import by_email
from app.web.shared.fields import DayField, LineField, MomentField, MoneyField, ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.proving import fields_to_sign
from workflows.engine.model import Ask, AskKind, Transition

_LINE_MOST, _PARAGRAPH_MOST = 200, 2000


class PersonField(EmailField):
    """Somebody with an account, named by mail address; `person_id` once it is known who."""

    person_id: int | None = None

    def pre_validate(self, form: object) -> None:
        typed = (self.data or "").strip()
        if not typed:
            return
        person = by_email(g.db, typed)
        if person is None or not person.is_active:
            raise ValidationError(_("没有使用这个邮箱的账户，请核对，或请对方先注册。"))
        self.person_id = person.id


class MoveForm(Form):
    """`seen` is the newest entry of the case's history when the page was shown."""

    seen = IntegerField(validators=[InputRequired()], widget=HiddenInput())


def form_for(transition: Transition[Any], **values: Any) -> MoveForm:
    fields: dict[str, Any] = {ask.key: _field(ask) for ask in transition.asks}
    if transition.signature:
        fields |= fields_to_sign()
    kind: type[MoveForm] = type("AskedForm", (MoveForm,), fields)
    return kind(**values)


def _field(ask: Ask) -> Field:
    settings: dict[str, Any] = {
        "label": say(ask.label),
        "validators": [Required() if ask.required else Optional()],
        "description": say(ask.hint) if ask.hint else "",
    }
    match ask.kind:
        case AskKind.LINE:
            return LineField(most=most_of(ask), **settings)
        case AskKind.PARAGRAPH:
            return ParagraphField(most=most_of(ask), **settings)
        case AskKind.DATE:
            return DayField(**settings)
        case AskKind.MOMENT:
            return MomentField(**settings)
        case AskKind.MONEY:
            return MoneyField(**settings)
        case AskKind.PERSON:
            return PersonField(**settings)
        case AskKind.CHOICE:
            options = choices((key, say(label)) for key, label in ask.choices)
            return RadioField(choices=options, **settings)


def most_of(ask: Ask) -> int:
    """How many characters a line or a paragraph may have."""
    return ask.most or (_LINE_MOST if ask.kind is AskKind.LINE else _PARAGRAPH_MOST)


def given_by(form: MoveForm, transition: Transition[Any]) -> dict[str, str]:
    """The answers of a valid form; what was left open is left out."""
    answers = {ask.key: _answer(form[ask.key], ask.kind) for ask in transition.asks}
    return {key: answer for key, answer in answers.items() if answer}


def _answer(field: Any, kind: AskKind) -> str:
    if kind is AskKind.PERSON:
        return str(field.person_id or "")
    if field.data in (None, ""):
        return ""
    if kind is AskKind.MOMENT:
        return str(field.data.astimezone(UTC).isoformat())
    return str(field.data)


def shown_in(words: Mapping[str, str], transition: Transition[Any]) -> dict[str, Any]:
    """What the fields of a form show for answers as the door takes them."""
    return {
        ask.key: _shown(words[ask.key], ask.kind) for ask in transition.asks if ask.key in words
    }


def _shown(answer: str, kind: AskKind) -> Any:
    match kind:
        case AskKind.PERSON:
            return g.db.get_one(Person, int(answer)).email
        case AskKind.DATE:
            return date.fromisoformat(answer)
        case AskKind.MOMENT:
            return datetime.fromisoformat(answer)
        case AskKind.MONEY:
            return int(answer)
    return answer

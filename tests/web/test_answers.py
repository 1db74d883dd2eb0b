"""What is typed with a move reaches the door in one spelling, or is refused in one sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from app.web.shared.asking import form_for, given_by
from tests.conftest import START
from tests.factories import person
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text

CHOICES = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))


def transition_asking(*asks: Ask) -> Transition[Any]:
    return Transition(
        "try", Text("试", "Try"), ("a",), "b", frozenset(), Text("试", "Try"), asks=asks
    )


def ask(kind: AskKind, **more: Any) -> Ask:
    return Ask("it", Text("内容", "It"), kind, **more)


@pytest.mark.parametrize(
    ("asked", "typed", "given"),
    [
        (ask(AskKind.LINE), "  一\u200b行  字 ", "一行 字"),
        (ask(AskKind.PARAGRAPH), "第一段\r\n\r\n第二段", "第一段\n\n第二段"),
        (ask(AskKind.DATE), "2026-03-09", "2026-03-09"),
        (ask(AskKind.MOMENT), "2026-03-09T17:30", "2026-03-09T09:30:00+00:00"),
        (ask(AskKind.MONEY), "1,200.5", "1200500000"),
        (ask(AskKind.MONEY), "0", "0"),
        (ask(AskKind.CHOICE, choices=CHOICES), "no", "no"),
    ],
)
def test_an_answer_reaches_the_door_in_one_spelling(
    app: Flask, asked: Ask, typed: str, given: str
) -> None:
    transition = transition_asking(asked)
    with app.test_request_context(method="POST", data={"it": typed, "seen": "0"}):
        form = form_for(transition)
        assert form.validate_on_submit(), form.errors
        assert given_by(form, transition) == {"it": given}


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        (ask(AskKind.LINE), " ", "请填写“内容”。"),
        (ask(AskKind.DATE), "2026-02-30", "日期无法识别"),
        (ask(AskKind.MOMENT), "明天", "时间无法识别"),
        (ask(AskKind.MONEY), "-5", "金额不能为负数"),
        (ask(AskKind.MONEY), "99999999999", "金额过大"),
        (ask(AskKind.MONEY), "", "请填写“内容”。"),
        (ask(AskKind.CHOICE, choices=CHOICES), "maybe", "不是"),
        (ask(AskKind.CHOICE, choices=CHOICES), "", "请选择“内容”。"),
    ],
)
def test_a_wrong_answer_is_refused_in_one_sentence(
    app: Flask, asked: Ask, typed: str, said: str
) -> None:
    with app.test_request_context(method="POST", data={"it": typed, "seen": "0"}):
        form = form_for(transition_asking(asked))
        assert not form.validate_on_submit()
        [message] = form["it"].errors
        assert said in str(message)


def test_a_person_is_named_by_the_mail_address_of_an_account(app: Flask, session: Session) -> None:
    named = person(session, email="wang@example.org")
    person(session, email="gone@example.org", is_active=False)
    transition = transition_asking(ask(AskKind.PERSON))
    for typed, given in (
        ("Wang@example.org ", {"it": str(named.id)}),
        ("gone@example.org", None),
        ("nobody@example.org", None),
    ):
        with app.test_request_context(method="POST", data={"it": typed, "seen": "0"}):
            g.db, g.now = session, START + timedelta(days=1)
            form = form_for(transition)
            answered = given_by(form, transition) if form.validate_on_submit() else None
            assert answered == given
            g.pop("db")

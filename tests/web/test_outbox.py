"""The outbox: until a message to a party has gone, the officer of its call may stop or mend it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Call, History, Message, Outbox, Proposal
from app.services.telling.messages import tell_person
from tests.conftest import START, SignInAs, StillClock
from tests.factories import call, official, person, proposal
from tests.web.editions import edition
from tests.web.looking import looking
from workflows.parts.messages.wording import say
from workflows.roles import Role

STILL = {"rest_holds": "y"}
"""The officer says that the other language still says the same."""


class Told:
    """A message that serves a letter, half an hour before it goes, and who has to do with it."""

    def __init__(self, session: Session, app: Flask, sign_in: SignInAs) -> None:
        self.officer = official(session, Role.PROGRAMME_OFFICER)
        self.call: Call = call(session, drafted_by=self.officer)
        self.call.state = "review"
        self.proposal: Proposal = proposal(session, call=self.call, state="accepted")
        tell_person(
            session,
            self.proposal.pi,
            "accepted",
            say("已受理", "accepted", "通过形式审查。", "It passed."),
            key="told",
            about=self.proposal,
            now=START,
        )
        session.commit()
        self._app, self._sign_in = app, sign_in
        self.message = session.scalars(select(Message.id)).one()

    @property
    def path(self) -> str:
        return f"/office/calls/{self.call.id}/outbox"

    def step(self, what: str, **typed: str) -> int:
        return self.answer(what, **typed).status_code

    def answer(self, what: str, **typed: str) -> TestResponse:
        form = {"subject": "已受理", "body": "通过形式审查。", "reason": "名单有误", "do": what}
        form |= {"subject_en": "accepted", "body_en": "It passed."}
        client = self._sign_in(self.officer)
        return client.post(f"{self.path}/{self.message}", data=form | typed)

    def officer_reads(self, path: str) -> str:
        return self._sign_in(self.officer).get(path).text

    def inbox(self, language: str = "zh_Hans_CN") -> str:
        return self._sign_in(self.proposal.pi).get(f"/home/inbox?lang={language}").text

    def stored(self) -> tuple[Message, Outbox]:
        with looking(self._app) as reading:
            return reading.get_one(Message, self.message), reading.query(Outbox).one()

    def noted(self) -> list[tuple[str, dict[str, Any]]]:
        with looking(self._app) as reading:
            about = select(History.transition, History.given).where(
                History.transition.startswith("message_"), History.case_kind == "call"
            )
            return [(name, given) for name, given in reading.execute(about.order_by(History.id))]


@pytest.fixture
def told(app: Flask, session: Session, sign_in: SignInAs) -> Told:
    return Told(session, app, sign_in)


def test_a_message_that_serves_a_letter_reaches_its_reader_when_its_time_is_over(
    told: Told, clock: StillClock
) -> None:
    assert "已受理" not in told.inbox()
    message, mail = told.stored()
    assert message.goes_at == mail.not_before == START + timedelta(minutes=30)
    clock.advance(minutes=30)
    assert "已受理" in told.inbox()


def test_what_is_held_waits_until_it_is_released_and_then_goes(
    told: Told, clock: StillClock
) -> None:
    assert told.step("hold") == 303
    clock.advance(days=2)
    assert "已受理" not in told.inbox()
    assert told.stored()[1].status == "held"
    assert told.step("release") == 303
    message, mail = told.stored()
    assert (message.goes_at, mail.status, mail.not_before) == (clock.now(), "waiting", clock.now())
    assert "已受理" in told.inbox()
    assert [(name, given["reason"]) for name, given in told.noted()] == [
        ("message_held", "名单有误"),
        ("message_released", "名单有误"),
    ]


def test_what_was_held_comes_before_what_came_meanwhile_and_bears_the_day_it_went(
    told: Told, session: Session, clock: StillClock
) -> None:
    told.step("hold")
    reader, later = told.proposal.pi, START + timedelta(days=1)
    wording = say("期间", "meanwhile", "b", "b")
    tell_person(session, reader, "s", wording, key="s", about=None, now=later)
    clock.advance(days=2)
    told.step("release")
    inbox = told.inbox()
    assert inbox.index("已受理") < inbox.index("期间")
    assert clock.now().isoformat() in inbox


def test_what_is_cancelled_never_goes(told: Told, clock: StillClock) -> None:
    assert told.step("cancel") == 303
    clock.advance(days=2)
    assert "已受理" not in told.inbox()
    assert told.stored()[1].status == "cancelled"
    assert told.step("release") == 404


def test_what_is_edited_goes_in_its_new_words_and_the_old_ones_are_kept(
    told: Told, clock: StillClock
) -> None:
    assert told.step("edit", subject="已受理（更正）", body="编号以本通知为准。", **STILL) == 303
    clock.advance(minutes=30)
    assert "编号以本通知为准" in told.inbox()
    [(name, given)] = told.noted()
    assert (name, given["body"], given["new_subject"]) == (
        "message_edited",
        "通过形式审查。",
        "已受理（更正）",
    )


def test_what_is_saved_as_it_stands_is_no_edit(told: Told) -> None:
    assert told.step("edit") == 303
    assert told.noted() == []


@pytest.mark.parametrize(
    ("typed", "read"), [("It passed; see its number.", "see its number"), ("", "编号以本通知为准")]
)
def test_what_is_edited_goes_in_the_words_of_its_readers_language_or_in_chinese_without_them(
    told: Told, clock: StillClock, typed: str, read: str
) -> None:
    assert told.step("edit", body="编号以本通知为准。", body_en=typed) == 303
    clock.advance(minutes=30)
    assert read in told.inbox("en")
    assert "编号以本通知为准" in told.inbox()
    [(_name, given)] = told.noted()
    assert (given["body_en"], given["new_body_en"]) == ("It passed.", typed)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"body": "编号以本通知为准。"}, "中文已修改，英文没有"),
        ({"body_en": "It passed; see its number."}, "英文已修改，中文没有"),
        ({"body": "改过的。", "body_en": "Changed.", "subject": "更正"}, "中文已修改，英文没有"),
    ],
)
@pytest.mark.parametrize("what", ["edit", "hold", "release"])
def test_whoever_changes_one_language_changes_the_other_or_says_that_it_still_holds(
    told: Told, what: str, typed: dict[str, str], wrong: str
) -> None:
    refused = told.answer(what, **typed)
    assert refused.status_code == 422
    assert wrong in refused.text
    assert all(words in refused.text for words in typed.values()), "what was typed is kept"
    assert told.noted() == []
    assert told.step(what, **typed, **STILL) == 303
    message, _mail = told.stored()
    assert {name: getattr(message, name) for name in typed} == typed
    assert told.noted()[0][1]["rest"] == "holds", "the history keeps that it was said"
    page = told.officer_reads(f"/office/calls/{told.call.id}")
    assert "经办人确认仍与此相符" in page


def test_a_tick_that_says_nothing_is_not_kept(told: Told) -> None:
    both = {"body": "编号以本通知为准。", "body_en": "See its number."}
    assert told.step("edit", **both, **STILL) == 303
    assert "rest" not in told.noted()[0][1]


def test_english_that_is_added_or_taken_away_leaves_nothing_behind(
    told: Told, session: Session
) -> None:
    assert told.step("edit", subject_en="", body_en="") == 303
    assert told.step("edit", body="只有中文。", subject_en="", body_en="") == 303
    assert told.step("edit", body="只有中文。", body_en="Chinese and English.") == 303
    assert told.stored()[0].subject_en == "accepted"


def test_whoever_read_older_words_sends_none_over_those_of_another_officer(
    told: Told, sign_in: SignInAs
) -> None:
    client, path = sign_in(told.officer), f"{told.path}/{told.message}"
    older = edition(client.get(path).text, path)
    assert told.step("edit", body="改过的正文。", **STILL) == 303
    late = told.answer("release", body="旧的正文。", **STILL, **older)
    assert late.status_code == 409
    assert "在另一窗口保存了其他内容" in late.text, "it is known who edited it"
    message, mail = told.stored()
    assert (message.body, mail.status) == ("改过的正文。", "waiting")
    newer = edition(client.get(path).text, path)
    assert told.step("release", body="改过的正文。", **newer) == 303


def test_what_was_typed_is_kept_when_it_is_held_or_sent_at_once(told: Told) -> None:
    assert told.step("hold", body="稿子还没有改完。", **STILL) == 303
    assert told.step("release", body="改完了。", **STILL) == 303
    assert "改完了。" in told.inbox()
    names = [name for name, _given in told.noted()]
    assert names == ["message_edited", "message_held", "message_edited", "message_released"]


@pytest.mark.parametrize("typed", [{"reason": ""}, {"subject": " "}])
def test_nothing_is_done_without_a_reason_or_a_subject(told: Told, typed: dict[str, str]) -> None:
    assert told.step("hold", **typed) == 422
    assert told.noted() == []


@pytest.mark.parametrize(
    ("error", "what", "who"),
    [
        ("FinalError: 550 nobody", "邮件服务器的回答：550 nobody。", "系统管理员（邮件服务器"),
        ("OSError: [Errno 28] No space left", "磁盘、文件目录或文件存储不可用。", "服务器运维人员"),
    ],
)
def test_a_mail_that_was_given_up_says_why_and_who_can_mend_it_as_the_work_queue_does(
    told: Told, session: Session, sign_in: SignInAs, error: str, what: str, who: str
) -> None:
    mail = session.query(Outbox).one()
    mail.status, mail.error = "failed", error
    session.commit()
    page = sign_in(told.officer).get(told.path).text
    assert what in page
    assert f"可处理的人：{who}" in page


def test_what_has_been_handed_over_is_called_back_by_nobody(
    told: Told, session: Session, clock: StillClock
) -> None:
    session.query(Outbox).one().status = "queued"
    session.commit()
    assert told.step("cancel") == 409
    clock.advance(minutes=30)
    assert told.step("hold") == 404, "once gone, it is no longer in the outbox"
    assert told.noted() == []


def test_only_an_officer_of_the_call_without_a_conflict_sees_it(
    told: Told, session: Session, sign_in: SignInAs
) -> None:
    aside = official(session, Role.PROGRAMME_OFFICER)
    aside.organisation_id = told.proposal.lead_unit_id
    session.commit()
    assert "已受理" in sign_in(told.officer).get(told.path).text
    assert "已受理" not in sign_in(aside).get(told.path).text
    assert sign_in(aside).get(f"{told.path}/{told.message}").status_code == 404
    assert sign_in(told.proposal.pi).get(told.path).status_code == 403
    assert sign_in(official(session, Role.SUPERVISOR)).get(told.path).status_code == 403


def test_a_message_to_whoever_is_no_party_waits_for_nobody(session: Session) -> None:
    about = proposal(session, call=call(session), state="accepted")
    reader = person(session)
    wording = say("s", "s", "b", "b")
    tell_person(session, reader, "score_struck", wording, key="k", about=about, now=START)
    assert session.scalars(select(Message.goes_at)).one() == START

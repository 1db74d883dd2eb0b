"""Of one case one reader is told in order: nothing overtakes what is still to go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Outbox, Person, Proposal
from app.queries.administering.operating import standing
from app.services.telling.messages import tell_person
from app.worker.relay import pass_on
from tests.conftest import START, SignInAs, StillClock
from tests.factories import official, proposal
from tests.web.looking import looking
from tests.worker.queued import Line
from workflows.parts.messages.wording import say
from workflows.roles import Role

MINUTE = timedelta(minutes=1)


class Two:
    """A message that serves a letter and waits half an hour, and a minute later another to the same
    reader, which by itself waits for nothing."""

    def __init__(self, session: Session, app: Flask, sign_in: SignInAs) -> None:
        self.session, self._app, self._sign_in = session, app, sign_in
        self.officer = official(session, Role.PROGRAMME_OFFICER)
        self.proposal = proposal(session, state="accepted")
        self.proposal.call.state = "review"
        self.first = self.tell("accepted", "先发的", self.proposal, START)
        self.second = self.tell("score_struck", "后发的", self.proposal, START + MINUTE)

    def tell(self, kind: str, words: str, about: Proposal, now: datetime) -> int:
        wording, key = say(words, words, words, words), f"{kind}-{about.id}"
        reader = self.proposal.pi
        tell_person(self.session, reader, kind, wording, key=key, about=about, now=now)
        self.session.commit()
        return self.session.scalars(select(Message.id).where(Message.key == key)).one()

    def step(self, what: str, message: int) -> tuple[int, str]:
        path = f"/office/calls/{self.proposal.call_id}/outbox/{message}"
        with looking(self._app) as reading:
            words = reading.get_one(Message, message).subject
        form = dict.fromkeys(("subject", "body", "subject_en", "body_en"), words)
        answer = self._sign_in(self.officer).post(path, data=form | {"reason": "核对", "do": what})
        return answer.status_code, answer.text

    def read(self) -> list[str]:
        """As the inbox of the reader has them, the newest first."""
        page = self._sign_in(self.proposal.pi).get("/home/inbox").text
        found = {words: page.find(words) for words in ("先发的", "后发的", "另一项")}
        return sorted((w for w, at in found.items() if at >= 0), key=lambda w: found[w])

    def officer_reads(self, path: str, officer: Person | None = None) -> str:
        return self._sign_in(officer or self.officer).get(path).text

    def mailed(self, now: datetime) -> list[int]:
        """Of which messages the relay hands mails over, in its order."""
        pass_on(self._app.extensions["database"], cast(Queue, Line()), now)
        with looking(self._app) as reading:
            queued = select(Outbox).where(Outbox.status == "queued").order_by(Outbox.id)
            return [row.payload["message_id"] for row in reading.scalars(queued)]


@pytest.fixture
def two(app: Flask, session: Session, sign_in: SignInAs) -> Two:
    return Two(session, app, sign_in)


def test_what_would_go_at_once_waits_for_what_goes_first_and_is_read_and_mailed_after_it(
    two: Two, clock: StillClock
) -> None:
    clock.advance(minutes=29)
    assert two.read() == []
    assert two.mailed(clock.now()) == []
    clock.advance(minutes=1)
    assert two.read() == ["后发的", "先发的"]
    assert two.mailed(clock.now()) == [two.first, two.second]


def test_about_another_case_nothing_waits(two: Two, clock: StillClock) -> None:
    other = proposal(two.session, call=two.proposal.call, state="accepted")
    two.tell("score_struck", "另一项", other, START + MINUTE)
    clock.advance(minutes=1)
    assert two.read() == ["另一项"]


def test_what_is_held_holds_up_what_follows_until_it_is_released(
    two: Two, clock: StillClock
) -> None:
    assert two.step("hold", two.first)[0] == 303
    clock.advance(days=2)
    assert two.read() == []
    assert two.mailed(clock.now()) == []
    assert standing(two.session, clock.now()).oldest_seconds == 0, "nobody is woken for it"
    assert two.step("release", two.first)[0] == 303
    assert two.read() == ["后发的", "先发的"]
    assert two.mailed(clock.now()) == [two.first, two.second]


def test_what_follows_goes_once_the_first_is_cancelled(two: Two, clock: StillClock) -> None:
    two.step("hold", two.first)
    clock.advance(days=2)
    assert two.step("cancel", two.first)[0] == 303
    assert two.read() == ["后发的"]
    assert two.mailed(clock.now()) == [two.second]


def test_an_officer_does_not_release_the_second_before_the_first(
    two: Two, clock: StillClock
) -> None:
    third = two.tell("accepted_again", "另一项", two.proposal, START + MINUTE)
    two.session.get_one(Message, third).message_kind = "accepted"
    two.session.commit()
    two.step("hold", two.first)
    clock.advance(days=2)
    status, page = two.step("release", third)
    assert status == 409
    assert "此前关于同一事项的消息“先发的”" in page
    assert two.read() == []
    two.step("release", two.first)
    assert two.read() == ["另一项", "后发的", "先发的"]


def test_what_is_marked_read_at_once_leaves_what_is_held_up_unread(
    two: Two, sign_in: SignInAs, clock: StillClock
) -> None:
    two.step("hold", two.first)
    clock.advance(days=2)
    sign_in(two.proposal.pi).post("/home/inbox/read")
    two.session.expire_all()
    assert two.session.get_one(Message, two.second).read_at is None


def test_the_officer_sees_how_many_wait_behind_one_that_is_held_and_since_when(two: Two) -> None:
    outbox = f"/office/calls/{two.proposal.call_id}/outbox"
    waits = "其后有 1 条同一事项的消息在等它"
    assert waits not in two.officer_reads(outbox)
    two.step("hold", two.first)
    for path in (outbox, f"{outbox}/{two.first}"):
        assert waits in two.officer_reads(path)
    assert "1 later message about the same case is waiting" in two.officer_reads(
        f"{outbox}?lang=en"
    )
    two.step("release", two.first)
    assert waits not in two.officer_reads(outbox)


def test_the_page_of_what_waits_names_what_it_waits_for_and_no_moment_that_is_over(
    two: Two, clock: StillClock
) -> None:
    two.session.get_one(Message, two.second).message_kind = "accepted"
    two.session.commit()
    outbox = f"/office/calls/{two.proposal.call_id}/outbox"
    assert "将于" in two.officer_reads(f"{outbox}/{two.second}")
    two.step("hold", two.first)
    clock.advance(days=1)
    listed = two.officer_reads(outbox)
    assert listed.index("先发的") < listed.index("后发的"), "in the order in which they will go"
    page = two.officer_reads(f"{outbox}/{two.second}")
    assert f'{outbox}/{two.first}">先发的</a>' in page
    assert "将于" not in page


def test_a_hold_of_days_is_not_forgotten(two: Two, clock: StillClock) -> None:
    forgotten = "暂缓多日的消息"
    aside = official(two.session, Role.PROGRAMME_OFFICER)
    aside.organisation_id = two.proposal.lead_unit_id
    two.session.commit()
    two.step("hold", two.first)
    clock.advance(days=2)
    assert forgotten not in two.officer_reads("/home")
    clock.advance(days=1)
    home = two.officer_reads("/home")
    assert forgotten in home
    assert f"/office/calls/{two.proposal.call_id}/outbox#held" in home
    assert forgotten not in two.officer_reads("/home", aside), "nothing of a case of their own unit"
    two.step("cancel", two.first)
    assert forgotten not in two.officer_reads("/home")

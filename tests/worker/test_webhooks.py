"""A partner's system is told, signed and in order, that a case its account may see has moved."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from unittest.mock import Mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from app.api.shapes import RESOURCES
from app.models import Message, Outbox, Person, Webhook, WebhookDelivery
from app.outward import NoAnswerInTime
from app.services.problems import Problems
from app.services.webhooks import line, registering
from app.services.webhooks.kinds import KIND_OF
from app.services.webhooks.registering import Registration
from app.services.webhooks.resting import PAUSES, rest
from app.services.webhooks.secrets import signatures
from app.worker import jobs, webhooks
from app.worker.context import Context
from app.worker.daily import deliveries_of_day, work_of_day
from tests.conftest import START, StillClock
from tests.factories import official, person, proposal
from tests.worker.partner import LOOPBACK, Partner
from workflows.roles import Role


@dataclass
class House:
    """The office's side: work is done whenever it is due."""

    context: Context
    session: Session
    clock: StillClock
    admin: Person

    def register(self, owner: Person, partner: Partner, *scopes: str) -> tuple[Webhook, str]:
        typed = Registration(owner.email, "财务系统", partner.url, scopes or ("proposals",))
        made = registering.register(self.session, typed, self.admin, self.clock.now())
        assert not isinstance(made, Problems)
        return made

    def work(self) -> None:
        """Everything that is due, as relay and worker would."""
        self.session.commit()
        while due := self._due():
            for number in due:
                jobs.work(self.context, number, self.clock.now())
        self.session.expire_all()

    def _due(self) -> list[int]:
        with self.context.database.session(writing=False) as session:
            return list(
                session.scalars(
                    select(Outbox.id).where(
                        Outbox.job == line.JOB,
                        Outbox.status == "waiting",
                        Outbox.not_before <= self.clock.now(),
                    )
                )
            )

    def deliveries(self) -> list[WebhookDelivery]:
        return list(self.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))

    def told_administrators(self) -> int:
        messages = select(Message).where(Message.person_id == self.admin.id)
        return len(self.session.scalars(messages).all())


@pytest.fixture
def house(context: Context, session: Session, clock: StillClock) -> House:
    settings = replace(context.settings, webhook_networks=LOOPBACK)
    session.info["settings"] = settings
    admin = official(session, Role.SYS_ADMIN)
    return House(replace(context, settings=settings), session, clock, admin)


@pytest.fixture
def owner(session: Session) -> Person:
    return person(session)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification's libraries."""
    secret, event = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = b'{"test": 2432232314}'
    wanted = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signatures([secret], event, 1614265330, body) == wanted


def test_a_move_is_told_signed_with_its_kind_and_number_and_nothing_of_its_content(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    _webhook, secret = house.register(owner, partner)
    made = proposal(session, pi=owner)
    house.work()
    assert partner.verifies(secret)
    headers, body = partner.told[0]
    assert json.loads(body) == {
        "id": headers["webhook-id"],
        "type": "proposal.moved",
        "timestamp": START.isoformat(),
        "data": {
            "kind": "proposal",
            "id": made.id,
            "href": f"{house.context.settings.base_url}/api/v1/proposals/{made.id}",
        },
    }
    assert int(headers["webhook-timestamp"]) == int(house.clock.wall().timestamp())
    house.work()
    assert len(partner.told) == 1, "once it was taken it is not repeated"


def test_what_was_not_taken_is_repeated_under_its_id_and_what_came_later_waits_behind_it(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner)
    partner.answers = [500, 302]
    first, second = proposal(session, pi=owner), proposal(session, pi=owner)
    house.work()
    assert partner.cases() == [first.id]
    house.clock.advance(seconds=PAUSES[0].total_seconds())
    house.work()
    assert partner.cases() == [first.id] * 2, "a redirect is not followed, and is no success"
    house.clock.advance(seconds=PAUSES[1].total_seconds())
    house.work()
    assert partner.cases() == [first.id, first.id, first.id, second.id]
    events = [headers["webhook-id"] for headers, _body in partner.told]
    assert len(set(events)) == 2
    assert events[0] == events[1] == events[2]


def test_gaps_grow_until_it_is_dead_administrators_are_told_once_and_it_can_be_sent_again(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner)
    partner.answers = [500] * (len(PAUSES) + 1)
    made = [proposal(session, pi=owner), proposal(session, pi=owner)]
    house.work()
    for pause in PAUSES:
        assert house.deliveries()[0].status == "waiting"
        house.clock.advance(seconds=pause.total_seconds())
        house.work()
    assert list(PAUSES) == sorted(PAUSES)
    assert [d.status for d in house.deliveries()] == ["dead", "delivered"]
    assert house.told_administrators() == 1
    assert partner.cases()[-1] == made[1].id, "the next one's turn has come"
    assert line.send_again(session, house.deliveries()[0], house.clock.now())
    house.work()
    assert partner.cases()[-1] == made[0].id
    assert partner.told[-1][0]["webhook-id"] == partner.told[0][0]["webhook-id"]
    assert [d.status for d in house.deliveries()] == ["delivered"] * 2


def test_a_system_that_hangs_is_left_alone_longer_and_longer_whichever_message_it_was(
    house: House, owner: Person, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook, _secret = house.register(owner, partner)
    monkeypatch.setattr(webhooks, "post", Mock(side_effect=NoAnswerInTime("no whole answer")))
    for _ in range(2):
        proposal(house.session, pi=owner)
    house.work()
    now = house.clock.now()
    assert (webhook.hung, webhook.rests_until) == (1, now + PAUSES[0])
    rest(house.session, webhook.id, timedelta(seconds=10), now, has_hung=True)
    line.settle(house.session, house.deliveries()[0], "dead", now)
    following = house.deliveries()[1].outbox
    assert following is not None
    assert following.not_before == now + PAUSES[1], "the next one is not tried at once"


def test_a_system_that_answers_slowly_holds_a_tenth_of_a_worker_at_most(
    house: House, owner: Person, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.register(owner, partner)
    seconds = count(step=4)
    monkeypatch.setattr(webhooks, "monotonic", lambda: float(next(seconds)))
    first, second = proposal(house.session, pi=owner), proposal(house.session, pi=owner)
    house.work()
    house.clock.advance(seconds=35)
    house.work()
    assert partner.cases() == [first.id]
    house.clock.advance(seconds=1)
    house.work()
    assert partner.cases() == [first.id, second.id]


def test_what_was_settled_goes_after_ninety_days_and_what_waits_stays(
    house: House, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner)
    proposal(house.session, pi=owner)
    house.work()
    proposal(house.session, pi=owner)
    house.session.commit()
    house.clock.advance(days=90, seconds=-1)
    assert deliveries_of_day(house.context, house.clock.now()) == 0
    house.clock.advance(seconds=1)
    assert work_of_day(house.context, house.clock.now()) == 0, "it may be sent again"
    assert deliveries_of_day(house.context, house.clock.now()) == 1
    assert work_of_day(house.context, house.clock.now()) == 1
    assert [d.status for d in house.deliveries()] == ["waiting"]


def test_a_place_in_line_that_was_taken_back_is_taken_anew(
    house: House, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner)
    proposal(house.session)
    house.work()
    mine = proposal(house.session, pi=owner)
    house.work()
    assert partner.cases() == [mine.id]


def test_whoever_may_not_see_a_case_is_told_nothing_and_waits_for_nothing(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner)
    stranger = person(session)
    for _ in range(3):
        proposal(session, pi=stranger)
    mine = proposal(session, pi=owner)
    house.work()
    assert partner.cases() == [mine.id]
    assert len(house.deliveries()) == 1, "what is not seen leaves no trace"
    owner.is_active = False
    proposal(session, pi=owner)
    house.work()
    assert len(partner.told) == 1


def test_only_moves_within_its_scopes_are_told(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    house.register(owner, partner, "projects", "payments")
    proposal(session, pi=owner)
    house.work()
    assert partner.told == []


def test_both_secrets_sign_while_one_replaces_the_other(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    webhook, old = house.register(owner, partner)
    new = registering.rotate(session, webhook, house.admin, house.clock.now())
    proposal(session, pi=owner)
    house.work()
    assert partner.verifies(old)
    assert partner.verifies(new)
    house.clock.advance(seconds=registering.OVERLAP.total_seconds())
    proposal(session, pi=owner)
    house.work()
    assert partner.verifies(new)
    assert not partner.verifies(old)


def test_neither_secret_nor_address_stands_in_logs_errors_or_clear_in_the_database(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    webhook, secret = house.register(owner, partner)
    partner.answers = [500]
    proposal(session, pi=owner)
    with capture_logs() as logs:
        house.work()
    assert [entry["event"] for entry in logs] == ["job_failed"]
    error = session.scalars(select(Outbox.error).where(Outbox.job == line.JOB)).one()
    assert error == "RetryableError: HTTP 500"
    for text in (str(logs), webhook.secret):
        assert secret.removeprefix("whsec_") not in text
        assert "written-into-the-address" not in text


def test_a_system_that_is_gone_ends_its_webhook(
    house: House, session: Session, owner: Person, partner: Partner
) -> None:
    webhook, _secret = house.register(owner, partner)
    partner.answers = [410]
    proposal(session, pi=owner)
    proposal(session, pi=owner)
    house.work()
    assert webhook.ended_at == house.clock.now()
    assert [d.status for d in house.deliveries()] == ["dead"]
    assert house.told_administrators() == 1
    proposal(session, pi=owner)
    house.clock.advance(days=3)
    house.work()
    assert len(partner.told) == 1


def test_every_kind_that_is_told_of_is_one_the_interface_shows() -> None:
    assert {resource.name: resource.kind for resource in RESOURCES} == KIND_OF
    assert timedelta(days=1) < sum(PAUSES, timedelta()) < timedelta(days=2)

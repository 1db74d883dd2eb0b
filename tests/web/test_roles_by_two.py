"""A role of the office is proposed by one administrator and confirmed by another official."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.roles import office_roles
from app.models import History, Message, Person, RoleProposal
from app.services.identity.roles_on_record import (
    CONFIRMED,
    GRANTED_ALONE,
    LAPSED,
    PROPOSED,
    REFUSED,
    WITHDRAWN,
)
from app.worker.context import Context
from app.worker.daily import lapsed_roles
from tests.conftest import START, SignInAs, StillClock
from tests.factories import grant, official, person
from tests.web.accounts import HASH, PASSWORD
from workflows.roles import Role


class Office:
    """Two administrators and a supervisor; the first proposes somebody for the finance office."""

    def __init__(self, session: Session, sign_in: SignInAs) -> None:
        self.session, self.sign_in = session, sign_in
        self.proposer, self.other, self.supervisor, self.officer = (
            official(session, role, password_hash=HASH)
            for role in (
                *(Role.SYS_ADMIN, Role.SYS_ADMIN),
                *(Role.SUPERVISOR, Role.PROGRAMME_OFFICER),
            )
        )
        self.friend = person(session, password_hash=HASH)
        session.commit()

    def propose(self, role: str = "finance", whom: Person | None = None) -> int:
        whom = whom or self.friend
        client = self.sign_in(self.proposer)
        answer = client.post(f"/admin/people/{whom.id}", data={"role": role, "unit": ""})
        return answer.status_code

    @property
    def proposed(self) -> RoleProposal:
        self.session.expire_all()
        return self.session.scalars(select(RoleProposal).order_by(RoleProposal.id.desc())).all()[0]

    def decide(self, by: Person, answer: str = "confirm", **typed: str) -> int:
        typed = {"answer": answer, "signing_password": PASSWORD} | typed
        page = f"/admin/roles/{self.proposed.id}"
        return self.sign_in(by).post(page, data=typed).status_code

    def roles(self, of: Person | None = None) -> frozenset[Role]:
        self.session.expire_all()
        return office_roles(self.session, of or self.friend, START)

    def on_record(self) -> list[tuple[str, int | None, str]]:
        names = (PROPOSED, CONFIRMED, REFUSED, WITHDRAWN, GRANTED_ALONE)
        rows = select(History).where(History.transition.in_(names)).order_by(History.id)
        return [(r.transition, r.actor_id, r.role) for r in self.session.scalars(rows)]


@pytest.fixture
def office(session: Session, sign_in: SignInAs) -> Office:
    return Office(session, sign_in)


@pytest.mark.parametrize(("who", "acting"), [("other", "sys_admin"), ("supervisor", "supervisor")])
def test_a_role_counts_once_a_second_official_has_confirmed_it(
    office: Office, who: str, acting: str
) -> None:
    by: Person = getattr(office, who)
    assert office.propose() == 303
    assert not live_grants(office.session, office.friend, START)
    assert office.roles() == frozenset()
    assert office.sign_in(office.friend).get("/finance/").status_code in (403, 404)
    assert office.decide(by) == 303
    assert office.roles() == {Role.FINANCE}
    assert office.on_record() == [
        (PROPOSED, office.proposer.id, "sys_admin"),
        (CONFIRMED, by.id, acting),
    ]
    register = office.sign_in(office.other).get(f"/admin/people/{office.friend.id}").text
    assert f"{office.proposer.name}提出，{by.name}核准" in register
    told = select(Message.person_id).where(Message.subject.contains("厅财务"))
    counted = list(office.session.scalars(told))
    concerned = (office.proposer, office.other, office.supervisor, office.friend)
    assert sorted(counted) == sorted(2 * [one.id for one in concerned])


@pytest.mark.parametrize(("who", "status"), [("proposer", 409), ("friend", 403), ("officer", 403)])
def test_the_wrong_person_confirms_nothing(office: Office, who: str, status: int) -> None:
    office.propose()
    assert office.decide(getattr(office, who)) == status
    assert office.roles() == frozenset()


def test_nobody_confirms_what_they_receive_whatever_they_have_become(office: Office) -> None:
    office.propose()
    grant(office.session, office.friend, Role.SYS_ADMIN)
    office.session.commit()
    assert office.decide(office.friend) == 409
    assert office.roles() == {Role.SYS_ADMIN}


def test_who_confirms_signs_with_the_own_password(office: Office) -> None:
    office.propose()
    assert office.decide(office.supervisor, signing_password="wrong") == 422
    assert office.roles() == frozenset()
    assert office.decide(office.supervisor) == 303
    assert office.roles() == {Role.FINANCE}


def test_a_role_that_is_held_is_not_proposed_again(office: Office) -> None:
    grant(office.session, office.friend, Role.FINANCE)
    office.session.commit()
    assert office.propose() == 409


def test_it_is_proposed_once_and_decided_once(office: Office) -> None:
    assert (office.propose(), office.propose()) == (303, 409)
    assert office.decide(office.other) == 303
    assert office.decide(office.supervisor, "refuse", reason="不妥") == 409
    assert office.session.query(RoleProposal).count() == 1
    assert office.roles() == {Role.FINANCE}


def test_a_refusal_gives_its_reason_and_the_role_may_be_proposed_anew(office: Office) -> None:
    office.propose()
    assert office.decide(office.supervisor, "refuse") == 409
    assert office.decide(office.supervisor, "refuse", reason="岗位尚未批准") == 303
    assert office.roles() == frozenset()
    assert office.on_record()[-1] == (REFUSED, office.supervisor.id, "supervisor")
    told = select(Message.body).where(Message.person_id == office.friend.id)
    assert "岗位尚未批准" in list(office.session.scalars(told))[-1]
    assert office.propose() == 303


def test_why_a_role_was_refused_stands_with_the_proposal_and_not_in_the_history(
    office: Office,
) -> None:
    """Planning officers and the discipline read the history; the reason concerns a person."""
    office.propose()
    office.decide(office.supervisor, "refuse", reason="岗位尚未批准")
    assert not [r for r in office.session.scalars(select(History)) if "岗位" in str(r.given)]
    assert "岗位尚未批准" in office.sign_in(office.proposer).get("/admin/roles").text


@pytest.mark.parametrize(
    ("who", "status", "is_over"),
    [("proposer", 303, True), ("other", 303, False), ("supervisor", 403, False)],
)
def test_whoever_proposed_a_role_withdraws_it_and_nobody_else(
    office: Office, who: str, status: int, is_over: bool
) -> None:
    office.propose()
    page = f"/admin/roles/{office.proposed.id}/withdraw"
    client = office.sign_in(getattr(office, who))
    assert (page in client.get("/admin/roles").text) == is_over
    assert client.post(page).status_code == status
    assert office.proposed.is_withdrawn == is_over
    assert office.decide(office.other) == (409 if is_over else 303)
    assert office.roles() == (frozenset() if is_over else {Role.FINANCE})


def test_a_proposal_that_was_withdrawn_is_told_and_may_be_made_anew(office: Office) -> None:
    office.propose()
    page = f"/admin/roles/{office.proposed.id}/withdraw"
    for _twice in range(2):
        office.sign_in(office.proposer).post(page)
    assert office.on_record()[-1] == (WITHDRAWN, office.proposer.id, "sys_admin")
    concerned = (office.proposer, office.other, office.supervisor, office.friend)
    told = select(Message.person_id).where(Message.subject.contains("撤回"))
    assert sorted(office.session.scalars(told)) == sorted(one.id for one in concerned)
    assert "提出人已撤回" in office.sign_in(office.supervisor).get("/admin/roles").text
    assert office.propose() == 303


def test_what_was_decided_is_not_withdrawn_any_more(office: Office) -> None:
    office.propose()
    office.decide(office.other)
    page = f"/admin/roles/{office.proposed.id}/withdraw"
    assert office.sign_in(office.proposer).post(page).status_code == 303
    assert office.roles() == {Role.FINANCE}
    assert office.proposed.is_confirmed


def test_a_lapse_is_told_once_to_whoever_proposed_the_role_and_to_whom(
    office: Office, context: Context, clock: StillClock
) -> None:
    office.propose()
    until = office.proposed.lapses_at
    office.session.rollback()
    told = []
    for moment in (until - timedelta(seconds=1), until, until + timedelta(days=1)):
        clock.move_to(moment)
        told.append(lapsed_roles(context, moment))
    assert told == [0, 1, 0]
    lapse = select(Message.person_id).where(Message.key.startswith(LAPSED))
    assert sorted(office.session.scalars(lapse)) == sorted((office.proposer.id, office.friend.id))


@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_of_what_was_decided_in_time_no_lapse_is_told(
    office: Office, context: Context, answer: str
) -> None:
    office.propose()
    until = office.proposed.lapses_at
    office.decide(office.other, answer, reason="不妥")
    office.session.rollback()
    assert lapsed_roles(context, until) == 0


def test_what_nobody_confirms_in_time_lapses(office: Office, clock: StillClock) -> None:
    office.propose()
    until = office.proposed.lapses_at
    clock.moment = until
    assert office.decide(office.other) == 409
    assert office.roles() == frozenset()
    listed = office.sign_in(office.other).get("/admin/roles").text
    assert "未核准，已失效" in listed
    assert office.propose() == 303, "it may be proposed anew"
    clock.moment = office.proposed.lapses_at - timedelta(seconds=1)
    assert office.decide(office.other) == 303


def test_what_a_former_administrator_proposed_is_confirmed_by_nobody(office: Office) -> None:
    office.propose()
    other, page = office.sign_in(office.other), f"/admin/people/{office.friend.id}"
    (held,) = live_grants(office.session, office.proposer, START)
    end = f"/admin/grants/{held.id}/end"
    office.session.rollback()
    other.post(end)
    assert office.decide(office.supervisor) == 409
    assert office.roles() == frozenset()
    link = f"/admin/roles/{office.proposed.id}"
    assert link not in office.sign_in(office.supervisor).get("/home").text
    office.session.rollback()
    anew = other.post(page, data={"role": "finance", "unit": ""})
    assert anew.status_code == 303, "another administrator may propose it anew"
    assert office.decide(office.supervisor) == 303


def test_it_waits_on_the_home_page_of_those_who_may_confirm_it_and_of_nobody_else(
    office: Office,
) -> None:
    office.propose()
    link = f"/admin/roles/{office.proposed.id}"
    everybody = ("proposer", "other", "supervisor", "officer", "friend")
    shown = {
        who: link in office.sign_in(getattr(office, who)).get("/home").text for who in everybody
    }
    assert {who for who, is_shown in shown.items() if is_shown} == {"other", "supervisor"}
    office.decide(office.other)
    assert link not in office.sign_in(office.supervisor).get("/home").text


def test_a_role_that_another_excludes_by_now_is_not_confirmed(office: Office) -> None:
    office.propose("finance")
    grant(office.session, office.friend, Role.DISCIPLINE)
    office.session.commit()
    assert office.decide(office.other) == 409
    assert office.roles() == {Role.DISCIPLINE}

"""A unit joins a running project by its own word only (§1, §3.9)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.access.roles import roles_on
from app.models import ChangeRequest, Message, Person
from app.queries.attention.waiting import waiting_for
from app.queries.record.trail import trail_of
from app.queries.sight.seeing import Sight
from app.services.changes.drafting import Wanted, draft_change, save_change
from app.services.changes.sharing import ShareDraft
from app.services.problems import Problems
from tests.after.underway import Underway
from tests.conftest import SignInAs
from tests.factories import grant, organisation, person
from workflows.roles import Role


def unit_admin(of: Underway) -> Person:
    """Of a unit that takes no part in the project."""
    session = of.stage.session
    unit = organisation(session)
    admin = person(session, organisation=unit)
    grant(session, admin, Role.UNIT_ADMIN, organisation=unit)
    return admin


def asked(of: Underway, kind: str, admin: Person) -> ChangeRequest:
    """As far as the unit that is to join."""
    assert admin.organisation is not None
    name = admin.organisation.name
    shares = (ShareDraft(name, 1_000_00, 0, "验证"),)
    how: dict[str, dict[str, Any]] = {
        "participating_unit": {"joins": name},
        "unit_shares": {"shares": shares},
        "total_fund": {"shares": shares, "budget": of.budget(-100)},
    }
    case = of.change(kind, **how[kind])
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    assert case.state == "joining_review"
    return case


def awaited(of: Underway, reader: Person) -> list[ChangeRequest]:
    rows = waiting_for(of.stage.session, reader, of.stage.now).page.rows
    return [row for row in rows if isinstance(row, ChangeRequest)]


@pytest.mark.parametrize(
    ("kind", "then"),
    [
        ("participating_unit", "office_review"),
        ("unit_shares", "office_review"),
        ("total_fund", "recommender_review"),
    ],
)
def test_a_unit_that_is_to_join_is_asked_and_only_its_consent_leads_on(
    of: Underway, kind: str, then: str
) -> None:
    admin, stranger = unit_admin(of), unit_admin(of)
    case = asked(of, kind, admin)
    assert awaited(of, admin) == [case]
    assert awaited(of, stranger) == []
    assert not roles_on(of.stage.session, stranger, case, of.stage.now)
    with pytest.raises(AssertionError):
        of.stage.moved(case, "approve", of.officer, reason="同意。")
    of.stage.moved(case, "agree_to_join", admin)
    assert case.state == then
    assert awaited(of, admin) == []


def test_a_unit_that_declines_says_why_and_the_change_comes_back(of: Underway) -> None:
    admin = unit_admin(of)
    case = asked(of, "participating_unit", admin)
    assert "missing_reason" in of.stage.refused(case, "decline_to_join", admin)
    of.stage.moved(case, "decline_to_join", admin, reason="本单位承担任务已满。")
    assert case.state == "drafted"
    told = select(Message.body).where(Message.person_id == of.pi.id)
    assert "本单位承担任务已满" in " ".join(of.stage.session.scalars(told))


def test_the_unit_reads_the_change_once_it_is_asked_and_what_it_was_asked_from_then_on(
    of: Underway,
) -> None:
    admin = unit_admin(of)
    assert admin.organisation is not None

    def reads(case: ChangeRequest) -> bool:
        session, now = of.stage.session, of.stage.now
        sight = Sight(session, admin, now)
        found = sight.joined("change", select(ChangeRequest)).where(sight.inside("change"))
        is_found = case in session.scalars(found).all()
        assert is_found == bool(roles_on(session, admin, case, now))
        return is_found

    case = of.change("participating_unit", joins=admin.organisation.name)
    of.stage.moved(case, "submit", of.pi)
    assert not reads(case)
    of.stage.moved(case, "withdraw", of.pi)
    assert not reads(case)
    again = asked(of, "participating_unit", admin)
    assert reads(again)
    of.stage.moved(again, "withdraw", of.pi)
    assert reads(again)


def test_what_asks_another_unit_is_not_for_the_one_that_declined(of: Underway) -> None:
    admin, other = unit_admin(of), unit_admin(of)
    assert other.organisation is not None
    case = asked(of, "participating_unit", admin)
    of.stage.moved(case, "decline_to_join", admin, reason="本单位承担任务已满。")
    wanted = Wanted("participating_unit", "增加。", "需要。", joins=other.organisation.name)
    assert save_change(of.stage.session, case, wanted) is None
    assert not roles_on(of.stage.session, admin, case, of.stage.now)


def test_applicant_and_lead_unit_read_who_consented_for_the_unit(of: Underway) -> None:
    admin = unit_admin(of)
    case = asked(of, "participating_unit", admin)
    of.stage.moved(case, "agree_to_join", admin)
    for reader, role in ((of.pi, Role.APPLICANT), (of.unit, Role.UNIT_ADMIN)):
        lines = trail_of(of.stage.session, case, reader, {role})
        assert lines[-1].role is Role.PARTNER_ADMIN
        assert lines[-1].who == admin.name


def test_a_change_that_takes_nobody_in_asks_nobody(of: Underway) -> None:
    case = of.change("core_members")
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    assert case.state == "office_review"


def test_one_change_takes_in_one_unit(of: Underway) -> None:
    session = of.stage.session
    units = [organisation(session), organisation(session)]
    shares = tuple(ShareDraft(unit.name, 1_000_00, 0, "验证") for unit in units)
    both, one = (
        draft_change(
            session,
            of.project,
            Wanted("unit_shares", "增加单位。", "任务需要。", shares=rows),
            of.pi,
            of.stage.now,
        )
        for rows in (shares, shares[:1])
    )
    assert isinstance(both, Problems)
    assert "一次变更只增加一个参加单位" in both.by_field["new_partner"].zh
    assert isinstance(one, ChangeRequest)


def test_who_is_asked_reads_the_change_and_is_not_led_to_the_project(
    of: Underway, sign_in: SignInAs
) -> None:
    admin = unit_admin(of)
    case = asked(of, "participating_unit", admin)
    of.stage.session.commit()
    client = sign_in(admin)
    page = client.get(f"/changes/{case.id}")
    assert page.status_code == 200
    assert "同意加入" in page.text
    assert f'/projects/{of.project.id}"' not in page.text
    assert client.get(f"/projects/{of.project.id}").status_code == 404

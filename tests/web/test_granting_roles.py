"""An administrator names the unit a role is held on, of however many there are; a role of a unit
names one, a role of the office none."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Message, RoleGrant
from app.services.identity.roles_on_record import ENDED, GRANTED
from tests.conftest import START, SignInAs, StillClock
from tests.factories import grant, official, organisation, person, proposal
from workflows.roles import Role


def test_a_role_is_granted_on_the_unit_named_or_on_none_at_all(
    session: Session, sign_in: SignInAs
) -> None:
    unit, someone = organisation(session, name="闽江研究所"), person(session)
    admin = sign_in(official(session, Role.SYS_ADMIN))
    session.commit()
    page = f"/admin/people/{someone.id}"
    assert "闽江研究所" not in admin.get(page).text
    wrong = admin.post(page, data={"role": "unit_admin", "unit": "闽江大学"})
    assert wrong.status_code == 422
    assert "系统中没有单位“闽江大学”" in wrong.text
    assert 'value="闽江大学"' in wrong.text
    given = {"role": "unit_admin", "unit": "闽江研究所"}
    assert admin.post(page, data=given).status_code == 303
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == someone.id)).one()
    assert (held.role, held.organisation_id) == ("unit_admin", unit.id)


@pytest.mark.parametrize(
    ("role", "unit", "why"),
    [
        ("unit_admin", "", "该角色只在一个单位内有效，请填写单位全称"),
        ("recommender", "", "该角色只在一个单位内有效，请填写单位全称"),
        ("demander", "", "该角色只在一个单位内有效，请填写单位全称"),
        ("finance", "闽江研究所", "该角色面向全厅，不按单位授予，请留空"),
        ("sys_admin", "闽江研究所", "该角色面向全厅，不按单位授予，请留空"),
    ],
)
def test_a_role_of_a_unit_names_its_unit_and_a_role_of_the_office_names_none(
    session: Session, sign_in: SignInAs, role: str, unit: str, why: str
) -> None:
    organisation(session, name="闽江研究所")
    someone, admin = person(session), sign_in(official(session, Role.SYS_ADMIN))
    session.commit()
    page = f"/admin/people/{someone.id}"
    refused = admin.post(page, data={"role": role, "unit": unit})
    assert (refused.status_code, why in refused.text) == (409, True)
    other_way = {"role": role, "unit": "" if unit else "闽江研究所"}
    assert admin.post(page, data=other_way).status_code == 303


@pytest.mark.parametrize("role", ["node_expert", "respondent", "partner_finance", "expert"])
def test_a_role_that_follows_from_a_case_is_given_by_nobody(
    session: Session, sign_in: SignInAs, role: str
) -> None:
    someone, admin = person(session), sign_in(official(session, Role.SYS_ADMIN))
    session.commit()
    given = admin.post(f"/admin/people/{someone.id}", data={"role": role, "unit": ""})
    assert given.status_code == 422
    assert not session.scalars(select(RoleGrant).where(RoleGrant.person_id == someone.id)).all()


@pytest.mark.parametrize("names_its_unit", [True, False])
def test_who_administers_a_unit_without_naming_it_administers_none(
    session: Session, sign_in: SignInAs, names_its_unit: bool
) -> None:
    case = proposal(session, state="unit_review")
    someone = person(session)
    scope = {"organisation_id": case.lead_unit_id} if names_its_unit else {}
    grant(session, someone, Role.UNIT_ADMIN, **scope)
    session.commit()
    client = sign_in(someone)
    shown = client.get(f"/proposals/{case.id}")
    assert shown.status_code == (200 if names_its_unit else 404)
    listed = client.get("/unit/proposals")
    assert listed.status_code == (200 if names_its_unit else 403)


def test_who_grants_and_who_ends_a_role_is_on_record_and_a_second_end_changes_nothing(
    session: Session, sign_in: SignInAs
) -> None:
    someone, giver = person(session), official(session, Role.SYS_ADMIN)
    ender, unit = official(session, Role.SYS_ADMIN), organisation(session, name="闽江研究所")
    session.commit()
    given = {"role": "unit_finance", "unit": unit.name}
    sign_in(giver).post(f"/admin/people/{someone.id}", data=given)
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == someone.id)).one()
    for _twice in range(2):
        sign_in(ender).post(f"/admin/grants/{held.id}/end")
    roles = History.transition.in_((GRANTED, ENDED))
    rows = session.scalars(select(History).where(roles).order_by(History.id)).all()
    made = [(row.transition, row.actor_id, row.role, row.given["role"]) for row in rows]
    assert made == [
        (GRANTED, giver.id, "sys_admin", "单位财务"),
        (ENDED, ender.id, "sys_admin", "单位财务"),
    ]
    read = sign_in(official(session, Role.SUPERVISOR)).get("/integrity/history").text
    assert "终止角色" in read
    assert f"系统管理员 {ender.name}" in read
    assert someone.email in read


def test_a_role_of_a_unit_is_told_to_nobody(session: Session, sign_in: SignInAs) -> None:
    someone, unit = person(session), organisation(session, name="闽江研究所")
    admin = official(session, Role.SYS_ADMIN)
    session.commit()
    given = {"role": "unit_admin", "unit": unit.name}
    sign_in(admin).post(f"/admin/people/{someone.id}", data=given)
    assert not session.scalars(select(Message)).all()


def test_a_supervisor_is_told_of_the_end_of_that_very_role(
    session: Session, sign_in: SignInAs
) -> None:
    supervisor, admin = official(session, Role.SUPERVISOR), official(session, Role.SYS_ADMIN)
    session.commit()
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == supervisor.id)).one()
    sign_in(admin).post(f"/admin/grants/{held.id}/end")
    told = session.scalars(select(Message).where(Message.person_id == supervisor.id)).one()
    assert told.subject == f"{supervisor.name}的“监督诚信处”角色已终止"
    assert admin.name in told.body


def test_the_last_administrator_stays_one_until_there_is_another(
    session: Session, sign_in: SignInAs
) -> None:
    first = official(session, Role.SYS_ADMIN)
    (held,) = session.scalars(select(RoleGrant).where(RoleGrant.person_id == first.id))
    client, end = sign_in(first), f"/admin/grants/{held.id}/end"
    kept = client.post(end, follow_redirects=True)
    assert "至少有一名系统管理员" in kept.text
    official(session, Role.SYS_ADMIN)
    session.commit()
    client.post(end)
    session.refresh(held)
    assert held.ends_at is not None


def test_the_list_of_people_is_narrowed_by_name_and_by_a_role_held_now(
    session: Session, sign_in: SignInAs, clock: StillClock
) -> None:
    supervisor, former = official(session, Role.SUPERVISOR), official(session, Role.SUPERVISOR)
    supervisor.name, former.name, other = "林督", "林前", person(session)
    other.name = "林闲"
    session.scalars(select(RoleGrant).where(RoleGrant.person_id == former.id)).one().ends_at = START
    clock.advance(minutes=1)
    admin = sign_in(official(session, Role.SYS_ADMIN))
    session.commit()

    def found(**asked: str) -> list[str]:
        page = admin.get("/admin/people", query_string=asked).text
        return [name for name in ("林督", "林前", "林闲") if name in page]

    assert found() == found(q="林") == found(role="nonsense") == ["林督", "林前", "林闲"]
    assert found(role="supervisor") == found(role="supervisor", q="林") == ["林督"]
    assert found(role="supervisor", q="闲") == found(q="%") == []
    chosen = admin.get("/admin/people?role=supervisor").text
    assert '<option value="supervisor" selected>' in chosen

"""An administrator names the unit a role is held on, of however many there are."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import RoleGrant
from tests.conftest import SignInAs
from tests.factories import official, organisation, person
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
    for role, name in (("unit_admin", "闽江研究所"), ("supervisor", "")):
        assert admin.post(page, data={"role": role, "unit": name}).status_code == 303
    held = select(RoleGrant.role, RoleGrant.organisation_id).where(
        RoleGrant.person_id == someone.id
    )
    found = {(role, of) for role, of in session.execute(held)}
    assert found == {("unit_admin", unit.id), ("supervisor", None)}

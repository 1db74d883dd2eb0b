"""A party changes: the end user, the leader; the pledge is signed anew before anything goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access.roles import roles_on
from app.models import (
    ChangeRequest,
    Letter,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    ProposalMember,
)
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.drafting import versions_of
from app.services.moves import begin
from tests.factories import grant, organisation, person
from tests.open_call.courses import attacking
from tests.open_call.story import Story
from tests.services.stage import MINUTES
from workflows.roles import Role

YEAR = timedelta(days=366)


def of_unit(story: Story, **fields: Any) -> Person:
    """An account of a registered enterprise of the province."""
    unit = organisation(story.session, kind="enterprise", city="泉州市", **fields)
    return person(story.session, organisation_id=unit.id)


def test_another_end_user_is_a_registered_unit_that_signs_the_pledge(story: Story) -> None:
    one, project = attacking(story)
    stage, milestone = story.stage, story.session.scalars(select(ProjectMilestone)).first()
    assert milestone is not None
    stage.moved(project, "demander_default", story.officer, evidence="破产")
    nobody, kin = person(story.session), of_unit(story, parent_id=one.unit.id)
    for wrong in (nobody, kin, story.contact):
        words = {**MINUTES, "new_user": str(wrong.id), "reason": "接手"}
        refused = stage.refused(project, "accept_new_user", story.officer, **words)
        assert refused.keys() == {"new_user_may_follow"}
    follows = of_unit(story)
    words = {**MINUTES, "new_user": str(follows.id), "reason": "同意接手"}
    stage.signed(project, "accept_new_user", story.officer, **words)
    stage.moved(project, "accept_new_user", story.decides)
    assert follows.organisation is not None
    assert (project.state, story.item.end_user) == ("active", follows.organisation.name)
    assert roles_on(story.session, story.contact, project, stage.now) == frozenset()
    refused = stage.refused(milestone, "ask_early", one.pi)
    assert follows.organisation.name in refused["pledge_signed_before_milestone"].zh
    signed_anew(story, project, one.pi, one.admin, follows)
    stage.moved(milestone, "ask_early", one.pi)


@pytest.mark.parametrize("contact", ["confirmed", "waiting", "elsewhere", "nobody"])
def test_whether_the_contact_of_a_new_end_user_has_an_account_the_office_reads_and_the_team_not(
    story: Story, contact: str
) -> None:
    one, project = attacking(story)
    someone, stranger = of_unit(story), of_unit(story)
    unit = someone.organisation
    assert unit is not None
    if contact == "waiting":
        someone.unit_confirmed_at = None
    email = {"elsewhere": stranger.email, "nobody": "nobody@example.org"}.get(
        contact, someone.email
    )
    wanted = Wanted("end_user", "更换。", "原用户退出。", new_user_unit=unit.name, new_user=email)
    case = draft_change(story.session, project, wanted, one.pi, story.stage.now)
    assert isinstance(case, ChangeRequest)
    story.stage.moved(case, "submit", one.pi)
    story.stage.moved(case, "forward", one.admin)
    case.state = "office_review"
    if contact == "confirmed":
        story.stage.moved(case, "propose", story.officer)
        story.stage.moved(case, "grant", story.decides, **MINUTES, reason="同意")
        assert (story.item.contact, story.item.demander) == (someone, unit)
    else:
        words = story.stage.refused(case, "propose", story.officer)["new_party_eligible"]
        assert f"{unit.name}没有经其确认、使用这个邮箱的账户" in words.zh


def signed_anew(story: Story, project: Project, *sides: Person) -> None:
    for side in sides:
        story.stage.signed(project, "sign_anew", side)
    story.stage.moved(project, "sign_anew", story.planning)


def granted(story: Story, project: Project, kind: str, **proposed: int) -> None:
    """The meeting grants this change of a party."""
    by = project.proposal.pi
    change = ChangeRequest(
        project=project,
        change_kind=kind,
        content="变更",
        reason="原承担者退出",
        proposed=proposed,
        drafted_by_id=by.id,
    )
    begin(story.session, change, by, story.stage.now)
    change.state = "deciding"
    story.stage.moved(change, "grant", story.decides, **MINUTES, reason="同意")


def payment_of(story: Story) -> Payment:
    payment = story.session.scalars(select(Payment)).first()
    assert payment is not None
    return payment


def test_after_a_change_of_lead_unit_the_new_unit_signs_the_pledge_before_anything_is_paid(
    story: Story,
) -> None:
    one, project = attacking(story)
    stage, old = story.stage, one.unit
    follows = of_unit(story)
    grant(story.session, follows, Role.UNIT_ADMIN, organisation_id=follows.organisation_id)
    assert follows.organisation is not None
    granted(story, project, "lead_unit", new_unit=follows.organisation.id)
    assert project.proposal.lead_unit is follows.organisation
    payment, finance = payment_of(story), stage.holder(Role.FINANCE)
    refused = stage.refused(payment, "approve", finance)["pledge_signed_before_payment"]
    assert follows.organisation.name in refused.zh
    assert old.name not in refused.zh
    stage.signed(project, "sign_anew", one.pi)
    assert "role_required" in stage.refused(project, "sign_anew", one.admin)
    stage.signed(project, "sign_anew", story.contact)
    unsigned = stage.refused(payment, "approve", finance)["pledge_signed_before_payment"]
    assert unsigned.zh.count("（") < refused.zh.count("（")
    assert follows.organisation.name in unsigned.zh
    stage.signed(project, "sign_anew", follows)
    stage.moved(project, "sign_anew", story.planning)
    assert "pledge_signed_before_payment" not in stage.refused(payment, "approve", finance)
    kinds = list(story.session.scalars(select(Letter.letter_kind)))
    assert (kinds.count("pledge"), kinds.count("contract")) == (2, 2)


def test_after_a_change_of_leader_nothing_is_paid_until_every_side_has_signed_anew(
    story: Story,
) -> None:
    one, project = attacking(story)
    stage, leader = story.stage, person(story.session, organisation_id=one.unit.id)
    one.bid.members.append(
        ProposalMember(
            person=leader, name=leader.name, email=leader.email, confirmed_at=stage.now - YEAR
        )
    )
    granted(story, project, "pi", new_pi=leader.id)
    payment = payment_of(story)
    finance = stage.holder(Role.FINANCE)
    refused = stage.refused(payment, "approve", finance)["pledge_signed_before_payment"]
    assert all(name in refused.zh for name in (leader.name, one.unit.name, story.demander.name))
    assert "role_required" in stage.refused(project, "sign_anew", one.pi)
    stage.signed(project, "sign_anew", leader)
    refused = stage.refused(payment, "approve", finance)["pledge_signed_before_payment"]
    assert leader.name not in refused.zh
    stage.signed(project, "sign_anew", one.admin)
    stage.signed(project, "sign_anew", story.contact)
    stage.moved(project, "sign_anew", story.planning)
    assert "pledge_signed_before_payment" not in stage.refused(payment, "approve", finance)
    now, before = versions_of(story.session, project)[::-1][:2]
    assert now.terms["metrics"] == before.terms["metrics"]
    kinds = list(story.session.scalars(select(Letter.letter_kind)))
    assert (kinds.count("pledge"), kinds.count("contract")) == (2, 2)

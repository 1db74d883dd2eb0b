"""Units are edited and merged with a trail; people leave and move, and access follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.roles import roles_on
from app.models import ExpertUnit, Organisation, OrganisationChange, Person, PersonMove, Sanction
from app.services.eligibility.integrity import integrity_findings
from app.services.experts.parties import parties_of
from app.services.identity import moving, registering, unit_changes
from app.services.identity.unit_entries import Standing, Unit
from app.services.open_call.relations import path_between
from app.services.problems import Problems
from tests.factories import expert, grant, official, organisation, person, proposal
from tests.services.stage import Applied, Stage
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role

CODE = "91350100M000100Y43"


@dataclass(frozen=True)
class Office:
    """An administrator, and a unit that has sent a proposal and drafts another."""

    stage: Stage
    admin: Person
    applied: Applied

    @property
    def unit(self) -> Organisation:
        return self.applied.proposal.lead_unit

    def renamed(self, name: str, **facts: object) -> Problems | None:
        typed = Unit(name, "institute", self.unit.credit_code or "", "福州市")
        standing = Standing(self.unit.registered_on, self.unit.recommender_id)
        return unit_changes.edit(
            *(self.stage.session, self.unit, typed, standing),
            reason=str(facts.get("reason", "更名登记〔2026〕1号")),
            by=self.admin,
            now=self.stage.now,
        )


@pytest.fixture
def office(stage: Stage) -> Office:
    applied = stage.applied()
    applied.proposal.lead_unit.credit_code = CODE
    applied.pi.organisation = applied.proposal.lead_unit
    applied.unit.organisation = applied.proposal.lead_unit
    stage.moved(applied.proposal, "submit", applied.pi)
    return Office(stage, stage.holder(Role.SYS_ADMIN), applied)


def test_a_unit_gets_a_new_name_with_its_ground_and_old_cases_keep_the_name_of_then(
    office: Office,
) -> None:
    session, old = office.stage.session, office.unit.name
    office.stage.clock.move_to(office.stage.now + timedelta(days=1))
    refused = office.renamed("海峡能源研究院", reason=" ")
    assert isinstance(refused, Problems)
    assert "reason" in refused.by_field
    assert office.renamed("海峡能源研究院") is None
    assert office.unit.name == "海峡能源研究院"
    assert unit_changes.name_in(session, office.applied.proposal) == old
    (kept,) = unit_changes.changes_of(session, office.unit)
    assert (kept.before["name"], kept.after["name"]) == (old, "海峡能源研究院")
    assert (kept.reason, kept.by_id) == ("更名登记〔2026〕1号", office.admin.id)
    office.stage.clock.move_to(office.stage.now + timedelta(days=1))
    assert office.renamed("海峡新能源研究院") is None
    assert unit_changes.name_in(session, office.applied.proposal) == old, "not the one in between"
    assert office.renamed("海峡新能源研究院") is None
    assert len(session.scalars(select(OrganisationChange)).all()) == 2, "nothing differed"


def test_a_unit_without_a_code_may_stay_so_and_one_that_has_a_code_keeps_one(
    office: Office,
) -> None:
    session, by, now = office.stage.session, office.admin, office.stage.now
    typed = Unit(office.unit.name, "institute", "", "福州市")
    lost = unit_changes.edit(session, office.unit, typed, Standing(), "补登", by, now)
    assert isinstance(lost, Problems)
    assert "credit_code" in lost.by_field
    old, since = organisation(session, registered_on=None), Standing(date(2015, 6, 1))
    typed = Unit(old.name, "institute", "", "福州市")
    assert unit_changes.edit(session, old, typed, since, "补登注册日期", by, now) is None
    assert (old.registered_on, old.credit_code) == (date(2015, 6, 1), None)


def test_a_unit_takes_no_name_that_another_has(office: Office) -> None:
    other = organisation(office.stage.session)
    refused = office.renamed(other.name)
    assert isinstance(refused, Problems)
    assert "unit" in refused.by_field


def test_a_merged_unit_brings_its_people_and_drafts_and_the_other_handles_its_cases(
    office: Office,
) -> None:
    session, stage = office.stage.session, office.stage
    into, there = organisation(session), person(session)
    grant(session, there, Role.UNIT_ADMIN, organisation_id=into.id)
    draft = proposal(session, call=stage.call(), lead_unit=office.unit, pi_id=office.applied.pi.id)
    sent, leader = office.applied.proposal, office.applied.pi
    assert not roles_on(session, there, sent, stage.now)
    merge = (session, office.unit, into, "厅函〔2026〕9号", office.admin, stage.now)
    assert unit_changes.merge(*merge) is None
    assert (leader.organisation_id, draft.lead_unit_id) == (into.id, into.id)
    assert sent.lead_unit.name == office.unit.name != into.name
    assert Role.UNIT_ADMIN in roles_on(session, there, sent, stage.now)
    assert Role.UNIT_ADMIN not in roles_on(session, office.applied.unit, sent, stage.now)
    assert Role.APPLICANT in roles_on(session, leader, sent, stage.now)
    assert isinstance(unit_changes.merge(*merge), Problems), "once"
    answer = registering.find_unit(session, office.unit.name)
    assert isinstance(answer, Text)
    assert into.name in answer.zh
    moves = session.scalars(select(PersonMove).where(PersonMove.person_id == leader.id)).all()
    assert [(one.to_id, one.reason) for one in moves] == [(into.id, "厅函〔2026〕9号")]


def test_what_comes_back_after_a_merger_is_a_draft_of_the_unit_that_exists(
    office: Office,
) -> None:
    session, stage = office.stage.session, office.stage
    into, there = organisation(session), person(session)
    grant(session, there, Role.UNIT_ADMIN, organisation_id=into.id)
    sent, admin = office.applied.proposal, office.admin
    assert unit_changes.merge(session, office.unit, into, "批复", admin, stage.now) is None
    stage.moved(sent, "unit_return", there, reason="补充")
    assert (sent.state, sent.lead_unit) == ("draft", into)


def test_a_merger_shakes_off_no_bar_no_tie_to_the_demander_and_no_employer(
    office: Office,
) -> None:
    session, stage, unit = office.stage.session, office.stage, office.unit
    into = organisation(session)
    own = expert(session, unit=into)
    later = proposal(session, call=stage.call(), lead_unit=into)
    session.add(
        Sanction(
            organisation_id=unit.id,
            act="编造数据",
            basis="规定",
            decided_by="调查处理机构",
            starts_on=date(2026, 1, 1),
        )
    )
    session.flush()
    sent = office.applied.proposal

    def seen() -> tuple[int, bool, str]:
        barred = integrity_findings(session, [later], local_date(stage.now))
        (parties,) = parties_of(session, sent.call, [sent], [own])
        return len(barred), into.id in parties.unit_ids, path_between(session, unit, into)

    assert seen() == (0, False, "")
    assert unit_changes.merge(session, unit, into, "批复", office.admin, stage.now) is None
    assert seen() == (1, True, f"{unit.name} → {into.name}")


def test_whoever_leaves_a_unit_loses_its_roles_keeps_what_is_led_and_may_join_another(
    office: Office,
) -> None:
    session, stage, sent = office.stage.session, office.stage, office.applied.proposal
    leader = office.applied.pi
    grant(session, leader, Role.UNIT_FINANCE, organisation_id=office.unit.id)
    pool = expert(session, unit=office.unit, person=leader)
    other = organisation(session)
    refused = registering.join_unit(session, leader, other.name, stage.now)
    assert isinstance(refused, Problems), "one leaves first"
    assert isinstance(moving.leave_unit(session, leader, " ", leader, stage.now), Problems)
    assert moving.leave_unit(session, leader, "调入他所。", leader, stage.now) is None
    assert roles_on(session, leader, sent, stage.now) == {Role.APPLICANT}
    assert leader.organisation is None
    jobs = session.scalars(select(ExpertUnit).where(ExpertUnit.expert_id == pool.id)).all()
    assert all(job.until is not None for job in jobs), "recusal looks back at it all the same"
    assert registering.join_unit(session, leader, other.name, stage.now) is None
    assert leader.organisation_id == other.id
    trail = [(one.from_id, one.to_id) for one in moving.moves_of(session, leader)]
    assert trail == [(None, other.id), (office.unit.id, None)]
    assert isinstance(
        moving.leave_unit(session, person(session), "走", leader, stage.now), Problems
    )


def test_an_official_who_leaves_a_unit_goes_on_standing_aside_from_its_affairs(
    office: Office,
) -> None:
    stage, session = office.stage, office.stage.session
    sent, later = office.applied.proposal, stage.applied().proposal
    here, elsewhere = (
        official(session, Role.PROGRAMME_OFFICER, organisation_id=unit.id)
        for unit in (office.unit, organisation(session))
    )
    for one in (here, elsewhere):
        assert moving.leave_unit(session, one, "借调期满。", one, stage.now) is None
    assert roles_on(session, here, sent, stage.now) == set()
    assert roles_on(session, here, later, stage.now) == {Role.PROGRAMME_OFFICER}
    assert roles_on(session, elsewhere, sent, stage.now) == {Role.PROGRAMME_OFFICER}

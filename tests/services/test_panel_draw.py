"""The panel: committed to before it is drawn, drawn before a witness, repeatable by anybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.experts.draw import NotAsCommitted, Panel, replay
from app.experts.pool import commitment
from app.models import AvoidedExpert, Conflict, Expert, ExpertUnit, PanelSeat, ReviewGroup
from app.services.experts.pool import rules_of
from app.services.problems import Problems
from app.services.review import panels
from tests.factories import expert, organisation, person
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

TEN_YEARS_AGO = date(2016, 1, 1)


@pytest.fixture
def accepted(stage: Stage) -> Applied:
    """An accepted proposal, and a pool of nine experts from nine units."""
    for _ in range(9):
        expert(stage.session)
    return stage.applied(call=stage.call("review"), state="accepted")


def formed(stage: Stage, *applied: Applied) -> ReviewGroup:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    proposals = [a.proposal for a in applied]
    group = panels.form(stage.session, proposals[0].call, proposals, "第一组", officer, stage.now)
    assert isinstance(group, ReviewGroup)
    return group


def drawn(stage: Stage, group: ReviewGroup) -> None:
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))


def excluded(group: ReviewGroup) -> dict[int, list[str]]:
    return dict(group.draw["snapshot"]["excluded"])


def members(group: ReviewGroup) -> list[int]:
    return [seat.expert_id for seat in group.seats if not seat.is_substitute]


def seats(stage: Stage) -> int:
    return stage.session.scalar(select(func.count(PanelSeat.id))) or 0


def test_a_call_bounds_each_type_and_users_on_the_panel_of_an_item_stay_under_a_third(
    stage: Stage, accepted: Applied
) -> None:
    group = formed(stage, accepted)
    group.call.rules = DEFAULTS | {"panel_size": 7, "academic_percent_most": 60}
    assert rules_of(group).type_most == (("academic", 4),)
    group.purpose = "item"
    assert dict(rules_of(group).type_most) == {"academic": 4, "end_user": 2}


def test_a_group_is_committed_to_its_pool_and_seed_before_anybody_is_drawn(
    stage: Stage, accepted: Applied
) -> None:
    group = formed(stage, accepted)
    assert group.seed_commitment == commitment(panels.fixed_pool(group), bytes.fromhex(group.seed))
    assert seats(stage) == 0
    committed, seed = group.seed_commitment, group.seed
    drawn(stage, group)
    assert (group.seed_commitment, group.seed) == (committed, seed)
    assert len(members(group)) == group.call.rules["panel_size"]


def test_the_draw_needs_the_manager_and_a_witness(stage: Stage, accepted: Applied) -> None:
    group = formed(stage, accepted)
    manager, witness = stage.holder(Role.EXPERT_MANAGER), stage.holder(Role.DISCIPLINE)
    stage.refused(group, "draw", stage.holder(Role.PROGRAMME_OFFICER))
    assert stage.signed(group, "draw", manager) == (Role.DISCIPLINE,)
    assert seats(stage) == 0
    assert stage.refused(group, "draw", manager).keys() == {"signed_already"}
    stage.refused(group, "draw", stage.holder(Role.EXPERT_MANAGER, "second"))
    stage.moved(group, "draw", witness)
    assert group.state == "drawn"


def test_a_pool_that_changed_after_the_commitment_is_refused_until_it_is_fixed_again(
    stage: Stage, accepted: Applied
) -> None:
    group = formed(stage, accepted)
    before = group.seed_commitment
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    mover = stage.session.scalars(select(Expert).order_by(Expert.id)).first()
    assert mover is not None
    mover.units.append(
        ExpertUnit(organisation_id=accepted.proposal.lead_unit_id, since=date(2026, 3, 1))
    )
    stage.session.flush()
    words = stage.refused(group, "draw", stage.holder(Role.DISCIPLINE))["draw_is_feasible"]
    assert "承诺之后有变化" in words.zh
    assert "changed since the commitment" in words.en
    stage.moved(group, "fix_pool", stage.holder(Role.EXPERT_MANAGER))
    assert group.seed_commitment != before
    assert "same_unit" in excluded(group)[mover.id]
    drawn(stage, group)
    assert mover.id not in {seat.expert_id for seat in group.seats}


def test_anybody_who_has_the_seed_repeats_the_draw_and_gets_the_same_panel(
    stage: Stage, accepted: Applied
) -> None:
    group = formed(stage, accepted)
    drawn(stage, group)
    snapshot, seed = group.draw["snapshot"], bytes.fromhex(group.seed)
    again = replay(snapshot, seed, group.seed_commitment)
    assert isinstance(again, Panel)
    assert list(again.members) == members(group)
    substitutes = [s.expert_id for s in group.seats if s.is_substitute]
    assert [number for seat in again.seats for number in seat.substitutes] == substitutes
    assert group.chair_id == again.members[0]
    with pytest.raises(NotAsCommitted):
        replay(snapshot, bytes(32), group.seed_commitment)
    with pytest.raises(NotAsCommitted):
        replay(snapshot | {"group": "group-0"}, seed, group.seed_commitment)


def test_whoever_works_for_an_applicant_or_takes_part_in_the_call_is_excluded(
    stage: Stage, accepted: Applied
) -> None:
    other = stage.applied(call=accepted.proposal.call, state="accepted")
    colleague = expert(stage.session, unit=accepted.proposal.lead_unit)
    competitor = expert(stage.session, person=other.pi, unit=organisation(stage.session))
    former = expert(stage.session)
    former.units.append(
        ExpertUnit(
            organisation_id=accepted.proposal.lead_unit_id,
            since=TEN_YEARS_AGO,
            until=stage.now.date() - timedelta(days=300),
        )
    )
    long_gone = expert(stage.session)
    long_gone.units.append(
        ExpertUnit(
            organisation_id=accepted.proposal.lead_unit_id,
            since=TEN_YEARS_AGO,
            until=stage.now.date() - timedelta(days=1100),
        )
    )
    sealing = expert(stage.session, person=other.unit, unit=organisation(stage.session))
    stage.session.flush()
    group = formed(stage, accepted)
    reasons = excluded(group)
    assert reasons[colleague.id] == ["same_unit"]
    assert reasons[competitor.id] == reasons[sealing.id] == ["in_call"]
    assert reasons[former.id] == ["same_unit"]
    assert long_gone.id not in reasons
    drawn(stage, group)
    assert not {colleague.id, competitor.id, former.id} & {s.expert_id for s in group.seats}


def test_whom_the_applicant_asks_to_avoid_stands_aside_while_a_panel_remains(
    stage: Stage, accepted: Applied
) -> None:
    unit = organisation(stage.session, name="长江储能研究院")
    someone = person(stage.session, name="评审己", organisation_id=unit.id)
    avoided = expert(stage.session, person=someone, unit=unit)
    accepted.proposal.avoided = [
        AvoidedExpert(name="评审己", unit_name="长江储能研究院", reason="有竞争关系。")
    ]
    stage.session.flush()
    assert excluded(formed(stage, accepted))[avoided.id] == ["asked_to_avoid"]


def test_a_conflict_the_expert_declared_before_excludes_from_this_proposal(
    stage: Stage, accepted: Applied
) -> None:
    honest = expert(stage.session)
    stage.session.add(
        Conflict(
            expert_id=honest.id,
            proposal_id=accepted.proposal.id,
            standing="declared",
            evidence="合作发表论文。",
            recorded_at=stage.now,
        )
    )
    stage.session.flush()
    assert excluded(formed(stage, accepted))[honest.id] == ["declared"]


def test_where_the_rules_allow_no_panel_the_draw_says_why_and_how_many_remain(
    stage: Stage, accepted: Applied
) -> None:
    pool = stage.session.scalars(select(Expert).order_by(Expert.id)).all()
    for one in pool[:5]:
        one.is_available = False
    stage.session.flush()
    group = formed(stage, accepted)
    words = stage.refused(group, "draw", stage.holder(Role.EXPERT_MANAGER))["draw_is_feasible"]
    assert "合格候选人 4 人" in words.zh
    assert "4 eligible candidates cannot form a panel of 5" in words.en
    pool[0].is_available = True
    stage.session.flush()
    stage.moved(group, "fix_pool", stage.holder(Role.EXPERT_MANAGER))
    drawn(stage, group)


def test_a_panel_has_one_expert_of_a_unit(stage: Stage, accepted: Applied) -> None:
    pool = stage.session.scalars(select(Expert).order_by(Expert.id)).all()
    shared = pool[0].units[0].organisation_id
    for one in pool[1:5]:
        one.units[0].organisation_id = shared
    stage.session.flush()
    group = formed(stage, accepted)
    drawn(stage, group)
    of_unit = {one.id for one in pool[:5]}
    assert len(of_unit & set(members(group))) == 1


def test_a_proposal_stands_in_one_group_until_that_is_dissolved(
    stage: Stage, accepted: Applied
) -> None:
    group = formed(stage, accepted)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    call, proposals = group.call, [accepted.proposal]
    answer = panels.form(stage.session, call, proposals, "第二组", officer, stage.now)
    assert isinstance(answer, Problems)
    assert accepted.proposal.title in answer.by_field[""].zh
    stage.moved(group, "dissolve", stage.holder(Role.SUPERVISOR), reason="程序有误。")
    assert formed(stage, accepted).id != group.id

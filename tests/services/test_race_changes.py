"""What a race fixes for all teams is changed by its own moves, never by a team's (R4, R13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.models import ChangeRequest, Suspension
from app.services.changes.drafting import Wanted, draft_change, propose_suspension
from app.services.changes.sharing import ShareDraft
from app.services.contracts.drafting import in_force
from app.services.moves import begin
from app.services.problems import Problems
from tests.factories import organisation, person
from tests.services.race_course import leave, nobody_can_finish, to_checkpoint
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from workflows.changes import MOVES_OF_THE_RACE
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


@pytest.fixture
def racing(stage: Stage) -> Racing:
    return started(stage)


def wanted(racing: Racing, kind: str) -> Wanted:
    later = racing.project("A").ends_on + timedelta(days=60)
    metric = racing.team("A").proposal.metrics[0].id
    return Wanted(kind, "改为新的内容。", "依据充分。", new_end=later, targets={str(metric): "500"})


def drafted(racing: Racing, kind: str) -> ChangeRequest:
    """Already drafted when the rule is asked, as one that was begun before the rule."""
    case = ChangeRequest(project_id=racing.project("A").id, change_kind=kind)
    case.project, case.drafted_by_id = racing.project("A"), racing.pi("A").id
    case.content, case.reason = "改为新的内容。", "依据充分。"
    case.proposed = {"new_end": "2030-01-01", "new_pi": racing.pi("B").id}
    begin(racing.stage.session, case, racing.pi("A"), racing.stage.now)
    return case


def test_a_racing_team_changes_nothing_that_the_race_fixes_for_all(racing: Racing) -> None:
    stage, one = racing.stage, racing.project("A")
    for kind, move in MOVES_OF_THE_RACE.items():
        answer = draft_change(stage.session, one, wanted(racing, kind), racing.pi("A"), stage.now)
        assert isinstance(answer, Problems)
        assert answer.by_field["kind"] == move
        reasons = stage.refused(drafted(racing, kind), "submit", racing.pi("A"))
        assert move.zh in reasons["not_fixed_by_the_race"].zh


def test_what_concerns_one_team_only_is_changed_and_leaves_the_stages_as_signed(
    racing: Racing,
) -> None:
    stage, one = racing.stage, racing.project("A")
    before = in_force(stage.session, one)
    assert before is not None
    newcomer = person(stage.session, name="后来人")
    joins = replace(
        wanted(racing, "core_members"), member_name=newcomer.name, member_joins=newcomer.email
    )
    case = draft_change(stage.session, one, joins, racing.pi("A"), stage.now)
    assert isinstance(case, ChangeRequest)
    stage.moved(case, "submit", racing.pi("A"))
    stage.moved(case, "forward", racing.unit("A"))
    stage.moved(case, "approve", racing.officer, reason="同意。")
    after = in_force(stage.session, one)
    assert after is not None
    assert after.version == before.version + 1
    assert after.terms["milestones"] == before.terms["milestones"]
    kept(racing)


def test_no_change_while_the_checkpoint_of_the_race_is_open(racing: Racing) -> None:
    case = drafted(racing, "members")
    to_checkpoint(racing)
    assert "no_milestone_is_open" in racing.stage.refused(case, "submit", racing.pi("A"))
    nobody_can_finish(racing)
    assert racing.race.state == "rescue", "rescued from it, and it is not decided"
    assert "no_milestone_is_open" in racing.stage.refused(case, "submit", racing.pi("A"))


def test_nobody_leads_one_team_and_is_on_another(racing: Racing) -> None:
    reasons = racing.stage.refused(drafted(racing, "pi"), "submit", racing.pi("A"))
    assert "是B队成员" in reasons["new_party_eligible"].zh


def test_no_unit_of_a_rival_joins_the_consortium_or_leads_it(racing: Racing) -> None:
    """What the selection refuses (R2) is not to be had by a change afterwards."""
    stage = racing.stage
    rival, stranger = racing.team("B").proposal.lead_unit, organisation(stage.session)
    own = organisation(stage.session, parent_id=rival.id)
    for unit, is_free in ((rival, False), (own, False), (stranger, True)):
        partner = ShareDraft(unit.name, 1_000_00, 0)
        asked = (
            Wanted("unit_shares", "增加参加单位。", "任务需要。", shares=(partner,)),
            Wanted("participating_unit", "增加参加单位。", "任务需要。", joins=unit.name),
            Wanted("lead_unit", "更换牵头单位。", "任务需要。", new_unit=unit.name),
        )
        for one in asked:
            case = draft_change(stage.session, racing.project("A"), one, racing.pi("A"), stage.now)
            assert isinstance(case, ChangeRequest)
            if is_free:
                stage.moved(case, "submit", racing.pi("A"))
            else:
                reasons = stage.refused(case, "submit", racing.pi("A"))
                assert "与B队的单位相同或受同一主体控制" in reasons["new_party_eligible"].zh


def test_a_unit_that_joins_or_leaves_is_named_and_the_contract_follows(racing: Racing) -> None:
    """Words alone name nobody whom a rule could see."""
    stage, one = racing.stage, racing.project("A")
    words = Wanted("participating_unit", "某单位加入。", "任务需要。")
    answer = draft_change(stage.session, one, words, racing.pi("A"), stage.now)
    assert isinstance(answer, Problems)
    assert "请写明加入或退出的单位" in answer.by_field["joins"].zh
    begun_before = drafted(racing, "participating_unit")
    begun_before.proposed = {}
    reasons = stage.refused(begun_before, "submit", racing.pi("A"))
    assert "请写明加入或退出的单位" in reasons["new_party_eligible"].zh
    stranger = organisation(stage.session)
    joins, leaves = replace(words, joins=stranger.name), replace(words, leaves=stranger.name)
    for wanted, is_there in ((joins, True), (leaves, False)):
        case = draft_change(stage.session, one, wanted, racing.pi("A"), stage.now)
        assert isinstance(case, ChangeRequest)
        case.state = "office_review"
        stage.moved(case, "approve", racing.officer, reason="同意。")
        contract = in_force(stage.session, one)
        assert contract is not None
        parties = [party["name"] for party in contract.terms["parties"]]
        assert (stranger.name in parties) is is_there
        units = [unit.organisation_id for unit in one.proposal.units]
        assert (stranger.id in units) is is_there


def test_a_racing_team_is_suspended_in_the_race_and_not_by_an_order_on_its_project(
    racing: Racing,
) -> None:
    """The order would take a runner out without anybody looking at the floor."""
    stage, one = racing.stage, racing.project("A")
    answer = propose_suspension(stage.session, one, "court", "诉讼。", racing.officer, stage.now)
    assert isinstance(answer, Problems)
    case = Suspension(project_id=one.id, cause="court", reason="诉讼。")
    case.project = one
    begin(stage.session, case, racing.officer, stage.now)
    reasons = stage.refused(case, "order", racing.decision_maker, **MINUTES)
    assert "由监督诚信处在赛事中暂停团队" in reasons["team_is_not_racing"].zh
    leave(racing, "C")
    stage.moved(racing.team("A"), "suspend", stage.holder(Role.SUPERVISOR), evidence="诉讼。")
    racing.refresh()
    assert (one.state, racing.race.state) == ("suspended", "rescue")
    kept(racing)

"""Where those awaited act on another case, the definitions themselves say on which and by what."""

from __future__ import annotations

import pytest

from workflows.driving import Driving, driving, task_in
from workflows.hands import CHAIR, DECIDES, DEMANDER, OFFICER, PI, RECOMMENDER
from workflows.parameters import DEFAULTS
from workflows.registry import workflow_for
from workflows.roles import Role

Hands = frozenset[Role]
EXPERTS = frozenset({Role.NODE_EXPERT})


def driven(kind: str, state: str, hands: Hands, mechanism: str | None = None) -> Driving | None:
    return driving(workflow_for(kind, mechanism), state, hands)


@pytest.mark.parametrize(
    ("mechanism", "state", "hands", "kind", "first"),
    [
        ("open_competition", "accepted", OFFICER, "review_group", "开始评审"),
        ("open_competition", "defence", CHAIR, "review_group", "锁定并签名"),
        ("parallel_teams", "proposed", OFFICER, "notice", "发布公示"),
        ("open_call", "scored", OFFICER, "item", "评榜结束"),
    ],
)
def test_a_proposal_is_led_on_by_what_its_case_of_another_kind_does(
    mechanism: str, state: str, hands: Hands, kind: str, first: str
) -> None:
    found = driven("proposal", state, hands, mechanism)
    assert found is not None
    assert (found.kind, found.moves[0].zh) == (kind, first)


def test_a_signature_that_is_given_beside_others_counts_as_ones_own() -> None:
    found = driven("item", "order_signed", DEMANDER)
    assert found is not None
    assert found.kind == "project"
    assert "签订军令状和任务书" in {move.zh for move in found.moves}


def test_whoever_is_to_sign_is_not_told_to_refuse() -> None:
    found = driven("item", "order_signed", DEMANDER)
    assert found is not None
    assert [move.zh for move in found.moves] == ["签订军令状和任务书"]
    assert driven("item", "negotiating", DEMANDER) is None, "who could only refuse"


def test_where_the_other_case_has_not_been_begun_that_is_said() -> None:
    found = driven("proposal", "accepted", OFFICER, "open_competition")
    assert found is not None
    assert found.words(is_there=True).zh == "在评审组办理：开始评审"
    assert found.words(is_there=False).zh == "还没有评审组，建立后在其中办理：开始评审"


def test_whoever_moves_the_case_itself_is_sent_nowhere_else() -> None:
    assert driven("proposal", "draft", PI, "open_competition") is None
    assert driven("proposal", "scored", DECIDES, "open_competition") is None


def test_what_only_ends_a_case_does_not_lead_it_on() -> None:
    """A team that entered waits for its leader, who elsewhere could only withdraw."""
    assert driven("team", "entered", PI) is None


def test_where_several_kinds_lead_on_no_one_place_is_named() -> None:
    assert driven("proposal", "awaiting_notice", OFFICER, "open_competition") is None


@pytest.mark.parametrize(
    ("kind", "mechanism", "state", "hands", "words"),
    [
        (
            "proposal",
            "open_competition",
            "recommend_review",
            RECOMMENDER,
            "推荐、退回修改、不予推荐",
        ),
        ("call", "open_competition", "deliberation", OFFICER, "尚未起草立项方案"),
        (
            "proposal",
            "open_call",
            "shortlisted",
            DEMANDER,
            "用户意见尚未出具：出具用户意见",
        ),
        ("milestone", None, "assessing", EXPERTS, "尚未签名的考核意见"),
    ],
)
def test_whoever_is_awaited_is_told_what_to_do(
    kind: str, mechanism: str | None, state: str, hands: Hands, words: str
) -> None:
    task = task_in(workflow_for(kind, mechanism), state, hands, DEFAULTS)
    assert task is not None
    assert task.zh == words


def test_it_is_nobodys_task_to_leave_the_way() -> None:
    task = task_in(workflow_for("proposal", "open_competition"), "draft", PI, DEFAULTS)
    assert task is not None
    assert task.zh == "提交单位审核", "and not: withdraw"


def test_whoever_decides_reads_every_outcome_also_the_one_that_ends_the_case() -> None:
    decides = frozenset({Role.DECISION_MAKER})
    task = task_in(workflow_for("project", "open_call"), "user_refused", decides, DEFAULTS)
    assert task is not None
    assert (
        task.zh == "拒签理由不成立，继续签订；同意拒签，由候补递补；发榜单位无故不签，终止该轮揭榜"
    )


def test_whoever_is_asked_to_take_part_reads_that_they_may_refuse() -> None:
    asked = task_in(workflow_for("review", None), "assigned", frozenset({Role.EXPERT}), DEFAULTS)
    assert asked is not None
    assert "有回避情形" in asked.zh.replace("无回避情形", "")
    reading = task_in(workflow_for("review", None), "reading", frozenset({Role.EXPERT}), DEFAULTS)
    assert reading is not None
    assert reading.zh == "提交评分并签名"


@pytest.mark.parametrize(("days", "is_named"), [(0, False), (5, True)])
def test_a_unit_is_told_to_post_inside_only_where_the_call_asks_for_it(
    days: int, is_named: bool
) -> None:
    rules = DEFAULTS | {"internal_publicity_working_days": days}
    for mechanism in ("open_competition", "open_call", "parallel_teams"):
        workflow = workflow_for("proposal", mechanism)
        task = task_in(workflow, "unit_review", frozenset({Role.UNIT_ADMIN}), rules)
        assert task is not None
        posting = workflow.named("publicise_inside")[0].label.zh
        assert (posting in task.zh) is is_named, mechanism

"""公开竞争 (open competition): a proposal from draft to approval; domain §2.1, P1-P21.

P21 (the leader is not changed before approval) has no transition, and that is the rule.
"""

from __future__ import annotations

from workflows.engine.effects import Apply
from workflows.engine.model import After, At, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import deciding, defence
from workflows.guards.proposal import panel_not_dissolved, scores_signed
from workflows.hands import (
    CHAIR,
    CHECKER,
    DECIDES,
    OFFICER,
    PI,
    RECOMMENDER,
    SUPERVISOR,
    UNIT,
)
from workflows.parts.states import REVIEW_TERM, final, waiting
from workflows.phases.applying import APPLYING
from workflows.phases.deciding import DECIDING, ON_NOTICE
from workflows.phases.formal_check import APPEALED_BY, FORMAL_CHECK
from workflows.phases.leaving import ENDING_WITH_CALL, LEAVING
from workflows.phases.reviewing import RE_REVIEW, REVIEWING

_WORKING = Unit.WORKING_DAYS


STATES = (
    State("draft", Text("草稿", "Draft"), Kind.START, PI, At("close_at")),
    waiting("unit_review", "单位审核", "Unit review", UNIT, At("close_at")),
    waiting("recommend_review", "推荐审核", "Recommendation", RECOMMENDER, At("recommend_until")),
    waiting(
        "formal_check",
        "形式审查",
        "Formal check",
        CHECKER,
        After("formal_working_days", _WORKING, since="recommend_until"),
    ),
    waiting(
        "correction",
        "待补正",
        "Correction needed",
        PI,
        After("correction_working_days", _WORKING),
    ),
    waiting("accepted", "已受理", "Accepted", OFFICER, REVIEW_TERM),
    waiting(
        "online_review",
        "网络评审",
        "Online review",
        CHAIR,
        REVIEW_TERM,
        first=(panel_not_dissolved, defence.no_choice_to_make),
    ),
    waiting("shortlisted", "入围", "Shortlisted", OFFICER, REVIEW_TERM),
    waiting(
        "defence",
        "会议答辩",
        "Defence",
        CHAIR,
        REVIEW_TERM,
        first=(panel_not_dissolved, scores_signed),
    ),
    waiting("scored", "评审完成", "Scored", DECIDES, After("deliberate_days")),
    RE_REVIEW,
    waiting(
        "awaiting_notice",
        "评审完成，结果待公示",
        "Reviewed, result not yet published",
        OFFICER,
        After("draw_days"),
        first=(deciding.list_is_told,),
    ),
    waiting("proposed", "拟立项", "Proposed", OFFICER, After("draw_days")),
    State(
        "reserve",
        Text("备选", "Reserve"),
        waits_on=DECIDES,
        due=At("reserve_until"),
        first=(deciding.not_promoted,),
        in_confidence=True,
    ),
    ON_NOTICE,
    waiting(
        "objection",
        "异议核查",
        "Under objection",
        SUPERVISOR,
        After("objection_investigate_working_days", Unit.WORKING_DAYS),
    ),
    waiting(
        "rejected_formal",
        "形审不通过",
        "Formal check failed",
        PI,
        APPEALED_BY,
    ),
    waiting(
        "formal_appeal",
        "形审复核中",
        "Formal check under appeal",
        OFFICER | SUPERVISOR,
        After("formal_recheck_working_days", _WORKING),
    ),
    final("approved", "已立项", "Awarded"),
    final("not_selected", "未入选", "Not selected"),
    final("closed_formal", "形审不通过（终结）", "Formal check failed, final"),
    final("not_recommended", "未推荐", "Not recommended"),
    final("withdrawn", "撤回", "Withdrawn"),
    final("disqualified", "取消资格", "Disqualified"),
    final("expired", "逾期", "Expired"),
    final("ended", "随指南终止", "Closed with its call"),
)

OPEN_COMPETITION = Workflow(
    key="open_competition",
    kind="proposal",
    version=16,
    label=Text("公开竞争", "Open competition"),
    facts=ProposalFacts,
    clause=Text(
        "domain §2.1 · 闽政办〔2021〕58号 表5", "domain §2.1 · Min Zheng Ban (2021) No. 58, table 5"
    ),
    states=STATES,
    every_move=(Apply("note_how_far_it_came"),),
    transitions=(
        *APPLYING,
        *FORMAL_CHECK,
        *REVIEWING,
        *DECIDING,
        *LEAVING,
        *ENDING_WITH_CALL,
    ),
)

"""An objection to the results of a stage, and a fault found in how they were scored: P12, P15-P17,
§3.4. It comes on paper: a race has no form for the public."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Effect, Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import StageFacts
from workflows.guards.race import stage as rule
from workflows.hands import DECIDES, OFFICER, SUPERVISOR
from workflows.parts.asks import EVIDENCE, MINUTES, PUBLIC_REASON, WRITTEN_OBJECTION


def _withdrawn(because: str) -> tuple[Effect, ...]:
    """What was on notice is no result any more; `because` is the move of the race that says why."""
    return (
        Apply("withdraw_outcomes"),
        Cascade("race", because, strict=True),
        Cascade("team", "assess_again"),
    )


_UPHELD = _withdrawn("assess_again")
_STRUCK = _withdrawn("withdraw_results")
_OVERTAKEN = _withdrawn("redraft_results")
_CONCERNED = ("draft_result", "publish_result", "admit_objection")
_BY_SUPERVISION = (SUPERVISOR, (EVIDENCE,))
_BY_THE_MEETING = (DECIDES, (*MINUTES, EVIDENCE))
_SCORES_VOIDED = (Apply("void_stage_scores"), Notify("stage_scores_voided", OFFICER))

OBJECTION = Ask(
    "evidence",
    Text("异议事项与证据", "Grounds of objection and evidence"),
    AskKind.PARAGRAPH,
    hint=Text(
        "写明涉及的团队、事实和所附证据，不写异议人姓名和单位。",
        "Describe the teams concerned, the facts and the evidence attached. Do not name the "
        "objector or their unit.",
    ),
)

OBJECTING: tuple[Transition[StageFacts], ...] = (
    Transition(
        name="admit_objection",
        label=Text("登记并受理书面异议", "Register and admit a written objection"),
        source=("notice",),
        target="objection",
        roles=SUPERVISOR,
        guards=(rule.objection_in_period,),
        asks=(*WRITTEN_OBJECTION, OBJECTION),
        effects=(Cascade("race", "hear_objection"),),
        clause=Text(
            "§3.4 · 实名、书面、有证据并在公示期内提出；核查期间不议定",
            "§3.4 · real name, in writing, with evidence and within the public notice period; "
            "nothing is decided during the investigation",
        ),
    ),
    Transition(
        name="settle_objection",
        label=Text("异议不成立，恢复公示", "Reject the objection"),
        source=("objection",),
        target="notice",
        roles=DECIDES,
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Cascade("race", "hear_rejection"),),
        separation=_CONCERNED,
        clause=Text("§3.4 · 恢复公示", "§3.4 · the public notice resumes"),
    ),
    Transition(
        name="uphold_objection",
        label=Text(
            "异议成立，更正检测结果后重新拟定结论",
            "Uphold: correct the test results and draft outcomes again",
        ),
        source=("objection",),
        target="assessing",
        roles=DECIDES,
        asks=(*MINUTES, PUBLIC_REASON),
        effects=_UPHELD,
        separation=_CONCERNED,
        clause=Text(
            "P17 · 专家评分不变；重新拟定结论、重新公示，申诉期重新起算",
            "P17 · scores do not change; outcomes are drafted and published again, with a new "
            "appeal period",
        ),
    ),
    Transition(
        name="uphold_objection_to_scores",
        label=Text("异议成立，另组专家组重新考核", "Uphold: a new panel reassesses"),
        source=("objection",),
        target="assessing",
        roles=DECIDES,
        guards=(rule.assessed_again_at_most_once,),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(*_UPHELD, *_SCORES_VOIDED),
        separation=_CONCERNED,
        clause=Text(
            "P12、P17 · 评分程序瑕疵查实：原评分保留并标为作废，另组专家，只一次",
            "P12, P17 · procedural fault proven: original scores are kept and marked void; a new "
            "panel, once only",
        ),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=(state,),
            target="assessing",
            roles=roles,
            guards=(rule.scores_are_locked, rule.assessed_again_at_most_once),
            asks=asks,
            effects=(Apply("withdraw_outcomes"), *_SCORES_VOIDED),
            clause=Text(
                "P12 · 公示前查实程序瑕疵：全部团队由另一专家组重新考核，只一次",
                "P12 · procedural fault proven before publication: a new panel reassesses all "
                "teams, once only",
            ),
        )
        for state in ("assessing", "result_draft")
        for name, label, roles, asks in (
            (
                "order_new_panel",
                Text("决定另组专家组重新考核", "Order a new panel to reassess"),
                *_BY_SUPERVISION,
            ),
            (
                "decide_new_panel",
                Text("议定另组专家组重新考核", "Decide that a new panel reassesses"),
                *_BY_THE_MEETING,
            ),
        )
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("notice",),
            target="assessing",
            roles=roles,
            guards=(rule.scores_are_locked, rule.assessed_again_at_most_once),
            asks=asks,
            effects=(*_STRUCK, *_SCORES_VOIDED),
            clause=Text(
                "P12 · 公示期间查实程序瑕疵，或有效评分不足：撤回公示，另一专家组重新考核，只一次",
                "P12 · procedural fault proven, or too few valid scores, during the public "
                "notice: the notice is withdrawn and a new panel reassesses, once only",
            ),
        )
        for name, label, roles, asks in (
            (
                "withdraw_for_new_panel",
                Text("撤回公示，另组专家组重新考核", "Withdraw the notice, new panel to reassess"),
                *_BY_SUPERVISION,
            ),
            (
                "decide_withdrawal_for_new_panel",
                Text(
                    "议定撤回公示，另组专家组重新考核",
                    "Decide to withdraw the notice, new panel to reassess",
                ),
                *_BY_THE_MEETING,
            ),
        )
    ),
    Transition(
        name="withdraw_result",
        label=Text(
            "撤回公示，按现有评分重新拟定", "Withdraw the notice, draft again from current scores"
        ),
        source=("notice",),
        target="assessing",
        roles=OFFICER,
        guards=(rule.scores_were_struck, rule.panel_has_scored),
        effects=_STRUCK,
        clause=Text(
            "§3.2 · 公示期间评分因回避作废的，按其余有效评分重新拟定、重新公示",
            "§3.2 · if scores are voided for a conflict of interest during the public notice, "
            "outcomes are drafted and published again from the remaining valid scores",
        ),
    ),
    Transition(
        name="withdraw_result",
        label=Text(
            "撤回公示，按现有评分重新拟定", "Withdraw the notice, draft again from current scores"
        ),
        source=("notice",),
        target="assessing",
        roles=OFFICER,
        guards=(
            rule.results_hold_no_more,
            rule.outcomes_follow_the_scores,
            rule.panel_has_scored,
        ),
        effects=_OVERTAKEN,
        clause=Text(
            "R9、R15 · 公示期间团队离开等使结论不能生效的，重新拟定、重新公示",
            "R9, R15 · if a team leaves during the public notice, or outcomes cannot take effect "
            "for another reason, they are drafted and published again",
        ),
    ),
)

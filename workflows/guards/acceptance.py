"""Rules of acceptance (验收): J15-J18, §3.8."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards.drawing import drawing_rules
from workflows.guards.examples import ACCEPTANCE
from workflows.guards.shapes import at_least, equals, forbids, has_come, nothing_in
from workflows.hands import CHAIR, CLOCK, DECIDES, MANAGER, NOBODY, OFFICER, PI, SUPERVISOR
from workflows.roles import Role

AcceptanceGuard = Guard[AcceptanceFacts]

_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})

AWAITING = ("active", "accept_due", "re_accept")

project_awaits_acceptance = AcceptanceGuard(
    key="project_awaits_acceptance",
    reason=Text(
        "项目不在可申请验收的状态（须在研、待验收或整改复验；逾期未申请的已按不通过处理）。",
        "This project cannot apply for acceptance. It must be active, due for acceptance or due "
        "for re-acceptance. A project that did not apply in time has already failed.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.project_state in AWAITING,
    passing=ACCEPTANCE,
    failing=replace(ACCEPTANCE, project_state="failed"),
)
application_complete = nothing_in(
    "gaps",
    of=ACCEPTANCE,
    key="application_complete",
    reason=Text(
        "验收申请不完整：{missing}。",
        "The application for acceptance is incomplete. Missing: {missing}.",
    ),
    supplied_by=PI,
)
corrected_at_most_once = forbids(
    "corrections",
    of=ACCEPTANCE,
    key="acceptance_corrected_at_most_once",
    reason=Text("验收材料只可补正一次。", "The acceptance documents can be corrected only once."),
    supplied_by=NOBODY,
)
acceptance_panel_valid = nothing_in(
    "panel_problems",
    of=ACCEPTANCE,
    key="acceptance_panel_valid",
    reason=Text(
        "验收专家组不符合规定：{missing}。",
        "The acceptance panel does not meet the rules: {missing}.",
    ),
    supplied_by=MANAGER,
)
parts_of_partners_found = nothing_in(
    "parts_unfound",
    of=ACCEPTANCE,
    key="parts_of_partners_found",
    reason=Text(
        "尚未认定参加单位任务完成情况：{missing}。",
        "No finding yet on how far these partners completed their tasks: {missing}.",
    ),
    supplied_by=OFFICER,
)
acceptance_panel = drawing_rules(ACCEPTANCE, "acceptance_panel")
acceptance_opinions_signed = nothing_in(
    "unsigned_opinions",
    of=ACCEPTANCE,
    key="acceptance_opinions_signed",
    reason=Text(
        "尚未签名的验收意见：{missing}。",
        "Acceptance opinions not yet signed: {missing}.",
    ),
    supplied_by=_PANEL,
)
enough_acceptance_opinions = AcceptanceGuard(
    key="enough_acceptance_opinions",
    reason=Text("有效验收意见不足。", "There are too few valid opinions."),
    supplied_by=MANAGER,
    holds=lambda f: f.opinions >= f.opinions_least,
    passing=replace(ACCEPTANCE, opinions=7),
    failing=ACCEPTANCE,
)
tasks_done = at_least(
    "tasks_percent",
    "accept_tasks_percent",
    of=ACCEPTANCE,
    key="tasks_done",
    reason=Text(
        "任务完成比例低于通过标准。", "The share of tasks completed is below the pass standard."
    ),
    supplied_by=_PANEL,
)
core_not_missing = nothing_in(
    "core_not_met",
    of=ACCEPTANCE,
    key="core_not_missing",
    reason=Text(
        "核心指标未达到，不能通过：{missing}。",
        "The project cannot pass because these core metrics were not met: {missing}.",
    ),
    supplied_by=_PANEL,
)
score_in_scale = AcceptanceGuard(
    key="score_in_scale",
    reason=Text("得分须为 0 至 100 的整数。", "The score must be a whole number from 0 to 100."),
    supplied_by=CHAIR,
    holds=lambda f: f.score is None or 0 <= f.score <= 100,
    passing=ACCEPTANCE,
    failing=replace(ACCEPTANCE, score=101),
)
score_suffices = AcceptanceGuard(
    key="score_suffices",
    reason=Text("得分低于通过标准。", "The score is below the pass standard."),
    supplied_by=_PANEL,
    holds=lambda f: f.score is None or f.score >= f.parameters["accept_score_least"],
    passing=replace(ACCEPTANCE, score=60),
    failing=replace(ACCEPTANCE, score=59),
)
is_first_round = AcceptanceGuard(
    key="is_first_round",
    reason=Text("复验以一次为限。", "Re-acceptance is allowed only once."),
    supplied_by=NOBODY,
    holds=lambda f: f.round == 1,
    passing=ACCEPTANCE,
    failing=replace(ACCEPTANCE, round=2),
)


def _held(f: AcceptanceFacts) -> str:
    """What the panel holds: what most propose; what cannot pass by its own verdicts is to be
    accepted again, and what cannot be accepted again has failed (§3.8, J18)."""
    is_short = bool(f.core_not_met) or f.tasks_percent < f.parameters["accept_tasks_percent"]
    held = "rectify" if f.verdict == "pass" and is_short else f.verdict
    return "fail" if held == "rectify" and f.round > 1 else held


def _holds(verdict: str, f: AcceptanceFacts) -> bool:
    """Of a panel that had no such choice the chair may still conclude what does not pass."""
    if verdict == "pass":
        return f.verdict == "pass"
    held = _held(f)
    if verdict == "complete" and held in ("rectify", "fail"):
        return f.proposes_no_conclusion
    return held == verdict


acceptance_objection_in_period = forbids(
    "objection_out_of_period",
    of=ACCEPTANCE,
    key="acceptance_objection_in_period",
    reason=Text(
        "书面异议不是在验收公示期内收到的，不予受理。",
        "The written objection was not received within the public notice of the acceptance, so "
        "it cannot be admitted.",
    ),
    supplied_by=SUPERVISOR,
)
acceptance_notice_over = has_come(
    "notice_ends_at",
    of=ACCEPTANCE,
    key="acceptance_notice_over",
    reason=Text("验收公示期未满。", "The public notice of the acceptance has not ended."),
    supplied_by=CLOCK,
)


def panel_holds(verdict: str, label: Text) -> AcceptanceGuard:
    """The chair words what the panel holds and cannot turn it round. Where most would pass what
    §3.8 does not let pass, passing says which rule forbids it."""
    return AcceptanceGuard(
        key=f"acceptance_panel_holds_{verdict}",
        reason=Text(
            f"专家组多数意见不是“{label.zh}”。",
            f"The majority of the panel did not propose “{label.en}”.",
        ),
        supplied_by=_PANEL,
        holds=partial(_holds, verdict),
        passing=replace(ACCEPTANCE, verdict=verdict, tasks_percent=100),
        failing=ACCEPTANCE,
    )


def concluded_as(conclusion: str, label: Text) -> AcceptanceGuard:
    """What the panel concluded decides which end the notice has."""
    return equals(
        "conclusion",
        conclusion,
        of=ACCEPTANCE,
        key=f"concluded_as_{conclusion}",
        reason=Text(f"结论不是“{label.zh}”。", f"The conclusion is not “{label.en}”."),
        supplied_by=_PANEL,
    )

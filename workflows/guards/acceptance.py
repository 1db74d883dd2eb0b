"""Rules of acceptance (验收): J15-J18, §3.8."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards.examples import ACCEPTANCE, LATER, LONG_AGO
from workflows.roles import Role

AcceptanceGuard = Guard[AcceptanceFacts]

_PI = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})

_AWAITING = ("active", "accept_due", "re_accept")

project_awaits_acceptance = AcceptanceGuard(
    "project_awaits_acceptance",
    Text(
        "项目不在可申请验收的状态（须在研、待验收或整改复验；逾期未申请的已按不通过处理）。",
        "The project cannot be accepted now: it must be active, due or to be accepted again; one "
        "that was overdue has failed.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: f.project_state in _AWAITING,
    ACCEPTANCE,
    replace(ACCEPTANCE, project_state="failed"),
)
application_complete = AcceptanceGuard(
    "application_complete",
    Text("验收申请不完整：{missing}。", "The application is not complete: {missing}."),
    _PI,
    lambda f: not f.gaps,
    ACCEPTANCE,
    replace(ACCEPTANCE, gaps=("缺总结报告",)),
    lambda f: f.gaps,
)
corrected_at_most_once = AcceptanceGuard(
    "acceptance_corrected_at_most_once",
    Text("验收材料只可补正一次。", "The documents are corrected once only."),
    _OFFICER,
    lambda f: f.corrections == 0,
    ACCEPTANCE,
    replace(ACCEPTANCE, corrections=1),
)
acceptance_panel_valid = AcceptanceGuard(
    "acceptance_panel_valid",
    Text("验收专家组不合规则：{missing}。", "The panel does not keep the rules: {missing}."),
    _OFFICER,
    lambda f: not f.panel_problems,
    ACCEPTANCE,
    replace(ACCEPTANCE, panel_problems=("人数不足 5 人",)),
    lambda f: f.panel_problems,
)
parts_of_partners_found = AcceptanceGuard(
    "parts_of_partners_found",
    Text(
        "尚未认定参加单位任务完成情况：{missing}。",
        "What these partners did has not been found: {missing}.",
    ),
    _OFFICER,
    lambda f: not f.parts_unfound,
    ACCEPTANCE,
    replace(ACCEPTANCE, parts_unfound=("某参加单位",)),
    lambda f: f.parts_unfound,
)
acceptance_opinions_signed = AcceptanceGuard(
    "acceptance_opinions_signed",
    Text("尚未签名的验收意见：{missing}。", "Opinions not signed yet: {missing}."),
    _PANEL,
    lambda f: not f.unsigned_opinions,
    ACCEPTANCE,
    replace(ACCEPTANCE, unsigned_opinions=("2 份",)),
    lambda f: f.unsigned_opinions,
)
enough_acceptance_opinions = AcceptanceGuard(
    "enough_acceptance_opinions",
    Text("有效验收意见不足。", "There are too few valid opinions."),
    _OFFICER,
    lambda f: f.opinions >= f.opinions_least,
    replace(ACCEPTANCE, opinions=7),
    ACCEPTANCE,
)
tasks_done = AcceptanceGuard(
    "tasks_done",
    Text("完成任务比例低于通过标准。", "Too few of the tasks were done to pass."),
    _PANEL,
    lambda f: f.tasks_percent >= f.parameters["accept_tasks_percent"],
    replace(ACCEPTANCE, tasks_percent=80),
    replace(ACCEPTANCE, tasks_percent=79),
)
core_not_missing = AcceptanceGuard(
    "core_not_missing",
    Text("核心指标未达到，不能通过：{missing}。", "Core metrics are missed: {missing}."),
    _PANEL,
    lambda f: not f.core_not_met,
    ACCEPTANCE,
    replace(ACCEPTANCE, core_not_met=("能量密度",)),
    lambda f: f.core_not_met,
)
score_in_scale = AcceptanceGuard(
    "score_in_scale",
    Text("得分须为 0 至 100 的整数。", "The score is a whole number from 0 to 100."),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: f.score is None or 0 <= f.score <= 100,
    ACCEPTANCE,
    replace(ACCEPTANCE, score=101),
)
score_suffices = AcceptanceGuard(
    "score_suffices",
    Text("得分低于通过标准。", "The score is below what passing takes."),
    _PANEL,
    lambda f: f.score is None or f.score >= f.parameters["accept_score_least"],
    replace(ACCEPTANCE, score=60),
    replace(ACCEPTANCE, score=59),
)
is_first_round = AcceptanceGuard(
    "is_first_round",
    Text("复验以一次为限。", "Acceptance is repeated once only."),
    _PANEL,
    lambda f: f.round == 1,
    ACCEPTANCE,
    replace(ACCEPTANCE, round=2),
)
panel_does_not_pass = AcceptanceGuard(
    "panel_does_not_pass",
    Text("专家组多数意见是通过。", "Most of the panel propose to pass."),
    _PANEL,
    lambda f: f.verdict in ("rectify", "fail"),
    replace(ACCEPTANCE, verdict="fail"),
    replace(ACCEPTANCE, verdict="pass"),
)
acceptance_notice_over = AcceptanceGuard(
    "acceptance_notice_over",
    Text("验收公示期未满。", "The public notice of the acceptance is not over."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.notice_ends_at is not None and f.now >= f.notice_ends_at,
    replace(ACCEPTANCE, notice_ends_at=LONG_AGO),
    replace(ACCEPTANCE, notice_ends_at=LATER),
)


def panel_holds(verdict: str, label: Text) -> AcceptanceGuard:
    """The chair words what the panel holds and cannot turn it round."""
    return AcceptanceGuard(
        f"acceptance_panel_holds_{verdict}",
        Text(
            f"专家组多数意见不是“{label.zh}”。", f"Most of the panel do not propose “{label.en}”."
        ),
        _PANEL,
        lambda f: f.verdict == verdict,
        replace(ACCEPTANCE, verdict=verdict),
        replace(ACCEPTANCE, verdict="none"),
    )


def concluded_as(conclusion: str, label: Text) -> AcceptanceGuard:
    """What the panel concluded decides which end the notice has."""
    return AcceptanceGuard(
        f"concluded_as_{conclusion}",
        Text(f"结论不是“{label.zh}”。", f"The conclusion is not “{label.en}”."),
        _PANEL,
        lambda f: f.conclusion == conclusion,
        replace(ACCEPTANCE, conclusion=conclusion),
        replace(ACCEPTANCE, conclusion="none"),
    )

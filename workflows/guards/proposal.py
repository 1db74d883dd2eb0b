"""Rules of a proposal, from complete form to approval."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import LATER, LONG_AGO, PROPOSAL
from workflows.guards.lists import nothing_in
from workflows.roles import Role

ProposalGuard = Guard[ProposalFacts]

_APPLICANT = frozenset({Role.APPLICANT})
_CHECKER = frozenset({Role.FORMAL_CHECKER})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_DECIDES = frozenset({Role.DECISION_MAKER})


form_complete = nothing_in(
    PROPOSAL,
    "form_problems",
    "申报书尚有问题：{missing}。",
    "The form has open points: {missing}.",
    _APPLICANT,
)
files_complete = nothing_in(
    PROPOSAL,
    "missing_files",
    "缺少附件：{missing}。",
    "Files are missing: {missing}.",
    _APPLICANT,
)
members_confirmed = nothing_in(
    PROPOSAL,
    "unconfirmed_members",
    "尚未本人确认参加的成员：{missing}。",
    "These members have not confirmed in person: {missing}.",
    frozenset({Role.TEAM_MEMBER}),
)
within_limits = nothing_in(
    PROPOSAL,
    "limit_findings",
    "不符合申报条件或限项：{missing}。",
    "Not eligible: {missing}.",
    _APPLICANT,
)
not_barred = nothing_in(
    PROPOSAL,
    "integrity_findings",
    "诚信审核未通过：{missing}。",
    "The integrity check has findings: {missing}.",
    frozenset({Role.SUPERVISOR}),
)
check_list_answered = nothing_in(
    PROPOSAL,
    "unanswered_items",
    "形式审查表尚未填完：{missing}。",
    "The check list is not complete: {missing}.",
    frozenset({Role.FORMAL_CHECKER}),
)
nothing_unmet = nothing_in(
    PROPOSAL,
    "not_met_items",
    "存在不符合项：{missing}。",
    "Conditions are not met: {missing}.",
    _CHECKER,
)
nothing_correctable = nothing_in(
    PROPOSAL,
    "correctable_items",
    "存在可补正项，应先要求补正或改判：{missing}。",
    "Correctable points are open: {missing}.",
    frozenset({Role.FORMAL_CHECKER}),
)
panel_ready = nothing_in(
    PROPOSAL,
    "panel_problems",
    "评审组尚不能开始：{missing}。",
    "The panel cannot start: {missing}.",
    frozenset({Role.EXPERT_MANAGER, Role.EXPERT}),
)

pledge_signed = ProposalGuard(
    "pledge_signed",
    Text("项目负责人尚未签署科研诚信承诺书。", "The pledge of integrity is not signed."),
    _APPLICANT,
    lambda f: f.pledged,
    PROPOSAL,
    replace(PROPOSAL, pledged=False),
)
call_is_open = ProposalGuard(
    "call_is_open",
    Text(
        "申报未开放、已暂停或已截止（以服务器时间为准），任何人不得为单个申报人重新开放。",
        "Not open, paused or closed by the server's clock; nobody may reopen it for one applicant.",
    ),
    _DECIDES,
    lambda f: f.call_state == "open" and f.close_at is not None and f.now < f.close_at,
    replace(PROPOSAL, close_at=LATER),
    replace(PROPOSAL, close_at=LONG_AGO),
)
recommending_is_open = ProposalGuard(
    "recommending_is_open",
    Text("推荐期已过。", "The recommendation period is over."),
    _DECIDES,
    lambda f: (
        f.call_state in {"open", "recommending"}
        and f.recommend_until is not None
        and f.now < f.recommend_until
    ),
    replace(PROPOSAL, recommend_until=LATER),
    replace(PROPOSAL, recommend_until=LONG_AGO),
)


def _quota(f: ProposalFacts) -> Text:
    most = f.parameters["recommend_most"]
    return Text(
        f"上限 {most} 项，已推荐 {f.recommended} 项", f"{f.recommended} of {most} recommended"
    )


within_recommenders_quota = ProposalGuard(
    "within_recommenders_quota",
    Text(
        "本批推荐名额已用完（{missing}），其余请不予推荐。",
        "The quota of this call is used up ({missing}); the others are not recommended.",
    ),
    frozenset({Role.RECOMMENDER}),
    lambda f: not f.parameters["recommend_most"] or f.recommended < f.parameters["recommend_most"],
    replace(PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=1),
    replace(PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=2),
    lambda f: (_quota(f),),
)
call_has_closed = ProposalGuard(
    "call_has_closed",
    Text("申报尚未截止。", "The call has not closed."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.call_state not in {"published", "open", "paused"},
    replace(PROPOSAL, call_state="recommending"),
    PROPOSAL,
)
recommending_has_ended = ProposalGuard(
    "recommending_has_ended",
    Text("推荐期未满。", "The recommendation period is not over."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.call_state not in {"published", "open", "recommending", "paused"},
    replace(PROPOSAL, call_state="formal"),
    PROPOSAL,
)
publicised_inside = ProposalGuard(
    "publicised_inside",
    Text("单位内部公示未满规定工作日。", "The proposal was not publicised inside long enough."),
    frozenset({Role.UNIT_ADMIN}),
    lambda f: f.publicity_working_days >= f.parameters["internal_publicity_working_days"],
    PROPOSAL,
    replace(PROPOSAL, parameters={**PROPOSAL.parameters, "internal_publicity_working_days": 5}),
)
something_correctable = ProposalGuard(
    "something_correctable",
    Text(
        "没有可补正项：缺少条件不得补正，只能补材料。",
        "Nothing is correctable: paper can be supplied, missing conditions cannot.",
    ),
    frozenset({Role.FORMAL_CHECKER}),
    lambda f: bool(f.correctable_items) and not f.not_met_items,
    replace(PROPOSAL, correctable_items=("佐证材料",)),
    PROPOSAL,
)
corrected_at_most_once = ProposalGuard(
    "corrected_at_most_once",
    Text("只能补正一次，已补正过。", "There is one correction only, and it was made."),
    _CHECKER,
    lambda f: f.corrections == 0,
    PROPOSAL,
    replace(PROPOSAL, corrections=1),
)
something_unmet = ProposalGuard(
    "something_unmet",
    Text("没有不符合项，不得判为不通过。", "No item is unmet; it cannot be failed."),
    frozenset({Role.FORMAL_CHECKER}),
    lambda f: bool(f.not_met_items) or (f.corrections > 0 and bool(f.correctable_items)),
    replace(PROPOSAL, not_met_items=("申报资格",)),
    PROPOSAL,
)
group_is_locked = ProposalGuard(
    "group_is_locked",
    Text("评审组尚未锁定并签名。", "The panel has not locked and signed."),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: f.group_locked,
    replace(PROPOSAL, group_locked=True),
    PROPOSAL,
)
has_defence = ProposalGuard(
    "has_defence",
    Text("本指南不设会议答辩。", "This call has no defence round."),
    _OFFICER,
    lambda f: f.parameters["defence_round"] == 1,
    replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    PROPOSAL,
    marks_path=True,
)
has_no_defence = ProposalGuard(
    "has_no_defence",
    Text("本指南设会议答辩，须先入围并答辩。", "This call has a defence round first."),
    _OFFICER,
    lambda f: f.parameters["defence_round"] == 0,
    PROPOSAL,
    replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    marks_path=True,
)
defence_panel_ready = ProposalGuard(
    "defence_panel_ready",
    Text("答辩专家组不足规定人数或非单数。", "The defence panel is too small or not odd."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: f.defence_panel_ready,
    replace(PROPOSAL, defence_panel_ready=True),
    PROPOSAL,
)
within_multiple = ProposalGuard(
    "within_multiple",
    Text("名次在公布的入围倍数之外，不能入围。", "Its rank lies outside the published multiple."),
    _OFFICER,
    lambda f: f.rank is not None and f.rank <= f.parameters["shortlist_times"] * f.planned_awards,
    replace(PROPOSAL, rank=3),
    replace(PROPOSAL, rank=4),
)
place_is_free = ProposalGuard(
    "place_is_free",
    Text("没有空出的立项名额，备选不能递补。", "No place became free for a reserve."),
    _DECIDES,
    lambda f: f.place_free,
    replace(PROPOSAL, place_free=True),
    PROPOSAL,
)
stands_on_notice = ProposalGuard(
    "stands_on_notice",
    Text("本项目尚未列入已发布的公示。", "The proposal is not on a published notice."),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: f.on_published_notice,
    replace(PROPOSAL, on_published_notice=True),
    PROPOSAL,
)
notice_is_over = ProposalGuard(
    "notice_is_over",
    Text("公示期未满。", "The notice is not over."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.notice_ends_at is not None and f.now >= f.notice_ends_at,
    replace(PROPOSAL, notice_ends_at=LONG_AGO),
    replace(PROPOSAL, notice_ends_at=LATER),
)
no_open_objection = ProposalGuard(
    "no_open_objection",
    Text("尚有未办结的异议。", "An objection is still open."),
    frozenset({Role.SUPERVISOR}),
    lambda f: f.open_objections == 0,
    PROPOSAL,
    replace(PROPOSAL, open_objections=1),
)


def decided_as(outcome: str) -> ProposalGuard:
    """The drafted decision names this outcome for this proposal."""
    return ProposalGuard(
        f"decided_as_{outcome}",
        Text("与厅务会议定结果不一致。", "The decision says otherwise."),
        _OFFICER,
        lambda f: f.decided_outcome == outcome,
        replace(PROPOSAL, decided_outcome=outcome),
        PROPOSAL,
    )


def objection_ends_in(outcome: str) -> ProposalGuard:
    """The upheld objection leads here."""
    return ProposalGuard(
        f"objection_ends_in_{outcome}",
        Text("与异议处理决定不一致。", "The decision on the objection says otherwise."),
        frozenset({Role.DECISION_MAKER}),
        lambda f: f.objection_outcome == outcome,
        replace(PROPOSAL, objection_outcome=outcome),
        PROPOSAL,
    )

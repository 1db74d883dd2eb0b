"""Rules of a proposal, from complete form to approval."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.call import STANDS_STILL
from workflows.guards.examples import LATER, LONG_AGO, PROPOSAL
from workflows.guards.shapes import equals, forbids, has_come, nothing_in, requires
from workflows.hands import CHAIR, CHECKER, CLOCK, DECIDES, MANAGER, OFFICER, PI, SUPERVISOR
from workflows.roles import Role

ProposalGuard = Guard[ProposalFacts]

form_complete = nothing_in(
    "form_problems",
    of=PROPOSAL,
    key="form_problems",
    reason=Text("申报书尚有问题：{missing}。", "The form has open points: {missing}."),
    supplied_by=PI,
)
files_complete = nothing_in(
    "missing_files",
    of=PROPOSAL,
    key="missing_files",
    reason=Text("缺少附件：{missing}。", "Files are missing: {missing}."),
    supplied_by=PI,
)
members_confirmed = nothing_in(
    "unconfirmed_members",
    of=PROPOSAL,
    key="unconfirmed_members",
    reason=Text(
        "尚未本人确认参加的成员：{missing}。",
        "These members have not confirmed in person: {missing}.",
    ),
    supplied_by=frozenset({Role.TEAM_MEMBER}),
)
within_limits = nothing_in(
    "limit_findings",
    of=PROPOSAL,
    key="limit_findings",
    reason=Text("不符合申报条件或限项：{missing}。", "Not eligible: {missing}."),
    supplied_by=PI,
)
not_barred = nothing_in(
    "integrity_findings",
    of=PROPOSAL,
    key="integrity_findings",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
check_list_answered = nothing_in(
    "unanswered_items",
    of=PROPOSAL,
    key="unanswered_items",
    reason=Text("形式审查表尚未填完：{missing}。", "The check list is not complete: {missing}."),
    supplied_by=CHECKER,
)
nothing_unmet = nothing_in(
    "not_met_items",
    of=PROPOSAL,
    key="not_met_items",
    reason=Text("存在不符合项：{missing}。", "Conditions are not met: {missing}."),
    supplied_by=CHECKER,
)
nothing_correctable = nothing_in(
    "correctable_items",
    of=PROPOSAL,
    key="correctable_items",
    reason=Text(
        "存在可补正项，应先要求补正或改判：{missing}。", "Correctable points are open: {missing}."
    ),
    supplied_by=CHECKER,
)
panel_ready = nothing_in(
    "panel_problems",
    of=PROPOSAL,
    key="panel_problems",
    reason=Text("评审组尚不能开始：{missing}。", "The panel cannot start: {missing}."),
    supplied_by=frozenset({Role.EXPERT_MANAGER, Role.EXPERT}),
)

pledge_signed = requires(
    "pledged",
    of=PROPOSAL,
    key="pledge_signed",
    reason=Text("项目负责人尚未签署科研诚信承诺书。", "The pledge of integrity is not signed."),
    supplied_by=PI,
)
call_is_open = ProposalGuard(
    key="call_is_open",
    reason=Text(
        "申报未开放、已暂停或已截止（以服务器时间为准），任何人不得为单个申报人重新开放。",
        "Not open, paused or closed by the server's clock; nobody may reopen it for one applicant.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.call_state == "open" and f.close_at is not None and f.now < f.close_at,
    passing=replace(PROPOSAL, close_at=LATER),
    failing=replace(PROPOSAL, close_at=LONG_AGO),
)
call_stands_not_still = forbids(
    "stands_still",
    of=PROPOSAL,
    key="call_stands_not_still",
    reason=STANDS_STILL,
    supplied_by=DECIDES,
)
recommending_is_open = ProposalGuard(
    key="recommending_is_open",
    reason=Text("推荐期已过。", "The recommendation period is over."),
    supplied_by=DECIDES,
    holds=lambda f: (
        f.call_state in {"open", "recommending"}
        and f.recommend_until is not None
        and f.now < f.recommend_until
    ),
    passing=replace(PROPOSAL, recommend_until=LATER),
    failing=replace(PROPOSAL, recommend_until=LONG_AGO),
)


def _quota(f: ProposalFacts) -> Text:
    most = f.parameters["recommend_most"]
    return Text(
        f"上限 {most} 项，已推荐 {f.recommended} 项", f"{f.recommended} of {most} recommended"
    )


within_recommenders_quota = ProposalGuard(
    key="within_recommenders_quota",
    reason=Text(
        "本批推荐名额已用完（{missing}），其余请不予推荐。",
        "The quota of this call is used up ({missing}); the others are not recommended.",
    ),
    supplied_by=frozenset({Role.RECOMMENDER}),
    holds=lambda f: (
        not f.parameters["recommend_most"] or f.recommended < f.parameters["recommend_most"]
    ),
    passing=replace(
        PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=1
    ),
    failing=replace(
        PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=2
    ),
    missing=lambda f: (_quota(f),),
)
call_has_closed = ProposalGuard(
    key="call_has_closed",
    reason=Text("申报尚未截止。", "The call has not closed."),
    supplied_by=CLOCK,
    holds=lambda f: f.call_state not in {"published", "open", "paused"},
    passing=replace(PROPOSAL, call_state="recommending"),
    failing=PROPOSAL,
)
recommending_has_ended = ProposalGuard(
    key="recommending_has_ended",
    reason=Text("推荐期未满。", "The recommendation period is not over."),
    supplied_by=CLOCK,
    holds=lambda f: f.call_state not in {"published", "open", "recommending", "paused"},
    passing=replace(PROPOSAL, call_state="formal"),
    failing=PROPOSAL,
)
something_correctable = ProposalGuard(
    key="something_correctable",
    reason=Text(
        "没有可补正项：缺少条件不得补正，只能补材料。",
        "Nothing is correctable: paper can be supplied, missing conditions cannot.",
    ),
    supplied_by=CHECKER,
    holds=lambda f: bool(f.correctable_items) and not f.not_met_items,
    passing=replace(PROPOSAL, correctable_items=("佐证材料",)),
    failing=PROPOSAL,
)
corrected_at_most_once = forbids(
    "corrections",
    of=PROPOSAL,
    key="corrected_at_most_once",
    reason=Text("只能补正一次，已补正过。", "There is one correction only, and it was made."),
    supplied_by=CHECKER,
)
something_unmet = ProposalGuard(
    key="something_unmet",
    reason=Text("没有不符合项，不得判为不通过。", "No item is unmet; it cannot be failed."),
    supplied_by=CHECKER,
    holds=lambda f: bool(f.not_met_items) or (f.corrections > 0 and bool(f.correctable_items)),
    passing=replace(PROPOSAL, not_met_items=("申报资格",)),
    failing=PROPOSAL,
)
group_is_locked = requires(
    "group_locked",
    of=PROPOSAL,
    key="group_is_locked",
    reason=Text("评审组尚未锁定并签名。", "The panel has not locked and signed."),
    supplied_by=CHAIR,
)
has_defence = ProposalGuard(
    key="has_defence",
    reason=Text("本指南不设会议答辩。", "This call has no defence round."),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 1,
    passing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    failing=PROPOSAL,
    marks_path=True,
)
has_no_defence = ProposalGuard(
    key="has_no_defence",
    reason=Text("本指南设会议答辩，须先入围并答辩。", "This call has a defence round first."),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 0,
    passing=PROPOSAL,
    failing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    marks_path=True,
)
defence_panel_ready = requires(
    "defence_panel_ready",
    of=PROPOSAL,
    key="defence_panel_ready",
    reason=Text("答辩专家组不足规定人数或非单数。", "The defence panel is too small or not odd."),
    supplied_by=MANAGER,
)
within_multiple = ProposalGuard(
    key="within_multiple",
    reason=Text(
        "名次在公布的入围倍数之外，不能入围。", "Its rank lies outside the published multiple."
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.rank is not None and f.rank <= f.parameters["shortlist_times"] * f.planned_awards
    ),
    passing=replace(PROPOSAL, rank=3),
    failing=replace(PROPOSAL, rank=4),
)
place_is_free = requires(
    "place_free",
    of=PROPOSAL,
    key="place_is_free",
    reason=Text("没有空出的立项名额，备选不能递补。", "No place became free for a reserve."),
    supplied_by=DECIDES,
)
stands_on_notice = requires(
    "on_published_notice",
    of=PROPOSAL,
    key="stands_on_notice",
    reason=Text("本项目尚未列入已发布的公示。", "The proposal is not on a published notice."),
    supplied_by=OFFICER,
)
notice_is_over = has_come(
    "notice_ends_at",
    of=PROPOSAL,
    key="notice_is_over",
    reason=Text("公示期未满。", "The notice is not over."),
    supplied_by=CLOCK,
)
no_open_objection = forbids(
    "open_objections",
    of=PROPOSAL,
    key="no_open_objection",
    reason=Text("尚有未办结的异议。", "An objection is still open."),
    supplied_by=SUPERVISOR,
)
no_other_objection = forbids(
    "admitted_objections",
    of=PROPOSAL,
    key="no_other_objection",
    reason=Text("另有异议在核查中。", "Another objection is being investigated."),
    supplied_by=SUPERVISOR,
)
another_objection = requires(
    "admitted_objections",
    of=PROPOSAL,
    key="another_objection",
    reason=Text("没有其他异议在核查。", "No other objection is being investigated."),
    supplied_by=SUPERVISOR,
)


def decided_as(outcome: str) -> ProposalGuard:
    """The drafted decision names this outcome for this proposal."""
    return equals(
        "decided_outcome",
        outcome,
        of=PROPOSAL,
        key=f"decided_as_{outcome}",
        reason=Text("与厅务会议定结果不一致。", "The decision says otherwise."),
        supplied_by=OFFICER,
    )


not_answered_yet = forbids(
    "answered",
    of=PROPOSAL,
    key="not_answered_yet",
    reason=Text("已发不予立项通知书。", "It has its letter of non-award."),
    supplied_by=CLOCK,
)


def objection_ends_in(outcome: str) -> ProposalGuard:
    """The upheld objection leads here."""
    return equals(
        "objection_outcome",
        outcome,
        of=PROPOSAL,
        key=f"objection_ends_in_{outcome}",
        reason=Text("与异议处理决定不一致。", "The decision on the objection says otherwise."),
        supplied_by=DECIDES,
    )

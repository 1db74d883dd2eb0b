"""Rules of the formal check (形式审查) and its one correction: P4-P7."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, nothing_in
from workflows.hands import CHECKER, NOBODY, PI, WORKER

check_list_answered = nothing_in(
    "unanswered_items",
    of=PROPOSAL,
    key="unanswered_items",
    reason=Text(
        "形式审查表尚未填完：{missing}。", "The formal check list is incomplete: {missing}."
    ),
    supplied_by=CHECKER,
)
nothing_unmet = nothing_in(
    "not_met_items",
    of=PROPOSAL,
    key="not_met_items",
    reason=Text("存在不符合项：{missing}。", "These requirements are not met: {missing}."),
    supplied_by=CHECKER,
)
something_unmet = ProposalGuard(
    key="something_unmet",
    reason=Text(
        "没有不符合项，不得判为不通过。",
        "No requirement is unmet, so the proposal cannot be failed.",
    ),
    supplied_by=CHECKER,
    holds=lambda f: bool(f.not_met_items) or (f.corrections > 0 and bool(f.correctable_items)),
    passing=replace(PROPOSAL, not_met_items=("申报资格",)),
    failing=PROPOSAL,
)
eligible_when_accepted = nothing_in(
    "limit_findings",
    of=PROPOSAL,
    key="eligible_when_accepted",
    reason=Text(
        "受理时不符合申报条件或超出限项，不得受理：{missing}。待在研项目结束、申报人撤回其他申报后"
        "再办理；办理期限内仍不符合的，将“限项”判为不符合，或复核维持原结论，不予受理。",
        "The proposal does not meet the conditions or exceeds the limits, so it cannot be "
        "accepted: {missing}. Continue once a running project ends or the applicant withdraws "
        "another proposal. If it still does not qualify by the deadline, mark the item on limits "
        "as not met or dismiss the appeal.",
    ),
    supplied_by=PI | CHECKER,
)
nothing_correctable = nothing_in(
    "correctable_items",
    of=PROPOSAL,
    key="correctable_items",
    reason=Text(
        "存在可补正项，应先要求补正或改判：{missing}。",
        "Some items can be corrected. Request a correction or change the verdict first: {missing}.",
    ),
    supplied_by=CHECKER,
)
something_correctable = ProposalGuard(
    key="something_correctable",
    reason=Text(
        "没有可补正项：缺少条件不得补正，只能补材料。",
        "Nothing can be corrected: missing documents can be supplied, but missing conditions "
        "cannot.",
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
    reason=Text(
        "只能补正一次，已补正过。", "Only one correction is allowed, and it has been made."
    ),
    supplied_by=NOBODY,
)
compared = forbids(
    "being_compared",
    of=PROPOSAL,
    key="compared",
    reason=Text(
        "查重尚未完成，系统正在比对，完成后即可办理；久未完成的，请系统管理员查看作业队列。",
        "The similarity check is still running. Continue once it is finished; if it takes too "
        "long, ask the system administrator to check the job queue.",
    ),
    supplied_by=WORKER,
)
likeness_looked_at = nothing_in(
    "likenesses_unlooked",
    of=PROPOSAL,
    key="likeness_looked_at",
    reason=Text(
        "查重发现相似，须人工核查并在形式审查表“查重”项写明情况，其后新发现的须补充说明："
        "{missing}。",
        "The similarity check found matches. Check them and explain them under the "
        "similarity check item in the check list, adding any found later: {missing}.",
    ),
    supplied_by=CHECKER,
)

"""Rules of the defence round (答辩): whether there is one, who is in it, who missed it: P9-P10."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import NOON, PROPOSAL
from workflows.guards.meeting import earliest_day
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, has_come, nothing_in, requires
from workflows.hands import MANAGER, OFFICER

_WITH_A_NEW_DATE = replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_new_dates": 1})

has_defence = ProposalGuard(
    key="has_defence",
    reason=Text("本指南不设会议答辩。", "This call has no defence."),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 1,
    passing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    failing=PROPOSAL,
    marks_path=True,
    of_the_call=True,
)
has_no_defence = ProposalGuard(
    key="has_no_defence",
    reason=Text(
        "本指南设会议答辩，须先入围并答辩。",
        "This call has a defence: the proposal must be shortlisted and defended first.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["defence_round"] == 0,
    passing=PROPOSAL,
    failing=replace(PROPOSAL, parameters={**PROPOSAL.parameters, "defence_round": 1}),
    marks_path=True,
    of_the_call=True,
)
no_choice_to_make = ProposalGuard(
    key="no_choice_to_make",
    reason=Text(
        "评审组已锁定，请确定是否入围答辩。",
        "The panel has locked its scores. Decide whether the proposal is shortlisted for the "
        "defence.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: not f.group_locked or f.parameters["defence_round"] == 0,
    passing=PROPOSAL,
    failing=replace(
        PROPOSAL, group_locked=True, parameters={**PROPOSAL.parameters, "defence_round": 1}
    ),
)
within_multiple = ProposalGuard(
    key="within_multiple",
    reason=Text(
        "名次在公布的入围倍数之外，不能入围。",
        "The proposal ranks outside the published shortlist multiple.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.rank is not None and f.rank <= f.parameters["shortlist_times"] * f.planned_awards
    ),
    passing=replace(PROPOSAL, rank=3),
    failing=replace(PROPOSAL, rank=4),
)
defence_panel_ready = requires(
    "defence_panel_ready",
    of=PROPOSAL,
    key="defence_panel_ready",
    reason=Text(
        "答辩专家组不足规定人数或非单数。",
        "The defence panel has too few members or an even number.",
    ),
    supplied_by=MANAGER,
)
defence_time_has_come = has_come(
    "defence_at",
    of=PROPOSAL,
    key="defence_time_has_come",
    reason=Text(
        "未到该项目的答辩时间，或尚未向其发出通知，不能记为未到场。",
        "The defence slot has not come, or the team was not given notice, so it cannot be "
        "recorded as absent.",
    ),
    supplied_by=OFFICER,
)
was_not_seen = forbids(
    "seen_at_defence",
    of=PROPOSAL,
    key="was_not_seen",
    reason=Text(
        "已登记该项目到场；登记有误的，先在答辩安排中撤销登记。",
        "The team is recorded as present. If that is wrong, undo the record in the defence "
        "schedule first.",
    ),
    supplied_by=OFFICER,
)


new_date_is_left = ProposalGuard(
    key="new_date_is_left",
    reason=Text(
        "本批规则未规定缺席答辩可另定时间，或该项目已另定过一次；再不到场的，按未到场登记。",
        "The rules of this call do not allow a new defence date, or this proposal has already had "
        "one. A team that misses it again is recorded as absent.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.new_dates_given < f.parameters["defence_new_dates"],
    passing=_WITH_A_NEW_DATE,
    failing=replace(_WITH_A_NEW_DATE, new_dates_given=1),
)


def _latest_day(f: ProposalFacts) -> date:
    """Scores of the panel are due then, counted anew from the day the date is given."""
    return local_date(f.now) + timedelta(days=f.parameters["score_days"])


def _first_and_last(f: ProposalFacts) -> tuple[Text, ...]:
    first, last = earliest_day(f.now, f.parameters), _latest_day(f)
    return (Text(f"{first} 至 {last}", f"{first} to {last}"),)


new_date_fits = ProposalGuard(
    key="new_date_fits",
    reason=Text(
        "新的答辩时间须按规定天数提前通知，并在专家评分期内，可定在：{missing}。",
        "The new time must allow the required notice and fall within the scoring period. "
        "Available: {missing}.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.new_defence_at is None
        or earliest_day(f.now, f.parameters) <= local_date(f.new_defence_at) <= _latest_day(f)
    ),
    passing=replace(_WITH_A_NEW_DATE, new_defence_at=NOON + timedelta(days=6)),
    failing=replace(_WITH_A_NEW_DATE, new_defence_at=NOON + timedelta(days=1)),
    missing=_first_and_last,
)
new_date_is_free = nothing_in(
    "heard_then",
    of=_WITH_A_NEW_DATE,
    key="new_date_is_free",
    reason=Text(
        "该时间段内专家组已安排听取其他项目，请另选时间：{missing}。",
        "The panel is hearing other proposals at that time. Choose another: {missing}.",
    ),
    supplied_by=OFFICER,
)

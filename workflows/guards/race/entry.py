"""What a race asks of a proposal beyond its form."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.shapes import forbids, nothing_in
from workflows.hands import DECIDES, OFFICER, PI

entry_is_complete = nothing_in(
    "race_entry_problems",
    of=PROPOSAL,
    key="entry_is_complete",
    reason=Text(
        "参赛信息尚不完整：{missing}。", "The race entry is incomplete. Missing: {missing}."
    ),
    supplied_by=PI,
)
may_be_admitted = nothing_in(
    "admission_problems",
    of=PROPOSAL,
    key="race_may_be_admitted",
    reason=Text(
        "不能列为赛题候补：{missing}。", "It cannot be listed as a reserve for the race: {missing}."
    ),
    supplied_by=PI,
)
not_left_to_admission = forbids(
    "entered_late",
    of=PROPOSAL,
    key="race_not_left_to_admission",
    reason=Text(
        "补充征集的报名，待厅务会列为候补。",
        "A supplementary entry, to be listed as a reserve by the executive meeting.",
    ),
    supplied_by=DECIDES,
)
leads_no_other_team = nothing_in(
    "races_elsewhere",
    of=PROPOSAL,
    key="race_leads_no_other_team",
    reason=Text(
        "同一负责人不得同时参加两个赛题：{missing}。",
        "One leader cannot take part in two races at the same time: {missing}.",
    ),
    supplied_by=PI,
)
pool_bears_the_award = nothing_in(
    "pool_problems",
    of=PROPOSAL,
    key="race_pool_bears_the_award",
    reason=Text(
        "赛事经费不足以资助新的团队：{missing}。",
        "The race does not have enough money to fund another team: {missing}.",
    ),
    supplied_by=OFFICER,
)

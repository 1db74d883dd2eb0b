"""Rules of a proposal that more than one phase asks for."""

from __future__ import annotations

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.call import STANDS_STILL
from workflows.guards.examples import PROPOSAL
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CHAIR, DECIDES, EXPERT, OFFICER, PI, SUPERVISOR
from workflows.roles import Role

ProposalGuard = Guard[ProposalFacts]


form_complete = nothing_in(
    "form_problems",
    of=PROPOSAL,
    key="form_problems",
    reason=Text("申报书尚有问题：{missing}。", "The proposal has unresolved problems: {missing}."),
    supplied_by=PI,
)
files_complete = nothing_in(
    "missing_files",
    of=PROPOSAL,
    key="missing_files",
    reason=Text("缺少附件：{missing}。", "Attachments are missing: {missing}."),
    supplied_by=PI,
)
within_limits = nothing_in(
    "limit_findings",
    of=PROPOSAL,
    key="limit_findings",
    reason=Text(
        "不符合申报条件或限项：{missing}。",
        "The proposal does not meet the conditions or exceeds the limits: {missing}.",
    ),
    supplied_by=PI,
)
not_barred = nothing_in(
    "integrity_findings",
    of=PROPOSAL,
    key="integrity_findings",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
scores_signed = forbids(
    "scores_awaited",
    of=PROPOSAL,
    key="scores_signed",
    reason=Text("评审专家尚未全部签名。", "Not all the experts have signed."),
    supplied_by=EXPERT,
)
"""The team reads whose turn it is, and no number: it would tell who stands aside (§3.2)."""
panel_not_dissolved = forbids(
    "panel_dissolved",
    of=PROPOSAL,
    key="panel_not_dissolved",
    reason=Text(
        "评审组已解散，须重新编组、重新抽取专家。",
        "The panel was dissolved. Another has to be formed, with experts drawn anew.",
    ),
    supplied_by=OFFICER,
)
panel_ready = nothing_in(
    "panel_problems",
    of=PROPOSAL,
    key="panel_problems",
    reason=Text("评审组尚不能开始：{missing}。", "The panel cannot start: {missing}."),
    supplied_by=frozenset({Role.EXPERT_MANAGER, Role.EXPERT}),
)
group_is_locked = requires(
    "group_locked",
    of=PROPOSAL,
    key="group_is_locked",
    reason=Text("评审组尚未锁定并签名。", "The panel has not locked and signed its scores."),
    supplied_by=CHAIR,
)
call_stands_not_still = forbids(
    "stands_still",
    of=PROPOSAL,
    key="call_stands_not_still",
    reason=STANDS_STILL,
    supplied_by=DECIDES,
)

"""Every state of a project (domain §2.1b); a definition takes those its phases reach."""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State
from workflows.engine.text import Text
from workflows.guards import contract
from workflows.hands import CHAIR, CLOCK, DECIDES, PI, UNIT

_BY_MILESTONE = Text("以节点期限为准", "by the milestone deadlines")

CONTRACTING_STATES = (
    State(
        "contracting",
        Text("任务书签订", "Contract signing"),
        Kind.START,
        PI | UNIT,
        At("sign_until"),
        first=(contract.lowering_settled,),
    ),
    State("lapsed", Text("放弃立项", "Lapsed"), Kind.FINAL),
)
UNSIGNED = ("contracting", "user_refused")
"""Before the contract; an item's demand side may have refused it (`phases.refusing`)."""
RUNNING_STATES = (
    State(
        "active",
        Text("在研", "Active"),
        waits_on=CLOCK,
        undated=Text("至下一节点通知", "until the next milestone notice"),
    ),
    State(
        "node_check",
        Text("节点考核", "Milestone assessment"),
        waits_on=CHAIR,
        undated=_BY_MILESTONE,
    ),
    State("rectifying", Text("限期整改", "Being rectified"), waits_on=CHAIR, undated=_BY_MILESTONE),
    State("suspended", Text("暂停", "Suspended"), waits_on=DECIDES, due=At("stands_until")),
)
ACCEPTING_STATES = (
    State(
        "accept_due",
        Text("待验收", "Due for acceptance"),
        waits_on=UNIT,
        due=At("accept_overdue_at"),
    ),
    State(
        "accept_applied",
        Text("已申请验收", "Acceptance applied for"),
        waits_on=CLOCK,
        due=At("accept_ends_at"),
    ),
    State(
        "accept_review",
        Text("验收评审", "Acceptance review"),
        waits_on=CLOCK,
        due=At("accept_ends_at"),
    ),
    State(
        "re_accept",
        Text("整改复验", "Re-acceptance due"),
        waits_on=CLOCK,
        due=After("re_accept_days"),
    ),
)
_KEPT = Text("保存期满归档", "archived when the retention period ends")
ENDED_STATES = (
    State("passed", Text("通过", "Passed"), waits_on=CLOCK, undated=_KEPT),
    State("concluded", Text("结题", "Concluded"), waits_on=CLOCK, undated=_KEPT),
    State("failed", Text("不通过", "Failed"), waits_on=CLOCK, undated=_KEPT),
    State("terminated", Text("终止", "Terminated"), waits_on=CLOCK, undated=_KEPT),
    State("revoked", Text("撤销", "Revoked"), waits_on=CLOCK, undated=_KEPT),
    State("archived", Text("已归档", "Archived"), Kind.FINAL),
)
"""Ended, but not beyond reach: a revocation or an appeal may follow until the file is archived."""

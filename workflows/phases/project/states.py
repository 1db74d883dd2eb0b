"""Every state of a project (domain §2.1b); a definition takes those its phases reach."""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State
from workflows.engine.text import Text
from workflows.hands import CHAIR, CLOCK, DECIDES, PI, UNIT

_BY_NODE = Text("以节点期限为准", "by the deadlines of the milestone")

CONTRACTING_STATES = (
    State(
        "contracting",
        Text("任务书签订", "Signing the contract"),
        Kind.START,
        PI | UNIT,
        At("sign_until"),
    ),
    State("lapsed", Text("放弃立项", "Lapsed"), Kind.FINAL),
)
RUNNING_STATES = (
    State(
        "active",
        Text("在研", "Active"),
        waits_on=CLOCK,
        undated=Text("至下一节点通知", "until the notice of the next node"),
    ),
    State(
        "node_check", Text("节点考核", "Node under assessment"), waits_on=CHAIR, undated=_BY_NODE
    ),
    State("rectifying", Text("限期整改", "Rectifying"), waits_on=CHAIR, undated=_BY_NODE),
    State("suspended", Text("暂停", "Suspended"), waits_on=DECIDES, due=After("suspension_days")),
)
TERMINATED = State("terminated", Text("终止", "Terminated"), Kind.FINAL)

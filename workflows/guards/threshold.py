"""What was posted on the list binds whoever won by it: no contract and no change goes below (B13).

Those who lost were measured against the posted thresholds; the executive meeting may lower a
promise that goes beyond them, and never the thresholds.
"""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import CHANGE, PROJECT
from workflows.guards.shapes import nothing_in
from workflows.hands import PI

_REASON = Text(
    "指标低于榜单公布的门槛，对未中榜者不公平，厅务会也不得议定降低：{missing}。请恢复到门槛以上；"
    "门槛只能在流榜后经修订、重新论证，由发榜单位和厅务会同意后重新张榜调整。",
    "These metrics are below the posted threshold: {missing}. That would be unfair to losing "
    "bidders, and not even the executive meeting can allow it. Raise them to the threshold. The "
    "threshold itself can change only if the item is unclaimed, then revised, appraised again and "
    "reposted with the agreement of the demand-side unit and the executive meeting.",
)
_BELOW = (Text("能量密度 350＜400", "energy density 350 < 400"),)

contract_keeps_posting = nothing_in(
    "below_posting",
    of=PROJECT,
    key="contract_keeps_posting",
    reason=_REASON,
    supplied_by=PI,
)
change_keeps_posting = nothing_in(
    "below_posting",
    of=CHANGE,
    key="change_keeps_posting",
    reason=_REASON,
    supplied_by=PI,
)

"""What was posted on the list binds whoever won by it: no contract and no change goes below (B13).

Those who lost were measured against the posted thresholds; the office meeting may lower a promise
that goes beyond them, and never the thresholds.
"""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import CHANGE, PROJECT
from workflows.guards.shapes import nothing_in
from workflows.hands import PI

_REASON = Text(
    "指标低于榜单公布的门槛，对未中榜者不公，厅务会也不得议定降低：{missing}。请恢复到门槛以上；"
    "门槛本身只能在流榜后修订、重新论证，经发榜单位和厅务会同意重新张榜。",
    "Metrics below the posted threshold, which would wrong those who lost, and which not even the "
    "office meeting may permit: {missing}. Bring them back to the threshold; the threshold itself "
    "changes only when the item is unclaimed, revised, argued again and posted anew with the "
    "consent of the demand side and the office meeting.",
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

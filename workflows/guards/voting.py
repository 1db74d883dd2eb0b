"""Rules of the secret vote of a panel; domain §3.3."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import GROUP, REVIEW
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CHAIR, EXPERT, SUPERVISOR

scores_are_tied = requires(
    "has_ties",
    of=GROUP,
    key="scores_are_tied",
    reason=Text(
        "本组没有评分、技术分、中位数都相同的项目。",
        "No proposals in this panel are tied on score, technical score and median.",
    ),
    supplied_by=EXPERT,
)
no_vote_is_open = forbids(
    "votes_open",
    of=GROUP,
    key="no_vote_is_open",
    reason=Text("无记名投票尚未计票。", "A secret vote has not been counted yet."),
    supplied_by=CHAIR,
)
vote_is_open = requires(
    "votes_open",
    of=GROUP,
    key="vote_is_open",
    reason=Text("没有正在进行的无记名投票。", "No secret vote is in progress."),
    supplied_by=CHAIR,
)
enough_have_voted = nothing_in(
    "short_of_ballots",
    of=GROUP,
    key="enough_have_voted",
    reason=Text("投票人数不足：{missing}。", "Too few votes have been cast: {missing}."),
    supplied_by=EXPERT,
)
nobody_votes_now = forbids(
    "panel_votes",
    of=REVIEW,
    key="nobody_votes_now",
    reason=Text(
        "无记名投票期间不能修改评分；计票或取消之后方可修改。",
        "Scores cannot be revised during a secret vote. Wait until it is counted or cancelled.",
    ),
    supplied_by=CHAIR,
)
some_vote_is_unsound = requires(
    "votes_unsound",
    of=GROUP,
    key="some_vote_is_unsound",
    reason=Text(
        "投票专家的评分都还计入，投票有效。",
        "The scores of all voting experts still count, so the vote stands.",
    ),
    supplied_by=SUPERVISOR,
)

"""Rules of the secret vote of a panel; domain §3.3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts
from workflows.guards.examples import GROUP, REVIEW
from workflows.roles import Role

_CHAIR = frozenset({Role.PANEL_CHAIR})
_EXPERT = frozenset({Role.EXPERT})

scores_are_tied = Guard[ReviewGroupFacts](
    "scores_are_tied",
    Text(
        "本组没有评分、技术分、中位数都相同的项目。",
        "No proposals of this panel are equal in score, technical part and median.",
    ),
    _EXPERT,
    lambda f: f.has_ties,
    replace(GROUP, has_ties=True),
    GROUP,
)
no_vote_is_open = Guard[ReviewGroupFacts](
    "no_vote_is_open",
    Text("无记名投票尚未计票。", "A secret vote has not been counted yet."),
    _CHAIR,
    lambda f: not f.votes_open,
    GROUP,
    replace(GROUP, votes_open=1),
)
vote_is_open = Guard[ReviewGroupFacts](
    "vote_is_open",
    Text("没有正在进行的无记名投票。", "No secret vote is open."),
    _CHAIR,
    lambda f: f.votes_open > 0,
    replace(GROUP, votes_open=1),
    GROUP,
)
enough_have_voted = Guard[ReviewGroupFacts](
    "enough_have_voted",
    Text("投票人数不足：{missing}。", "Too few have voted: {missing}."),
    _EXPERT,
    lambda f: not f.short_of_ballots,
    GROUP,
    replace(GROUP, short_of_ballots=("已投 1 / 5",)),
    lambda f: f.short_of_ballots,
)
nobody_votes_now = Guard[ReviewFacts](
    "nobody_votes_now",
    Text(
        "无记名投票期间不能修改评分；计票或取消之后方可修改。",
        "No score is revised during a secret vote; wait until it is counted or cancelled.",
    ),
    _CHAIR,
    lambda f: not f.panel_votes,
    REVIEW,
    replace(REVIEW, panel_votes=True),
)

"""What the facts of every kind of case are made of: names shown to people, named moments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from workflows.engine.text import Text

Names = tuple[Text | str, ...]
"""Wordings, and proper names as they are."""

ConsultationEnds = Annotated[datetime | None, Text("征求意见期满", "the end of the consultation")]
Opening = Annotated[datetime | None, Text("申报开始", "the opening of applications")]
Closing = Annotated[datetime | None, Text("申报截止", "the closing of applications")]
RecommendingEnds = Annotated[datetime | None, Text("推荐截止", "the close of recommendations")]
NoticeEnds = Annotated[datetime | None, Text("公示期满", "the end of the public notice period")]
ReserveEnds = Annotated[datetime | None, Text("备选到期", "the expiry of the reserve")]
DuesEnd = Annotated[
    datetime | None, Text("清欠期满", "the deadline to clear outstanding obligations")
]
NoticeOrItsDraft = Annotated[
    datetime | None,
    Text(
        "公示期满（未公示的，为拟定公示的期限）",
        "the end of the public notice period (before publication, the deadline to draft the "
        "notice)",
    ),
]
SigningEnds = Annotated[
    datetime | None, Text("签订期及宽限期满", "the deadline to sign, with the grace period")
]
PauseEnds = Annotated[
    datetime | None, Text("暂停或其追认期满", "the end of the pause, or the deadline to ratify it")
]
NeedsEnd = Annotated[datetime | None, Text("需求征集截止", "the closing date for needs")]
BiddingEnds = Annotated[datetime | None, Text("揭榜截止", "the close of bidding")]
MeetingBegins = Annotated[datetime | None, Text("答辩开始", "the start of the defence")]
OrderEnds = Annotated[datetime | None, Text("军令状签订期满", "the deadline to sign the pledge")]
Served = Annotated[datetime | None, Text("决定送达", "the service of the decision")]
AttackEnds = Annotated[datetime | None, Text("攻关期满", "the end of the development period")]
NewDefenceDate = Annotated[
    datetime | None, Text("另定时间或再次开会之日", "the new defence date or the next meeting")
]
EvidenceOver = Annotated[
    datetime | None, Text("节点佐证宽限期满", "the end of the grace period for evidence")
]
ReviewBegan = Annotated[datetime | None, Text("评审开始", "the start of the review")]

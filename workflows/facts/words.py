"""What the facts of every kind of case are made of: names shown to people, named moments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from workflows.engine.text import Text

Names = tuple[Text | str, ...]
"""Wordings, and proper names as they are."""

ConsultationEnds = Annotated[datetime | None, Text("征求意见期满", "the end of the consultation")]
Opening = Annotated[datetime | None, Text("申报开始", "the opening")]
Closing = Annotated[datetime | None, Text("申报截止", "the closing")]
RecommendingEnds = Annotated[datetime | None, Text("推荐截止", "the end of recommendation")]
NoticeEnds = Annotated[datetime | None, Text("公示期满", "the end of the notice")]
ReserveEnds = Annotated[datetime | None, Text("备选到期", "the end of the reserve")]
DuesEnd = Annotated[datetime | None, Text("清欠期满", "the end of the time to clear what is owed")]
NoticeOrItsDraft = Annotated[
    datetime | None,
    Text("公示期满（公示前为拟公示期限）", "the end of the notice, or the term to draft one"),
]
SigningEnds = Annotated[
    datetime | None, Text("签订期及宽限期满", "the end of signing and its grace")
]
PauseEnds = Annotated[
    datetime | None, Text("暂停或其追认期满", "the end of a pause, or of ratifying it")
]
NeedsEnd = Annotated[datetime | None, Text("需求征集截止", "the end of collecting needs")]
BiddingEnds = Annotated[datetime | None, Text("揭榜截止", "the close of bidding")]
MeetingBegins = Annotated[datetime | None, Text("答辩开始", "the beginning of the defence")]
OrderEnds = Annotated[datetime | None, Text("军令状签订期满", "the end of signing the pledge")]
Served = Annotated[datetime | None, Text("决定送达", "the service of the decision")]
AttackEnds = Annotated[datetime | None, Text("攻关期满", "the end of the attack")]
NewDefenceDate = Annotated[
    datetime | None, Text("另定时间或再次开会之日", "the day of a new date or meeting")
]
ReviewBegan = Annotated[datetime | None, Text("评审开始", "the start of the review")]

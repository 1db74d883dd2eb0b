"""What the facts of every kind of case are made of: names shown to people, named moments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from workflows.engine.text import Text

Names = tuple[Text | str, ...]
"""Wordings, and proper names as they are."""

Opening = Annotated[datetime | None, Text("申报开始", "the opening")]
Closing = Annotated[datetime | None, Text("申报截止", "the closing")]
RecommendingEnds = Annotated[datetime | None, Text("推荐截止", "the end of recommendation")]
NoticeEnds = Annotated[datetime | None, Text("公示期满", "the end of the notice")]
SigningEnds = Annotated[
    datetime | None, Text("签订期及宽限期满", "the end of signing and its grace")
]

"""The four conclusions of a panel, in words (§3.8)."""

from __future__ import annotations

from workflows.engine.text import Text

PASS = Text("通过", "pass")
RECTIFY = Text("整改", "rectify")
FAIL = Text("不通过", "fail")
CONCLUDE = Text("结题", "conclude")

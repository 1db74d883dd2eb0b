"""What is typed with a move of a race or of a team."""

from __future__ import annotations

from workflows.engine.model import Ask, AskKind
from workflows.engine.text import Text

DAYS = Ask("days", Text("延长天数", "Days more"), hint=Text("整数", "A whole number"))
FINDING = Ask("finding", Text("专家组意见", "The panel's finding"), AskKind.PARAGRAPH)
REPORT = Ask("report", Text("未冲线报告", "Report on the race"), AskKind.PARAGRAPH)
PARTNER = Ask(
    "partner",
    Text("合并的对方团队（赛道号）", "The other team (its lane)"),
    hint=Text("例如：B", "For example B"),
)
AGREEMENT = Ask(
    "agreement",
    Text("合并协议（牵头、知识产权、经费、人员）", "Agreement (lead, IP, money, people)"),
    AskKind.PARAGRAPH,
)

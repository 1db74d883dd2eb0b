"""What is typed with a move of a race or of a team."""

from __future__ import annotations

from workflows.engine.model import Ask, AskKind
from workflows.engine.text import Text

DAYS = Ask("days", Text("延长天数", "Extra days"), hint=Text("整数", "A whole number"))
FINDING = Ask("finding", Text("专家组意见", "Panel opinion"), AskKind.PARAGRAPH)
REPORT = Ask("report", Text("未冲线报告", "Report on the race without a finish"), AskKind.PARAGRAPH)
PARTNER = Ask(
    "partner",
    Text("合并的对方团队（赛道号）", "The other team (lane)"),
    hint=Text("例如：B", "For example: B"),
)
TESTER = Ask("tester", Text("检测机构", "Testing body"), most=200)
TEST_REPORT = Ask("test_report", Text("检测报告编号", "Test report number"), most=200)
TESTED_ON = Ask("tested_on", Text("复测日期", "Re-test date"), AskKind.DATE, has_come=True)
MEASURED = Ask(
    "measured",
    Text("复测实测值", "Measured values"),
    AskKind.PARAGRAPH,
    hint=Text(
        "每行一项本节点指标，例如：能量密度 420",
        "One stage metric per line, for example: Energy density 420",
    ),
)
RETEST = (TESTER, TEST_REPORT, TESTED_ON, MEASURED, FINDING)
AGREEMENT = Ask(
    "agreement",
    Text(
        "合并协议（牵头、知识产权、经费、人员）",
        "Merger agreement (lead, intellectual property, money, people)",
    ),
    AskKind.PARAGRAPH,
)

"""What people are told of a yellow card of a race."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

CARDS: dict[str, Wording] = {
    "card_shown": say(
        "限期整改：{title}",
        "Rectification required: {title}",
        "《{title}》被保持观察（黄牌），请于 {due} 前整改并在本队页面提交整改报告，由主管处室组织"
        "复测；逾期未提交或复测不合格的，黄牌保留至下一节点考核。",
        "“{title}” is held with a yellow card. Put matters right and submit a rectification "
        "report on your team's page by {due}; the programme office then arranges a re-test. If "
        "the report is not submitted in time or the re-test fails, the card stands until the next "
        "checkpoint.",
    ),
    "card_rectified": say(
        "整改报告已提交，请组织复测：{title}",
        "Rectification report submitted, arrange a re-test: {title}",
        "《{title}》已提交黄牌整改报告，请在下一节点考核开始之前组织复测并登记结果。",
        "“{title}” has submitted a rectification report for its yellow card. Arrange a re-test "
        "and record the result before the next checkpoint starts.",
    ),
    "card_not_rectified": say(
        "整改期满未提交：{title}",
        "Rectification report not submitted: {title}",
        "《{title}》黄牌整改期满未提交整改报告，黄牌保留至下一节点考核。",
        "“{title}” did not submit a rectification report in time. Its yellow card stands until "
        "the next checkpoint.",
    ),
    "card_cleared": say(
        "复测合格，黄牌撤销：{title}",
        "Re-test passed, yellow card cancelled: {title}",
        "《{title}》整改复测合格，黄牌撤销；本节点经费不变。实测值和专家组意见见本队页面。",
        "“{title}” passed the re-test and its yellow card is cancelled. Its money for this stage "
        "does not change. The measured values and the panel's opinion are on your team's page.",
    ),
    "card_stands": say(
        "复测不合格，黄牌保留：{title}",
        "Re-test failed, yellow card stands: {title}",
        "《{title}》整改复测不合格，黄牌保留至下一节点考核。实测值和专家组意见见本队页面。",
        "“{title}” did not pass the re-test. Its yellow card stands until the next checkpoint. "
        "The measured values and the panel's opinion are on your team's page.",
    ),
}

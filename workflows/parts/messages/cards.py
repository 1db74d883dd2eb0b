"""What people are told of a yellow card of a race."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

CARDS: dict[str, Wording] = {
    "card_shown": say(
        "限期整改：{title}",
        "To be rectified: {title}",
        "《{title}》被保持观察（黄牌），请于 {due} 前整改并在本队页面提交整改报告，由主管处室组织"
        "复测；逾期未提交或复测不合格的，黄牌保留至下一节点考核。",
        "“{title}” is held with a yellow card. Rectify and report it on your team's page by {due}; "
        "it is then tested again. Without that, or if the re-test is not met, the card stands "
        "until the next checkpoint.",
    ),
    "card_rectified": say(
        "整改报告已提交，请组织复测：{title}",
        "Rectified, to be tested again: {title}",
        "《{title}》已提交黄牌整改报告，请在下一节点考核开始之前组织复测并登记结果。",
        "“{title}” has reported what it rectified; please have it tested again and record the "
        "result before the next checkpoint is called.",
    ),
    "card_not_rectified": say(
        "整改期满未提交：{title}",
        "Not rectified in time: {title}",
        "《{title}》黄牌整改期满未提交整改报告，黄牌保留至下一节点考核。",
        "“{title}” reported no rectification in time; its yellow card stands until the next "
        "checkpoint.",
    ),
    "card_cleared": say(
        "复测合格，黄牌撤销：{title}",
        "Yellow card cleared: {title}",
        "《{title}》整改复测合格，黄牌撤销；本节点经费不变。实测值和专家组意见见本队页面。",
        "The re-test of “{title}” is met and its yellow card is cleared; the money of the stage "
        "stays. The figures and the panel's finding are on your team's page.",
    ),
    "card_stands": say(
        "复测不合格，黄牌保留：{title}",
        "Yellow card stands: {title}",
        "《{title}》整改复测不合格，黄牌保留至下一节点考核。实测值和专家组意见见本队页面。",
        "The re-test of “{title}” is not met; its yellow card stands until the next checkpoint. "
        "The figures and the panel's finding are on your team's page.",
    ),
}

"""What people are told of panels and reviews."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

REVIEWING: dict[str, Wording] = {
    "review_assigned": say(
        "评审任务：{title}",
        "Review assigned: {title}",
        "请评审《{title}》，期限至 {due}。请先申报有无回避情形。",
        "Please review “{title}” by {due}; declare any conflict first.",
    ),
    "review_replaced": say(
        "评审任务已收回：{title}",
        "Review withdrawn: {title}",
        "《{title}》的评审任务已收回。",
        "Your review of “{title}” was withdrawn.",
    ),
    "shortlisted": say(
        "入围答辩：{title}",
        "Shortlisted: {title}",
        "《{title}》入围会议答辩。",
        "“{title}” is shortlisted for the defence.",
    ),
    "group_locked": say(
        "评审组已锁定：{title}",
        "Panel locked: {title}",
        "《{title}》的一个评审组已锁定签名。",
        "A panel of “{title}” is locked and signed.",
    ),
}

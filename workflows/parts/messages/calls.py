"""What people are told of a call."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

CALLS: dict[str, Wording] = {
    "consultation_opened": say(
        "征求意见：{title}",
        "Consultation: {title}",
        "请就《{title}》提出意见。",
        "Please comment on “{title}”.",
    ),
    "call_approved": say(
        "指南已批准：{title}",
        "Call approved: {title}",
        "《{title}》已经厅务会批准，可以发布。",
        "“{title}” is approved and may be published.",
    ),
    "window_set": say(
        "申报时间已改定：{title}",
        "Window set again: {title}",
        "《{title}》发布前改定了申报时间，请知悉。",
        "The window of “{title}” was set again before its publication.",
    ),
    "call_amended": say(
        "更正公告：{title}",
        "Call amended: {title}",
        "《{title}》有更正：{reason}",
        "“{title}” was amended: {reason}",
    ),
    "call_stopped": say(
        "指南状态变更：{title}",
        "Call changed: {title}",
        "《{title}》状态有变更。理由：{reason}",
        "“{title}” was paused, resumed or cancelled. Reason: {reason}",
    ),
    "decision_wanted": say(
        "待审议：{title}",
        "Decision wanted: {title}",
        "《{title}》评审完成，待厅务会审议。",
        "The review of “{title}” is finished; a decision is wanted.",
    ),
}

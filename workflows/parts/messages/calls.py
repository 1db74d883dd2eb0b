"""What people are told of a call."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

CALLS: dict[str, Wording] = {
    "consultation_opened": say(
        "征求意见：{title}",
        "Consultation: {title}",
        "请就《{title}》提出意见。",
        "Send your comments on “{title}”.",
    ),
    "call_returned": say(
        "退回修改：{title}",
        "Returned to draft: {title}",
        "《{title}》已退回修改，修改后须再次征求意见。理由：{reason}",
        "“{title}” has been returned for changes and must go out to consultation again. Reason: "
        "{reason}",
    ),
    "comments_arrived": say(
        "收到意见：{title}",
        "Comments received: {title}",
        "《{title}》征求意见收到意见，请逐条答复；全部答复后厅务会方可批准。",
        "Comments have been received on “{title}”. Answer each one; the executive meeting can "
        "approve it only when all are answered.",
    ),
    "comment_answered": say(
        "意见已答复：{title}",
        "Your comment has been answered: {title}",
        "您对《{title}》征求意见稿的意见已答复：{outcome}。{reason}",
        "Your comment on “{title}” has been answered: {outcome}. {reason}",
    ),
    "call_approved": say(
        "指南已批准：{title}",
        "Call approved: {title}",
        "《{title}》已经厅务会批准，可以发布。",
        "The executive meeting has approved “{title}” and it can be published.",
    ),
    "window_set": say(
        "申报时间已改定：{title}",
        "Application window changed: {title}",
        "《{title}》发布前改定了申报时间，请知悉。",
        "The application window of “{title}” was changed before publication.",
    ),
    "call_amended": say(
        "更正公告：{title}",
        "Call amended: {title}",
        "《{title}》有更正：{reason}",
        "“{title}” was amended: {reason}",
    ),
    "call_stopped": say(
        "指南状态变更：{title}",
        "Call status changed: {title}",
        "《{title}》状态有变更。理由：{reason}",
        "“{title}” was paused, resumed or cancelled. Reason: {reason}",
    ),
    "pause_to_ratify": say(
        "紧急暂停待追认：{title}",
        "Urgent pause to ratify: {title}",
        "《{title}》已紧急暂停，须于 {due} 前由厅务会追认并补记会议纪要，逾期未追认的自行恢复。"
        "理由：{reason}",
        "“{title}” has been paused urgently. The executive meeting must ratify the pause by {due} "
        "and its minutes must be recorded; otherwise the pause ends automatically. Reason: "
        "{reason}",
    ),
    "pause_ratified": say(
        "暂停已追认：{title}",
        "Pause ratified: {title}",
        "厅务会已追认《{title}》的暂停，会议纪要已补记。",
        "The executive meeting has ratified the pause of “{title}” and the minutes have been "
        "recorded.",
    ),
    "pause_lapsed": say(
        "紧急暂停未获追认：{title}",
        "Urgent pause not ratified: {title}",
        "《{title}》的紧急暂停逾期未经厅务会追认，已自行恢复。",
        "The executive meeting did not ratify the urgent pause of “{title}” in time, so it has "
        "ended automatically.",
    ),
    "decision_wanted": say(
        "待审议：{title}",
        "For decision: {title}",
        "《{title}》评审完成，由主管处室起草立项方案；方案起草后列入您的待办，提请厅务会审议。",
        "The review of “{title}” is complete. The programme office drafts the award decision. "
        "Once drafted, it appears in your to-do list for the executive meeting.",
    ),
}

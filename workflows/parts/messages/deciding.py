"""What people are told of notices, objections and awards."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

DECIDING: dict[str, Wording] = {
    "on_notice": say(
        "公示中：{title}",
        "On public notice: {title}",
        "《{title}》拟立项名单正在公示，其中有您的项目，至 {due} 止。",
        "The proposed awards of “{title}”, including yours, are on public notice until {due}.",
    ),
    "objection_filed": say(
        "收到异议：{title}",
        "Objection received: {title}",
        "对《{title}》收到异议，请于 {due} 前决定是否受理。",
        "An objection to “{title}” has been received. Decide by {due} whether to admit it.",
    ),
    "objection_admitted": say(
        "异议已受理：{title}",
        "Objection admitted: {title}",
        "对《{title}》的异议已受理，该项目暂缓办理。",
        "An objection to “{title}” has been admitted. This proposal is on hold.",
    ),
    "objection_rejected": say(
        "异议不成立：{title}",
        "Objection rejected: {title}",
        "对《{title}》的异议经查不成立，该项目恢复办理。理由：{reason}",
        "The objection to “{title}” was found to be unfounded, and the proposal continues. "
        "Reason: {reason}",
    ),
    "objection_upheld": say(
        "异议成立：{title}",
        "Objection upheld: {title}",
        "对《{title}》的异议成立，处理结果见项目页面。理由：{reason}",
        "The objection to “{title}” was upheld. The outcome is on the proposal page. Reason: "
        "{reason}",
    ),
    "objection_answered": say(
        "异议处理结果：{title}",
        "Objection decided: {title}",
        "对《{title}》的异议已作出处理。理由：{reason}",
        "The objection to “{title}” has been decided. Reason: {reason}",
    ),
    "reserve_promoted": say(
        "备选递补：{title}",
        "Reserve promoted: {title}",
        "《{title}》由备选递补为拟立项，将单独公示。",
        "“{title}” has been promoted from the reserve to a proposed award and will have its own "
        "public notice.",
    ),
    "approved": say(
        "已立项：{title}",
        "Award made: {title}",
        "《{title}》已立项，请查收立项通知书并按期签订任务书。",
        "“{title}” has been awarded. Read the award letter and sign the contract by its deadline.",
    ),
    "award_held_up": say(
        "公示期满，暂未立项：{title}",
        "Public notice ended, award on hold: {title}",
        "《{title}》公示期满，立项前的审核未通过，暂未立项，缘由见项目页面。限制期满或解除、登记更"
        "正后自动立项；不宜等待的，由监督诚信处取消资格，空出的名额由备选递补。",
        "The public notice of “{title}” has ended, but the check before the award has findings, so "
        "the award is on hold. The proposal page gives the reason. The award is made automatically "
        "once the bar ends or is lifted or the record is corrected. If that takes too long, the "
        "supervision and integrity division disqualifies the proposal and a reserve takes its "
        "place.",
    ),
    "award_owes": say(
        "公示期满，清欠后立项：{title}",
        "Public notice ended, clear obligations before the award: {title}",
        "《{title}》公示期满，尚有应退经费或逾期验收未清，暂未立项，缘由和期限见项目页面。申报单位退清、办结，"
        "厅财务登记到账后自动立项；期限内未清的，厅务会可议定不予立项，空出的名额由备选递补。",
        "The public notice of “{title}” has ended, but a refund or an acceptance is still "
        "overdue, so the award is on hold. The proposal page gives the reason and the deadline. "
        "The award is made automatically once the unit has repaid or completed it and the finance "
        "team has recorded it. After the deadline the executive meeting may reject the proposal, "
        "and a reserve takes its place.",
    ),
    "award_uncleared": say(
        "清欠期满未清：{title}",
        "Obligations not cleared in time: {title}",
        "《{title}》公示期满后的清欠期限已满，应退经费或逾期验收仍未清，暂未立项。请厅务会议定不予立项，空出的"
        "名额由备选递补；议定之前清结的，仍自动立项。",
        "The deadline to clear obligations after the public notice of “{title}” has passed, and a "
        "refund or an acceptance is still overdue. The award is on hold. The executive meeting "
        "may reject the proposal, and a reserve takes its place. If it is cleared before then, "
        "the award is still made automatically.",
    ),
    "left_out": say(
        "未入选：{title}",
        "Not selected: {title}",
        "《{title}》本次未入选。公示期满后发《不予立项通知书》，写明得分区间和评审意见。",
        "“{title}” was not selected this time. A rejection letter with your score band and the "
        "review comments follows when the public notice ends.",
    ),
    "not_selected": say(
        "未入选：{title}",
        "Not selected: {title}",
        "《{title}》本次未入选，可查看评审意见。",
        "“{title}” was not selected this time. You can read the review comments.",
    ),
}

"""What people are told, in both languages; slots: {title} {number} {due} {reason}."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Wording:
    subject: Text
    body: Text


def _say(zh: str, en: str, zh_body: str, en_body: str) -> Wording:
    return Wording(Text(zh, en), Text(zh_body, en_body))


MESSAGES: dict[str, Wording] = {
    "consultation_opened": _say(
        "征求意见：{title}",
        "Consultation: {title}",
        "请就《{title}》提出意见。",
        "Please comment on “{title}”.",
    ),
    "call_approved": _say(
        "指南已批准：{title}",
        "Call approved: {title}",
        "《{title}》已经厅务会批准，可以发布。",
        "“{title}” is approved and may be published.",
    ),
    "call_amended": _say(
        "更正公告：{title}",
        "Call amended: {title}",
        "《{title}》有更正：{reason}",
        "“{title}” was amended: {reason}",
    ),
    "call_stopped": _say(
        "指南状态变更：{title}",
        "Call changed: {title}",
        "《{title}》状态有变更。理由：{reason}",
        "“{title}” was paused, resumed or cancelled. Reason: {reason}",
    ),
    "sealing_wanted": _say(
        "待单位审核：{title}",
        "To be sealed: {title}",
        "申报书《{title}》已提交，请审核盖章。",
        "Proposal “{title}” was submitted; please review and seal it.",
    ),
    "recommending_wanted": _say(
        "待推荐：{title}",
        "To be recommended: {title}",
        "申报书《{title}》已经单位盖章，请在推荐期内办理。",
        "Proposal “{title}” is sealed; please recommend it in time.",
    ),
    "returned": _say(
        "申报书被退回：{title}",
        "Returned: {title}",
        "《{title}》被退回修改。理由：{reason}",
        "“{title}” was returned. Reason: {reason}",
    ),
    "not_recommended": _say(
        "未获推荐：{title}",
        "Not recommended: {title}",
        "《{title}》未获推荐。理由：{reason}",
        "“{title}” was not recommended. Reason: {reason}",
    ),
    "expired": _say(
        "申报逾期：{title}",
        "Expired: {title}",
        "申报截止时《{title}》未提交，已按逾期处理；内容仍可查看。",
        "“{title}” was not submitted before closing and has expired; you can still read it.",
    ),
    "correction_wanted": _say(
        "请补正：{title}",
        "Correction wanted: {title}",
        "《{title}》需要补正，只可修改标出的部分，期限至 {due}。理由：{reason}",
        "“{title}” needs a correction of the flagged parts by {due}. Reason: {reason}",
    ),
    "accepted": _say(
        "已受理：{title}",
        "Accepted: {title}",
        "《{title}》通过形式审查，已受理。",
        "“{title}” passed the formal check and is accepted.",
    ),
    "formally_rejected": _say(
        "形式审查不通过：{title}",
        "Formal rejection: {title}",
        "《{title}》形式审查不通过。理由：{reason}。可在 {due} 前申请复核。",
        "“{title}” failed the formal check. Reason: {reason}. You may appeal until {due}.",
    ),
    "formal_appeal_filed": _say(
        "申请复核：{title}",
        "Formal check appealed: {title}",
        "《{title}》申请复核形式审查结论。理由：{reason}",
        "The formal rejection of “{title}” is appealed. Reason: {reason}",
    ),
    "review_assigned": _say(
        "评审任务：{title}",
        "Review assigned: {title}",
        "请评审《{title}》，期限至 {due}。请先申报有无回避情形。",
        "Please review “{title}” by {due}; declare any conflict first.",
    ),
    "review_replaced": _say(
        "评审任务已收回：{title}",
        "Review withdrawn: {title}",
        "《{title}》的评审任务已收回。",
        "Your review of “{title}” was withdrawn.",
    ),
    "shortlisted": _say(
        "入围答辩：{title}",
        "Shortlisted: {title}",
        "《{title}》入围会议答辩。",
        "“{title}” is shortlisted for the defence.",
    ),
    "group_locked": _say(
        "评审组已锁定：{title}",
        "Panel locked: {title}",
        "《{title}》的一个评审组已锁定签名。",
        "A panel of “{title}” is locked and signed.",
    ),
    "decision_wanted": _say(
        "待审议：{title}",
        "Decision wanted: {title}",
        "《{title}》评审完成，待厅务会审议。",
        "The review of “{title}” is finished; a decision is wanted.",
    ),
    "on_notice": _say(
        "公示中：{title}",
        "On notice: {title}",
        "《{title}》拟立项，正在公示，至 {due} 止。",
        "“{title}” is proposed for award and on public notice until {due}.",
    ),
    "objection_filed": _say(
        "收到异议：{title}",
        "Objection filed: {title}",
        "对《{title}》收到异议，请于 {due} 前决定是否受理。",
        "An objection to “{title}” was filed; decide on admission by {due}.",
    ),
    "objection_admitted": _say(
        "异议已受理：{title}",
        "Objection admitted: {title}",
        "对《{title}》的异议已受理，该项目暂缓办理。",
        "An objection to “{title}” was admitted; this proposal is frozen.",
    ),
    "objection_answered": _say(
        "异议处理结果：{title}",
        "Objection decided: {title}",
        "对《{title}》的异议已作出处理。理由：{reason}",
        "The objection to “{title}” was decided. Reason: {reason}",
    ),
    "reserve_promoted": _say(
        "备选递补：{title}",
        "Reserve promoted: {title}",
        "《{title}》由备选递补为拟立项，将单独公示。",
        "“{title}” moves up from the reserve and gets its own public notice.",
    ),
    "approved": _say(
        "已立项：{title}",
        "Approved: {title}",
        "《{title}》已立项，请查收立项通知书并按期签订任务书。",
        "“{title}” is approved; see the award letter and sign the contract in time.",
    ),
    "not_selected": _say(
        "未入选：{title}",
        "Not selected: {title}",
        "《{title}》本次未入选，可查看评审意见。",
        "“{title}” was not selected this time; the opinions can be read.",
    ),
    "withdrawn": _say(
        "已撤回：{title}", "Withdrawn: {title}", "《{title}》已撤回。", "“{title}” was withdrawn."
    ),
    "disqualified": _say(
        "取消资格：{title}",
        "Disqualified: {title}",
        "《{title}》被取消资格。理由：{reason}",
        "“{title}” was disqualified. Reason: {reason}",
    ),
    "signing_wanted": _say(
        "请签订任务书：{title}",
        "Contract to be signed: {title}",
        "请在 {due} 前签订《{title}》任务书。",
        "Please sign the contract of “{title}” by {due}.",
    ),
    "lapsed": _say(
        "放弃立项：{title}",
        "Lapsed: {title}",
        "《{title}》未按期签订任务书，立项失效。",
        "The contract of “{title}” was not signed in time; the award has lapsed.",
    ),
}

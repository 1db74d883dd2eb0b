"""What people are told of changes, suspensions, endings, appeals and acceptance."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

ACCEPTING: dict[str, Wording] = {
    "acceptance_wanted": say(
        "请准备验收：{title}",
        "Acceptance ahead: {title}",
        "《{title}》执行期将满或已满，请按期申请验收；逾期将按不通过处理并限制申报。",
        "The term of “{title}” ends or has ended; apply for acceptance in time. An overdue project "
        "fails, and new proposals are barred.",
    ),
    "acceptance_due": say(
        "待验收：{title}",
        "Due for acceptance: {title}",
        "《{title}》执行期已满，请按项目页所列期限申请验收，逾期限制申报；至 {due} 仍未申请的，"
        "按不通过处理。",
        "The term of “{title}” is over; apply for acceptance by the date on its page, after which "
        "new proposals are barred. If nothing was applied for by {due}, the project fails.",
    ),
    "acceptance_ends_soon": say(
        "验收办结期将满：{title}",
        "Acceptance to be done soon: {title}",
        "《{title}》的验收须于 {due} 前全部办结（含评审和公示），请抓紧办理各自环节。",
        "The whole acceptance of “{title}”, with review and public notice, is to be done by {due}; "
        "please see to your part of it.",
    ),
    "acceptance_late": say(
        "验收逾期未办结：{title}",
        "Acceptance late: {title}",
        "《{title}》的验收应于 {due} 前全部办结，现已逾期：请办理各自环节，监督处督办。",
        "The whole acceptance of “{title}” was to be done by {due} and is late: please see to your "
        "part of it; supervision watches.",
    ),
    "acceptance_to_seal": say(
        "验收申请待审核：{title}",
        "Acceptance to be sealed: {title}",
        "《{title}》的验收申请已提交，请审核盖章。",
        "The application for acceptance of “{title}” awaits your seal.",
    ),
    "acceptance_returned": say(
        "验收材料需补充：{title}",
        "Acceptance returned: {title}",
        "《{title}》的验收材料被退回或要求补正。理由：{reason}",
        "The documents for the acceptance of “{title}” were returned. Reason: {reason}",
    ),
    "acceptance_applied": say(
        "验收申请：{title}",
        "Acceptance applied for: {title}",
        "《{title}》已申请验收，请在 {due} 前审查材料。",
        "Acceptance of “{title}” was applied for; check the documents by {due}.",
    ),
    "acceptance_lapsed": say(
        "验收申请退回：{title}",
        "Application rejected: {title}",
        "《{title}》的验收申请未完成，可在期限内重新申请。理由：{reason}",
        "The application for “{title}” came to nothing; apply again in time. Reason: {reason}",
    ),
    "acceptance_convened": say(
        "验收评审安排：{title}",
        "Acceptance meeting: {title}",
        "《{title}》将进行验收评审，见验收通知。",
        "“{title}” will be reviewed for acceptance; see the notice.",
    ),
    "acceptance_to_judge": say(
        "验收评审任务：{title}",
        "Acceptance to judge: {title}",
        "请评审《{title}》的验收，逐项指标评判并签名，期限至 {due}；"
        "会议时间和地点见验收页的办理过程。",
        "Please judge the acceptance of “{title}”, metric by metric, and sign by {due}; time and "
        "place of the meeting stand in its history.",
    ),
    "acceptance_judged": say(
        "验收意见：{title}",
        "Acceptance judged: {title}",
        "专家组已对《{title}》作出验收意见，将公示。",
        "The panel has concluded on “{title}”; public notice follows.",
    ),
    "acceptance_on_notice": say(
        "验收公示：{title}",
        "Acceptance on notice: {title}",
        "《{title}》验收结论公示中，至 {due} 止。",
        "The conclusion on “{title}” is on public notice until {due}.",
    ),
    "acceptance_passed": say(
        "通过验收：{title}",
        "Accepted: {title}",
        "《{title}》通过验收，验收证书已签发。",
        "“{title}” is accepted; the certificate has been issued.",
    ),
    "acceptance_concluded": say(
        "结题：{title}",
        "Concluded: {title}",
        "《{title}》按结题办理。",
        "“{title}” is concluded.",
    ),
    "acceptance_failed": say(
        "未通过验收：{title}",
        "Not accepted: {title}",
        "《{title}》未通过验收。不服的，单位可在项目页所列期限前申请复查，仅一次；"
        "经费不再拨付，结余由单位财务在项目经费页报清后退还。",
        "“{title}” was not accepted. The unit may appeal once, by the day its page names. "
        "Nothing more is paid; the unit's finance reports what was spent, and the balance goes "
        "back.",
    ),
    "re_acceptance_wanted": say(
        "整改后复验：{title}",
        "To be accepted again: {title}",
        "《{title}》须整改后在 {due} 前复验，仅一次。",
        "“{title}” is to be rectified and accepted again by {due}, once.",
    ),
    "change_submitted": say(
        "变更待审核：{title}",
        "Change to review: {title}",
        "《{title}》的变更申请待审核，期限至 {due}；逾期不视为同意。",
        "A change to “{title}” awaits you until {due}; silence is no consent.",
    ),
    "change_to_join": say(
        "请确认是否加入项目：{title}",
        "Will your unit join “{title}”?",
        "《{title}》拟增加贵单位为参加单位，请于 {due} 前确认是否同意加入；"
        "未经贵单位同意，变更不予批复。",
        "“{title}” names your unit as one that is to take part. Say until {due} whether it agrees; "
        "without its consent the change is not granted.",
    ),
    "joining_agreed": say(
        "拟加入单位已同意：{title}",
        "The unit agrees to join: {title}",
        "拟加入《{title}》的单位已同意加入，变更申请已上报。",
        "The unit that is to join “{title}” has agreed; the change goes on.",
    ),
    "joining_declined": say(
        "拟加入单位不同意：{title}",
        "The unit declines to join: {title}",
        "拟加入《{title}》的单位不同意加入，变更申请退回修改。理由：{reason}",
        "The unit that was to join “{title}” declines; the change is back with you. Reason: "
        "{reason}",
    ),
    "change_returned": say(
        "变更退回：{title}",
        "Change returned: {title}",
        "《{title}》的变更申请被退回。理由：{reason}",
        "The change to “{title}” was returned. Reason: {reason}",
    ),
    "change_overdue": say(
        "变更逾期未复：{title}",
        "Change overdue: {title}",
        "《{title}》的变更申请逾期未答复，已列入督办。",
        "The change to “{title}” was not answered in time and is escalated.",
    ),
    "change_to_decide": say(
        "变更待议定：{title}",
        "Change to decide: {title}",
        "《{title}》的变更申请提请厅务会议定。",
        "A change to “{title}” is put to the office meeting.",
    ),
    "change_opinion_wanted": say(
        "请论证指标变更：{title}",
        "Opinion on lower metrics wanted: {title}",
        "您被抽为《{title}》指标变更的论证专家，请在“考核任务”中出具意见并签名。",
        "You were drawn for lower metrics of “{title}”; give your opinion in My assessments.",
    ),
    "change_answered": say(
        "变更答复：{title}",
        "Change answered: {title}",
        "《{title}》的变更已办结，请查看结果。",
        "The change to “{title}” was decided; please see the result.",
    ),
    "suspension_ordered": say(
        "项目暂停：{title}",
        "Suspended: {title}",
        "《{title}》已暂停实施，期限至 {due}。",
        "“{title}” is suspended until {due}.",
    ),
    "suspension_overdue": say(
        "暂停期满：{title}",
        "Suspension over: {title}",
        "《{title}》暂停期满，须决定恢复或终止。",
        "The suspension of “{title}” is over; resume or terminate.",
    ),
    "project_resumed": say(
        "项目恢复：{title}",
        "Resumed: {title}",
        "《{title}》恢复实施。",
        "“{title}” goes on.",
    ),
    "termination_declined": say(
        "不予终止：{title}",
        "Not terminated: {title}",
        "厅务会议定不予终止《{title}》，项目继续执行。理由：{reason}",
        "The office meeting decided not to terminate “{title}”; it goes on. Reason: {reason}",
    ),
    "termination_proposed": say(
        "建议终止：{title}",
        "Termination proposed: {title}",
        "有关方面建议终止《{title}》。理由：{reason}",
        "It is proposed to terminate “{title}”. Reason: {reason}",
    ),
    "project_revoked": say(
        "项目撤销：{title}",
        "Revoked: {title}",
        "《{title}》已被撤销，经费全额追回。单位可在规定期限内申请复查。",
        "“{title}” was revoked and all its money is recovered. The unit may appeal in time.",
    ),
    "appeal_admitted": say(
        "复查已受理：{title}",
        "Appeal admitted: {title}",
        "《{title}》的复查申请已受理，期限至 {due}。",
        "The appeal about “{title}” is admitted; a decision is due by {due}.",
    ),
    "appeal_answered": say(
        "复查结果：{title}",
        "Appeal decided: {title}",
        "《{title}》的复查申请已有结果。理由：{reason}",
        "The appeal about “{title}” was decided. Reason: {reason}",
    ),
}

"""What people are told of changes, suspensions, endings, appeals and acceptance."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

ACCEPTING: dict[str, Wording] = {
    "acceptance_wanted": say(
        "请准备验收：{title}",
        "Prepare for acceptance: {title}",
        "《{title}》执行期将满或已满，请按期申请验收；逾期将按不通过处理并限制申报。",
        "The term of “{title}” is about to end or has ended. Apply for acceptance in time. A "
        "project that does not apply in time fails, and new proposals are barred.",
    ),
    "acceptance_due": say(
        "待验收：{title}",
        "Due for acceptance: {title}",
        "《{title}》执行期已满，请按项目页所列期限申请验收，逾期限制申报；至 {due} 仍未申请的，"
        "按不通过处理。",
        "The term of “{title}” has ended. Apply for acceptance by the date on the project page; "
        "after that, new proposals are barred. If there is still no application by {due}, the "
        "project fails.",
    ),
    "acceptance_ends_soon": say(
        "验收办结期将满：{title}",
        "Acceptance must be completed soon: {title}",
        "《{title}》的验收须于 {due} 前全部办结（含评审和公示），请抓紧办理各自环节。",
        "All of the acceptance of “{title}”, including review and public notice, must be "
        "completed by {due}. Deal with your part of it promptly.",
    ),
    "acceptance_late": say(
        "验收逾期未办结：{title}",
        "Acceptance not completed in time: {title}",
        "《{title}》的验收应于 {due} 前全部办结，现已逾期：请办理各自环节，监督诚信处将予督办。",
        "The acceptance of “{title}” was due to be completed by {due} and is overdue. Deal with "
        "your part of it now; the supervision and integrity division is following it up.",
    ),
    "acceptance_to_seal": say(
        "验收申请待审核：{title}",
        "Acceptance application to review: {title}",
        "《{title}》的验收申请已提交，请审核盖章。",
        "An acceptance application for “{title}” has been submitted. Review and seal it.",
    ),
    "acceptance_returned": say(
        "验收材料需补充：{title}",
        "Acceptance documents returned: {title}",
        "《{title}》的验收材料被退回或要求补正。理由：{reason}",
        "The acceptance documents for “{title}” were returned or need a correction. Reason: "
        "{reason}",
    ),
    "acceptance_applied": say(
        "验收申请：{title}",
        "Acceptance application: {title}",
        "《{title}》已申请验收，请在 {due} 前审查材料。",
        "“{title}” has applied for acceptance. Check the documents by {due}.",
    ),
    "acceptance_lapsed": say(
        "验收申请退回：{title}",
        "Acceptance application returned: {title}",
        "《{title}》的验收申请未完成，可在期限内重新申请。理由：{reason}",
        "The acceptance application for “{title}” was not completed. You can apply again before "
        "the deadline. Reason: {reason}",
    ),
    "acceptance_convened": say(
        "验收评审安排：{title}",
        "Acceptance review arranged: {title}",
        "《{title}》将进行验收评审，见验收通知。",
        "The acceptance review of “{title}” has been arranged. See the acceptance notice for "
        "details.",
    ),
    "acceptance_to_judge": say(
        "验收评审任务：{title}",
        "Acceptance review to do: {title}",
        "请评审《{title}》的验收，逐项指标评判并签名，期限至 {due}；"
        "会议时间和地点见验收页的办理过程。",
        "Review the acceptance of “{title}”: judge each metric and sign by {due}. The time and "
        "place of the meeting are in the history on the acceptance page.",
    ),
    "acceptance_judged": say(
        "验收意见：{title}",
        "Acceptance opinion: {title}",
        "专家组已对《{title}》作出验收意见，将公示。",
        "The panel has given its acceptance opinion on “{title}”. It will go on public notice.",
    ),
    "acceptance_on_notice": say(
        "验收公示：{title}",
        "Acceptance on public notice: {title}",
        "《{title}》验收结论公示中，至 {due} 止。",
        "The acceptance conclusion on “{title}” is on public notice until {due}.",
    ),
    "acceptance_objection_admitted": say(
        "验收公示受理异议：{title}",
        "Objection to the acceptance admitted: {title}",
        "《{title}》公示的验收结论已受理异议，核查期间结论不生效。",
        "An objection to the published acceptance conclusion on “{title}” has been admitted. The "
        "conclusion does not take effect while it is investigated.",
    ),
    "acceptance_objection_rejected": say(
        "异议不成立，恢复公示：{title}",
        "Objection rejected, public notice resumes: {title}",
        "《{title}》验收结论的异议经核查不成立，恢复公示，公示期已满的随即生效。理由：{reason}",
        "The objection to the acceptance conclusion on “{title}” was found to be unfounded. The "
        "public notice resumes; if it has ended, the conclusion takes effect at once. Reason: "
        "{reason}",
    ),
    "acceptance_objection_upheld": say(
        "异议成立，原验收结论不予采纳：{title}",
        "Objection upheld, acceptance conclusion set aside: {title}",
        "《{title}》验收结论的异议经核查成立，原结论不予采纳，另见通知书。理由：{reason}",
        "The objection to the acceptance conclusion on “{title}” was upheld and the conclusion is "
        "set aside; a letter follows. Reason: {reason}",
    ),
    "acceptance_passed": say(
        "通过验收：{title}",
        "Acceptance passed: {title}",
        "《{title}》通过验收，验收证书已签发。",
        "“{title}” has passed acceptance and the certificate has been issued.",
    ),
    "acceptance_concluded": say(
        "结题：{title}",
        "Concluded: {title}",
        "《{title}》按结题办理。",
        "“{title}” has been closed as concluded.",
    ),
    "acceptance_failed": say(
        "未通过验收：{title}",
        "Acceptance failed: {title}",
        "《{title}》未通过验收。不服的，单位可在项目页所列期限前申请复查，仅一次；"
        "经费不再拨付，结余由单位财务在项目经费页报清后退还。",
        "“{title}” did not pass acceptance. If the unit disagrees, it may appeal once, by the "
        "date on the project page. No more money will be paid. The unit's finance team reports "
        "what was spent on the project money page and refunds the balance.",
    ),
    "re_acceptance_wanted": say(
        "整改后复验：{title}",
        "Re-acceptance required: {title}",
        "《{title}》须整改后在 {due} 前复验，仅一次。",
        "“{title}” must be rectified and go through re-acceptance by {due}. This is possible only "
        "once.",
    ),
    "change_submitted": say(
        "变更待审核：{title}",
        "Change request to review: {title}",
        "《{title}》的变更申请待审核，期限至 {due}；逾期不视为同意。",
        "A change request for “{title}” is waiting for your review by {due}. No answer does not "
        "count as consent.",
    ),
    "change_to_join": say(
        "请确认是否加入项目：{title}",
        "Will your unit join the project “{title}”?",
        "《{title}》拟增加贵单位为参加单位，请于 {due} 前确认是否同意加入；"
        "未经贵单位同意，变更不予批复。",
        "“{title}” proposes to add your unit as a partner. Say by {due} whether your unit agrees. "
        "The change cannot be approved without its consent.",
    ),
    "joining_agreed": say(
        "拟加入单位已同意：{title}",
        "Joining unit has agreed: {title}",
        "拟加入《{title}》的单位已同意加入，变更申请已上报。",
        "The unit asked to join “{title}” has agreed, and the change request has been sent on.",
    ),
    "joining_declined": say(
        "拟加入单位不同意：{title}",
        "Joining unit has declined: {title}",
        "拟加入《{title}》的单位不同意加入，变更申请退回修改。理由：{reason}",
        "The unit asked to join “{title}” has declined, and the change request has been returned "
        "to you. Reason: {reason}",
    ),
    "change_returned": say(
        "变更退回：{title}",
        "Change request returned: {title}",
        "《{title}》的变更申请被退回。理由：{reason}",
        "The change request for “{title}” was returned. Reason: {reason}",
    ),
    "change_overdue": say(
        "变更逾期未复：{title}",
        "Change request overdue: {title}",
        "《{title}》的变更申请逾期未答复，已列入督办。",
        "The change request for “{title}” was not answered in time and has been escalated.",
    ),
    "change_to_decide": say(
        "变更待议定：{title}",
        "Change request for decision: {title}",
        "《{title}》的变更申请提请厅务会议定。",
        "A change request for “{title}” has been put to the executive meeting.",
    ),
    "change_opinion_wanted": say(
        "请论证指标变更：{title}",
        "Your opinion on lower metrics: {title}",
        "您被抽为《{title}》指标变更的论证专家，请在“考核任务”中出具意见并签名。",
        "You were drawn as an appraisal expert on a change of metrics in “{title}”. Give your "
        "opinion and sign it under “My assessments”.",
    ),
    "change_answered": say(
        "变更答复：{title}",
        "Change request decided: {title}",
        "《{title}》的变更已办结，请查看结果。",
        "The change request for “{title}” has been decided. See the result.",
    ),
    "suspension_ordered": say(
        "项目暂停：{title}",
        "Project suspended: {title}",
        "《{title}》已暂停实施，期限至 {due}。",
        "“{title}” is suspended until {due}.",
    ),
    "suspension_overdue": say(
        "暂停期满：{title}",
        "Suspension ended: {title}",
        "《{title}》暂停期满，须决定恢复或终止。",
        "The suspension of “{title}” has ended. Decide whether to resume or terminate it.",
    ),
    "project_resumed": say(
        "项目恢复：{title}",
        "Project resumed: {title}",
        "《{title}》恢复实施。",
        "“{title}” has resumed.",
    ),
    "termination_declined": say(
        "不予终止：{title}",
        "Project not terminated: {title}",
        "厅务会议定不予终止《{title}》，项目继续执行。理由：{reason}",
        "The executive meeting decided not to terminate “{title}”. The project continues. Reason: "
        "{reason}",
    ),
    "termination_proposed": say(
        "建议终止：{title}",
        "Termination proposed: {title}",
        "《{title}》收到终止建议。理由：{reason}",
        "A termination of “{title}” has been proposed. Reason: {reason}",
    ),
    "project_revoked": say(
        "项目撤销：{title}",
        "Project revoked: {title}",
        "《{title}》已被撤销，经费全额追回。单位可在规定期限内申请复查。",
        "“{title}” has been revoked and all the money paid will be recovered. The unit may appeal "
        "within the time allowed.",
    ),
    "appeal_admitted": say(
        "复查已受理：{title}",
        "Appeal admitted: {title}",
        "《{title}》的复查申请已受理，期限至 {due}。",
        "The appeal concerning “{title}” has been admitted and will be decided by {due}.",
    ),
    "appeal_answered": say(
        "复查结果：{title}",
        "Appeal decided: {title}",
        "《{title}》的复查申请已有结果。理由：{reason}",
        "The appeal concerning “{title}” has been decided. Reason: {reason}",
    ),
}

"""What people are told from the draft to the end of the formal check."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

APPLYING: dict[str, Wording] = {
    "sealing_wanted": say(
        "待单位审核：{title}",
        "Proposal to review: {title}",
        "申报书《{title}》已提交，请审核盖章。",
        "The proposal “{title}” has been submitted. Review and seal it.",
    ),
    "named_as_partner": say(
        "贵单位被列为参加单位：{title}",
        "Your unit is named as a partner: {title}",
        "{unit}申报的《{title}》（负责人{leader}）已提交单位审核，将贵单位列为参加单位{part}。"
        "未经贵单位同意或者内容不实的，请尽快告知{unit}退回修改，也可向推荐单位或者监督诚信处反映。",
        "{unit} submitted “{title}” (project leader {leader}) for review at the unit. It names "
        "your unit as a partner{part}. If your unit has not agreed, or the content is wrong, tell "
        "{unit} straight away so that it can return the proposal for changes. You can also tell "
        "the recommender or the supervision and integrity division.",
    ),
    "recommending_wanted": say(
        "待推荐：{title}",
        "Proposal to recommend: {title}",
        "申报书《{title}》已经单位盖章，请在推荐期内办理。",
        "The proposal “{title}” has been sealed by its unit. Deal with it within the "
        "recommendation period.",
    ),
    "returned": say(
        "申报书被退回：{title}",
        "Proposal returned: {title}",
        "《{title}》被退回修改。理由：{reason}",
        "“{title}” was returned for changes. Reason: {reason}",
    ),
    "not_recommended": say(
        "未获推荐：{title}",
        "Not recommended: {title}",
        "《{title}》未获推荐。理由：{reason}",
        "“{title}” was not recommended. Reason: {reason}",
    ),
    "expired": say(
        "申报逾期：{title}",
        "Not submitted in time: {title}",
        "申报截止时《{title}》未提交，已按逾期处理；内容仍可查看。",
        "“{title}” was not submitted before applications closed and has expired. You can still "
        "read it.",
    ),
    "correction_wanted": say(
        "请补正：{title}",
        "Correction needed: {title}",
        "《{title}》需要补正，只可修改标出的部分，期限至 {due}。理由：{reason}",
        "“{title}” needs a correction. Change only the flagged parts, by {due}. Reason: {reason}",
    ),
    "limit_waiver_asked": say(
        "待提出限项例外：{title}",
        "Request to waive a limit: {title}",
        "《{title}》有一项申报申请限项例外，请在指南页的“限项例外”中写明理由、附依据文件提请监督诚"
        "信处核准，或说明理由不予例外。",
        "A proposal in “{title}” asks for a limit to be waived. On the call page, under “Waivers "
        "of limits”, either give the reason, attach the document and ask the supervision and "
        "integrity division to approve it, or refuse it and say why.",
    ),
    "limit_waiver_proposed": say(
        "待核准限项例外：{title}",
        "Waiver of a limit to approve: {title}",
        "《{title}》有一项限项例外已由主办人提出，请在指南页的“限项例外”中查看依据后核准或者不予例外。",
        "The programme officer has proposed to waive a limit in “{title}”. On the call page, "
        "under “Waivers of limits”, read the document and approve or refuse it.",
    ),
    "limit_waiver_confirmed": say(
        "限项例外已核准：{title}",
        "Limit waived: {title}",
        "《{title}》申请的限项例外已经监督诚信处核准，所列情形不再妨碍办理；情形变化即失效。",
        "The supervision and integrity division has approved the waiver requested for “{title}”. "
        "The listed findings no longer stand in the way, unless the facts change.",
    ),
    "limit_waiver_refused": say(
        "不予限项例外：{title}",
        "Waiver of a limit refused: {title}",
        "《{title}》申请的限项例外未获同意。理由：{reason}",
        "The waiver requested for “{title}” was refused. Reason: {reason}",
    ),
    "limit_waiver_withdrawn": say(
        "限项例外已撤回：{title}",
        "Waiver of a limit withdrawn: {title}",
        "《{title}》的限项例外已撤回，所列限项重新适用。理由：{reason}",
        "The waiver for “{title}” has been withdrawn and the limit applies again. Reason: {reason}",
    ),
    "accepted": say(
        "已受理：{title}",
        "Accepted: {title}",
        "《{title}》通过形式审查，已受理。",
        "“{title}” has passed the formal check and has been accepted.",
    ),
    "formally_rejected": say(
        "形式审查不通过：{title}",
        "Formal check failed: {title}",
        "《{title}》形式审查不通过。可自告知书送达起申请复核，当日送达的截至 {due}。理由：{reason}",
        "“{title}” did not pass the formal check. You can appeal from the day the letter is "
        "served; if it is served today, until {due}. Reason: {reason}",
    ),
    "formal_appeal_filed": say(
        "申请复核：{title}",
        "Appeal against the formal check: {title}",
        "《{title}》申请复核形式审查结论。理由：{reason}",
        "An appeal has been made against the formal check result of “{title}”. Reason: {reason}",
    ),
    "formal_appeal_dismissed": say(
        "复核维持不通过：{title}",
        "Formal check result upheld: {title}",
        "《{title}》经复核维持形式审查不通过的结论。理由：{reason}",
        "After an appeal, the formal check result of “{title}” stands: it did not pass. Reason: "
        "{reason}",
    ),
    "withdrawn": say(
        "已撤回：{title}", "Withdrawn: {title}", "《{title}》已撤回。", "“{title}” was withdrawn."
    ),
    "withdrawals_counted": say(
        "多次撤回提醒：{title}",
        "Repeated withdrawals: {title}",
        "《{title}》的负责人在规定年限内多次于评审开始后撤回申报，现予提醒，并告知监督诚信处。",
        "The project leader of “{title}” has withdrawn several times after review had begun, "
        "within the years counted. This is a warning, and the supervision and integrity division "
        "has been told.",
    ),
    "proposal_ended": say(
        "指南终止，申报随之终止：{title}",
        "Call closed, proposal closed: {title}",
        "所属指南已撤销或流标，《{title}》终止办理，不公布评分。理由：{reason}",
        "The call was cancelled or closed without an award, so “{title}” has been closed. No "
        "scores are published. Reason: {reason}",
    ),
    "disqualified": say(
        "取消资格：{title}",
        "Disqualified: {title}",
        "《{title}》被取消资格。理由：{reason}",
        "“{title}” was disqualified. Reason: {reason}",
    ),
}

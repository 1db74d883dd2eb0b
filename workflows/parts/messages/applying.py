"""What people are told from the draft to the end of the formal check."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

APPLYING: dict[str, Wording] = {
    "sealing_wanted": say(
        "待单位审核：{title}",
        "To be sealed: {title}",
        "申报书《{title}》已提交，请审核盖章。",
        "Proposal “{title}” was submitted; please review and seal it.",
    ),
    "named_as_partner": say(
        "贵单位被列为参加单位：{title}",
        "Your unit is named as a partner: {title}",
        "{unit}申报的《{title}》（负责人{leader}）已提交单位审核，将贵单位列为参加单位{part}。"
        "未经贵单位同意或者内容不实的，请尽快告知{unit}退回修改，也可向推荐单位或者监督诚信处反映。",
        "{unit} submitted “{title}” (leader {leader}), which names your unit as a partner{part}. "
        "If your unit has not agreed or this is not so, tell {unit} at once, so that it is "
        "returned and changed; or tell the recommending office or supervision.",
    ),
    "recommending_wanted": say(
        "待推荐：{title}",
        "To be recommended: {title}",
        "申报书《{title}》已经单位盖章，请在推荐期内办理。",
        "Proposal “{title}” is sealed; please recommend it in time.",
    ),
    "returned": say(
        "申报书被退回：{title}",
        "Returned: {title}",
        "《{title}》被退回修改。理由：{reason}",
        "“{title}” was returned. Reason: {reason}",
    ),
    "not_recommended": say(
        "未获推荐：{title}",
        "Not recommended: {title}",
        "《{title}》未获推荐。理由：{reason}",
        "“{title}” was not recommended. Reason: {reason}",
    ),
    "expired": say(
        "申报逾期：{title}",
        "Expired: {title}",
        "申报截止时《{title}》未提交，已按逾期处理；内容仍可查看。",
        "“{title}” was not submitted before closing and has expired; you can still read it.",
    ),
    "correction_wanted": say(
        "请补正：{title}",
        "Correction wanted: {title}",
        "《{title}》需要补正，只可修改标出的部分，期限至 {due}。理由：{reason}",
        "“{title}” needs a correction of the flagged parts by {due}. Reason: {reason}",
    ),
    "limit_waiver_asked": say(
        "待提出限项例外：{title}",
        "Waiver of a limit asked for: {title}",
        "《{title}》有一项申报申请限项例外，请在指南页的“限项例外”中写明理由、附依据文件提请监督核准，"
        "或说明理由不予例外。",
        "In “{title}” a proposal asks that a limit be waived. On the page of the call, under "
        "“Waivers of limits”, give the reason and the document and put it to supervision, or "
        "refuse it and say why.",
    ),
    "limit_waiver_proposed": say(
        "待核准限项例外：{title}",
        "Waiver of a limit to be confirmed: {title}",
        "《{title}》有一项限项例外已由主办人提出，请在指南页的“限项例外”中查看依据后核准或者不予例外。",
        "In “{title}” an officer proposes to waive a limit. On the page of the call, under "
        "“Waivers of limits”, read what it rests on and confirm or refuse it.",
    ),
    "limit_waiver_confirmed": say(
        "限项例外已核准：{title}",
        "Limit waived: {title}",
        "《{title}》申请的限项例外已经监督核准，所列情形不再妨碍办理；情形变化即失效。",
        "The waiver asked for “{title}” is confirmed by supervision. What it names stands in the "
        "way no more, as long as the facts are the same.",
    ),
    "limit_waiver_refused": say(
        "不予限项例外：{title}",
        "Limit not waived: {title}",
        "《{title}》申请的限项例外未获同意。理由：{reason}",
        "The waiver asked for “{title}” was refused. Reason: {reason}",
    ),
    "limit_waiver_withdrawn": say(
        "限项例外已撤回：{title}",
        "Waiver taken back: {title}",
        "《{title}》的限项例外已撤回，所列限项重新适用。理由：{reason}",
        "The waiver given to “{title}” was taken back, and the limit holds again. Reason: {reason}",
    ),
    "accepted": say(
        "已受理：{title}",
        "Accepted: {title}",
        "《{title}》通过形式审查，已受理。",
        "“{title}” passed the formal check and is accepted.",
    ),
    "formally_rejected": say(
        "形式审查不通过：{title}",
        "Formal rejection: {title}",
        "《{title}》形式审查不通过。可自告知书送达起申请复核，当日送达的截至 {due}。理由：{reason}",
        "“{title}” failed the formal check. You may appeal: until {due} if the letter is served "
        "today, and as much later as it is served later. Reason: {reason}",
    ),
    "formal_appeal_filed": say(
        "申请复核：{title}",
        "Formal check appealed: {title}",
        "《{title}》申请复核形式审查结论。理由：{reason}",
        "The formal rejection of “{title}” is appealed. Reason: {reason}",
    ),
    "formal_appeal_dismissed": say(
        "复核维持不通过：{title}",
        "Appeal dismissed: {title}",
        "《{title}》经复核维持形式审查不通过的结论。理由：{reason}",
        "The formal rejection of “{title}” was upheld on appeal. Reason: {reason}",
    ),
    "withdrawn": say(
        "已撤回：{title}", "Withdrawn: {title}", "《{title}》已撤回。", "“{title}” was withdrawn."
    ),
    "withdrawals_counted": say(
        "多次撤回提醒：{title}",
        "Repeated withdrawal: {title}",
        "《{title}》的负责人在规定年限内多次于评审开始后撤回申报，现予提醒，并告知监督诚信处。",
        "The leader of “{title}” has repeatedly withdrawn from reviews within the years counted; "
        "this is a warning, and supervision is told.",
    ),
    "proposal_ended": say(
        "指南终止，申报随之终止：{title}",
        "Call ended, proposal ended: {title}",
        "所属指南已撤销或流标，《{title}》终止办理，不公布评分。理由：{reason}",
        "Its call was cancelled or awards nothing; “{title}” ends and no score is published. "
        "Reason: {reason}",
    ),
    "disqualified": say(
        "取消资格：{title}",
        "Disqualified: {title}",
        "《{title}》被取消资格。理由：{reason}",
        "“{title}” was disqualified. Reason: {reason}",
    ),
}

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
        "《{title}》逾期未签名评分，评审任务已收回，由候补专家评审。",
        "Your scores of “{title}” were not signed in time. The review was withdrawn and goes to a "
        "substitute.",
    ),
    "review_recused": say(
        "评审任务收回：{title}",
        "Review withdrawn: {title}",
        "查出您须回避《{title}》，或不得再任评审专家，评审任务已收回。请继续保密。",
        "You have a conflict with “{title}”, or may serve as an expert no more. The review was "
        "withdrawn; please keep it confidential.",
    ),
    "own_score_struck": say(
        "您的评分作废：{title}",
        "Your score was voided: {title}",
        "查出您须回避《{title}》，或不得再任评审专家，您的评分已作废，不计入结果。请继续保密。",
        "You have a conflict with “{title}”, or may serve as an expert no more. Your score is void "
        "and does not count; please keep it confidential.",
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
    "discussion_open": say(
        "评审组开启讨论：{title}",
        "Discussion open: {title}",
        "《{title}》的一个评审组已开启讨论，可查看组内意见并说明理由后修改评分。",
        "A panel of “{title}” has opened its discussion; scores may be revised with reasons.",
    ),
    "vote_open": say(
        "专家组无记名投票：{title}",
        "Secret vote: {title}",
        "《{title}》的一个评审组有同分项目，请在“评审组讨论”中投票。系统只记是否已投，不记投给谁。",
        "A panel of “{title}” has tied proposals; please vote from the page of its discussion. It "
        "is kept that you voted, not for whom.",
    ),
    "vote_voided": say(
        "无记名投票作废：{title}",
        "Secret vote void: {title}",
        "《{title}》一个评审组正在进行的无记名投票，因有投票专家的评分不再计入而作废，已投的票不计；"
        "评分齐全后仍有同分的，由组长重新发起。",
        "A secret vote of a panel of “{title}” is void, since the scores of one who may vote no "
        "longer count; what was cast is not counted. Where scores are still equal once they are "
        "complete, the chair opens another vote.",
    ),
    "defence_notice": say(
        "答辩通知：{title}",
        "Notice of the defence: {title}",
        "《{title}》的答辩时间、地点和顺序已确定，请在项目页面查看。",
        "Time, place and order of the defence of “{title}” are set; see the page of the proposal.",
    ),
    "defence_postponed": say(
        "答辩改期：{title}",
        "Defence postponed: {title}",
        "《{title}》的答辩改期，新的时间另行通知。",
        "The defence of “{title}” is postponed; the new date will follow.",
    ),
    "defence_moved": say(
        "另定答辩时间：{title}",
        "New date of the defence: {title}",
        "《{title}》因正当理由未能按时答辩，已另定时间，由同一专家组听取，请在项目或评审页面查看。"
        "只另定一次。",
        "“{title}” could not be defended on its date for a good cause; the same panel hears it on "
        "a new one, given once only. See the page of the proposal or of the review.",
    ),
    "score_given_back": say(
        "另定答辩时间，评分退回：{title}",
        "New date of the defence, your score comes back: {title}",
        "《{title}》未能按原定时间答辩，另行定期，由本专家组听取。您此前签名的评分退回，"
        "已填内容保留，请听取答辩后核对修改并重新签名。",
        "“{title}” was not defended on its date; your panel hears it on another. The score you "
        "signed comes back to you with all you wrote: check it once you have heard the team, and "
        "sign again.",
    ),
    "defence_missed": say(
        "未到场答辩，视为撤回：{title}",
        "Absent from the defence, taken as withdrawn: {title}",
        "《{title}》未到场答辩，按规定视为撤回申报。登记情况：{reason}",
        "Nobody came to the defence of “{title}”; by the rules it counts as withdrawn. On record: "
        "{reason}",
    ),
    "re_review_ordered": say(
        "决定复评：{title}",
        "Re-review ordered: {title}",
        "《{title}》须另组专家复评，原评审结果保留并标为作废。",
        "“{title}” goes to a new panel; the old result is kept and marked void.",
    ),
}

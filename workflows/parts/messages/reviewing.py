"""What people are told of panels and reviews."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

REVIEWING: dict[str, Wording] = {
    "review_assigned": say(
        "评审任务：{title}",
        "Review to do: {title}",
        "请评审《{title}》，期限至 {due}。请先申报有无回避情形。",
        "Review “{title}” by {due}. First declare whether you have a conflict of interest.",
    ),
    "review_replaced": say(
        "评审任务已收回：{title}",
        "Review withdrawn: {title}",
        "《{title}》逾期未签名评分，评审任务已收回，由候补专家评审。",
        "You did not sign your scores for “{title}” in time. The review has been withdrawn and "
        "goes to a substitute.",
    ),
    "review_recused": say(
        "评审任务收回：{title}",
        "Review withdrawn: {title}",
        "查出您须回避《{title}》，或不得再任评审专家，评审任务已收回。请继续保密。",
        "You were found to have a conflict of interest with “{title}”, or you can no longer serve "
        "as an expert. The review has been withdrawn. Please keep it confidential.",
    ),
    "own_score_struck": say(
        "您的评分作废：{title}",
        "Your score was voided: {title}",
        "查出您须回避《{title}》，或不得再任评审专家，您的评分已作废，不计入结果。请继续保密。",
        "You were found to have a conflict of interest with “{title}”, or you can no longer serve "
        "as an expert. Your score is void and does not count. Please keep it confidential.",
    ),
    "shortlisted": say(
        "入围答辩：{title}",
        "Shortlisted for the defence: {title}",
        "《{title}》入围会议答辩。",
        "“{title}” has been shortlisted for the defence.",
    ),
    "group_locked": say(
        "评审组已锁定：{title}",
        "Panel locked: {title}",
        "《{title}》的一个评审组已锁定签名。",
        "A panel for “{title}” has locked and signed its scores.",
    ),
    "discussion_open": say(
        "评审组开启讨论：{title}",
        "Panel discussion opened: {title}",
        "《{title}》的一个评审组已开启讨论，可查看组内意见并说明理由后修改评分。",
        "A panel for “{title}” has opened its discussion. You can read the panel's comments and "
        "revise your scores, giving reasons.",
    ),
    "vote_open": say(
        "专家组无记名投票：{title}",
        "Secret vote by the panel: {title}",
        "《{title}》的一个评审组有同分项目，请在“评审组讨论”中投票。系统只记是否已投，不记投给谁。",
        "A panel for “{title}” has tied proposals. Vote under “Panel discussion”. The system "
        "records only that you voted, not how.",
    ),
    "vote_voided": say(
        "无记名投票作废：{title}",
        "Secret vote voided: {title}",
        "《{title}》一个评审组正在进行的无记名投票，因有投票专家的评分不再计入而作废，已投的票不计；"
        "评分齐全后仍有同分的，由组长重新发起。",
        "A secret vote in a panel for “{title}” was voided because a voting expert's scores no "
        "longer count. Votes already cast are not counted. If proposals are still tied once the "
        "scores are complete, the chair opens a new vote.",
    ),
    "defence_notice": say(
        "答辩通知：{title}",
        "Notice of the defence: {title}",
        "《{title}》的答辩时间、地点和顺序已确定，请在项目页面查看。",
        "The time, place and order of the defence of “{title}” have been set. See the proposal "
        "page.",
    ),
    "defence_postponed": say(
        "答辩改期：{title}",
        "Defence postponed: {title}",
        "《{title}》的答辩改期，新的时间另行通知。",
        "The defence of “{title}” has been postponed. We will tell you the new time.",
    ),
    "defence_moved": say(
        "另定答辩时间：{title}",
        "New defence time: {title}",
        "《{title}》因正当理由未能按时答辩，已另定时间，由同一专家组听取，请在项目或评审页面查看。"
        "只另定一次。",
        "“{title}” missed its defence with good cause and has been given a new time, heard by the "
        "same panel. See the proposal or review page. A new time is given only once.",
    ),
    "score_given_back": say(
        "另定答辩时间，评分退回：{title}",
        "New defence time, score returned: {title}",
        "《{title}》未能按原定时间答辩，另行定期，由本专家组听取。您此前签名的评分退回，"
        "已填内容保留，请听取答辩后核对修改并重新签名。",
        "“{title}” could not be defended at the original time. Your panel will hear it at a new "
        "time. The score you signed has been returned to you with everything you entered. After "
        "the defence, check it, change it if needed and sign again.",
    ),
    "defence_missed": say(
        "未到场答辩，视为撤回：{title}",
        "Absent from the defence, treated as withdrawn: {title}",
        "《{title}》未到场答辩，按规定视为撤回申报。登记情况：{reason}",
        "“{title}” was not presented at the defence and is treated as withdrawn under the rules. "
        "Recorded: {reason}",
    ),
    "re_review_ordered": say(
        "决定复评：{title}",
        "Re-review ordered: {title}",
        "《{title}》须另组专家复评，原评审结果保留并标为作废。",
        "“{title}” goes to a new panel for re-review. The original result is kept and marked void.",
    ),
}

"""What people are told of invitations, and of conflicts that come up."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

PANELS: dict[str, Wording] = {
    "expert_invited": say(
        "评审邀请：{title}",
        "Invitation to review: {title}",
        "您被随机抽取为《{title}》评审专家。请在 {due} 前答复是否参加，打开下面的链接即可答复，"
        "不须登录，只能使用一次：\n{link}\n谢绝或逾期未答复的，由候补专家替补。"
        "邀请内容请保密，链接请勿转发。",
        "You were drawn at random to review for “{title}”. Please accept or decline by {due}; this "
        "link takes your answer without signing in, once:\n{link}\nA substitute takes the seat of "
        "whoever declines or does not answer. Keep this confidential and do not pass the link on.",
    ),
    "invitation_declined": say(
        "专家谢绝邀请：{title}",
        "An expert declined: {title}",
        "《{title}》一名专家谢绝邀请，由候补专家按抽取顺序替补；无人可替补的，另行通知。理由：{reason}",
        "An expert declined for “{title}”. The next in the order of the draw is asked; if nobody "
        "is left, you are told. Reason: {reason}",
    ),
    "invitation_lapsed": say(
        "评审邀请逾期：{title}",
        "An invitation was not answered: {title}",
        "《{title}》的评审邀请逾期未答复，已失效，由候补专家按抽取顺序替补。",
        "An invitation for “{title}” was not answered in time and has lapsed; the seat goes to a "
        "substitute in the order of the draw.",
    ),
    "invitation_recused": say(
        "评审邀请已收回：{title}",
        "Invitation taken back: {title}",
        "查出您须回避《{title}》的参评项目，或不得再任评审专家，评审邀请已收回。请继续保密。",
        "You have a conflict with a proposal reviewed for “{title}”, or may serve as an expert no "
        "more. The invitation is taken back; please keep it confidential.",
    ),
    "invited_expert_recused": say(
        "受邀专家退出：{title}",
        "An invited expert has left: {title}",
        "《{title}》一名受邀专家须回避或不得再任，邀请已收回，由候补专家按抽取顺序替补；无人可替补的，另行通知。",
        "An invited expert for “{title}” has a conflict or may serve no more. The invitation is "
        "taken back. The next in the order of the draw is asked; if nobody is left, you are told.",
    ),
    "invitation_withdrawn": say(
        "评审邀请已取消：{title}",
        "Invitation withdrawn: {title}",
        "《{title}》的一个评审组已解散，您的评审邀请随之取消。",
        "A panel of “{title}” was dissolved, and your invitation with it.",
    ),
    "meeting_called": say(
        "答辩会议通知：{title}",
        "Defence meeting: {title}",
        "《{title}》的答辩会定于 {when} 在“{place}”举行，共 {many} 个项目，请准时参加；"
        "不能到会的，请尽快谢绝邀请或告知主办人。",
        "The defence of “{title}” is held on {when} at “{place}”, {many} proposals. Please be "
        "there; if you cannot, decline the invitation soon, or tell the officer.",
    ),
    "deviation_to_explain": say(
        "请说明评分偏离：{title}",
        "Please explain your score: {title}",
        "您对《{title}》的评分与本组中位数相差较大，请在评审页面说明理由；说明之前评审组不能锁定。",
        "Your score of “{title}” is far from the median of the panel. Please give the reason on "
        "the page of your review; the panel cannot lock before.",
    ),
    "no_substitute": say(
        "没有可替补的专家：{title}",
        "No substitute left: {title}",
        "《{title}》的评审组缺一席，按抽取顺序已无可替补的专家。请报监督诚信处解散重抽，或补充专家库。",
        "A seat on a panel of “{title}” is empty and nobody is left in the order of the draw. Ask "
        "supervision to dissolve the panel, or enlarge the pool.",
    ),
    "score_voided": say(
        "一份评分作废：{title}",
        "A score was voided: {title}",
        "《{title}》的一份评分在锁定前因专家须回避或不得再任作废，由候补专家评审。",
        "A score of “{title}” was voided before the lock: its expert has a conflict or may serve "
        "no more; a substitute reviews instead.",
    ),
    "score_struck": say(
        "一份评分作废：{title}",
        "A score was voided: {title}",
        "《{title}》的一份评分在锁定后因专家须回避或不得再任作废。有效评分不足的，请决定复评。",
        "A score of “{title}” was voided after the lock: its expert has a conflict or may serve "
        "no more. Where too few valid scores remain, order a re-review.",
    ),
    "stage_score_struck": say(
        "节点评分因回避作废：{title}",
        "A score of a stage was voided for a conflict: {title}",
        "《{title}》的节点评分中有一份在锁定后因查出回避情形作废。已拟定或公示的结论，由主办人按其余"
        "有效评分重新拟定；有效评分不足的，请监督处或厅务会决定另组专家组。",
        "A score of the stage of “{title}” was voided after the lock because of a conflict. The "
        "officer drafts outcomes that were drafted or on notice anew by the scores left; where too "
        "few are left, supervision or the office meeting orders another panel.",
    ),
}

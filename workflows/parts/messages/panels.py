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
        "You were drawn at random to review for “{title}”. Say by {due} whether you will take "
        "part. Use the link below; you do not need to sign in and the link works once:\n{link}"
        "\nIf you decline or do not answer, a substitute takes the seat. Keep this invitation "
        "confidential and do not forward the link.",
    ),
    "invitation_declined": say(
        "专家谢绝邀请：{title}",
        "Expert declined: {title}",
        "《{title}》一名专家谢绝邀请，由候补专家按抽取顺序替补；无人可替补的，另行通知。理由：{reason}",
        "An expert has declined the invitation for “{title}”. A substitute takes the seat in the "
        "draw order; we will tell you if nobody is left. Reason: {reason}",
    ),
    "invitation_lapsed": say(
        "评审邀请逾期：{title}",
        "Invitation not answered in time: {title}",
        "《{title}》的评审邀请逾期未答复，已失效，由候补专家按抽取顺序替补。",
        "An invitation for “{title}” was not answered in time and has lapsed. A substitute takes "
        "the seat in the draw order.",
    ),
    "invitation_recused": say(
        "评审邀请已收回：{title}",
        "Invitation withdrawn: {title}",
        "查出您须回避《{title}》的参评项目，或不得再任评审专家，评审邀请已收回。请继续保密。",
        "You were found to have a conflict of interest with a proposal in “{title}”, or you can "
        "no longer serve as an expert. Your invitation has been withdrawn. Please keep it "
        "confidential.",
    ),
    "invited_expert_recused": say(
        "受邀专家退出：{title}",
        "Invited expert has left: {title}",
        "《{title}》一名受邀专家须回避或不得再任，邀请已收回，由候补专家按抽取顺序替补；无人可替补的，另行通知。",
        "An invited expert for “{title}” has a conflict of interest or can no longer serve. The "
        "invitation has been withdrawn and a substitute takes the seat in the draw order; we will "
        "tell you if nobody is left.",
    ),
    "invitation_withdrawn": say(
        "评审邀请已取消：{title}",
        "Invitation cancelled: {title}",
        "《{title}》的一个评审组已解散，您的评审邀请随之取消。",
        "A panel for “{title}” has been dissolved, so your invitation has been cancelled.",
    ),
    "meeting_called": say(
        "答辩会议通知：{title}",
        "Defence meeting: {title}",
        "《{title}》的答辩会定于 {when} 在“{place}”举行，共 {many} 个项目，请准时参加；"
        "不能到会的，请尽快谢绝邀请或告知主办人。",
        "The defence meeting for “{title}” is on {when} at “{place}”, with {many} proposals. "
        "Please attend on time. If you cannot, decline the invitation or tell the programme "
        "officer as soon as possible.",
    ),
    "deviation_to_explain": say(
        "请说明评分偏离：{title}",
        "Explain your score: {title}",
        "您对《{title}》的评分与本组中位数相差较大，请在评审页面说明理由；说明之前评审组不能锁定。",
        "Your score for “{title}” is far from the panel median. Give the reason on the review "
        "page; the panel cannot lock until you do.",
    ),
    "no_substitute": say(
        "没有可替补的专家：{title}",
        "No substitute left: {title}",
        "《{title}》的评审组缺一席，按抽取顺序已无可替补的专家。请报监督诚信处解散重抽，或补充专家库。",
        "A panel for “{title}” has an empty seat and no substitute is left in the draw order. Ask "
        "the supervision and integrity division to dissolve the panel and draw again, or add to "
        "the pool.",
    ),
    "score_voided": say(
        "一份评分作废：{title}",
        "Score voided: {title}",
        "《{title}》的一份评分在锁定前因专家须回避或不得再任作废，由候补专家评审。",
        "A score for “{title}” was voided before the panel locked, because the expert has a "
        "conflict of interest or can no longer serve. A substitute reviews instead.",
    ),
    "score_struck": say(
        "一份评分作废：{title}",
        "Score voided: {title}",
        "《{title}》的一份评分在锁定后因专家须回避或不得再任作废。有效评分不足的，请决定复评。",
        "A score for “{title}” was voided after the panel locked, because the expert has a "
        "conflict of interest or can no longer serve. If too few valid scores remain, order a "
        "re-review.",
    ),
    "score_struck_after_list": say(
        "名单议定后一份评分作废：{title}",
        "Score voided after the list was decided: {title}",
        "《{title}》的名单议定后查出一名专家评审时须回避，其评分已作废。请核查：不影响议定结果的予以维持，"
        "影响的决定复评；核查前不立项。",
        "After the list was decided, an expert who scored “{title}” was found to have had a "
        "conflict of interest. The score is void. Examine whether the result depended on it: "
        "confirm the award, or order a re-review. No award is made before that.",
    ),
    "conflict_after_award": say(
        "立项决定后查出回避情形：{title}",
        "Conflict of interest found after the decision: {title}",
        "《{title}》已作出决定，现查出一名专家评审时须回避，其评分曾计入结果。请核查；属请托、串通等"
        "违规的，立为诚信案件，查实后可撤销项目。",
        "“{title}” has been decided. An expert whose score counted was now found to have had a "
        "conflict of interest. Examine it. If it was misconduct, such as collusion, open an "
        "integrity case; a finding may lead to revocation.",
    ),
    "award_awaits_examination": say(
        "公示期满，待核查评分：{title}",
        "Public notice ended, scores to be examined: {title}",
        "《{title}》公示期满，名单议定后作废的评分尚未核查，暂不立项。请监督诚信处维持议定结果，或者"
        "决定复评。",
        "The public notice of “{title}” has ended, but scores voided after the list was decided "
        "have not been examined, so the award is on hold. The supervision and integrity division "
        "confirms the award or orders a re-review.",
    ),
    "award_kept": say(
        "议定结果维持：{title}",
        "Award confirmed: {title}",
        "《{title}》名单议定后作废的评分已经监督诚信处核查，不影响议定结果。",
        "The supervision and integrity division examined the scores of “{title}” voided after the "
        "list was decided. The result does not depend on them.",
    ),
    "stage_score_struck": say(
        "节点评分因回避作废：{title}",
        "Stage score voided for a conflict of interest: {title}",
        "《{title}》的节点评分中有一份在锁定后因查出回避情形作废。已拟定或公示的结论，由主办人按其"
        "余有效评分重新拟定；有效评分不足的，请监督诚信处或厅务会决定另组专家组。",
        "A stage score for “{title}” was voided after the panel locked, because of a conflict of "
        "interest. The programme officer drafts the outcomes again from the remaining valid "
        "scores. If too few remain, the supervision and integrity division or the executive "
        "meeting decides on a new panel.",
    ),
}

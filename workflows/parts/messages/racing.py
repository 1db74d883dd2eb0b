"""What people are told of a race."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

RACING: dict[str, Wording] = {
    "race_started": say(
        "已起跑：{title}",
        "Race started: {title}",
        "《{title}》已起跑，节点佐证截止时间 {due}。",
        "“{title}” has started. Stage evidence is due by {due}.",
    ),
    "checkpoint_called": say(
        "节点考核通知：{title}",
        "Checkpoint notice: {title}",
        "《{title}》节点考核已通知，各队指标、规程、截止时间一致。",
        "Notice of a checkpoint of “{title}” has been given. Metrics, test protocol and deadline "
        "are the same for every team.",
    ),
    "checkpoint_assessed": say(
        "佐证截止，进入考核：{title}",
        "Evidence closed, assessment begins: {title}",
        "《{title}》佐证提交截止，请组织节点考核，期限 {due}。",
        "Evidence for “{title}” has closed. Arrange the checkpoint assessment by {due}.",
    ),
    "evidence_missed": say(
        "未按期提交佐证：{title}",
        "Evidence not submitted in time: {title}",
        "《{title}》宽限期满未提交节点佐证，本节点记零分。",
        "“{title}” did not submit stage evidence by the end of the grace period and scores zero "
        "for this stage.",
    ),
    "stage_results_published": say(
        "节点结果公示：{title}",
        "Stage results on public notice: {title}",
        "《{title}》的节点结果已公示，各队结论、依据和公示起止日见赛题页面；有异议的，在公示期内以"
        "真实身份书面提出。",
        "The stage results of “{title}” are on public notice. Each team's outcome, the basis and "
        "the dates are on the race page. Objections must be made in writing, under a real name, "
        "within the public notice period.",
    ),
    "elimination_proposed": say(
        "拟淘汰：{title}",
        "Elimination proposed: {title}",
        "《{title}》的节点结论拟为淘汰，正在公示；{closes} 前可申诉一次，期间名额与经费保留。",
        "The stage results on public notice propose to eliminate “{title}”. You can appeal once, "
        "by {closes}. The team's place and money are kept until then.",
    ),
    "stage_decided": say(
        "节点结论：{title}",
        "Stage outcome: {title}",
        "《{title}》的节点结论已生效，见节点考核结论。",
        "The stage outcome of “{title}” has taken effect. See the stage decision.",
    ),
    "stage_objection_admitted": say(
        "节点结果受理异议：{title}",
        "Objection to stage results admitted: {title}",
        "《{title}》公示的节点结果已受理异议，核查期间不议定结论。",
        "An objection to the published stage results of “{title}” has been admitted. No outcome "
        "is decided while it is investigated.",
    ),
    "stage_objection_rejected": say(
        "异议不成立，恢复公示：{title}",
        "Objection rejected, public notice resumes: {title}",
        "《{title}》节点结果的异议经核查不成立，恢复公示。理由：{reason}",
        "The objection to the stage results of “{title}” was found to be unfounded and the public "
        "notice has resumed. Reason: {reason}",
    ),
    "stage_scores_voided": say(
        "节点评分作废，请另组专家组：{title}",
        "Stage scores voided, form a new panel: {title}",
        "《{title}》的节点评分因程序瑕疵作废，原评分保留备查。请于 {due} 前另组专家组，对全部团队"
        "重新考核；原专家组成员不再参加。",
        "The stage scores of “{title}” were voided because of a procedural fault. The original "
        "scores are kept on record. Form a new panel by {due} to assess all teams again; members "
        "of the original panel cannot take part.",
    ),
    "stage_objection_upheld": say(
        "异议成立，节点结果撤回：{title}",
        "Objection upheld, results withdrawn: {title}",
        "《{title}》节点结果的异议成立，公示的结果撤回，将重新拟定结论、重新公示，申诉期重新起算。"
        "理由：{reason}",
        "The objection to the stage results of “{title}” was upheld. The published results are "
        "withdrawn. The outcomes will be drafted and put on public notice again, with a new "
        "appeal period. Reason: {reason}",
    ),
    "stage_results_withdrawn": say(
        "评分作废，节点结果撤回：{title}",
        "Scores voided, stage results withdrawn: {title}",
        "《{title}》公示的节点结果所依据的评分有作废的，结果撤回，将重新拟定结论、重新公示，"
        "申诉期重新起算。",
        "Some of the scores behind the published stage results of “{title}” are void, so the "
        "results are withdrawn. The outcomes will be drafted and put on public notice again, with "
        "a new appeal period.",
    ),
    "stage_results_overtaken": say(
        "结论不能生效，节点结果撤回：{title}",
        "Outcomes cannot take effect, stage results withdrawn: {title}",
        "《{title}》的节点结果公示后，因团队变动等原因，原结论不能生效，结果撤回；评分不变，将重新"
        "拟定结论、重新公示，申诉期重新起算。",
        "Since the stage results of “{title}” were published, changes such as a team leaving mean "
        "that the outcomes cannot take effect. The results are withdrawn. The scores stand; the "
        "outcomes will be drafted and put on public notice again, with a new appeal period.",
    ),
    "appeal_filed": say(
        "收到申诉：{title}",
        "Appeal received: {title}",
        "《{title}》对拟淘汰提出申诉，请于 {due} 前裁决。",
        "“{title}” has appealed against its proposed elimination. Decide by {due}.",
    ),
    "appeal_upheld": say(
        "申诉成立：{title}",
        "Appeal upheld: {title}",
        "《{title}》的申诉成立，不予淘汰。理由：{reason}",
        "The appeal of “{title}” was upheld and the team is not eliminated. Reason: {reason}",
    ),
    "appeal_dismissed": say(
        "申诉不成立：{title}",
        "Appeal dismissed: {title}",
        "《{title}》的申诉不成立，维持淘汰结论。理由：{reason}",
        "The appeal of “{title}” was dismissed and the elimination stands. Reason: {reason}",
    ),
    "appeal_dismissed_and_held": say(
        "申诉不成立，保底保持：{title}",
        "Appeal dismissed, team held: {title}",
        "《{title}》的申诉不成立；淘汰将使赛事没有团队能够冲线，改为保持观察，继续参赛。理由：{reason}",
        "The appeal of “{title}” was dismissed. Without the team nobody could finish, so it is "
        "held and races on. Reason: {reason}",
    ),
    "team_left": say(
        "团队退出或暂停：{title}",
        "Team left or suspended: {title}",
        "《{title}》已退出或暂停。{reason}",
        "“{title}” has left or is suspended. {reason}",
    ),
    "merge_agreed": say(
        "团队同意合并：{title}",
        "Team agrees to merge: {title}",
        "《{title}》的负责人与单位已签署合并协议。",
        "The project leader and unit of “{title}” have signed the merger agreement.",
    ),
    "merge_offered": say(
        "对方同意合并：{title}",
        "Another team agrees to merge: {title}",
        "有团队同意与《{title}》合并，协议全文见本队页面。双方签署同一协议后，由厅务会审议。",
        "A team has agreed to merge with “{title}”. The full agreement is on your team's page. "
        "Once both sides have signed the same agreement, the executive meeting considers it.",
    ),
    "merger_refused": say(
        "不予合并：{title}",
        "Merger not approved: {title}",
        "厅务会未批准《{title}》与对方团队合并，两队各自继续。理由：{reason}",
        "The executive meeting did not approve the merger of “{title}” with the other team. Both "
        "teams continue separately. Reason: {reason}",
    ),
    "merge_approved": say(
        "合并已批准：{title}",
        "Merger approved: {title}",
        "《{title}》已并入对方团队，承诺总额不变。",
        "“{title}” has merged into the other team. The total commitment does not change.",
    ),
    "extension_asked": say(
        "申请联合延期：{title}",
        "Joint extension requested: {title}",
        "《{title}》申请联合延期，须全体团队申请。理由：{reason}",
        "“{title}” has asked for a joint extension, which needs a request from every team. "
        "Reason: {reason}",
    ),
    "extension_may_be_joined": say(
        "可一并申请联合延期：{title}",
        "You can also ask for the joint extension: {title}",
        "《{title}》已有团队申请联合延期。须全体在赛团队在佐证截止之前一致申请，方可批准；"
        "如同意延期，请在本队页面申请。",
        "A team has asked for a joint extension in “{title}”. It can be approved only if every "
        "team still racing asks before the evidence deadline. If you agree, ask on your team's "
        "page.",
    ),
    "extension_declined": say(
        "不予联合延期：{title}",
        "Joint extension refused: {title}",
        "《{title}》的联合延期申请未获批准，原截止日期不变。理由：{reason}",
        "The joint extension requested for “{title}” was refused. The original deadline stands. "
        "Reason: {reason}",
    ),
    "extension_lapsed": say(
        "联合延期申请失效：{title}",
        "Joint extension request lapsed: {title}",
        "《{title}》本节点佐证已截止，联合延期申请未获批准，自动失效，原截止日期不变。",
        "Evidence for this stage of “{title}” has closed. The joint extension was not approved "
        "before then, so the request has lapsed and the original deadline stands.",
    ),
    "stage_extended": say(
        "节点延期：{title}",
        "Stage extended: {title}",
        "《{title}》本节点对全部团队延期，新的日期见赛题页面。理由：{reason}",
        "This stage of “{title}” has been extended for all teams. The new dates are on the race "
        "page. Reason: {reason}",
    ),
    "final_extended": say(
        "冲线延期：{title}",
        "Final extended: {title}",
        "《{title}》冲线评审尚无团队达标，对全部团队延期一次，新的日期见赛题页面。",
        "No team met the standard in the final review of “{title}”. The final has been extended "
        "once for all teams. The new dates are on the race page.",
    ),
    "finish_claimed": say(
        "申请提前冲线：{title}",
        "Early finish claimed: {title}",
        "《{title}》申请提前冲线，其他团队可在跟进期内一并申请。",
        "“{title}” has claimed an early finish. The other teams can join the claim within the "
        "period allowed.",
    ),
    "finish_may_be_claimed": say(
        "可跟进申请提前冲线：{title}",
        "You can also claim an early finish: {title}",
        "《{title}》已有团队申请提前冲线；其他团队可在赛题页面所示的跟进期内一并申请。",
        "A team in “{title}” has claimed an early finish. The other teams can join the claim "
        "within the period shown on the race page.",
    ),
    "refocus_proposed": say(
        "提请调整目标：{title}",
        "Proposal to adjust the target: {title}",
        "《{title}》提请调整目标，新旧目标和专家组意见见赛题页，请于 {due} 前议定。",
        "A new target has been proposed for “{title}”. The old and new targets and the panel's "
        "opinion are on the race page. Decide by {due}.",
    ),
    "refocus_dropped": say(
        "不予调整目标：{title}",
        "Target not adjusted: {title}",
        "《{title}》不予调整目标，维持原目标。理由：{reason}",
        "The target of “{title}” was not adjusted and stays the same. Reason: {reason}",
    ),
    "target_adjusted": say(
        "目标调整：{title}",
        "Target adjusted: {title}",
        "《{title}》的目标已调整，同日适用于全部在赛团队，不溯及既往。",
        "The target of “{title}” has been adjusted. It applies to every team still racing from "
        "the same day and is not retroactive.",
    ),
    "admitted_to_race": say(
        "列为赛题候补：{title}",
        "Listed as a reserve for the race: {title}",
        "《{title}》经补充征集列为赛题候补，启用时另行公示和签约。",
        "“{title}” was listed as a reserve for the race after a supplementary entry round. If it "
        "is called, it has its own public notice and contract.",
    ),
    "rescue_begun": say(
        "进入保底救援：{title}",
        "Race in rescue: {title}",
        "《{title}》进入保底救援，请在 {due} 前选择措施。",
        "“{title}” has entered rescue. Choose a rescue option by {due}.",
    ),
    "race_halted": say(
        "赛事暂停：{title}",
        "Race halted: {title}",
        "《{title}》对全部团队一并暂停，暂停的天数恢复后顺延。理由：{reason}",
        "“{title}” has been halted for all teams. When it resumes, deadlines move back by the "
        "days halted. Reason: {reason}",
    ),
    "race_resumed": say(
        "赛事恢复：{title}",
        "Race resumed: {title}",
        "《{title}》对全部团队恢复，各项日期已顺延，见赛题页面。理由：{reason}",
        "“{title}” has resumed for all teams. Deadlines have moved back; see the race page. "
        "Reason: {reason}",
    ),
    "stage_money_ordered": say(
        "节点经费待拨付：{title}",
        "Stage money to pay: {title}",
        "《{title}》本节点经费已按公式分配，请办理一批拨付。",
        "The stage money of “{title}” has been shared by the formula. Pay it in one batch.",
    ),
    "race_called_off": say(
        "赛题撤销：{title}",
        "Race called off: {title}",
        "《{title}》：赛题经厅务会议定在起跑前撤销，项目终止，任务书、军令状不再执行；理由见赛题撤销公告。",
        "The executive meeting has called off the race “{title}” before the start. Its projects "
        "end, and contracts and pledges no longer apply. See the public announcement for the "
        "reason.",
    ),
    "race_ended": say(
        "赛事结束：{title}",
        "Race ended: {title}",
        "《{title}》所在赛事已结束，结果见赛题页面。",
        "The race that “{title}” was in has ended. The result is on the race page.",
    ),
}

"""What people are told of a race."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

RACING: dict[str, Wording] = {
    "race_started": say(
        "已起跑：{title}",
        "Started: {title}",
        "《{title}》已起跑，节点佐证截止时间 {due}。",
        "“{title}” has started; evidence is due {due}.",
    ),
    "checkpoint_called": say(
        "节点考核通知：{title}",
        "Checkpoint: {title}",
        "《{title}》节点考核已通知，各队指标、规程、截止时间一致。",
        "The checkpoint of “{title}” is called: indicators, protocol and deadline are the same "
        "for all.",
    ),
    "checkpoint_assessed": say(
        "佐证截止，进入考核：{title}",
        "Evidence closed: {title}",
        "《{title}》佐证提交截止，请组织节点考核，期限 {due}。",
        "Evidence for “{title}” is closed; the checkpoint is to be assessed by {due}.",
    ),
    "evidence_missed": say(
        "未按期提交佐证：{title}",
        "Evidence missed: {title}",
        "《{title}》宽限期满未提交节点佐证，本节点记零分。",
        "“{title}” handed in no evidence by the end of grace; its score is 0.",
    ),
    "stage_results_published": say(
        "节点结果公示：{title}",
        "Results on notice: {title}",
        "《{title}》的节点结果已公示，各队结论、依据和公示起止日见赛题页面；有异议的，在公示期内以"
        "真实身份书面提出。",
        "The results of a stage of “{title}” are on notice; every team's outcome, its grounds and "
        "the dates are on the page of the race. Objections are made in writing and by name while "
        "the notice runs.",
    ),
    "elimination_proposed": say(
        "拟淘汰：{title}",
        "Elimination proposed: {title}",
        "《{title}》节点结果公示为拟淘汰，{closes} 前可申诉一次；期间名额与经费保留。",
        "The elimination of “{title}” is on notice; you may appeal once until {closes}, and its "
        "place and share are kept meanwhile.",
    ),
    "stage_decided": say(
        "节点结论：{title}",
        "Stage decided: {title}",
        "《{title}》的节点结论已生效，见节点考核结论。",
        "The outcome of “{title}” has taken effect; see the decision of the stage.",
    ),
    "stage_objection_admitted": say(
        "节点结果受理异议：{title}",
        "An objection to the results: {title}",
        "《{title}》公示的节点结果已受理异议，核查期间不议定结论。",
        "An objection to the results of “{title}” on notice is admitted; nothing is decided while "
        "it is looked into.",
    ),
    "stage_objection_rejected": say(
        "异议不成立，恢复公示：{title}",
        "Objection rejected: {title}",
        "《{title}》节点结果的异议经核查不成立，恢复公示。理由：{reason}",
        "The objection to the results of “{title}” is rejected and the notice goes on. Reason: "
        "{reason}",
    ),
    "stage_scores_voided": say(
        "节点评分作废，请另组专家组：{title}",
        "Scores voided, form a new panel: {title}",
        "《{title}》的节点评分因程序瑕疵作废，原评分保留备查。请于 {due} 前另组专家组，对全部团队"
        "重新考核；原专家组成员不再参加。",
        "The scores of “{title}” are void for a fault of procedure and stay on record. Form "
        "another panel, without members of the first, to assess all teams again by {due}.",
    ),
    "stage_objection_upheld": say(
        "异议成立，节点结果撤回：{title}",
        "Objection upheld, results withdrawn: {title}",
        "《{title}》节点结果的异议成立，公示的结果撤回，将重新拟定结论、重新公示，申诉期重新起算。"
        "理由：{reason}",
        "The objection to the results of “{title}” is upheld: they are withdrawn, drafted and put "
        "on notice anew, with a new time for appeals. Reason: {reason}",
    ),
    "stage_results_withdrawn": say(
        "评分作废，节点结果撤回：{title}",
        "Scores void, results withdrawn: {title}",
        "《{title}》公示的节点结果所依据的评分有作废的，结果撤回，将重新拟定结论、重新公示，"
        "申诉期重新起算。",
        "Scores that the results of “{title}” on notice rest on are void: the results are "
        "withdrawn, drafted and put on notice anew, with a new time for appeals.",
    ),
    "stage_results_overtaken": say(
        "结论不能生效，节点结果撤回：{title}",
        "Outcomes overtaken, results withdrawn: {title}",
        "《{title}》的节点结果公示后，因团队变动等原因，原结论不能生效，结果撤回；评分不变，将重新"
        "拟定结论、重新公示，申诉期重新起算。",
        "Since the results of “{title}” were put on notice, a team has left or the like, and the "
        "outcomes can no longer take effect: they are withdrawn; the scores stay, the outcomes are "
        "drafted and put on notice anew, with a new time for appeals.",
    ),
    "appeal_filed": say(
        "收到申诉：{title}",
        "Appeal filed: {title}",
        "《{title}》对拟淘汰提出申诉，请于 {due} 前裁决。",
        "The elimination of “{title}” is appealed; rule by {due}.",
    ),
    "appeal_upheld": say(
        "申诉成立：{title}",
        "Appeal upheld: {title}",
        "《{title}》的申诉成立，不予淘汰。理由：{reason}",
        "The appeal of “{title}” is upheld: it is not eliminated. Reason: {reason}",
    ),
    "appeal_dismissed": say(
        "申诉不成立：{title}",
        "Appeal dismissed: {title}",
        "《{title}》的申诉不成立，维持淘汰结论。理由：{reason}",
        "The appeal of “{title}” is dismissed: the elimination stands. Reason: {reason}",
    ),
    "team_left": say(
        "团队退出或暂停：{title}",
        "A team left: {title}",
        "《{title}》已退出或暂停。{reason}",
        "“{title}” has left or is suspended. {reason}",
    ),
    "merge_agreed": say(
        "团队同意合并：{title}",
        "A team agrees to merge: {title}",
        "《{title}》的负责人与单位已签署合并协议。",
        "The leader and unit of “{title}” have signed an agreement to merge.",
    ),
    "merge_offered": say(
        "对方同意合并：{title}",
        "A team agrees to merge with yours: {title}",
        "有团队同意与《{title}》合并，协议全文见本队页面。双方签署同一协议后，由厅务会审议。",
        "A team agrees to merge with “{title}”; the agreement is on your team's page. Once both "
        "have signed the same one, the office meeting decides.",
    ),
    "merger_refused": say(
        "不予合并：{title}",
        "The merger is refused: {title}",
        "厅务会未批准《{title}》与对方团队合并，两队各自继续。理由：{reason}",
        "The office meeting does not approve that “{title}” and its partner merge; both go on by "
        "themselves. Reason: {reason}",
    ),
    "merge_approved": say(
        "合并已批准：{title}",
        "Merged: {title}",
        "《{title}》已并入对方团队，承诺总额不变。",
        "“{title}” has merged into its partner; the commitment is conserved.",
    ),
    "extension_asked": say(
        "申请联合延期：{title}",
        "Extension asked: {title}",
        "《{title}》申请联合延期，须全体团队申请。理由：{reason}",
        "“{title}” asks for a joint extension, which needs every team. Reason: {reason}",
    ),
    "extension_may_be_joined": say(
        "可一并申请联合延期：{title}",
        "Others may ask for the extension too: {title}",
        "《{title}》已有团队申请联合延期。须全体在赛团队在佐证截止之前一致申请，方可批准；"
        "如同意延期，请在本队页面申请。",
        "A team asks for a joint extension of “{title}”. It can be granted once every team asks "
        "before the evidence is due; if you agree, ask on your team's page.",
    ),
    "extension_declined": say(
        "不予联合延期：{title}",
        "Joint extension declined: {title}",
        "《{title}》的联合延期申请未获批准，原截止日期不变。理由：{reason}",
        "The joint extension of “{title}” is declined; the deadline stays. Reason: {reason}",
    ),
    "extension_lapsed": say(
        "联合延期申请失效：{title}",
        "Joint extension lapsed: {title}",
        "《{title}》本节点佐证已截止，联合延期申请未获批准，自动失效，原截止日期不变。",
        "The evidence of this stage of “{title}” has closed before the joint extension asked for "
        "was granted: the request has lapsed and the deadline stays.",
    ),
    "stage_extended": say(
        "节点延期：{title}",
        "Stage extended: {title}",
        "《{title}》本节点对全部团队延期，新的日期见赛题页面。理由：{reason}",
        "The stage of “{title}” is extended for all teams; its new dates are on its page. "
        "Reason: {reason}",
    ),
    "final_extended": say(
        "冲线延期：{title}",
        "Final extended: {title}",
        "《{title}》冲线评审尚无团队达标，对全部团队延期一次，新的日期见赛题页面。",
        "No team has crossed the line of “{title}”; the final is extended once for all teams, and "
        "the new dates are on its page.",
    ),
    "finish_claimed": say(
        "申请提前冲线：{title}",
        "Finish claimed: {title}",
        "《{title}》申请提前冲线，其他团队可在跟进期内一并申请。",
        "“{title}” claims the target; the other teams may follow within the grace.",
    ),
    "finish_may_be_claimed": say(
        "可跟进申请提前冲线：{title}",
        "Others may claim the finish too: {title}",
        "《{title}》已有团队申请提前冲线；其他团队可在赛题页面所示的跟进期内一并申请。",
        "A team has claimed the target of “{title}”; the others may follow within the grace shown "
        "on its page.",
    ),
    "refocus_proposed": say(
        "提请调整目标：{title}",
        "A new target proposed: {title}",
        "《{title}》提请调整目标，新旧目标和专家组意见见赛题页，请于 {due} 前议定。",
        "A new target is proposed for “{title}”: the old and the new one and the panel's finding "
        "are on the page of the race; decide by {due}.",
    ),
    "refocus_dropped": say(
        "不予调整目标：{title}",
        "The target stays: {title}",
        "《{title}》不予调整目标，维持原目标。理由：{reason}",
        "The target of “{title}” stays as it is. Reason: {reason}",
    ),
    "target_adjusted": say(
        "目标调整：{title}",
        "Target adjusted: {title}",
        "《{title}》的目标已调整，同日适用于全部在赛团队，不溯及既往。",
        "The target of “{title}” is adjusted for all survivors from today, never retroactively.",
    ),
    "admitted_to_race": say(
        "列为赛题候补：{title}",
        "Held in reserve for the race: {title}",
        "《{title}》经补充征集列为赛题候补，启用时另行公示和签约。",
        "“{title}” stands in reserve for the race; if called, it has its own notice and contract.",
    ),
    "rescue_begun": say(
        "进入保底救援：{title}",
        "Rescue begun: {title}",
        "《{title}》进入保底救援，请在 {due} 前选择措施。",
        "“{title}” is in a rescue; choose what to do by {due}.",
    ),
    "race_halted": say(
        "赛事暂停：{title}",
        "Race halted: {title}",
        "《{title}》对全部团队一并暂停，暂停的天数恢复后顺延。理由：{reason}",
        "“{title}” is halted for all teams at once; what it stands still is added to every date. "
        "Reason: {reason}",
    ),
    "race_resumed": say(
        "赛事恢复：{title}",
        "Race resumed: {title}",
        "《{title}》对全部团队恢复，各项日期已顺延，见赛题页面。理由：{reason}",
        "“{title}” goes on for all teams; its new dates are on its page. Reason: {reason}",
    ),
    "stage_money_ordered": say(
        "节点经费待拨付：{title}",
        "Stage money ordered: {title}",
        "《{title}》本节点经费已按公式分配，请办理一批拨付。",
        "The stage's pool of “{title}” is shared by the formula; pay it in one batch.",
    ),
    "race_called_off": say(
        "赛题撤销：{title}",
        "Race called off: {title}",
        "《{title}》：赛题经厅务会议定在起跑前撤销，项目终止，任务书、军令状不再执行；理由见赛题撤销公告。",
        "“{title}”: the race is called off before its start, its projects end, contracts and "
        "pledges are void; the public letter says why.",
    ),
    "race_ended": say(
        "赛事结束：{title}",
        "The race is over: {title}",
        "《{title}》所在赛事已结束，结果见赛题页面。",
        "The race of “{title}” is over; see its page for the result.",
    ),
}

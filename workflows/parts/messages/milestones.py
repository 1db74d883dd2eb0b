"""What people are told of contracts and milestones."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

MILESTONES: dict[str, Wording] = {
    "contract_signed": say(
        "任务书已签订：{title}",
        "Contract signed: {title}",
        "《{title}》任务书三方签订完毕，项目转入在研，各节点已列入日历。",
        "All three parties have signed the contract of “{title}”. The project is active and its "
        "milestones are in the calendar.",
    ),
    "assessor_left": say(
        "专家退出：{title}",
        "Assessment expert has left: {title}",
        "《{title}》的一名考核专家回避或谢绝，已退出专家组，按抽取顺序递补。理由：{reason}",
        "An assessment expert for “{title}” had a conflict of interest or declined, and has left "
        "the panel. The next expert in the draw order takes the seat. Reason: {reason}",
    ),
    "assessor_barred": say(
        "专家退出：{title}",
        "Assessment expert has left: {title}",
        "《{title}》的一名考核专家须回避或不得再任，已退出专家组，其意见作废，按抽取顺序递补。",
        "An assessment expert for “{title}” has a conflict of interest or can no longer serve, "
        "and has left the panel. The opinion is void. The next expert in the draw order takes the "
        "seat.",
    ),
    "assessor_replaced": say(
        "专家更换：{title}",
        "Assessment expert replaced: {title}",
        "《{title}》的一名考核专家缺席或逾期，已予更换，按抽取顺序递补。理由：{reason}",
        "An assessment expert for “{title}” was absent or late and has been replaced by the next "
        "expert in the draw order. Reason: {reason}",
    ),
    "panel_to_be_drawn": say(
        "待抽取专家：{title}",
        "Panel to be drawn: {title}",
        "请于 {due} 前在见证人在场时为《{title}》随机抽取专家组。",
        "Draw the panel for “{title}” at random, in front of a witness, by {due}.",
    ),
    "panel_seat_empty": say(
        "专家组席位空缺：{title}",
        "Empty seat on a panel: {title}",
        "《{title}》抽取专家后出现须回避或不再合规的情形，席位空缺：请专家库管理员固定候选名单，"
        "于 {due} 前在见证人在场时抽取补齐。",
        "After the draw for “{title}”, an expert was found to have a conflict of interest or can "
        "no longer serve, and the seat is empty. The expert manager fixes the candidate list and "
        "fills the seat by a draw in front of a witness by {due}.",
    ),
    "panel_drawn": say(
        "专家已抽取：{title}",
        "Panel drawn: {title}",
        "《{title}》的专家组席位已补入专家，请核对后启动或继续。",
        "The empty seats on the panel for “{title}” have been filled. Check them, then start or "
        "continue.",
    ),
    "no_assessor_left": say(
        "没有可递补的专家：{title}",
        "No expert left to take the seat: {title}",
        "《{title}》的专家组缺一席，按抽取顺序已无可递补的专家。请补充专家库后在见证人在场时再抽；"
        "仍抽不出的，说明理由指定，报监督诚信处会签。",
        "The panel for “{title}” has an empty seat and no expert is left in the draw order. Add to "
        "the pool and draw again in front of a witness. If that is not possible, appoint an "
        "expert, give the reason and have the supervision and integrity division countersign.",
    ),
    "contract_returned": say(
        "任务书被退回：{title}",
        "Contract returned: {title}",
        "《{title}》任务书被退回修改，已有签名作废。理由：{reason}",
        "The contract of “{title}” was returned for changes. Signatures already given are void. "
        "Reason: {reason}",
    ),
    "lowering_permitted": say(
        "指标调整已议定：{title}",
        "Lower metrics allowed: {title}",
        "厅务会议定《{title}》任务书可按现稿降低指标。理由：{reason}",
        "The executive meeting allows the lower metrics in the draft contract of “{title}”. "
        "Reason: {reason}",
    ),
    "lowering_refused": say(
        "指标不予降低：{title}",
        "Lower metrics not allowed: {title}",
        "厅务会不同意《{title}》任务书降低指标，请恢复申报时的指标后签订。理由：{reason}",
        "The executive meeting does not allow lower metrics in the contract of “{title}”. Restore "
        "the metrics in the proposal, then sign. Reason: {reason}",
    ),
    "place_became_free": say(
        "空出立项名额：{title}",
        "An award has become free: {title}",
        "《{title}》放弃立项或逾期未签，名额空出。可从备选中递补，递补项目须单独公示。",
        "“{title}” was given up or not signed in time, so an award is free. A reserve may be "
        "promoted, with its own public notice.",
    ),
    "node_announced": say(
        "节点考核通知：{title}",
        "Milestone assessment notice: {title}",
        "《{title}》进入节点考核，请于 {due} 前提交节点报告和佐证。",
        "A milestone of “{title}” is being assessed. Submit the milestone report and evidence by "
        "{due}.",
    ),
    "node_overdue": say(
        "节点佐证逾期：{title}",
        "Evidence overdue: {title}",
        "《{title}》节点佐证逾期未交；{due} 仍未提交的，经费将被冻结。",
        "The milestone evidence for “{title}” is overdue. If it is not submitted by {due}, the "
        "project's money will be frozen.",
    ),
    "node_frozen": say(
        "经费冻结：{title}",
        "Money frozen: {title}",
        "《{title}》节点佐证逾期，经费已冻结。提交节点报告后方可恢复。",
        "The milestone evidence for “{title}” is overdue and the project's money has been frozen. "
        "It is released only after the milestone report is submitted.",
    ),
    "node_submitted": say(
        "节点报告已提交：{title}",
        "Milestone report submitted: {title}",
        "《{title}》已提交节点报告，请于 {due} 前组建考核专家组。",
        "“{title}” has submitted its milestone report. Form the assessment panel by {due}.",
    ),
    "panel_convened": say(
        "节点考核任务：{title}",
        "Milestone assessment to do: {title}",
        "请考核《{title}》的节点，逐项指标评判并签名，期限至 {due}。",
        "Assess the milestone of “{title}”: judge each metric and sign by {due}.",
    ),
    "recheck_convened": say(
        "整改复核任务：{title}",
        "Re-check to do: {title}",
        "请复核《{title}》节点的整改情况，期限至 {due}。",
        "Re-check the rectification of the milestone of “{title}” by {due}.",
    ),
    "node_passed": say(
        "节点通过：{title}",
        "Milestone passed: {title}",
        "《{title}》节点考核通过，下一笔经费按计划拨付。",
        "The milestone of “{title}” has been passed. The next payment follows as planned.",
    ),
    "node_to_rectify": say(
        "限期整改：{title}",
        "Rectification required: {title}",
        "《{title}》节点须限期整改，请于 {due} 前提交整改报告，整改机会只有一次。",
        "The milestone of “{title}” must be rectified. Submit the rectification report by {due}. "
        "There is only one chance.",
    ),
    "node_failed": say(
        "节点不通过：{title}",
        "Milestone failed: {title}",
        "《{title}》节点考核不通过，停拨经费，请按期作出处理决定。",
        "The milestone of “{title}” was failed and payments have stopped. Decide in time what "
        "happens to the project.",
    ),
    "project_suspended": say(
        "项目暂停：{title}",
        "Project suspended: {title}",
        "《{title}》已暂停，请于 {due} 前作出处理决定：由厅务会议定继续实施，或由负责人、单位、"
        "主管处室提出终止建议后议定终止。",
        "“{title}” is suspended. Decide by {due}: the executive meeting lets it carry on, or "
        "terminates it once the project leader, the unit or the programme office has proposed "
        "that.",
    ),
    "project_terminated": say(
        "项目终止：{title}",
        "Project terminated: {title}",
        "《{title}》已终止，请按规定审计结算、交回结余。理由：{reason}",
        "“{title}” has been terminated. Carry out the final audit and settlement and return the "
        "balance. Reason: {reason}",
    ),
}

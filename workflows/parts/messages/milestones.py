"""What people are told of contracts and milestones."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

MILESTONES: dict[str, Wording] = {
    "contract_signed": say(
        "任务书已签订：{title}",
        "Contract signed: {title}",
        "《{title}》任务书三方签订完毕，项目转入在研，各节点已列入日历。",
        "The contract of “{title}” is signed by all; the project is active and its milestones are "
        "in the calendar.",
    ),
    "assessor_left": say(
        "专家退出：{title}",
        "An assessor has left: {title}",
        "《{title}》的一名考核专家回避或谢绝，已退出专家组，按抽取顺序递补。理由：{reason}",
        "One of those who judge “{title}” stood aside or declined and has left the panel; the next "
        "of the draw takes the seat. Reason: {reason}",
    ),
    "assessor_barred": say(
        "专家退出：{title}",
        "An assessor has left: {title}",
        "《{title}》的一名考核专家须回避或不得再任，已退出专家组，其意见作废，按抽取顺序递补。",
        "One of those who judge “{title}” has a conflict or may serve no more: they have left the "
        "panel and their opinion is void; the next of the draw takes the seat.",
    ),
    "assessor_replaced": say(
        "专家更换：{title}",
        "An assessor was replaced: {title}",
        "《{title}》的一名考核专家缺席或逾期，已予更换，按抽取顺序递补。理由：{reason}",
        "One of those who judge “{title}” was absent or late and has been replaced by the next of "
        "the draw. Reason: {reason}",
    ),
    "panel_to_be_drawn": say(
        "待抽取专家：{title}",
        "Panel to be drawn: {title}",
        "请于 {due} 前在见证人在场时为《{title}》随机抽取专家组。",
        "Please draw the panel of “{title}” before a witness by {due}.",
    ),
    "panel_seat_empty": say(
        "专家组席位空缺：{title}",
        "A seat of the panel is empty: {title}",
        "《{title}》抽取专家后出现须回避或不再合规的情形，席位空缺：请专家库管理员固定候选名单，"
        "于 {due} 前在见证人在场时抽取补齐。",
        "After the draw of the panel of “{title}” somebody may sit no more: the expert manager "
        "fixes the pool and draws the empty seat before a witness by {due}.",
    ),
    "panel_drawn": say(
        "专家已抽取：{title}",
        "Panel drawn: {title}",
        "《{title}》的专家组席位已补入专家，请核对后启动或继续。",
        "Seats of the panel of “{title}” have been filled; start the assessment or go on.",
    ),
    "no_assessor_left": say(
        "没有可递补的专家：{title}",
        "Nobody left in the order of the draw: {title}",
        "《{title}》的专家组缺一席，按抽取顺序已无可递补的专家。请补充专家库后在见证人在场时再抽；"
        "仍抽不出的，说明理由指定，报监督处会签。",
        "A seat on the panel of “{title}” is empty and nobody is left in the order of the draw. "
        "Enlarge the pool and draw again before a witness; where no draw is possible, appoint with "
        "the reason, countersigned by supervision.",
    ),
    "contract_returned": say(
        "任务书被退回：{title}",
        "Contract returned: {title}",
        "《{title}》任务书被退回修改，已有签名作废。理由：{reason}",
        "The contract of “{title}” was returned; the signatures given no longer count. "
        "Reason: {reason}",
    ),
    "lowering_permitted": say(
        "指标调整已议定：{title}",
        "Lower metrics permitted: {title}",
        "厅务会议定《{title}》任务书可按现稿降低指标。理由：{reason}",
        "The office meeting permits the metrics of “{title}” as drafted. Reason: {reason}",
    ),
    "lowering_refused": say(
        "指标不予降低：{title}",
        "Lower metrics refused: {title}",
        "厅务会不同意《{title}》任务书降低指标，请恢复申报时的指标后签订。理由：{reason}",
        "The office meeting does not permit lower metrics of “{title}”. Restore what was promised, "
        "then sign. Reason: {reason}",
    ),
    "place_became_free": say(
        "空出立项名额：{title}",
        "A place became free: {title}",
        "《{title}》放弃立项或逾期未签，名额空出。可从备选中递补，递补项目须单独公示。",
        "“{title}” has lapsed and its place is free. A reserve may be promoted, with a public "
        "notice of its own.",
    ),
    "node_announced": say(
        "节点考核通知：{title}",
        "Milestone to be assessed: {title}",
        "《{title}》进入节点考核，请于 {due} 前提交节点报告和佐证。",
        "A milestone of “{title}” is to be assessed; hand in the report and evidence by {due}.",
    ),
    "node_overdue": say(
        "节点佐证逾期：{title}",
        "Evidence overdue: {title}",
        "《{title}》节点佐证逾期未交；{due} 仍未提交的，经费将被冻结。",
        "The evidence of “{title}” is overdue; the funds are frozen unless it comes by {due}.",
    ),
    "node_frozen": say(
        "经费冻结：{title}",
        "Funds frozen: {title}",
        "《{title}》节点佐证逾期，经费已冻结。提交节点报告后方可恢复。",
        "The funds of “{title}” are frozen for overdue evidence, until the report is handed in.",
    ),
    "node_submitted": say(
        "节点报告已提交：{title}",
        "Milestone report submitted: {title}",
        "《{title}》已提交节点报告，请于 {due} 前组建考核专家组。",
        "“{title}” has handed in its milestone report; form the panel by {due}.",
    ),
    "panel_convened": say(
        "节点考核任务：{title}",
        "Assessment assigned: {title}",
        "请考核《{title}》的节点，逐项指标评判并签名，期限至 {due}。",
        "Please assess the milestone of “{title}”, metric by metric, and sign by {due}.",
    ),
    "recheck_convened": say(
        "整改复核任务：{title}",
        "Re-check assigned: {title}",
        "请复核《{title}》节点的整改情况，期限至 {due}。",
        "Please check the rectification of “{title}” by {due}.",
    ),
    "node_passed": say(
        "节点通过：{title}",
        "Milestone passed: {title}",
        "《{title}》节点考核通过，下一笔经费按计划拨付。",
        "The milestone of “{title}” is passed; the next payment follows as planned.",
    ),
    "node_to_rectify": say(
        "限期整改：{title}",
        "To be rectified: {title}",
        "《{title}》节点须限期整改，请于 {due} 前提交整改报告，整改机会只有一次。",
        "The milestone of “{title}” must be rectified by {due}; there is one chance only.",
    ),
    "node_failed": say(
        "节点不通过：{title}",
        "Milestone failed: {title}",
        "《{title}》节点考核不通过，停拨经费，请限期作出处理决定。",
        "The milestone of “{title}” has failed; payments stop and a decision is due.",
    ),
    "project_suspended": say(
        "项目暂停：{title}",
        "Project suspended: {title}",
        "《{title}》已暂停，请于 {due} 前作出处理决定：由厅务会议定继续实施，或由负责人、单位、"
        "主管处室提出终止建议后议定终止。",
        "“{title}” is suspended; by {due} the office meeting lets it go on, or ends it once the "
        "leader, the unit or the office has proposed to.",
    ),
    "project_terminated": say(
        "项目终止：{title}",
        "Project terminated: {title}",
        "《{title}》已终止，请按规定审计结算、交回结余。理由：{reason}",
        "“{title}” is terminated; settle, audit and return the balance. Reason: {reason}",
    ),
}

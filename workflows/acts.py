"""The acts a definition may name, in words; app.services.acts carries them out."""

from __future__ import annotations

from workflows.engine.text import Text

ACTS: dict[str, Text] = {
    "lock_rules": Text("锁定本批规则", "Lock the rule set"),
    "move_closing": Text("改定截止时间", "Move the closing time"),
    "remember_pause": Text("记下暂停前的环节", "Remember where the call was paused"),
    "record_decision": Text("登记厅务会议定事项", "Record the decision"),
    "take_snapshot": Text("固化版本并出具回执", "Freeze a version and give a receipt"),
    "record_correction": Text("标出可补正部分", "Flag the parts to correct"),
    "open_project": Text("建立项目并编号", "Open the project with its number"),
    "bring_contract_into_force": Text(
        "任务书生效，建立节点", "Bring the contract into force and plan its nodes"
    ),
    "permit_lowering": Text("登记准予降低的指标", "Record which metrics may be lower"),
    "ask_opinions": Text("请专家组成员出具意见", "Ask the panel for their opinions"),
    "ask_opinions_again": Text("请组长和两名成员复核", "Ask the chair and two more to re-check"),
    "record_verdicts": Text("记下逐项评判", "Record the verdicts"),
    "set_rectification": Text("确定整改期限", "Fix the period of rectification"),
    "sign_opinion": Text("记下签名时间", "Record when the opinion was signed"),
    "leave_panel": Text("退出专家组", "Leave the panel"),
    "fix_pool": Text("固定候选名单并作抽取承诺", "Fix the pool and commit to the draw"),
    "draw_panel": Text("随机抽取专家", "Draw the experts"),
    "assign_reviews": Text("分派评审", "Assign the reviews"),
    "record_no_conflict": Text("登记无回避声明", "Record that no conflict was declared"),
    "record_conflict": Text("登记回避", "Record a conflict"),
    "call_substitute": Text("由候补专家替补", "Call the substitute"),
    "sign_review": Text("记下签名时间", "Record when the review was signed"),
    "record_deviation": Text("登记偏离说明", "Record the reason for a deviation"),
    "record_ranking": Text("计算得分与排序", "Compute scores and ranks"),
    "fix_notice_period": Text("确定公示起止日", "Fix the period of the notice"),
    "record_extension": Text("登记延长调查", "Record the extension"),
    "record_report": Text("登记调查报告", "Record the report"),
    "record_outcome": Text("登记处理结果", "Record the outcome"),
    "register_pledge": Text("登记信用承诺", "Record the pledge"),
    "record_investigation_extension": Text("登记延长办案", "Record the extension"),
    "serve_hearing": Text("登记调查报告并告知当事人", "Record the report and tell the respondent"),
    "record_plea": Text("登记陈述申辩", "Record the plea"),
    "refer_to_decision": Text("提交厅务会", "Refer to the office meeting"),
    "record_integrity_outcome": Text("登记处理结果", "Record the outcome"),
    "impose_sanction": Text("登记惩戒", "Record the sanction"),
    "shorten_sanction": Text("缩短惩戒期", "Shorten the sanction"),
    "lift_sanction": Text("解除惩戒，记录保留", "Lift the sanction; its record stays"),
    "take_document_number": Text("取得文号", "Take a document number"),
    "record_file": Text("登记归档文件", "Record the filed document"),
    "record_error": Text("登记失败原因", "Record the failure"),
    "queue_letter_again": Text("重新排队制作", "Queue the letter again"),
    "void_document_number": Text("作废文号", "Void the document number"),
}

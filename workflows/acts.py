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
    "fix_pool": Text("固定候选名单并作抽取承诺", "Fix the pool and commit to the draw"),
    "draw_panel": Text("随机抽取专家", "Draw the experts"),
    "assign_reviews": Text("分派评审", "Assign the reviews"),
    "record_no_conflict": Text("登记无回避声明", "Record that no conflict was declared"),
    "record_conflict": Text("登记回避", "Record a conflict"),
    "call_substitute": Text("由候补专家替补", "Call the substitute"),
    "sign_review": Text("记下签名时间", "Record when the review was signed"),
    "record_deviation": Text("登记偏离说明", "Record the reason for a deviation"),
    "record_ranking": Text("计算得分与排序", "Compute scores and ranks"),
    "record_call": Text("登记答辩通知时间", "Record the notice of the defence"),
    "vacate_seat": Text("登记专家退出", "Record who left the meeting"),
    "seat_substitutes": Text("候补专家补入空席", "Seat the substitutes"),
    "restore_signed": Text("恢复已签名的评分", "Restore what was signed"),
    "void_result": Text("保留原结果并标为作废", "Keep the old result, marked void"),
    "fix_notice_period": Text("确定公示起止日", "Fix the period of the notice"),
    "record_extension": Text("登记延长调查", "Record the extension"),
    "record_report": Text("登记调查报告", "Record the report"),
    "record_outcome": Text("登记处理结果", "Record the outcome"),
    "take_document_number": Text("取得文号", "Take a document number"),
    "record_file": Text("登记归档文件", "Record the filed document"),
    "record_error": Text("登记失败原因", "Record the failure"),
    "queue_letter_again": Text("重新排队制作", "Queue the letter again"),
    "void_document_number": Text("作废文号", "Void the document number"),
}

"""What people are told of an integrity case; a subject line gives nothing away."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

INTEGRITY: dict[str, Wording] = {
    "clue_received": say(
        "收到诚信线索",
        "Integrity clue received",
        "收到一条诚信线索，请于 {due} 前完成初核。",
        "An integrity clue has been received. Complete the preliminary check by {due}.",
    ),
    "hearing_served": say(
        "请陈述申辩",
        "Your right to respond",
        "监督诚信处拟对您或您的单位作出处理，事实、理由和依据见案件页面。请在 {due} 前在案件页面"
        "向监督诚信处陈述申辩，逾期视为放弃。",
        "The supervision and integrity division proposes a measure against you or your unit. The "
        "facts, reasons and basis are on the case page. Respond to the supervision and integrity "
        "division on the case page by {due}; after that you are taken to have waived your right to "
        "respond.",
    ),
    "integrity_referred": say(
        "案件待决定",
        "Integrity case for decision",
        "一件诚信案件已完成告知申辩，待厅务会决定，期限至 {due}。",
        "The respondent in an integrity case has been heard. The executive meeting decides by "
        "{due}.",
    ),
    "integrity_decided": say(
        "处理决定",
        "Your case has been decided",
        "案件已作出决定，请查看决定书。对决定不服的，"
        "可自决定书送达起在案件页面向本机关申请复查，仅一次；当日送达的截至 {due}。",
        "The case has been decided. See the decision letter. If you disagree, you can ask this "
        "office once, on the case page, to re-examine it, from the day the letter is served; if "
        "it is served today, until {due}.",
    ),
    "sanction_adopted": say(
        "登记了一项决定",
        "Another authority's decision recorded",
        "其他机关对您或您的单位作出的惩戒决定已登记，在惩戒期内限制申报和承担项目，见案件页面。"
        "对原决定不服或申请修复的，请向作出决定的机关提出。",
        "A sanction imposed by another authority on you or your unit has been recorded. While it "
        "lasts you cannot apply for or carry out projects; see the case page. To contest it or "
        "ask for credit repair, contact the authority that imposed it.",
    ),
    "integrity_re_examined": say(
        "复查决定",
        "Re-examination decided",
        "复查已作出决定，请查看复查决定书。",
        "The re-examination has been decided. See the decision letter.",
    ),
    "repair_refused": say(
        "信用修复未获同意",
        "Credit repair refused",
        "信用修复申请未获同意，惩戒继续执行，期满自动解除。理由：{reason}",
        "Credit repair was refused. The sanction continues and is lifted automatically when it "
        "ends. Reason: {reason}",
    ),
    "sanction_over": say(
        "惩戒结束",
        "Sanction ended",
        "惩戒已期满或经信用修复解除，记录保留。",
        "The sanction has ended or was lifted through credit repair. The record is kept.",
    ),
}

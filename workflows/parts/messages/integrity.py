"""What people are told of an integrity case; a subject line gives nothing away."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

INTEGRITY: dict[str, Wording] = {
    "clue_received": say(
        "收到诚信线索",
        "A clue was received",
        "监督诚信处收到一条线索，请于 {due} 前完成初核。",
        "A clue was received; finish the first check by {due}.",
    ),
    "hearing_served": say(
        "请陈述申辩",
        "You are heard",
        "监督诚信处拟对您或您的单位作出处理，事实、理由和依据见案件页面。请在 {due} 前在案件页面"
        "向监督诚信处陈述申辩，逾期视为放弃。",
        "A measure against you or your unit is proposed; facts and grounds stand on the page of "
        "the case. State your defence there, to the supervision, by {due}; silence waives it.",
    ),
    "integrity_referred": say(
        "案件待决定",
        "A case awaits a decision",
        "一件诚信案件已完成告知申辩，待厅务会决定，期限至 {due}。",
        "An integrity case has been heard and awaits a decision by {due}.",
    ),
    "integrity_decided": say(
        "处理决定",
        "A decision was made",
        "案件已作出决定，请查看决定书。对决定不服的，"
        "可自决定书送达起在案件页面向本机关申请复查，仅一次；当日送达的截至 {due}。",
        "The case was decided; see the letter. On the page of the case the office may be asked "
        "once to examine it again: "
        "by {due} if the letter is served today, and as much later as it is served later.",
    ),
    "sanction_adopted": say(
        "登记了一项决定",
        "A decision was recorded",
        "其他机关对您或您的单位作出的惩戒决定已登记，在惩戒期内限制申报和承担项目，见案件页面。"
        "对原决定不服或申请修复的，请向作出决定的机关提出。",
        "A sanction of another authority against you or your unit was recorded and bars you here "
        "while it lasts; see the page of the case. To contest it or have it repaired, turn to the "
        "authority that decided.",
    ),
    "integrity_re_examined": say(
        "复查决定",
        "Re-examined",
        "复查已作出决定，请查看复查决定书。",
        "The re-examination was decided; see the letter.",
    ),
    "repair_refused": say(
        "信用修复未获同意",
        "The sanction is not lifted",
        "信用修复申请未获同意，惩戒继续执行，期满自动解除。理由：{reason}",
        "The repair was not granted; the sanction goes on and expires by itself. Reason: {reason}",
    ),
    "sanction_over": say(
        "惩戒结束",
        "The sanction is over",
        "惩戒已期满或经信用修复解除，记录保留。",
        "The sanction has expired or was lifted after repair; its record stays.",
    ),
}

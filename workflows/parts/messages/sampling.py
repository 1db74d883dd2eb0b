"""What people are told of the audit sample of lump sums."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

SAMPLING: dict[str, Wording] = {
    "audit_drawn": say(
        "抽中真实性审计：{title}",
        "Drawn for an audit: {title}",
        "《{title}》实行经费包干制，已被抽中真实性审计：请单位委托第三方审计机构，于 {due} 前"
        "提交审计报告；报告提交前验收不作通过或结题结论。",
        "“{title}”, a lump sum, was drawn for an audit of what it spent: please have it audited by "
        "a third party and file the report by {due}. Until then it is not accepted.",
    ),
    "audit_reported": say(
        "审计报告已提交：{title}",
        "Audit report filed: {title}",
        "《{title}》的真实性审计报告已提交，请于 {due} 前认定。",
        "The audit report of “{title}” is filed; please find on it by {due}.",
    ),
    "audit_overdue": say(
        "审计报告逾期：{title}",
        "Audit report overdue: {title}",
        "《{title}》的真实性审计报告逾期未交：单位应即补交；系审计机构原因的，由监督处另行委托，系"
        "单位过错的，由监督处认定存在问题。",
        "The audit report of “{title}” is overdue: the unit files it at once. Where the auditor is "
        "at fault supervision commissions another, where the unit is, it finds faults.",
    ),
    "audit_report_wanted": say(
        "审计报告将到期：{title}",
        "Audit report due soon: {title}",
        "《{title}》的真实性审计报告须于 {due} 前提交，请督促审计机构按时出具；不能按时出具的，"
        "请及时告知监督处。",
        "The audit report of “{title}” is due by {due}: see to it that the auditor delivers in "
        "time, and tell supervision where they cannot.",
    ),
    "audit_commissioned_again": say(
        "另行委托审计机构：{title}",
        "Another auditor: {title}",
        "《{title}》的真实性审计已另行委托审计机构，请提供账册凭证，并于 {due} 前提交审计报告。"
        "理由：{reason}",
        "Another auditor was commissioned for “{title}”: give them books and vouchers, and file "
        "the report by {due}. Reason: {reason}",
    ),
    "audit_returned": say(
        "审计报告退回：{title}",
        "Audit report returned: {title}",
        "《{title}》的真实性审计报告已退回，请补充后于 {due} 前重新提交。理由：{reason}",
        "The audit report of “{title}” was returned; please file it again by {due}. Reason: "
        "{reason}",
    ),
    "audit_found_true": say(
        "真实性审计：支出真实（{title}）",
        "Audit: true ({title})",
        "《{title}》的真实性审计已认定：支出真实。",
        "The audit of “{title}” found what was spent true.",
    ),
    "audit_found_faulty": say(
        "真实性审计：存在问题（{title}）",
        "Audit: with faults ({title})",
        "《{title}》的真实性审计已认定存在问题，移交监督诚信处按线索核查。",
        "The audit of “{title}” found faults, which supervision now looks into.",
    ),
}

"""What people are told of the audit sample of lump sums."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

SAMPLING: dict[str, Wording] = {
    "audit_drawn": say(
        "抽中真实性审计：{title}",
        "Sampled for an audit: {title}",
        "《{title}》实行经费包干制，已被抽中真实性审计：请单位委托第三方审计机构，于 {due} 前"
        "提交审计报告；报告提交前验收不作通过或结题结论。",
        "“{title}” is a lump-sum project and has been sampled for an audit of its spending. "
        "Commission a third-party auditor and file the audit report by {due}. Until it is filed "
        "the acceptance cannot conclude as passed or concluded.",
    ),
    "audit_reported": say(
        "审计报告已提交：{title}",
        "Audit report filed: {title}",
        "《{title}》的真实性审计报告已提交，请于 {due} 前认定。",
        "The audit report of “{title}” has been filed. Make a finding by {due}.",
    ),
    "audit_overdue": say(
        "审计报告逾期：{title}",
        "Audit report overdue: {title}",
        "《{title}》的真实性审计报告逾期未交：单位应立即补交；系审计机构原因的，由监督诚信处另行委"
        "托；系单位过错的，由监督诚信处认定存在问题。",
        "The audit report of “{title}” is overdue. The unit must file it now. If the auditor is at "
        "fault, the supervision and integrity division commissions another. If the unit is at "
        "fault, the supervision and integrity division records a finding against it.",
    ),
    "audit_report_wanted": say(
        "审计报告将到期：{title}",
        "Audit report due soon: {title}",
        "《{title}》的真实性审计报告须于 {due} 前提交，请督促审计机构按时出具；不能按时出具的，请"
        "及时告知监督诚信处。",
        "The audit report of “{title}” is due by {due}. Make sure the auditor delivers it in time; "
        "if it cannot, tell the supervision and integrity division promptly.",
    ),
    "audit_commissioned_again": say(
        "另行委托审计机构：{title}",
        "Another auditor commissioned: {title}",
        "《{title}》的真实性审计已另行委托审计机构，请提供账册凭证，并于 {due} 前提交审计报告。"
        "理由：{reason}",
        "Another auditor has been commissioned for “{title}”. Give it the books and vouchers and "
        "file the audit report by {due}. Reason: {reason}",
    ),
    "audit_returned": say(
        "审计报告退回：{title}",
        "Audit report returned: {title}",
        "《{title}》的真实性审计报告已退回，请补充后于 {due} 前重新提交。理由：{reason}",
        "The audit report of “{title}” was returned. Complete it and file it again by {due}. "
        "Reason: {reason}",
    ),
    "audit_found_true": say(
        "真实性审计：支出真实（{title}）",
        "Audit: spending genuine ({title})",
        "《{title}》的真实性审计已认定：支出真实。",
        "The audit finding on “{title}” is that the spending is genuine.",
    ),
    "audit_found_faulty": say(
        "真实性审计：存在问题（{title}）",
        "Audit: problems found ({title})",
        "《{title}》的真实性审计已认定存在问题，移交监督诚信处按线索核查。",
        "The audit found problems in “{title}”, which have been passed to the supervision and "
        "integrity division as an integrity clue.",
    ),
}

"""What people are told of experts' fees."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

FEES: dict[str, Wording] = {
    "fees_to_check": say(
        "专家费待复核：{title}",
        "Experts' fees to check: {title}",
        "《{title}》的一份专家费发放单已提交，由拟制人以外的人于 {due} 前复核。",
        "A list of experts' fees for “{title}” has been submitted. Someone other than the person "
        "who drew it up must check it by {due}.",
    ),
    "fees_to_approve": say(
        "专家费待审批：{title}",
        "Experts' fees to approve: {title}",
        "《{title}》的一份专家费发放单已复核，请于 {due} 前审批。",
        "A list of experts' fees for “{title}” has been checked. Approve it by {due}.",
    ),
    "fees_returned": say(
        "专家费发放单退回：{title}",
        "List of experts' fees returned: {title}",
        "《{title}》的专家费发放单已退回，请改正后于 {due} 前重新提交。理由：{reason}",
        "The list of experts' fees for “{title}” was returned. Correct it and submit it again by "
        "{due}. Reason: {reason}",
    ),
    "fee_account_wanted": say(
        "请登记专家费收款账户：{title}",
        "Register an account for your fee: {title}",
        "您参加《{title}》评审的专家费（税后 {amount}）已审批，但您还没有登记本人的银行账户："
        "请在“我的专家费”中登记，登记后即可发放。账号只有您本人填写、厅财务读取。",
        "Your fee for reviewing “{title}” ({amount} after tax) has been approved, but you have "
        "not registered a bank account. Register one under “My expert fees” and the fee can be "
        "paid. Only you enter the account number and only the finance team reads it.",
    ),
    "fee_account_changed": say(
        "专家费收款账户已更换",
        "The account for your fees has been changed",
        "您的专家费收款账户已于 {at} 更换为尾号 {tail} 的账户。如非您本人办理，"
        "请立即修改密码，重新登记账户，并告知厅财务。",
        "The account for your fees was changed at {at} to one ending in {tail}. If you did not do "
        "this, change your password straight away, register your account again and tell the "
        "finance team.",
    ),
    "fee_paid": say(
        "专家费已发放：{title}",
        "Fee paid: {title}",
        "您参加《{title}》评审的专家费（税后 {amount}）已于 {day} 转入您登记的账户。",
        "Your fee for reviewing “{title}” ({amount} after tax) was paid into your registered "
        "account on {day}.",
    ),
    "fee_came_back": say(
        "专家费退汇，请核对账户：{title}",
        "Fee returned by the bank, check your account: {title}",
        "您参加《{title}》评审的专家费（税后 {amount}）被银行退回，请在“我的专家费”中核对账户，"
        "财务将重新发放。原因：{reason}",
        "Your fee for reviewing “{title}” ({amount} after tax) was returned by the bank. Check "
        "your account under “My expert fees”; the finance team will pay it again. Reason: {reason}",
    ),
    "fee_given_up": say(
        "专家费不再发放：{title}",
        "Fee will not be paid: {title}",
        "您参加《{title}》评审的专家费（税后 {amount}）已登记为不再发放。理由：{reason}",
        "Your fee for reviewing “{title}” ({amount} after tax) has been recorded as not to be "
        "paid. Reason: {reason}",
    ),
}

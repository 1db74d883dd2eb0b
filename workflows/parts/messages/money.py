"""What people are told of payments, freezes and refunds."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

MONEY: dict[str, Wording] = {
    "annual_pool_confirmed": say(
        "年度经费盘子已核定：{title}",
        "Pool confirmed: {title}",
        "{title} 年度经费盘子已核定，自即日起该年度指南按此批准。",
        "The pool of {title} is confirmed; calls of that year are approved within it from now on.",
    ),
    "annual_pool_withdrawn": say(
        "年度经费盘子登记已撤回：{title}",
        "Entry of the pool withdrawn: {title}",
        "{title} 年度经费盘子的登记已撤回，未生效。理由：{reason}",
        "The entry for the pool of {title} was withdrawn and never counted. Reason: {reason}",
    ),
    "payment_made": say(
        "经费已拨付：{title}",
        "Paid: {title}",
        "《{title}》的一笔经费（{amount}）已由财政拨付，请单位财务确认到账。",
        "A payment of {amount} for “{title}” was made; the unit's finance is to confirm receipt.",
    ),
    "payment_not_arrived": say(
        "单位报告拨付未到账：{title}",
        "A payment has not arrived: {title}",
        "《{title}》的一笔已拨付经费（{amount}），单位报告没有到账。说明：{reason} 请核查；"
        "确已退汇的，上传银行凭证后登记退汇。",
        "The unit of “{title}” reports that a payment of {amount} has not arrived. It says: "
        "{reason} Please trace it; if the bank sent it back, upload its note and record that.",
    ),
    "receipt_withdrawn": say(
        "撤回到账确认：{title}",
        "Receipt withdrawn: {title}",
        "《{title}》的一笔拨付（{amount}），单位撤回了到账确认，请单位财务查明后重新确认，"
        "或报告未到账。原因：{reason}",
        "The unit of “{title}” has withdrawn that a payment of {amount} was received; its finance "
        "looks into it, and confirms it anew or reports that it has not arrived. Reason: {reason}",
    ),
    "payment_sent_back": say(
        "拨付已退汇：{title}",
        "A payment was sent back: {title}",
        "《{title}》的一笔拨付（{amount}）没有到账，已登记退汇并冲回账目。原因：{reason} "
        "拨付依据仍有效的，已另下拨付单重新审批；单位账户有误的，请先更正收款账户。",
        "A payment of {amount} for “{title}” never arrived: its return is recorded and booked "
        "back. Reason: {reason} Where its basis is in force another order awaits approval; if the "
        "unit's account was wrong, please name the right one first.",
    ),
    "payment_awaits_unit": say(
        "拨付待单位补齐：{title}",
        "A payment waits for the unit: {title}",
        "《{title}》的一笔拨付（{amount}）因配套资金或到账确认未齐备而暂不能办理，"
        "缺什么见拨付单页，请于 {due} 前补齐。",
        "A payment of {amount} for “{title}” waits for matching funds or a confirmed receipt. Its "
        "page says what is lacking; please supply it by {due}.",
    ),
    "payment_barred": say(
        "收款受限，拨付暂缓：{title}",
        "A payment is put off, its payee is barred: {title}",
        "《{title}》的一笔拨付（{amount}）因项目单位或人员受限（惩戒期内、欠退经费或者"
        "逾期未验收）暂缓办理，审批期限不计；原因见拨付单页。限制解除后自动恢复待审批；"
        "确定不再拨付的，请撤销拨付单。",
        "A payment of {amount} for “{title}” is put off, since a unit or person of the project is "
        "barred, owes a refund or has an acceptance overdue; its page says which. No term runs "
        "meanwhile. It goes on by itself once that is over; if it is not to be paid at all, "
        "please cancel it.",
    ),
    "payment_barred_no_more": say(
        "限制已解除，请继续审批：{title}",
        "No longer barred, please go on: {title}",
        "《{title}》的一笔拨付（{amount}）原因收款受限暂缓，现限制已解除，请于 {due} 前审批。",
        "A payment of {amount} for “{title}” that was put off since its payee was barred may be "
        "made again; please see to it by {due}.",
    ),
    "payment_put_off": say(
        "拨付暂缓：{title}",
        "A payment is put off: {title}",
        "《{title}》的一笔拨付（{amount}）暂缓办理：{findings}。惩戒期满或者解除、逾期未退的"
        "经费退清、逾期未验收的项目办结验收后，自动恢复待审批，审批期限重新计算；"
        "恢复时另行告知。",
        "A payment of {amount} for “{title}” is put off: {findings}. It goes on by itself, within "
        "a new term, once the bar ends or is lifted, what is owed is paid back, or the overdue "
        "acceptance is done; you will be told.",
    ),
    "payment_goes_on": say(
        "拨付恢复办理：{title}",
        "A payment goes on: {title}",
        "《{title}》的一笔拨付（{amount}）此前因收款受限暂缓，现限制已解除，恢复待审批。",
        "A payment of {amount} for “{title}” that was put off, since its payee was barred, goes "
        "on: it awaits approval again.",
    ),
    "refund_sent": say(
        "单位告知已汇出退款：{title}",
        "A refund was sent: {title}",
        "《{title}》的承担单位告知已汇出退款 {amount}，流水号见经费页的流转记录；"
        "到账后请登记退款。",
        "The unit of “{title}” says it has sent a refund of {amount}; its number stands in the "
        "history of the fund. Record it once it has arrived.",
    ),
    "payment_returned": say(
        "拨付被退回：{title}",
        "Payment returned: {title}",
        "《{title}》的一笔拨付（{amount}）被财政退回。原因：{reason}",
        "A payment of {amount} for “{title}” was returned by the treasury. Reason: {reason}",
    ),
    "payment_follows_the_lead": say(
        "拨付单改付现牵头单位：{title}",
        "A payment goes to the present lead unit: {title}",
        "《{title}》的牵头单位已变更，尚未送财政的拨付单改付现牵头单位，请按其账户重新审批。",
        "Another unit leads “{title}” now. An order the treasury does not have yet pays that unit "
        "instead; please approve it anew, to its account.",
    ),
    "payment_frozen": say(
        "经费暂停拨付：{title}",
        "Payment frozen: {title}",
        "《{title}》的经费暂停拨付，原因类别见项目经费页；项目是否继续执行，以项目页的状态为准。",
        "Payment of “{title}” is frozen. The page of its fund says why, and that of the project "
        "whether it goes on.",
    ),
    "payment_resumed": say(
        "经费恢复拨付：{title}",
        "Payment resumed: {title}",
        "《{title}》的经费恢复拨付，已暂停的拨付单将重新审批。",
        "Payment of “{title}” is resumed; orders that were held are approved anew.",
    ),
    "revocation_to_weigh": say(
        "惩戒已决定，经费继续暂停：{title}",
        "A sanction was decided, payment stays frozen: {title}",
        "就《{title}》办理的诚信案件已决定惩戒，议定是否撤销项目以前，经费继续暂停拨付。"
        "撤销的，在项目页办理；不撤销的，在项目经费页解除暂停。",
        "A sanction was decided in the case about “{title}”. Its payments stay frozen until it is "
        "decided whether to revoke the project: revoke it on its page, or lift the freeze on the "
        "page of its fund.",
    ),
    "balance_to_settle": say(
        "项目已结束，请清算结余：{title}",
        "The project has ended, settle its balance: {title}",
        "《{title}》已结题、终止或按不通过处理，未列支的经费应予退回。请承担单位报清列支，厅财务于 "
        "{due} 前启动追缴；全部合规列支的，予以结清。",
        "“{title}” was concluded, terminated or failed, and what was not spent comes back. The "
        "unit accounts for what it spent, and the office's finance starts the recovery by {due}, "
        "or settles the fund if all of it was spent.",
    ),
    "recovery_to_start": say(
        "项目已撤销，请启动追缴：{title}",
        "Revoked, start the recovery: {title}",
        "《{title}》已撤销，经费停止拨付，请于 {due} 前启动追缴。",
        "“{title}” was revoked and nothing more is paid; please start the recovery by {due}.",
    ),
    "recovery_late": say(
        "逾期未启动追缴：{title}",
        "Recovery not started in time: {title}",
        "《{title}》的经费应予追缴，启动追缴的期限已过，尚未发出退款通知。请厅财务立即办理，监督"
        "部门督促。",
        "Money of “{title}” is to come back, and the term to start its recovery is over without "
        "a notice of refund. The office's finance starts it at once; supervision sees to it.",
    ),
    "refund_wanted": say(
        "请退回经费：{title}",
        "Refund wanted: {title}",
        "请按退款通知退回《{title}》的经费，期限至 {due}。",
        "Please pay back the money of “{title}” by {due}, as the notice of refund says.",
    ),
    "recovery_called_off": say(
        "恢复参赛，经费追缴停止：{title}",
        "Recovery called off: {title}",
        "《{title}》恢复参赛，经费追缴停止，未退的不再退回；已退回的不再拨付，后续经费按节点分配。",
        "The team of “{title}” races again, and its money is no longer recovered: what was not "
        "paid back stays, what was paid back is not paid again, and the stages to come bring more.",
    ),
    "recovery_withdrawn": say(
        "复查改正，经费追缴撤回：{title}",
        "Recovery withdrawn: {title}",
        "经复查改正，对《{title}》的经费追缴撤回：原列支继续认可，已退回的经费将重新拨付。",
        "The decision on “{title}” was corrected: its spending counts again, and what was refunded"
        " will be paid again.",
    ),
    "refund_received": say(
        "退款已入账：{title}",
        "Refund received: {title}",
        "《{title}》的一笔退款（{amount}）已入账。",
        "A refund of {amount} for “{title}” was received.",
    ),
    "late_refund_received": say(
        "追缴停止、撤回或核销后退款到账：{title}",
        "A refund came after all: {title}",
        "《{title}》的一笔退款（{amount}）在追缴停止、撤回或核销以后到账，已登记入账。复查改正的，"
        "已按复查决定重新下单拨付；恢复参赛的，不再拨付。",
        "A refund of {amount} for “{title}” came after its recovery was called off or withdrawn, "
        "or after the write-off, and is booked. After an upheld appeal it is ordered to be paid "
        "again; after the team was revived it is not.",
    ),
    "refund_after_archiving": say(
        "归档后退款到账：{title}",
        "A refund came after the archiving: {title}",
        "《{title}》的一笔退款（{amount}）在项目归档以后到账，已登记入账，退回经费来源；项目不因此"
        "恢复办理，也不再拨付。",
        "A refund of {amount} for “{title}” came after the project was archived. It is booked, "
        "back to where the money came from; nothing else opens again, and nothing is paid.",
    ),
    "share_to_forward": say(
        "请转拨参加单位经费：{title}",
        "Money to forward: {title}",
        "应转拨{unit}的《{title}》经费已到账，请牵头单位财务在 {due} 前转拨。",
        "The lead unit of “{title}” has received money for {unit}; please forward it by {due}.",
    ),
    "share_forwarded": say(
        "经费已转拨：{title}",
        "Forwarded: {title}",
        "《{title}》的牵头单位已登记向{unit}转拨经费，请{unit}财务确认到账。",
        "The lead unit of “{title}” has forwarded money to {unit}, whose finance is to confirm "
        "receipt.",
    ),
    "share_not_received": say(
        "转拨未到账：{title}",
        "Not received: {title}",
        "{unit}反映未收到《{title}》的转拨经费。原因：{reason}",
        "{unit} has not received what was forwarded of “{title}”. Reason: {reason}",
    ),
    "share_receipt_withdrawn": say(
        "撤回转拨到账确认：{title}",
        "Receipt withdrawn: {title}",
        "{unit}撤回了《{title}》转拨经费的到账确认，已冲回账目，待其重新确认或报告未收到。"
        "原因：{reason}",
        "{unit} has withdrawn that it received what was forwarded of “{title}”; it is booked back, "
        "and will be confirmed anew or reported as not received. Reason: {reason}",
    ),
    "share_put_off": say(
        "暂缓转拨：{title}",
        "Forwarding put off: {title}",
        "《{title}》现无应向{unit}转拨的经费（牵头单位撤回了到账确认，经费份额已变更，"
        "或者{unit}已接任牵头单位），此前的转拨通知不再执行；有应转拨的经费时另行通知。",
        "Of “{title}” there is nothing to forward to {unit} at present: the lead unit has "
        "withdrawn a receipt, the shares have changed, or {unit} leads by now. The earlier call to "
        "forward is void; another follows once there is money for it.",
    ),
    "share_called_off": say(
        "不再转拨：{title}",
        "No more forwarding: {title}",
        "《{title}》已启动经费追缴，尚未转拨{unit}的部分由牵头单位退回，不再转拨。",
        "The money of “{title}” is being recovered; the lead unit pays back what it has not "
        "forwarded to {unit}.",
    ),
    "share_refunded": say(
        "退款已入账：{title}",
        "Refund received: {title}",
        "{unit}对《{title}》的一笔退款（{amount}）已入账。",
        "A refund of {amount} for “{title}” by {unit} was received.",
    ),
    "refund_demanded": say(
        "退款催缴：{title}",
        "Refund demanded: {title}",
        "《{title}》的经费逾期未退，现予催缴；再逾期将暂停单位申报。",
        "The refund of “{title}” is overdue; if it stays so, the unit may not apply any more.",
    ),
    "late_money_returned": say(
        "结束后到账经费已交回财政：{title}",
        "Late money returned: {title}",
        "《{title}》结束后结余或退回的经费已交回财政，日期和凭证号见其页面的流转记录。",
        "What was left of “{title}” or came back after its end has gone to the treasury; date and "
        "voucher stand in the history on its page.",
    ),
    "refund_defaulted": say(
        "逾期未退，暂停申报：{title}",
        "Refund in default: {title}",
        "《{title}》的经费催缴后仍未退回，单位暂停申报，等待集体决定。",
        "The refund of “{title}” is in default; the unit's applications are blocked.",
    ),
}

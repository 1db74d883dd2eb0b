"""What people are told of payments, freezes and refunds."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

MONEY: dict[str, Wording] = {
    "annual_pool_confirmed": say(
        "年度经费盘子已核定：{title}",
        "Annual pool confirmed: {title}",
        "{title} 年度经费盘子已核定，自即日起该年度指南按此批准。",
        "The annual pool of {title} has been confirmed. From now on, that year's calls are "
        "approved within it.",
    ),
    "annual_pool_withdrawn": say(
        "年度经费盘子登记已撤回：{title}",
        "Annual pool entry withdrawn: {title}",
        "{title} 年度经费盘子的登记已撤回，未生效。理由：{reason}",
        "The entry for the annual pool of {title} was withdrawn and never took effect. Reason: "
        "{reason}",
    ),
    "payment_made": say(
        "经费已拨付：{title}",
        "Payment made: {title}",
        "《{title}》的一笔经费（{amount}）已由财政拨付，请单位财务确认到账。",
        "The treasury has paid {amount} for “{title}”. The unit's finance team must confirm "
        "receipt.",
    ),
    "payment_not_arrived": say(
        "单位报告拨付未到账：{title}",
        "Unit reports a payment not received: {title}",
        "《{title}》的一笔已拨付经费（{amount}），单位报告没有到账。说明：{reason} 请核查；"
        "确已退汇的，上传银行凭证后登记退汇。",
        "The unit reports that it has not received a payment of {amount} for “{title}”. "
        "Explanation: {reason} Trace the payment. If the bank returned it, upload the bank's "
        "notice and record the return.",
    ),
    "receipt_withdrawn": say(
        "撤回到账确认：{title}",
        "Receipt withdrawn: {title}",
        "《{title}》的一笔拨付（{amount}），单位撤回了到账确认，请单位财务查明后重新确认，"
        "或报告未到账。原因：{reason}",
        "The unit has withdrawn its confirmation that it received a payment of {amount} for “"
        "{title}”. The unit's finance team checks, then confirms it again or reports it as not "
        "received. Reason: {reason}",
    ),
    "payment_sent_back": say(
        "拨付已退汇：{title}",
        "Payment returned by the bank: {title}",
        "《{title}》的一笔拨付（{amount}）没有到账，已登记退汇并冲回账目。原因：{reason} "
        "拨付依据仍有效的，已另下拨付单重新审批；单位账户有误的，请先更正收款账户。",
        "A payment of {amount} for “{title}” did not arrive. The bank return has been recorded "
        "and the books reversed. Reason: {reason} If the basis for payment is still in force, a "
        "new payment order is waiting for approval. If the unit's account was wrong, correct it "
        "first.",
    ),
    "payment_awaits_unit": say(
        "拨付待单位补齐：{title}",
        "Payment waiting for the unit: {title}",
        "《{title}》的一笔拨付（{amount}）因配套资金或到账确认未齐备而暂不能办理，"
        "缺什么见拨付单页，请于 {due} 前补齐。",
        "A payment of {amount} for “{title}” cannot be made yet because matching funds or a "
        "confirmed receipt are missing. The payment order page says what is missing. Supply it by "
        "{due}.",
    ),
    "payment_barred": say(
        "收款受限，拨付暂缓：{title}",
        "Payment on hold because the payee is barred: {title}",
        "《{title}》的一笔拨付（{amount}）因项目单位或人员受限（惩戒期内、欠退经费或者"
        "逾期未验收）暂缓办理，审批期限不计；原因见拨付单页。限制解除后自动恢复待审批；"
        "确定不再拨付的，请撤销拨付单。",
        "A payment of {amount} for “{title}” is on hold because a unit or person in the project "
        "is under sanction, owes a refund or has an overdue acceptance. The payment order page "
        "gives the reason. The approval deadline does not run. Once the bar ends the order "
        "returns to approval automatically. If it will never be paid, cancel it.",
    ),
    "payment_barred_no_more": say(
        "限制已解除，请继续审批：{title}",
        "Payee no longer barred, continue the approval: {title}",
        "《{title}》的一笔拨付（{amount}）原因收款受限暂缓，现限制已解除，请于 {due} 前审批。",
        "A payment of {amount} for “{title}” was on hold because the payee was barred. The bar "
        "has ended. Approve the payment by {due}.",
    ),
    "payment_put_off": say(
        "拨付暂缓：{title}",
        "Payment on hold: {title}",
        "《{title}》的一笔拨付（{amount}）暂缓办理：{findings}。惩戒期满或者解除、逾期未退的"
        "经费退清、逾期未验收的项目办结验收后，自动恢复待审批，审批期限重新计算；"
        "恢复时另行告知。",
        "A payment of {amount} for “{title}” is on hold: {findings}. Once the sanction ends or is "
        "lifted, the overdue money is refunded or the overdue acceptance is completed, the order "
        "returns to approval automatically with a new deadline, and we will tell you.",
    ),
    "payment_goes_on": say(
        "拨付恢复办理：{title}",
        "Payment resumed: {title}",
        "《{title}》的一笔拨付（{amount}）此前因收款受限暂缓，现限制已解除，恢复待审批。",
        "A payment of {amount} for “{title}” was on hold because the payee was barred. The bar "
        "has ended and the order is waiting for approval again.",
    ),
    "refund_sent": say(
        "单位告知已汇出退款：{title}",
        "Unit says a refund has been sent: {title}",
        "《{title}》的承担单位告知已汇出退款 {amount}，流水号见经费页的流转记录；"
        "到账后请登记退款。",
        "The unit carrying out “{title}” says it has sent a refund of {amount}. The transfer "
        "reference is in the history on the money page. Record the refund when it arrives.",
    ),
    "payment_returned": say(
        "拨付被退回：{title}",
        "Payment returned by the treasury: {title}",
        "《{title}》的一笔拨付（{amount}）被财政退回。原因：{reason}",
        "The treasury returned a payment of {amount} for “{title}”. Reason: {reason}",
    ),
    "payment_follows_the_lead": say(
        "拨付单改付现牵头单位：{title}",
        "Payment redirected to the current lead unit: {title}",
        "《{title}》的牵头单位已变更，尚未送财政的拨付单改付现牵头单位，请按其账户重新审批。",
        "“{title}” has a new lead unit. Payment orders not yet sent to the treasury now go to it. "
        "Approve them again for its account.",
    ),
    "payment_frozen": say(
        "经费暂停拨付：{title}",
        "Payments frozen: {title}",
        "《{title}》的经费暂停拨付，原因类别见项目经费页；项目是否继续执行，以项目页的状态为准。",
        "Payments for “{title}” have been frozen. The type of reason is on the project money "
        "page. Whether the project itself continues is shown on the project page.",
    ),
    "payment_resumed": say(
        "经费恢复拨付：{title}",
        "Payments resumed: {title}",
        "《{title}》的经费恢复拨付，已暂停的拨付单将重新审批。",
        "Payments for “{title}” have resumed. Payment orders that were on hold will be approved "
        "again.",
    ),
    "revocation_to_weigh": say(
        "惩戒已决定，经费继续暂停：{title}",
        "Sanction decided, payments stay frozen: {title}",
        "就《{title}》办理的诚信案件已决定惩戒，议定是否撤销项目以前，经费继续暂停拨付。"
        "撤销的，在项目页办理；不撤销的，在项目经费页解除暂停。",
        "A sanction has been decided in the integrity case concerning “{title}”. Payments stay "
        "frozen until it is decided whether to revoke the project. To revoke it, use the project "
        "page. If it is not revoked, lift the freeze on the project money page.",
    ),
    "balance_to_settle": say(
        "项目已结束，请清算结余：{title}",
        "Project ended, settle the balance: {title}",
        "《{title}》已结题、终止或按不通过处理，未列支的经费应予退回。请承担单位报清列支，厅财务于 "
        "{due} 前启动追缴；全部合规列支的，予以结清。",
        "“{title}” was concluded, terminated or failed, and money not spent must be refunded. The "
        "unit reports its spending and the finance team starts the recovery by {due}, or settles "
        "the account if everything was properly spent.",
    ),
    "recovery_to_start": say(
        "项目已撤销，请启动追缴：{title}",
        "Project revoked, start the recovery: {title}",
        "《{title}》已撤销，经费停止拨付，请于 {due} 前启动追缴。",
        "“{title}” has been revoked and payments have stopped. Start the recovery by {due}.",
    ),
    "recovery_late": say(
        "逾期未启动追缴：{title}",
        "Recovery not started in time: {title}",
        "《{title}》的经费应予追缴，启动追缴的期限已过，尚未发出退款通知。请厅财务立即办理，由监督"
        "诚信处督促。",
        "Money for “{title}” must be recovered, but the deadline has passed and no refund notice "
        "has been issued. The finance team must do this now; the supervision and integrity "
        "division is following it up.",
    ),
    "refund_wanted": say(
        "请退回经费：{title}",
        "Refund required: {title}",
        "请按退款通知退回《{title}》的经费，期限至 {due}。",
        "Refund the money for “{title}” by {due}, as stated in the refund notice.",
    ),
    "recovery_called_off": say(
        "恢复参赛，经费追缴停止：{title}",
        "Team revived, recovery stopped: {title}",
        "《{title}》恢复参赛，经费追缴停止，未退的不再退回；已退回的不再拨付，后续经费按节点分配。",
        "“{title}” is racing again and the recovery has stopped. Money not yet refunded does not "
        "have to be refunded. Money already refunded is not paid again; further money is shared "
        "stage by stage.",
    ),
    "recovery_withdrawn": say(
        "复查改正，经费追缴撤回：{title}",
        "Decision corrected on appeal, recovery withdrawn: {title}",
        "经复查改正，对《{title}》的经费追缴撤回：原列支继续认可，已退回的经费将重新拨付。",
        "After an appeal, the recovery of money for “{title}” has been withdrawn. Spending is "
        "recognised again and money already refunded will be paid again.",
    ),
    "refund_received": say(
        "退款已入账：{title}",
        "Refund received: {title}",
        "《{title}》的一笔退款（{amount}）已入账。",
        "A refund of {amount} for “{title}” has been received.",
    ),
    "late_refund_received": say(
        "追缴停止、撤回或核销后退款到账：{title}",
        "Refund received after the recovery was stopped, withdrawn or written off: {title}",
        "《{title}》的一笔退款（{amount}）在追缴停止、撤回或核销以后到账，已登记入账。复查改正的，"
        "已按复查决定另下拨付单；恢复参赛的，不再拨付。",
        "A refund of {amount} for “{title}” arrived after the recovery was stopped, withdrawn or "
        "written off, and has been booked. If the decision was corrected on appeal, it has been "
        "ordered for payment again. If the team was revived, it is not paid again.",
    ),
    "refund_after_archiving": say(
        "归档后退款到账：{title}",
        "Refund received after archiving: {title}",
        "《{title}》的一笔退款（{amount}）在项目归档以后到账，已登记入账，退回经费来源；项目不因此"
        "恢复办理，也不再拨付。",
        "A refund of {amount} for “{title}” arrived after the project was archived. It has been "
        "booked and returned to its source. The project is not reopened and nothing more is paid.",
    ),
    "share_to_forward": say(
        "请转拨参加单位经费：{title}",
        "Money to forward to a partner: {title}",
        "应转拨{unit}的《{title}》经费已到账，请牵头单位财务在 {due} 前转拨。",
        "Money for “{title}” that is due to {unit} has arrived. The lead unit's finance team must "
        "forward it by {due}.",
    ),
    "share_forwarded": say(
        "经费已转拨：{title}",
        "Money forwarded: {title}",
        "《{title}》的牵头单位已登记向{unit}转拨经费，请{unit}财务确认到账。",
        "The lead unit of “{title}” has recorded money as forwarded to {unit}. The finance team "
        "of {unit} must confirm receipt.",
    ),
    "share_not_received": say(
        "转拨未到账：{title}",
        "Forwarded money not received: {title}",
        "{unit}反映未收到《{title}》的转拨经费。原因：{reason}",
        "{unit} reports that it has not received the money forwarded for “{title}”. Reason: "
        "{reason}",
    ),
    "share_receipt_withdrawn": say(
        "撤回转拨到账确认：{title}",
        "Receipt of forwarded money withdrawn: {title}",
        "{unit}撤回了《{title}》转拨经费的到账确认，已冲回账目，待其重新确认或报告未收到。"
        "原因：{reason}",
        "{unit} has withdrawn its confirmation that it received the money forwarded for “"
        "{title}”. The books have been reversed until it confirms again or reports it as not "
        "received. Reason: {reason}",
    ),
    "share_put_off": say(
        "暂缓转拨：{title}",
        "Forwarding on hold: {title}",
        "《{title}》现无应向{unit}转拨的经费（牵头单位撤回了到账确认，经费份额已变更，"
        "或者{unit}已接任牵头单位），此前的转拨通知不再执行；有应转拨的经费时另行通知。",
        "At present no money for “{title}” is due to {unit}: the lead unit has withdrawn its "
        "confirmation of receipt, the shares have changed, or {unit} has become the lead unit. "
        "The earlier request to forward money no longer applies. We will tell you when money is "
        "due.",
    ),
    "share_called_off": say(
        "不再转拨：{title}",
        "Nothing more to forward: {title}",
        "《{title}》已启动经费追缴，尚未转拨{unit}的部分由牵头单位退回，不再转拨。",
        "The recovery of money for “{title}” has started. The lead unit refunds what it has not "
        "forwarded to {unit}, and nothing more is forwarded.",
    ),
    "share_refunded": say(
        "退款已入账：{title}",
        "Refund received: {title}",
        "{unit}对《{title}》的一笔退款（{amount}）已入账。",
        "A refund of {amount} for “{title}” from {unit} has been received.",
    ),
    "refund_demanded": say(
        "退款催缴：{title}",
        "Refund overdue: {title}",
        "《{title}》的经费逾期未退，现予催缴；再逾期将暂停单位申报。",
        "The refund for “{title}” is overdue and this is a demand for payment. If it remains "
        "unpaid, the unit will be barred from applying.",
    ),
    "late_money_returned": say(
        "结束后到账经费已交回财政：{title}",
        "Money received after the end returned to the treasury: {title}",
        "《{title}》结束后结余或退回的经费已交回财政，日期和凭证号见其页面的流转记录。",
        "Money left over or refunded after “{title}” ended has been returned to the treasury. The "
        "date and voucher number are in the history on its page.",
    ),
    "refund_defaulted": say(
        "逾期未退，暂停申报：{title}",
        "Refund in default, applications barred: {title}",
        "《{title}》的经费催缴后仍未退回，单位暂停申报，等待集体决定。",
        "The refund for “{title}” has not been paid despite a demand. The unit is barred from "
        "applying until a collective decision is made.",
    ),
}

"""The acts a definition may name, in words; app.services.acts carries them out."""

from __future__ import annotations

from workflows.engine.text import Text

ACTS: dict[str, Text] = {
    "lock_rules": Text("锁定本批规则", "Lock the rule set"),
    "record_plan_match": Text("登记与规划任务对标情况", "Record how it matches the plan"),
    "set_window": Text("改定申报时间", "Reset the application window"),
    "move_closing": Text("改定截止时间", "Move the closing time"),
    "remember_pause": Text("记下暂停前的环节", "Record the stage at which the call was paused"),
    "lengthen_standstill": Text("暂停期限随追认顺延", "Extend the pause as ratified"),
    "give_back_days": Text("期限按暂停天数顺延", "Move the deadlines back by the days paused"),
    "record_decision": Text("登记厅务会议定事项", "Record the decision"),
    "take_snapshot": Text("固化版本并出具回执", "Freeze a version and give a receipt"),
    "compare_with_others": Text("与其他申报书查重", "Compare it with every other proposal"),
    "follow_merger": Text(
        "牵头单位已并入其他单位的，随之转入", "Follow the merger of its lead unit"
    ),
    "confirm_leader": Text(
        "负责人的归属尚未确认的，随盖章一并确认",
        "Confirm that the leader belongs to the unit, if it has not yet",
    ),
    "tell_partners": Text("告知所列参加单位", "Tell the units named as partners"),
    "record_publicity_inside": Text("登记单位内部公示", "Record the internal posting at the unit"),
    "note_how_far_it_came": Text("记下走到哪一环节", "Record how far it got"),
    "file_offence_clue": Text(
        "立为诚信线索", "Record a clue for the supervision and integrity division"
    ),
    "count_withdrawals": Text(
        "累计撤回次数，达次数即提醒", "Count withdrawals, and warn at the limit"
    ),
    "record_correction": Text("标出可补正部分", "Flag the parts to be corrected"),
    "open_project": Text("建立项目并编号", "Open the project with its number"),
    "bring_contract_into_force": Text("任务书生效", "Bring the contract into force"),
    "plan_milestones": Text("按任务书建立节点", "Set up the milestones in the contract"),
    "permit_lowering": Text("登记准予降低的指标", "Record which metrics may be lowered"),
    "refuse_lowering": Text("登记不予降低", "Record that no metric may be lowered"),
    "ask_opinions": Text("请专家组成员出具意见", "Ask the panel members for their opinions"),
    "ask_opinions_again": Text("请组长和两名成员复核", "Ask the chair and two members to re-check"),
    "record_verdicts": Text("记下逐项评判", "Record the verdict on each metric"),
    "record_failure": Text("记为不通过", "Record it as failed"),
    "set_rectification": Text("确定整改期限", "Set the rectification period"),
    "sign_opinion": Text("记下签名时间", "Record when the opinion was signed"),
    "bar_assessor": Text(
        "记录回避情形，退出专家组", "Record the conflict of interest and leave the panel"
    ),
    "leave_panel": Text("退出专家组", "Leave the panel"),
    "fix_pool": Text("固定候选名单并作抽取承诺", "Fix the pool and commit to the draw"),
    "draw_panel": Text("随机抽取专家", "Draw the experts at random"),
    "assign_reviews": Text("分派评审", "Assign the reviews"),
    "record_no_conflict": Text(
        "登记无回避声明", "Record that no conflict of interest was declared"
    ),
    "record_conflict": Text("登记回避", "Record the conflict of interest"),
    "call_substitute": Text("由候补专家替补", "Call in the substitute"),
    "vacate_seat": Text("空出席位并邀请候补专家", "Vacate the seat and invite the substitute"),
    "record_late": Text("登记专家逾期", "Record that the expert was late"),
    "record_withdrawal": Text(
        "签署承诺后退出的，记入专家信用",
        "Record a withdrawal after signing the pledge in the expert's credit record",
    ),
    "record_undeclared": Text(
        "未声明的回避情形记入专家信用",
        "Record the undeclared conflict in the expert's credit record",
    ),
    "sign_review": Text("记下签名时间", "Record when the review was signed"),
    "find_outliers": Text(
        "全部签名后，通知偏离中位数较大的专家说明理由",
        "When all have signed, ask experts far from the median to give reasons",
    ),
    "record_deviation": Text("登记偏离说明", "Record the reason for a deviation"),
    "open_vote": Text("确定投票人和同分项目", "Fix the voters and the tied proposals"),
    "count_vote": Text(
        "计票，结果记入流转记录", "Count the votes; the result goes into the history"
    ),
    "void_vote": Text(
        "投票专家评分不再计入的投票作废", "Void votes cast by experts whose scores no longer count"
    ),
    "cancel_vote": Text("已投的票作废", "Void the votes already cast"),
    "record_ranking": Text("计算得分与排序", "Calculate scores and ranks"),
    "record_call": Text("登记答辩通知时间", "Record when notice of the defence was given"),
    "move_slot": Text("按新的时间安排答辩", "Schedule the defence for the new time"),
    "leave_the_table": Text("登记专家退出", "Record the expert's withdrawal"),
    "fill_empty_seats": Text("邀请候补专家补入空席", "Invite substitutes to fill the empty seats"),
    "restore_signed": Text("恢复已签名的评分", "Restore the signed scores"),
    "void_result": Text("保留原结果并标为作废", "Keep the old result, marked void"),
    "fix_notice_period": Text("确定公示起止日", "Fix the public notice period"),
    "record_extension": Text("登记延长调查", "Record the extension of the investigation"),
    "record_report": Text("登记调查报告", "Record the investigation report"),
    "record_outcome": Text("登记处理结果", "Record the outcome"),
    "record_verification_hold": Text("登记暂停原因", "Record why it is suspended"),
    "register_pledge": Text("登记信用承诺", "Record the pledge"),
    "record_investigation_extension": Text(
        "登记延长办案", "Record the extension of the investigation"
    ),
    "serve_hearing": Text(
        "登记调查报告并告知当事人", "Record the investigation report and tell the respondent"
    ),
    "record_plea": Text("登记陈述申辩", "Record the respondent's statement"),
    "refer_to_decision": Text("提交厅务会", "Refer to the executive meeting"),
    "record_integrity_outcome": Text("登记处理结果", "Record the outcome"),
    "impose_sanction": Text("登记惩戒", "Record the sanction"),
    "adopt_sanction": Text(
        "登记其他机关的惩戒，当事人可查阅案件",
        "Record another authority's sanction; the respondent may read the case",
    ),
    "shorten_sanction": Text("缩短惩戒期", "Shorten the sanction"),
    "lift_sanction": Text("解除惩戒，记录保留", "Lift the sanction; the record is kept"),
    "ask_to_join": Text("拟加入单位可查阅变更申请", "The joining unit may read the change request"),
    "make_contract_version": Text("形成任务书新版本", "Create a new version of the contract"),
    "ask_for_panel": Text("登记所需人数", "Record the number of experts needed"),
    "commit_to_draw": Text("固定候选名单并作抽取承诺", "Fix the pool and commit to the draw"),
    "appoint_assessor": Text(
        "指定的专家入席，并请其出具意见",
        "Seat the appointed expert and ask for an opinion",
    ),
    "draw_panel_of_case": Text(
        "随机抽取专家并请其出具意见", "Draw the experts at random and ask for their opinions"
    ),
    "record_termination": Text(
        "登记终止与容错认定", "Record the termination and the finding on diligence"
    ),
    "record_end_without_user": Text(
        "登记因无用户而终止，团队不担责",
        "Record the termination for lack of an end user, with no fault on the team",
    ),
    "record_revocation": Text("登记撤销", "Record the revocation"),
    "begin_acceptance": Text("建立验收事项", "Open the acceptance"),
    "begin_re_acceptance": Text("建立复验事项", "Open the re-acceptance"),
    "file_overdue_clue": Text("登记逾期未验收线索", "Record a clue for overdue acceptance"),
    "count_acceptance_correction": Text("登记补正", "Record the correction"),
    "ask_acceptance_opinions": Text("分派验收意见", "Ask for the opinions"),
    "record_acceptance_conclusion": Text("登记验收结论", "Record the conclusion"),
    "withdraw_acceptance_conclusion": Text(
        "撤回公示的验收结论", "Withdraw the acceptance conclusion on notice"
    ),
    "fix_acceptance_notice": Text("确定公示起止日", "Fix the public notice period"),
    "take_document_number": Text("取得文号", "Assign a document number"),
    "record_file": Text("登记归档文件", "Record the document as filed"),
    "record_error": Text("登记失败原因", "Record the failure"),
    "enter_teams": Text("建立参赛团队与技术路线", "Set up the teams and their routes"),
    "agree_to_terms": Text("登记所签订的节点指标", "Record the stage metrics signed"),
    "begin_first_stage": Text("进入第一节点", "Begin the first stage"),
    "share_equally": Text("均分第一节点经费", "Share the stage 1 money equally"),
    "fix_terms": Text("固定考核条件", "Fix the assessment conditions"),
    "receive_evidence": Text("登记提交时间", "Record the time of submission"),
    "take_back_evidence": Text("退回团队修改", "Return it to the team for changes"),
    "score_zero": Text("记零分", "Score it zero"),
    "draft_outcomes": Text("按规则拟定各队结论", "Draft each team's outcome by the rules"),
    "protect_outcomes": Text("保底：改为保持", "Safeguard: change to held"),
    "void_stage_scores": Text(
        "节点评分标为作废，待另组专家组", "Void the scores of the stage, pending a new panel"
    ),
    "withdraw_outcomes": Text("撤回拟定的节点结论", "Withdraw the draft outcomes of the stage"),
    "forget_appeal": Text("申诉随撤回的结论终止", "End appeals against the withdrawn outcomes"),
    "fix_stage_notice": Text("确定结果公示起止日", "Fix the public notice period for the results"),
    "record_stage_decision": Text("登记节点议定事项", "Record the decision on the stage"),
    "share_stage_pool": Text("按公式分配节点经费", "Share the stage money by the formula"),
    "clear_holds": Text("撤销黄牌", "Cancel the yellow card"),
    "count_hold": Text(
        "登记黄牌，确定整改期限", "Record the yellow card and set the rectification period"
    ),
    "record_rectified": Text("登记整改情况", "Record the rectification"),
    "end_rectifying": Text("整改终结", "Close the rectification"),
    "settle_team": Text("结算并退回余款", "Settle and return the balance"),
    "open_appeal": Text("登记申诉", "Record the appeal"),
    "dismiss_appeal": Text("登记申诉不成立", "Record that the appeal was dismissed"),
    "keep_last_runner": Text("保底保持", "Hold the last runner"),
    "revise_to_hold": Text("改为保持", "Change to held"),
    "revise_to_advance": Text("改为晋级", "Change to advanced"),
    "order_ring_fenced": Text("拨付保留经费", "Pay the ring-fenced share"),
    "agree_to_merge": Text("登记合并协议", "Record the merger agreement"),
    "merge_into_partner": Text("并入对方", "Merge into the other team"),
    "refuse_merger": Text("两队的合并约定作废", "Cancel both teams' agreements to merge"),
    "ask_extension": Text("登记延期申请", "Record the request for an extension"),
    "drop_asks": Text("延期申请作罢", "Drop the request for an extension"),
    "extend_stage": Text("全体延期", "Extend for all teams"),
    "extend_all": Text("整体延期", "Extend the stage for all teams"),
    "clear_results": Text("清空本节点考核记录", "Clear the assessment records of the stage"),
    "place_teams": Text("按有效通过先后排名", "Rank the teams by order of valid passes"),
    "claim_finish": Text("登记提前冲线申请", "Record the early finish claim"),
    "count_claim": Text("登记提前评审", "Record the early final review"),
    "remember_place": Text("记下原环节", "Record the stage the race was at"),
    "adopt_target": Text("启用新目标版本", "Adopt the new target version"),
    "drop_target": Text("放弃新目标", "Drop the new target"),
    "open_supplementary_entry": Text("开放补充征集", "Open a supplementary entry round"),
    "admit_to_race": Text("列为赛题候补", "List it as a reserve for the race"),
    "waive_floor": Text("登记下限豁免", "Record that the floor is waived"),
    "count_rescue": Text("登记保底救援", "Record the rescue"),
    "count_halt": Text("登记暂停，各期限顺延", "Record the halt and move every deadline back"),
    "give_notice_again": Text(
        "留足考核通知期", "Allow the full notice period for the checkpoint again"
    ),
    "file_race_report": Text("登记未冲线报告", "Record the report on the race without a finish"),
    "share_with_newcomer": Text("拨付补入团队本节点经费", "Pay the new team's share for the stage"),
    "extend_final": Text("冲线延期", "Extend the final"),
    "share_prize": Text("分配冲线奖励", "Share the prize"),
    "return_pool": Text(
        "余款退回财政，复查可能改正的已退经费暂留",
        "Return the balance to the treasury, except refunds that a pending appeal could reverse",
    ),
    "record_cause": Text("登记不可行原因", "Record why it is not feasible"),
    "queue_letter_again": Text("重新排队制作", "Queue the letter to be produced again"),
    "void_document_number": Text("作废文号", "Void the document number"),
    "open_collecting": Text("确定需求征集截止", "Fix the closing date for needs"),
    "draw_argument": Text("随机抽取论证专家", "Draw the appraisal experts at random"),
    "open_posting": Text(
        "发布本轮榜题内容，备好密封钥匙",
        "Publish the items for this round and create the sealing key",
    ),
    "publish_amendment": Text(
        "发布更正并记下差别", "Publish the correction with the differences marked"
    ),
    "allow_extension": Text("登记批准延期", "Record that the extension is approved"),
    "extend_posting": Text("延长张榜期", "Extend the posting period"),
    "stop_window": Text("停止计时", "Stop the clock"),
    "move_window": Text("顺延截止时间", "Move the closing time back"),
    "release_key": Text("到时释放开启钥匙", "Release the key when due"),
    "seal_bid": Text("加密封存揭榜申请", "Encrypt and seal the bid"),
    "open_bid": Text("开启揭榜申请", "Open the bid"),
    "discard_sealed": Text("销毁未开启的密封件", "Destroy the sealed bids unopened"),
    "record_user_opinion": Text("登记用户意见", "Record the end user's opinion"),
    "record_silence": Text("记为逾期未出具", "Record that no opinion was given in time"),
    "dismiss_veto": Text("登记否决复核结果", "Record the review of the veto"),
    "record_terms": Text("登记洽谈结果", "Record the terms agreed"),
    "record_selection": Text("登记拟中榜与候补", "Record the selected bid and the alternates"),
    "renew_contract": Text("重签的任务书生效", "Bring the re-signed contract into force"),
    "begin_anew": Text("另起一轮文书", "Start a new round of letters"),
    "record_new_user": Text("登记新的最终用户", "Record the new end user"),
    "drop_user_test": Text("作废未签署的实测报告", "Void the unsigned test report"),
    "record_user_test": Text("登记用户实测意见", "Record the end user's test opinion"),
    "record_fault": Text("记入诚信并登记追回", "Record it in the integrity file and for recovery"),
    "draft_converted_call": Text("起草另一方式的指南", "Draft a call under the other mechanism"),
    "book_budget": Text("指南经费入账", "Book the budget of the call"),
    "return_budget": Text("指南经费交回盘子", "Return the budget of the call to the annual pool"),
    "order_payment": Text("按计划下达下一笔拨付单", "Order the next payment as planned"),
    "order_last_payment": Text("下达尾款拨付单", "Order the final payment"),
    "pay_the_lead_unit": Text("改付现牵头单位", "Redirect payment to the current lead unit"),
    "order_missed": Text("按原依据补开拨付单", "Reissue the payment order on the original basis"),
    "record_settlement": Text("登记结清", "Record the settlement"),
    "release_commitment": Text("释放未拨付承诺", "Release commitments not yet paid"),
    "fix_account": Text("固定收款账户", "Fix the receiving account"),
    "join_batch": Text("编入当前批次", "Add to the open batch"),
    "leave_batch": Text("移出批次", "Remove from the batch"),
    "book_payment": Text("拨付入账", "Book the payment"),
    "book_cancellation": Text("撤销入账", "Book the cancellation"),
    "book_bank_return": Text("以相反分录冲回", "Reverse with a counter-entry"),
    "order_instead": Text(
        "依据仍有效的，另下拨付单", "Order it again if its basis is still in force"
    ),
    "record_receipt": Text("登记到账日期", "Record the date of receipt"),
    "forget_receipt": Text("清除到账日期", "Clear the date of receipt"),
    "record_freeze": Text("登记暂停原因类别", "Record the type of reason for the freeze"),
    "record_progress_hold": Text("登记因执行暂停", "Record the freeze for progress reasons"),
    "lift_freeze": Text("解除暂停", "Lift the freeze"),
    "book_spending": Text("列支入账", "Book the expenditure"),
    "book_disallowance": Text("核减入账", "Book the disallowed expenditure"),
    "record_pledge": Text("登记包干制承诺", "Record the lump-sum pledge"),
    "record_publication": Text("登记决算公开", "Record that the final accounts were published"),
    "fix_recovery": Text("核定应退金额", "Fix the amount to be refunded"),
    "book_forwarding": Text("转拨入账", "Book the money forwarded to the partner"),
    "record_forwarding": Text("登记在途转拨", "Record the forwarded money in transit"),
    "take_back_forwarding": Text(
        "以相反分录冲回，转为在途", "Reverse with a counter-entry and show as in transit"
    ),
    "forget_forwarding": Text("撤销在途转拨", "Cancel the forwarded money in transit"),
    "book_share_spending": Text("参加单位列支入账", "Book the partner's expenditure"),
    "book_share_disallowance": Text(
        "参加单位核减入账", "Book the partner's disallowed expenditure"
    ),
    "book_share_refund": Text("参加单位退款入账", "Book the partner's refund"),
    "record_part": Text("登记该单位任务完成情况", "Record how far the unit completed its tasks"),
    "record_audited_cost": Text("登记审计核定成本", "Record the audited cost"),
    "begin_spending_audits": Text("对抽中项目开展审计", "Start the audit of the projects drawn"),
    "record_audit_report": Text("登记审计报告", "Record the audit report"),
    "record_new_auditor": Text("登记另行委托的审计机构", "Record the auditor commissioned instead"),
    "record_audit_finding": Text("登记审计认定", "Record the audit finding"),
    "file_audit_clue": Text("移交诚信线索", "Pass on as an integrity clue"),
    "approve_fees": Text(
        "请未登记账户的专家登记", "Ask experts without a registered account to register one"
    ),
    "pay_fees": Text("登记发放并扣缴个人所得税", "Record the payment and withhold income tax"),
    "take_back_fees": Text("恢复为未发放", "Change back to unpaid"),
    "give_up_fees": Text("登记不再发放", "Record that it will not be paid"),
    "record_tolerance": Text("登记容错认定", "Record the finding of diligence"),
    "call_off_recovery": Text("停止追缴", "Stop the recovery"),
    "reinstate_money": Text(
        "追缴撤回，列支与承诺恢复", "Reverse the recovery; restore expenditure and commitments"
    ),
    "book_refund": Text("退款入账", "Book the refund"),
    "book_loss": Text("核销入账", "Book the write-off"),
}

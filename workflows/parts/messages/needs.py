"""What people are told of needs, and of the items that come of them."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

NEEDS: dict[str, Wording] = {
    "need_submitted": say(
        "收到需求：{title}",
        "Need received: {title}",
        "需求《{title}》已提交，请于 {due} 前遴选。",
        "The need “{title}” has been submitted. Screen it by {due}.",
    ),
    "need_returned": say(
        "需求已退回：{title}",
        "Need returned: {title}",
        "需求《{title}》已退回修改，请于 {due} 前再次提交。理由：{reason}",
        "The need “{title}” was returned for changes. Submit it again by {due}. Reason: {reason}",
    ),
    "argument_wanted": say(
        "请论证需求：{title}",
        "Appraise a need: {title}",
        "请于 {due} 前对需求《{title}》出具论证意见；有回避情形或不能论证的，请在该页谢绝。",
        "Give your appraisal opinion on the need “{title}” by {due}. If you have a conflict of "
        "interest or cannot do it, decline on that page.",
    ),
    "argument_declined": say(
        "论证专家退出：{title}",
        "Appraisal expert has left: {title}",
        "一名专家谢绝论证《{title}》或不得再任，请再次抽取，补足人数。",
        "An appraisal expert for “{title}” has declined or can no longer serve. Draw again to "
        "make up the number.",
    ),
    "need_argued": say(
        "需求论证通过：{title}",
        "Need passed appraisal: {title}",
        "需求《{title}》已通过专家论证。",
        "The need “{title}” has passed expert appraisal.",
    ),
    "need_refused": say(
        "需求未列入榜单：{title}",
        "Need not listed: {title}",
        "需求《{title}》未列入本批榜单。{reason}",
        "The need “{title}” was not included in this list. {reason}",
    ),
    "need_withdrawn": say(
        "需求已撤回：{title}",
        "Need withdrawn: {title}",
        "发榜单位撤回了需求《{title}》。理由：{reason}",
        "The demand-side unit has withdrawn the need “{title}”. Reason: {reason}",
    ),
    "list_posted": say(
        "榜单已张榜：{title}",
        "List posted: {title}",
        "《{title}》已经厅务会批准张榜。",
        "The executive meeting has approved “{title}” and it has been posted.",
    ),
    "item_posted": say(
        "榜题已张榜：{title}",
        "Item posted: {title}",
        "榜题《{title}》已张榜，至 {due} 截止。",
        "The item “{title}” has been posted and closes at {due}.",
    ),
    "item_amended": say(
        "榜题有更正：{title}",
        "Item corrected: {title}",
        "榜题《{title}》已发布更正，请核对新旧差别。理由：{reason}",
        "A correction to the item “{title}” has been published. Compare the old and new versions. "
        "Reason: {reason}",
    ),
    "item_extended": say(
        "榜题延期：{title}",
        "Item extended: {title}",
        "榜题《{title}》到期无人揭榜，延期至 {due}。",
        "Nobody bid for the item “{title}” by the deadline. It has been extended until {due}.",
    ),
    "item_unclaimed": say(
        "榜题流榜：{title}",
        "Item unclaimed: {title}",
        "榜题《{title}》本轮流榜。还有轮次的，由主办处室于 {due} 前修订后重新张榜；轮次用完或需求"
        "消失的，由厅务会议定转换组织方式或撤榜。",
        "The item “{title}” went unclaimed in this round. If a round is left, the programme "
        "office revises it by {due} and posts it again. If no round is left or the need no longer "
        "exists, the executive meeting converts or delists it.",
    ),
    "item_revising": say(
        "请修订榜题：{title}",
        "Revise an item: {title}",
        "榜题《{title}》将修订后重新张榜，请于 {due} 前完成实质修订。",
        "The item “{title}” will be revised and posted again. Complete a material revision by "
        "{due}.",
    ),
    "item_converted": say(
        "榜题转其他组织方式：{title}",
        "Item converted: {title}",
        "榜题《{title}》转为其他组织方式实施。",
        "The item “{title}” has been converted to another mechanism.",
    ),
    "item_paused": say(
        "暂停揭榜：{title}",
        "Bidding paused: {title}",
        "榜题《{title}》暂停揭榜，停止计时；已密封的保持密封。理由：{reason}",
        "Bidding for the item “{title}” is paused and the clock has stopped. Sealed bids stay "
        "sealed. Reason: {reason}",
    ),
    "item_runs_again": say(
        "恢复揭榜：{title}",
        "Bidding resumed: {title}",
        "榜题《{title}》恢复揭榜，截止时间按暂停天数顺延。理由：{reason}",
        "Bidding for the item “{title}” has resumed. The closing time has moved back by the days "
        "paused. Reason: {reason}",
    ),
    "item_delisted": say(
        "榜题撤榜：{title}",
        "Item delisted: {title}",
        "榜题《{title}》已撤榜。理由：{reason}",
        "The item “{title}” has been delisted. Reason: {reason}",
    ),
}

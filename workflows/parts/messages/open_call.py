"""What people are told of bids, of users and of pledges. Nothing here tells of a bid before its
opening."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

OPEN_CALL: dict[str, Wording] = {
    "bid_ended": say(
        "榜题撤榜，揭榜申请终止：{title}",
        "Item delisted, bid ended: {title}",
        "榜题已撤榜，《{title}》终止办理，详见撤榜公告。理由：{reason}",
        "The item was delisted and “{title}” ends; see the notice. Reason: {reason}",
    ),
    "bids_opened": say(
        "揭榜截止并开启：{title}",
        "Bids opened: {title}",
        "榜题《{title}》已到截止时间，揭榜申请统一开启，请办理资格审查。",
        "The item “{title}” has closed and its bids are opened; they can be vetted.",
    ),
    "user_opinion_wanted": say(
        "请出具用户意见：{title}",
        "Opinion of the user wanted: {title}",
        "{unit}的揭榜申请《{title}》已入围，请于 {due} 前出具用户意见；逾期不算否决，按名次洽谈。",
        "The bid “{title}” of {unit} is shortlisted; give your opinion on it by {due}. Silence is "
        "no veto: the matching then goes on in rank order.",
    ),
    "user_opinion_given": say(
        "用户意见已出具：{title}",
        "Opinion of the user given: {title}",
        "发榜单位已对{unit}的揭榜申请《{title}》出具用户意见。意见齐全、否决复核后即可开始供需对接。",
        "The demand side has given its opinion on the bid “{title}” of {unit}. Once all are given "
        "and vetoes are reviewed, the matching can start.",
    ),
    "user_opinion_missed": say(
        "逾期未出具用户意见：{title}",
        "No opinion of the user in time: {title}",
        "发榜单位未在期限内对{unit}的揭榜申请《{title}》出具用户意见，不算否决，按名次洽谈。",
        "The demand side gave no opinion on the bid “{title}” of {unit} in time. Silence is no "
        "veto: the matching goes on in rank order.",
    ),
    "veto_to_review": say(
        "用户否决待复核：{title}",
        "Veto to be reviewed: {title}",
        "发榜单位否决{unit}的揭榜申请《{title}》，请复核其理由；复核前不能开始供需对接。",
        "The demand side vetoes the bid “{title}” of {unit}. Please review its reason; the "
        "matching waits.",
    ),
    "veto_dismissed": say(
        "用户否决不成立：{title}",
        "Veto dismissed: {title}",
        "对{unit}的揭榜申请《{title}》的用户否决经复核不成立。理由：{reason}",
        "The veto of the bid “{title}” of {unit} was reviewed and dismissed. Reason: {reason}",
    ),
    "item_selected": say(
        "议定拟中榜：{title}",
        "Bid selected: {title}",
        "榜题《{title}》已议定拟中榜方，将予公示。",
        "A bid for “{title}” was selected and goes on public notice.",
    ),
    "order_to_sign": say(
        "请签订军令状：{title}",
        "Pledge to be signed: {title}",
        "榜题《{title}》公示期满，揭榜方已经确定。请在 {due} 前与其签订军令状和任务书。",
        "The public notice of “{title}” is over and its winner is settled. Please sign the pledge "
        "and the contract with it by {due}.",
    ),
    "next_in_rank": say(
        "按名次递补：{title}",
        "The next in rank: {title}",
        "榜题《{title}》由下一名次递补洽谈。",
        "The next in rank is to negotiate for “{title}”.",
    ),
    "item_succeeded": say(
        "揭榜成功：{title}",
        "Succeeded: {title}",
        "榜题《{title}》核心指标全部达到，揭榜成功。",
        "Every core metric of “{title}” is met; it has succeeded.",
    ),
    "item_failed": say(
        "揭榜失败：{title}",
        "Failed: {title}",
        "榜题《{title}》揭榜失败，将作责任认定。",
        "“{title}” has failed; the fault is to be found.",
    ),
    "bid_sealed": say(
        "揭榜申请已密封：{number}",
        "Bid sealed: {number}",
        "揭榜申请 {number} 已加密封存，截止时统一开启，此前任何人不得查看。",
        "The bid {number} is encrypted and sealed until the close; nobody can read it before.",
    ),
    "bid_opened": say(
        "揭榜申请已开启：{title}",
        "Bid opened: {title}",
        "揭榜申请《{title}》已随榜题截止开启，进入资格审查。",
        "The bid “{title}” was opened at the close and is being vetted.",
    ),
    "bid_returned": say(
        "揭榜申请未开启退回：{number}",
        "Bid returned unopened: {number}",
        "揭榜申请 {number} 未开启即退回：榜题流榜、撤榜或指标已更正。再次张榜的，可重新揭榜。",
        "The bid {number} is returned unopened: the item was unclaimed, delisted, or its "
        "metrics were amended. If it is posted again you may bid again.",
    ),
    "bid_shortlisted": say(
        "揭榜申请入围：{title}",
        "Shortlisted: {title}",
        "揭榜申请《{title}》入围。发榜单位出具用户意见后，按名次依次洽谈；轮到时另行通知。",
        "The bid “{title}” is shortlisted. Once the user has given its opinions, the matching goes "
        "in rank order, one bid after the other; you are told when it is your turn.",
    ),
    "matching_begun": say(
        "开始供需对接：{title}",
        "Matching begins: {title}",
        "{unit}的揭榜申请《{title}》进入供需对接，请双方于 {due} 前就交付、"
        "知识产权和价格达成一致。",
        "The bid “{title}” of {unit} is being matched; both sides agree on delivery, rights and "
        "price by {due}.",
    ),
    "terms_agreed": say(
        "洽谈已达成一致：{title}",
        "Terms agreed: {title}",
        "{unit}与发榜单位已就揭榜申请《{title}》确认洽谈结果。",
        "{unit} and the demand side have agreed on the bid “{title}”.",
    ),
    "bid_won": say(
        "中榜：{title}",
        "Won: {title}",
        "《{title}》中榜，请在期限内签订军令状和任务书。",
        "“{title}” has won; sign the pledge and the contract in time.",
    ),
    "bid_lost": say(
        "未中榜：{title}",
        "Not won: {title}",
        "揭榜申请《{title}》本次未中榜：{why}。可查看评审意见。",
        "The bid “{title}” has not won: {why}. The opinions can be read.",
    ),
    "bid_forfeited": say(
        "放弃中榜：{title}",
        "Forfeited: {title}",
        "《{title}》军令状有一方拒签或逾期未签，中榜失效，经费不再拨付。",
        "The pledge of “{title}” was refused by one side or not signed in time; the award has "
        "lapsed, and no money is paid.",
    ),
    "project_stopped": say(
        "攻关叫停：{title}",
        "Stopped: {title}",
        "《{title}》已叫停，停拨经费。理由：{reason}",
        "“{title}” was stopped at once; nothing is paid. Reason: {reason}",
    ),
    "project_goes_on": say(
        "恢复攻关：{title}", "Goes on: {title}", "《{title}》恢复攻关。", "“{title}” goes on."
    ),
    "demander_defaulted": say(
        "发榜单位违约：{title}",
        "The demand side defaulted: {title}",
        "《{title}》的发榜单位违约，请于 {due} 前另寻最终用户。",
        "The demand side of “{title}” defaulted; another end user is to be found by {due}.",
    ),
    "project_without_user": say(
        "未找到新用户：{title}",
        "No new user: {title}",
        "《{title}》期满未找到新的最终用户，予以终止，团队不担责。",
        "No new end user of “{title}” was found in time; it ends without fault of the team.",
    ),
    "user_test_begun": say(
        "进入真实场景实测：{title}",
        "Test at the user's: {title}",
        "《{title}》进入真实场景实测，于 {due} 前完成：第三方机构或项目负责人登记第三方检测报告，"
        "最终用户核对后签署实测意见，厅务会据此认定。",
        "“{title}” is tested in the real scenario until {due}: the third party or the leader "
        "records the third party's report, the end user signs what they found, and the office "
        "meeting decides.",
    ),
    "user_test_reported": say(
        "请签署实测意见：{title}",
        "Sign what the test found: {title}",
        "《{title}》的第三方检测报告已登记，请在项目页核对并签署用户实测意见。",
        "The third party's report on “{title}” is recorded: please look at it on the page of the "
        "project and sign what you found.",
    ),
    "user_test_signed": say(
        "实测意见已签署：{title}",
        "What the test found is signed: {title}",
        "最终用户已签署《{title}》的实测意见，请厅务会于 {due} 前认定。",
        "The end user signed what the test of “{title}” found; the office meeting decides by "
        "{due}.",
    ),
    "claim_succeeded": say(
        "揭榜成功：{title}",
        "Succeeded: {title}",
        "《{title}》核心指标全部达到，揭榜成功。",
        "Every core metric of “{title}” is met; it has succeeded.",
    ),
    "pledge_to_sign_anew": say(
        "请重签军令状：{title}",
        "Pledge to sign anew: {title}",
        "《{title}》的签约方有变更，请重签军令状；重签前不进入节点、不拨付经费。",
        "A party to “{title}” changed; sign the pledge anew. No milestone and no payment before.",
    ),
    "pledge_to_sign_anew_in_a_race": say(
        "请重签军令状：{title}",
        "Pledge to sign anew: {title}",
        "《{title}》的签约方有变更，请重签军令状；重签前不拨付经费，节点考核照常进行。",
        "A party to “{title}” changed; sign the pledge anew. Nothing is paid before, and the "
        "checkpoint does not wait.",
    ),
    "pledge_signed_anew": say(
        "军令状已重签：{title}",
        "Pledge signed anew: {title}",
        "《{title}》的军令状和任务书各方均已重签。",
        "All parties have signed the pledge and the contract of “{title}” anew.",
    ),
    "fault_to_find": say(
        "请作责任认定：{title}",
        "Fault to be found: {title}",
        "《{title}》未成功，请于 {due} 前作出责任认定。",
        "“{title}” did not succeed; find the fault by {due}.",
    ),
    "fault_opinion_wanted": say(
        "请出具责任认定意见：{title}",
        "Opinion on the fault wanted: {title}",
        "您被抽为《{title}》责任认定专家，请于 {due} 前在“考核任务”中出具意见并签名。",
        "You were drawn to find the fault in “{title}”; give your opinion by {due}.",
    ),
    "fault_found": say(
        "责任认定：{title}",
        "Finding: {title}",
        "《{title}》已作出责任认定，请查收责任认定书。",
        "The fault in “{title}” was found; see the letter.",
    ),
}

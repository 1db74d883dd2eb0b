"""What people are told of bids, of users and of pledges. Nothing here tells of a bid before its
opening."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

OPEN_CALL: dict[str, Wording] = {
    "bid_ended": say(
        "榜题撤榜，揭榜申请终止：{title}",
        "Item delisted, bid closed: {title}",
        "榜题已撤榜，《{title}》终止办理，详见撤榜公告。理由：{reason}",
        "The item has been delisted, so “{title}” has been closed. See the delisting notice. "
        "Reason: {reason}",
    ),
    "bids_opened": say(
        "揭榜截止并开启：{title}",
        "Bids opened: {title}",
        "榜题《{title}》已到截止时间，揭榜申请统一开启，请办理资格审查。",
        "The item “{title}” has closed and all bids have been opened. Vet the bids.",
    ),
    "user_opinion_wanted": say(
        "请出具用户意见：{title}",
        "End user opinion needed: {title}",
        "{unit}的揭榜申请《{title}》已入围，请于 {due} 前出具用户意见；逾期不算否决，按名次洽谈。",
        "The bid “{title}” from {unit} has been shortlisted. Give your opinion as end user by "
        "{due}. No answer does not count as a veto; negotiation then follows the rank order.",
    ),
    "user_opinion_given": say(
        "用户意见已出具：{title}",
        "End user opinion given: {title}",
        "发榜单位已对{unit}的揭榜申请《{title}》出具用户意见。意见齐全、否决复核后即可开始供需对接。",
        "The demand-side unit has given its end user opinion on the bid “{title}” from {unit}. "
        "Matching can start once all opinions are in and vetoes have been reviewed.",
    ),
    "user_opinion_missed": say(
        "逾期未出具用户意见：{title}",
        "No end user opinion in time: {title}",
        "发榜单位未在期限内对{unit}的揭榜申请《{title}》出具用户意见，不算否决，按名次洽谈。",
        "The demand-side unit did not give an end user opinion on the bid “{title}” from {unit} "
        "in time. This does not count as a veto; negotiation follows the rank order.",
    ),
    "veto_to_review": say(
        "用户否决待复核：{title}",
        "End user veto to review: {title}",
        "发榜单位否决{unit}的揭榜申请《{title}》，请复核其理由；复核前不能开始供需对接。",
        "The demand-side unit has vetoed the bid “{title}” from {unit}. Review its reason. "
        "Matching cannot start until then.",
    ),
    "veto_dismissed": say(
        "用户否决不成立：{title}",
        "End user veto dismissed: {title}",
        "对{unit}的揭榜申请《{title}》的用户否决经复核不成立。理由：{reason}",
        "The end user veto of the bid “{title}” from {unit} was reviewed and dismissed. Reason: "
        "{reason}",
    ),
    "item_selected": say(
        "议定拟中榜：{title}",
        "Bid selected: {title}",
        "榜题《{title}》已议定拟中榜方，将予公示。",
        "A bid for the item “{title}” has been selected and will go on public notice.",
    ),
    "order_to_sign": say(
        "请签订军令状：{title}",
        "Sign the pledge: {title}",
        "榜题《{title}》公示期满，揭榜方已经确定。请在 {due} 前与其签订军令状和任务书。",
        "The public notice of the item “{title}” has ended and the winning bidder is settled. "
        "Sign the pledge and the contract with it by {due}.",
    ),
    "next_in_rank": say(
        "按名次递补：{title}",
        "Next in rank called: {title}",
        "榜题《{title}》由下一名次递补洽谈。",
        "For the item “{title}”, the next bid in rank now negotiates.",
    ),
    "item_succeeded": say(
        "揭榜成功：{title}",
        "Succeeded: {title}",
        "榜题《{title}》核心指标全部达到，揭榜成功。",
        "The item “{title}” has met every core metric and is a success.",
    ),
    "item_failed": say(
        "揭榜失败：{title}",
        "Failed: {title}",
        "榜题《{title}》揭榜失败，将作责任认定。",
        "The item “{title}” has failed. A finding of fault will be made.",
    ),
    "bid_sealed": say(
        "揭榜申请已密封：{number}",
        "Bid sealed: {number}",
        "揭榜申请 {number} 已加密封存，截止时统一开启，此前任何人不得查看。",
        "Bid {number} has been encrypted and sealed. All bids are opened together at the close; "
        "nobody can read it before then.",
    ),
    "bid_opened": say(
        "揭榜申请已开启：{title}",
        "Bid opened: {title}",
        "揭榜申请《{title}》已随榜题截止开启，进入资格审查。",
        "The bid “{title}” was opened when the item closed and is now being vetted.",
    ),
    "bid_returned": say(
        "揭榜申请未开启退回：{number}",
        "Bid returned unopened: {number}",
        "揭榜申请 {number} 未开启即退回：榜题流榜、撤榜或指标已更正。再次张榜的，可重新揭榜。",
        "Bid {number} was returned unopened because the item went unclaimed, was delisted or had "
        "its metrics corrected. If the item is posted again, you can bid again.",
    ),
    "bid_shortlisted": say(
        "揭榜申请入围：{title}",
        "Bid shortlisted: {title}",
        "揭榜申请《{title}》入围。发榜单位出具用户意见后，按名次依次洽谈；轮到时另行通知。",
        "The bid “{title}” has been shortlisted. Once the demand-side unit has given its "
        "opinions, negotiation follows the rank order. We will tell you when it is your turn.",
    ),
    "matching_begun": say(
        "开始供需对接：{title}",
        "Matching started: {title}",
        "{unit}的揭榜申请《{title}》进入供需对接，请双方于 {due} 前就交付、"
        "知识产权和价格达成一致。",
        "Matching has started for the bid “{title}” from {unit}. Both sides must agree on "
        "delivery, intellectual property and price by {due}.",
    ),
    "terms_agreed": say(
        "洽谈已达成一致：{title}",
        "Terms agreed: {title}",
        "{unit}与发榜单位已就揭榜申请《{title}》确认洽谈结果。",
        "{unit} and the demand-side unit have confirmed the terms agreed for the bid “{title}”.",
    ),
    "bid_won": say(
        "中榜：{title}",
        "Bid won: {title}",
        "《{title}》中榜，请在期限内签订军令状和任务书。",
        "“{title}” has won. Sign the pledge and the contract by the deadline.",
    ),
    "bid_lost": say(
        "未中榜：{title}",
        "Bid not successful: {title}",
        "揭榜申请《{title}》本次未中榜：{why}。可查看评审意见。",
        "The bid “{title}” was not successful this time: {why}. You can read the review comments.",
    ),
    "bid_forfeited": say(
        "放弃中榜：{title}",
        "Award lapsed: {title}",
        "《{title}》军令状有一方拒签或逾期未签，中榜失效，经费不再拨付。",
        "A party refused to sign the pledge of “{title}” or did not sign in time. The award has "
        "lapsed and no more money will be paid.",
    ),
    "item_voided": say(
        "揭榜成功作废：{title}",
        "Success void: {title}",
        "榜题《{title}》的项目已撤销，揭榜成功的认定随之作废。需求仍在的，可在以后的需求征集中重新提交，"
        "以前的揭榜不带入。",
        "The project of the item “{title}” has been revoked, so its success is void. If the need "
        "remains, submit it again when needs are next collected. Earlier bids are not carried "
        "over.",
    ),
    "user_refused_to_sign": say(
        "发榜单位拒签：{title}",
        "Demand-side unit refuses to sign: {title}",
        "《{title}》的发榜单位拒签军令状。理由：{reason}中榜方可在项目页申述，"
        "厅务会于 {due} 前议定。",
        "The demand-side unit of “{title}” refuses to sign the pledge. Reason: {reason} The "
        "winning bidder can answer on the project page. The executive meeting decides by {due}.",
    ),
    "user_did_not_sign": say(
        "发榜单位逾期未签：{title}",
        "Not signed in time by the demand-side unit: {title}",
        "《{title}》的军令状只差发榜单位签名，签订期限已过。中榜不因此失效；中榜方可在项目页申述，"
        "厅务会于 {due} 前议定。",
        "Only the demand-side unit has not signed the pledge of “{title}”, and the deadline has "
        "passed. The award does not lapse for that. The winning bidder can answer on the project "
        "page. The executive meeting decides by {due}.",
    ),
    "refusal_answered": say(
        "中榜方已申述：{title}",
        "Winning bidder has answered: {title}",
        "《{title}》的中榜方已对发榜单位未签军令状提出申述，见项目页。",
        "The winning bidder of “{title}” has answered the demand-side unit's refusal to sign. See "
        "the project page.",
    ),
    "refusal_overruled": say(
        "拒签理由不成立：{title}",
        "Refusal overruled: {title}",
        "厅务会议定《{title}》的拒签理由不成立，请各方于 {due} 前签订军令状和任务书。"
        "理由：{reason}",
        "The executive meeting has overruled the refusal to sign for “{title}”. All parties sign "
        "the pledge and the contract by {due}. Reason: {reason}",
    ),
    "refusal_upheld": say(
        "拒签理由成立：{title}",
        "Refusal accepted: {title}",
        "厅务会同意《{title}》发榜单位拒签，中榜失效，由候补按名次递补。理由：{reason}",
        "The executive meeting has accepted the demand-side unit's refusal to sign for “{title}”. "
        "The award lapses and the next in rank is called. Reason: {reason}",
    ),
    "round_ended_by_refusal": say(
        "发榜单位无故不签，该轮揭榜终止：{title}",
        "Round ended, refused without good reason: {title}",
        "厅务会议定《{title}》的发榜单位无正当理由拒不签订，不由候补递补，该轮揭榜终止；中榜方没有"
        "责任。理由：{reason}",
        "The executive meeting has found that the demand-side unit refuses to sign for “{title}” "
        "without good reason. No alternate is called and this round ends. The winning bidder is "
        "not at fault. Reason: {reason}",
    ),
    "project_stopped": say(
        "攻关叫停：{title}",
        "Work stopped: {title}",
        "《{title}》已叫停，停拨经费。理由：{reason}",
        "“{title}” has been ordered to stop and payments have stopped. Reason: {reason}",
    ),
    "project_goes_on": say(
        "恢复攻关：{title}",
        "Work resumed: {title}",
        "《{title}》恢复攻关。",
        "“{title}” has resumed.",
    ),
    "demander_defaulted": say(
        "发榜单位违约：{title}",
        "Demand-side unit in default: {title}",
        "《{title}》的发榜单位违约，请于 {due} 前另寻最终用户。",
        "The demand-side unit of “{title}” is in default. Find another end user by {due}.",
    ),
    "project_without_user": say(
        "未找到新用户：{title}",
        "No new end user found: {title}",
        "《{title}》期满未找到新的最终用户，予以终止，团队不担责。",
        "No new end user for “{title}” was found in time. The project has been terminated, with "
        "no fault on the team.",
    ),
    "user_test_begun": say(
        "进入真实场景实测：{title}",
        "Test in real use started: {title}",
        "《{title}》进入真实场景实测，于 {due} 前完成：第三方机构或项目负责人登记第三方检测报告，"
        "最终用户核对后签署实测意见，厅务会据此认定。",
        "“{title}” is being tested in real use, to be completed by {due}. The third party or the "
        "project leader records the third-party test report, the end user checks it and signs a "
        "test opinion, and the executive meeting decides on that basis.",
    ),
    "user_test_reported": say(
        "请签署实测意见：{title}",
        "Sign the test opinion: {title}",
        "《{title}》的第三方检测报告已登记，请在项目页核对并签署用户实测意见。",
        "The third-party test report for “{title}” has been recorded. Check it on the project "
        "page and sign the end user's test opinion.",
    ),
    "user_test_signed": say(
        "实测意见已签署：{title}",
        "Test opinion signed: {title}",
        "最终用户已签署《{title}》的实测意见，请厅务会于 {due} 前认定。",
        "The end user has signed the test opinion on “{title}”. The executive meeting decides by "
        "{due}.",
    ),
    "claim_succeeded": say(
        "揭榜成功：{title}",
        "Succeeded: {title}",
        "《{title}》核心指标全部达到，揭榜成功。",
        "“{title}” has met every core metric and is a success.",
    ),
    "pledge_to_sign_anew": say(
        "请重签军令状：{title}",
        "Sign the pledge again: {title}",
        "《{title}》的签约方有变更，请重签军令状；重签前不进入节点、不拨付经费。",
        "A party to “{title}” has changed. Sign the pledge again. Until then no milestone can "
        "start and no money is paid.",
    ),
    "pledge_to_sign_anew_in_a_race": say(
        "请重签军令状：{title}",
        "Sign the pledge again: {title}",
        "《{title}》的签约方有变更，请重签军令状；重签前不拨付经费，节点考核照常进行。",
        "A party to “{title}” has changed. Sign the pledge again. Until then no money is paid, "
        "but checkpoints go ahead.",
    ),
    "pledge_signed_anew": say(
        "军令状已重签：{title}",
        "Pledge signed again: {title}",
        "《{title}》的军令状和任务书各方均已重签。",
        "All parties have signed the pledge and the contract of “{title}” again.",
    ),
    "fault_to_find": say(
        "请作责任认定：{title}",
        "Finding of fault needed: {title}",
        "《{title}》未成功，请于 {due} 前作出责任认定。",
        "“{title}” did not succeed. Make a finding of fault by {due}.",
    ),
    "fault_opinion_wanted": say(
        "请出具责任认定意见：{title}",
        "Your opinion for a finding of fault: {title}",
        "您被抽为《{title}》责任认定专家，请于 {due} 前在“考核任务”中出具意见并签名。",
        "You were drawn as an expert for the finding of fault on “{title}”. Give your opinion and "
        "sign it under “My assessments” by {due}.",
    ),
    "fault_found": say(
        "责任认定：{title}",
        "Finding of fault: {title}",
        "《{title}》已作出责任认定，请查收责任认定书。",
        "A finding of fault has been made on “{title}”. See the letter.",
    ),
}

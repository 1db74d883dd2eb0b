"""Bids are matched with the demand side: who is shortlisted, what the user says, what is agreed."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import bid as rule
from workflows.guards import proposal as usual
from workflows.guards.examples import PROPOSAL
from workflows.guards.in_time import in_time
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER, PI, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.roles import Role

_GO_ON = Cascade("item", "go_on")
_NEGOTIATED_BY = After("negotiation_days")
_SPOKEN_BY = After("user_opinion_days")

_BEFORE_ITS_NOTICE = ("shortlisted", "reserve", "matching", "proposed")

PRICE = Ask(
    "price",
    Text(
        "议定价款（财政与发榜方出资合计）",
        "Agreed price (public funds plus the demand-side unit's contribution)",
    ),
    AskKind.MONEY,
    hint=Text(
        "不超过榜单公布的总额，也不超过本申请的报价；低于报价的，各单位财政资金、自筹资金按申报比例"
        "相应调减，另有约定的由项目负责人在任务书签订后申请变更经费份额",
        "No more than the posted total or the price in this bid. If it is below the bid, each "
        "unit's public and own funds are reduced in proportion; for a different split, the "
        "project leader requests a change of shares after the contract is signed",
    ),
)
DELIVERY = Ask("delivery", Text("交付细节", "Delivery details"), AskKind.PARAGRAPH)
STANCE = Ask(
    "stance",
    Text("用户态度", "End user's position"),
    AskKind.CHOICE,
    choices=(
        ("support", Text("支持", "In favour")),
        ("neutral", Text("无倾向", "Neutral")),
        ("veto", Text("否决（须经复核）", "Veto (to be reviewed)")),
    ),
)
USER_OPINION = Ask("opinion", Text("对该揭榜方案的意见", "Opinion on this bid"), AskKind.PARAGRAPH)
VETO_REASON = Ask(
    "veto_reason",
    Text("否决的具体理由", "Specific reason for the veto"),
    AskKind.PARAGRAPH,
    required=False,
    hint=Text(
        "否决时必填，将由厅务会复核", "Required for a veto; the executive meeting will review it"
    ),
)
RIGHTS = Ask("rights", Text("知识产权约定", "Intellectual property terms"), AskKind.PARAGRAPH)

MATCHING: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="shortlist",
        label=Text("入围", "Shortlist"),
        source=("scored",),
        target="shortlisted",
        roles=CLOCK,
        guards=(rule.has_shortlist_place,),
        effects=(Notify("bid_shortlisted", TEAM), Notify("user_opinion_wanted", DEMANDER)),
        clause=Text("B10 · 按名次入围", "B10 · shortlisted in rank order"),
    ),
    Transition(
        name="drop_below_line",
        label=Text("未入围", "Do not shortlist"),
        source=("scored",),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.has_no_shortlist_place,),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM)),
        clause=Text("B10 · 未入围", "B10 · not shortlisted"),
    ),
    Transition(
        name="give_user_opinion",
        label=Text("出具用户意见", "Give the end user opinion"),
        source=("shortlisted",),
        target="shortlisted",
        roles=DEMANDER,
        guards=(in_time(PROPOSAL, _SPOKEN_BY), rule.veto_has_a_reason),
        asks=(STANCE, USER_OPINION, VETO_REASON),
        until=_SPOKEN_BY,
        effects=(Apply("record_user_opinion"), Notify("user_opinion_given", OFFICER)),
        signature=True,
        clause=Text(
            "B10 · 用户意见；否决须书面、可复核，不得独自选定",
            "B10 · end user opinion; a veto must be written and reviewable, and the end user "
            "cannot choose alone",
        ),
    ),
    Transition(
        name="miss_user_opinion",
        label=Text("逾期未出具用户意见", "No end user opinion in time"),
        source=("shortlisted",),
        target="shortlisted",
        roles=CLOCK,
        guards=(rule.user_is_silent,),
        effects=(Apply("record_silence"), Notify("user_opinion_missed", DEMANDER | OFFICER)),
        due=_SPOKEN_BY,
        clause=Text(
            "B10 · 逾期未出具意见不算否决，按名次洽谈",
            "B10 · no opinion in time is not a veto; negotiation follows the rank order",
        ),
    ),
    Transition(
        name="uphold_veto",
        label=Text("否决成立", "Uphold the veto"),
        source=("shortlisted",),
        target="not_selected",
        roles=DECIDES,
        guards=(rule.veto_is_open,),
        asks=(*MINUTES, REASON),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM)),
        clause=Text("B10 · 复核：否决理由成立", "B10 · reviewed: the reason for the veto stands"),
    ),
    Transition(
        name="dismiss_veto",
        label=Text("否决不成立", "Dismiss the veto"),
        source=("shortlisted",),
        target="shortlisted",
        roles=DECIDES,
        guards=(rule.veto_is_open,),
        asks=(*MINUTES, REASON),
        effects=(Apply("dismiss_veto"), Notify("veto_dismissed", DEMANDER | OFFICER)),
        clause=Text(
            "B10 · 复核：否决理由不成立", "B10 · reviewed: the reason for the veto does not stand"
        ),
    ),
    Transition(
        name="begin_matching",
        label=Text("开始洽谈", "Start negotiation"),
        source=("shortlisted", "reserve"),
        target="matching",
        roles=CLOCK | OFFICER,
        guards=(rule.item_is_in_matching, rule.is_next_in_rank, usual.not_barred),
        effects=(Notify("matching_begun", TEAM | DEMANDER),),
        clause=Text(
            "B11 · 按名次依次洽谈；应退经费退清、逾期验收办结后由主办人恢复",
            "B11 · in rank order; if a refund or acceptance was overdue, the programme officer "
            "resumes once it is cleared",
        ),
    ),
    Transition(
        name="agree_terms",
        label=Text("确认洽谈结果", "Confirm the terms agreed"),
        source=("matching",),
        target="matching",
        roles=PI,
        approvals=(Role.DEMANDER,),
        guards=(
            in_time(PROPOSAL, _NEGOTIATED_BY),
            rule.terms_within_posting,
            rule.not_related_to_demander,
        ),
        asks=(PRICE, DELIVERY, RIGHTS),
        until=_NEGOTIATED_BY,
        effects=(Apply("record_terms"), Notify("terms_agreed", OFFICER)),
        moves_money=True,
        signature=True,
        clause=Text(
            "B11 · 供需双方确认；只谈交付细节、知识产权、价格，不超出榜单",
            "B11 · confirmed by both sides; covers only delivery details, intellectual property "
            "and price, within what was posted",
        ),
    ),
    Transition(
        name="end_matching",
        label=Text("洽谈未成", "No agreement"),
        source=("matching",),
        target="not_selected",
        roles=OFFICER,
        guards=(rule.bid_terms_not_agreed,),
        asks=(REASON,),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM), _GO_ON),
        clause=Text(
            "B11 · 谈不拢，由下一名次洽谈", "B11 · no agreement: the next in rank negotiates"
        ),
    ),
    Transition(
        name="drop_barred",
        label=Text("处于惩戒期，不予中榜", "Reject: under sanction"),
        source=_BEFORE_ITS_NOTICE,
        target="not_selected",
        roles=OFFICER,
        guards=(rule.is_barred,),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM), _GO_ON),
        clause=Text(
            "B11、§3.5 · 立项前再审诚信未通过，由下一名次洽谈",
            "B11, §3.5 · failed the integrity check before the award: the next in rank negotiates",
        ),
    ),
    Transition(
        name="pass_over",
        label=Text(
            "应退经费、逾期验收未清或超出在研限项，不予中榜",
            "Reject: refund or acceptance overdue, or limit on running projects exceeded",
        ),
        source=_BEFORE_ITS_NOTICE,
        target="not_selected",
        roles=DECIDES,
        guards=(rule.may_be_passed_over,),
        asks=(*MINUTES, REASON),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM), _GO_ON),
        clause=Text(
            "B11、C11、§3.5 · 不按名次的由厅务会议定并说明理由，由下一名次洽谈",
            "B11, C11, §3.5 · the executive meeting departs from the rank order with a reason: "
            "the next in rank negotiates",
        ),
    ),
    Transition(
        name="miss_matching",
        label=Text("洽谈逾期", "Negotiation overdue"),
        source=("matching",),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.bid_terms_not_agreed,),
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM), _GO_ON),
        due=_NEGOTIATED_BY,
        clause=Text("B11 · 洽谈期满未成", "B11 · no agreement by the deadline"),
    ),
)

"""The item (榜题) of 揭榜挂帅, from the need to success or failure; domain §2.2, B1-B17."""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards import item as rule
from workflows.guards import need
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER
from workflows.parts.states import final, waiting
from workflows.phases.item.attacking import ATTACKING
from workflows.phases.item.judging import JUDGING
from workflows.phases.item.need import NEED
from workflows.phases.item.posting import POSTING

STATES = (
    State("draft", Text("需求草拟", "Need in draft"), Kind.START, DEMANDER, At("needs_until")),
    waiting("need_submitted", "需求提交", "Need submitted", OFFICER, After("screen_days")),
    waiting("returned", "退回修改", "Returned for changes", DEMANDER, After("need_return_days")),
    waiting(
        "screened",
        "需求遴选",
        "Screening",
        OFFICER,
        After("argue_days"),
        (need.argument_drawn, need.argument_signed),
    ),
    waiting("argued", "专家论证", "Expert appraisal", OFFICER, After("draw_days")),
    State(
        "ready",
        Text("拟发榜", "Ready to post"),
        waits_on=CLOCK,
        undated=Text(
            "待厅务会批准榜单后张榜", "posted once the executive meeting approves the list"
        ),
    ),
    waiting("posted", "张榜", "Posted", CLOCK, At("close_at")),
    waiting("paused", "暂停揭榜", "Bidding paused", DECIDES, After("pause_days")),
    waiting(
        "bid_closed",
        "揭榜截止",
        "Bidding closed",
        OFFICER,
        After("formal_working_days", Unit.WORKING_DAYS),
    ),
    waiting("vetted", "资格审查", "Vetting", OFFICER, After("review_days")),
    State(
        "evaluated",
        Text("评榜", "Evaluation"),
        waits_on=OFFICER,
        due=After("user_opinion_days"),
        first=(rule.user_opinions_given, rule.vetoes_reviewed),
        in_confidence=True,
    ),
    waiting(
        "matching",
        "供需对接",
        "Matching",
        DECIDES,
        After("negotiation_days"),
        (rule.negotiation_is_over,),
    ),
    waiting("selected", "拟中榜", "Selected", OFFICER, After("draw_days")),
    waiting("notice", "公示", "On public notice", CLOCK, At("notice_ends_at")),
    waiting("order_signed", "军令状签订", "Signing the pledge", DEMANDER, At("order_until")),
    waiting("attacking", "攻关", "In development", CLOCK, At("attack_until")),
    waiting("user_test", "真实场景实测", "Test in real use", CLOCK, After("user_test_days")),
    waiting(
        "unclaimed",
        "流榜",
        "Unclaimed",
        DECIDES,
        After("unclaimed_days"),
        (rule.rounds_used_up,),
    ),
    waiting(
        "revising",
        "榜单修订",
        "Being revised",
        OFFICER | DEMANDER,
        After("revise_days"),
        (rule.change_is_material, need.argument_drawn, need.argument_signed),
    ),
    State(
        "succeeded",
        Text("揭榜成功", "Succeeded"),
        waits_on=CLOCK,
        undated=Text("项目被撤销的，随之作废", "void if its project is revoked"),
    ),
    final("voided", "揭榜成功作废", "Success void"),
    final("failed", "揭榜失败", "Failed"),
    final("delisted", "撤榜", "Delisted"),
    final("converted", "转其他组织方式", "Converted"),
)

SETTLED = frozenset({"succeeded", *(state.key for state in STATES if state.is_final)})
"""Nobody has anything left to do; what succeeded falls only with its project."""

ITEM = Workflow(
    key="item",
    version=15,
    label=Text("榜题", "Item"),
    facts=ItemFacts,
    clause=Text("domain §2.2 · B1-B17", "domain §2.2 · B1-B17"),
    states=STATES,
    transitions=(*NEED, *POSTING, *JUDGING, *ATTACKING),
)

"""The item (榜题) of 揭榜挂帅, from the need to success or failure; domain §2.2, B1-B17."""

from __future__ import annotations

from workflows.engine.model import After, At, Due, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER
from workflows.phases.item.attacking import ATTACKING
from workflows.phases.item.judging import JUDGING
from workflows.phases.item.need import NEED
from workflows.phases.item.posting import POSTING
from workflows.roles import Role


def _state(key: str, zh: str, en: str, waits_on: frozenset[Role], due: Due) -> State:
    return State(key, Text(zh, en), Kind.OPEN, waits_on, due)


def _final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)


STATES = (
    State("draft", Text("需求草拟", "Need in draft"), Kind.START, DEMANDER, At("needs_until")),
    _state("need_submitted", "需求提交", "Need submitted", OFFICER, After("screen_days")),
    _state("screened", "需求遴选", "Screened", OFFICER, After("argue_days")),
    _state("argued", "专家论证", "Argued", OFFICER, After("draw_days")),
    State(
        "ready",
        Text("拟发榜", "Ready to post"),
        waits_on=CLOCK,
        undated=Text("随榜单批准张榜", "posted when the list is approved"),
    ),
    _state("posted", "张榜", "Posted", CLOCK, At("close_at")),
    _state("paused", "暂停揭榜", "Bidding paused", DECIDES, After("pause_days")),
    _state(
        "bid_closed",
        "揭榜截止",
        "Bidding closed",
        OFFICER,
        After("formal_working_days", Unit.WORKING_DAYS),
    ),
    _state("vetted", "资格审查", "Vetted", OFFICER, After("review_days")),
    _state("evaluated", "评榜", "Evaluated", OFFICER, After("user_opinion_days")),
    _state("matching", "供需对接", "Matching", DECIDES, After("negotiation_days")),
    _state("selected", "拟中榜", "Selected", OFFICER, After("draw_days")),
    _state("notice", "公示", "On notice", CLOCK, At("notice_ends_at")),
    _state("order_signed", "军令状签订", "Signing the pledge", DEMANDER, At("order_until")),
    _state("attacking", "攻关", "In development", CLOCK, At("attack_until")),
    _state("user_test", "真实场景实测", "Test at the user's", CLOCK, After("user_test_days")),
    _state("unclaimed", "流榜", "Unclaimed", OFFICER | DECIDES, After("unclaimed_days")),
    _state("revising", "榜单修订", "Revising", OFFICER, After("revise_days")),
    _final("succeeded", "揭榜成功", "Succeeded"),
    _final("failed", "揭榜失败", "Failed"),
    _final("delisted", "撤榜", "Delisted"),
    _final("converted", "转其他组织方式", "Converted"),
)

ITEM = Workflow(
    key="item",
    version=1,
    label=Text("榜题", "Item"),
    facts=ItemFacts,
    clause=Text("domain §2.2 · B1-B17", "domain §2.2 · B1-B17"),
    states=STATES,
    transitions=(*NEED, *POSTING, *JUDGING, *ATTACKING),
)

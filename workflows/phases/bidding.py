"""A bid sealed until the close, reviewed again where a score fell, selected: B4-B13, P12."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import bid as rule
from workflows.guards import proposal as usual
from workflows.guards import re_review
from workflows.guards.deciding import award_is_barred, decided_as
from workflows.hands import CLOCK, OFFICER, TEAM
from workflows.phases.applying import APPLYING
from workflows.phases.deciding import DECIDING
from workflows.phases.formal_check import FORMAL_CHECK
from workflows.phases.late_conflict import LATE_CONFLICT
from workflows.phases.reviewing import RE_REVIEW_ORDERS, REVIEWING

_named = {t.name: t for t in (*APPLYING, *DECIDING)}
_GO_ON = Cascade("item", "go_on")
_LOST = (SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM), _GO_ON)


SEALING: tuple[Transition[ProposalFacts], ...] = (
    replace(
        _named["submit"],
        guards=(
            *_named["submit"].guards,
            rule.every_metric_answered,
            rule.promises_reach_metrics,
            rule.not_related_to_demander,
        ),
    ),
    replace(
        _named["unit_seal"],
        label=Text("审核盖章并密封", "Review, seal and encrypt"),
        target="sealed",
        guards=(*_named["unit_seal"].guards, rule.not_related_to_demander),
        effects=(Apply("confirm_leader"), Apply("seal_bid"), Notify("bid_sealed", TEAM)),
        clause=Text(
            "B4 · 独立法人盖章；密封至截止，任何人不得开启",
            "B4 · sealed by the independent legal-person unit; nobody can open it before the close",
        ),
    ),
    _named["publicise_inside"],
    _named["unit_return"],
    replace(
        _named["expire"],
        clause=Text("B5 · 截止时未密封即逾期", "B5 · expires if not sealed by the close"),
    ),
    Transition(
        name="open_bid",
        label=Text("开启", "Open"),
        source=("sealed",),
        target="formal_check",
        roles=CLOCK,
        effects=(Apply("open_bid"), Apply("compare_with_others"), Notify("bid_opened", TEAM)),
        clause=Text("B5 · 截止后统一开启", "B5 · all bids are opened together after the close"),
    ),
    Transition(
        name="return_unopened",
        label=Text("未开启退回", "Return unopened"),
        source=("sealed",),
        target="returned",
        roles=CLOCK,
        guards=(rule.will_not_be_opened,),
        effects=(Apply("discard_sealed"), Notify("bid_returned", TEAM)),
        clause=Text(
            "B5、B8、B9、C5 · 流榜、撤榜或指标更正，密封件不开启退回",
            "B5, B8, B9, C5 · item unclaimed, delisted or metrics corrected: bids are returned "
            "unopened",
        ),
    ),
)

VETTING: tuple[Transition[ProposalFacts], ...] = tuple(
    replace(t, guards=(*t.guards, rule.not_related_to_demander)) if t.target == "accepted" else t
    for t in FORMAL_CHECK
)
"""A holding that came on record after the seal is found before any expert reads the bid (B4)."""

_lock_again = next(t for t in REVIEWING if t.name == "lock_scores" and "re_review" in t.source)

RE_REVIEWING: tuple[Transition[ProposalFacts], ...] = (
    *(
        replace(
            t,
            source=("scored", "shortlisted"),
            guards=(*t.guards, rule.item_is_being_judged),
        )
        for t in REVIEWING
        if t.name in RE_REVIEW_ORDERS
    ),
    replace(_lock_again, source=("re_review",)),
    *(
        replace(
            t,
            target=target,
            guards=tuple(
                rule.item_is_on_notice if g is re_review.re_reviewed_after_list else g
                for g in t.guards
            ),
            effects=effects,
            clause=Text(
                "P12、B12 · 公示中复评的，按复评结果另行议定",
                "P12, B12 · re-reviewed during the public notice: decided again from the new "
                "result",
            ),
        )
        for source, target, effects in (
            ("awaiting_notice", "proposed", ()),
            ("not_selected", "not_selected", _LOST),
        )
        for t in REVIEWING
        if t.name == "resolve" and t.target == source
    ),
)


SELECTING: tuple[Transition[ProposalFacts], ...] = (
    replace(
        _named["propose"],
        label=Text("拟中榜", "Select"),
        source=("matching",),
        guards=(rule.bid_terms_agreed, decided_as("propose"), usual.not_barred),
        clause=Text("B11 · 按厅务会议定", "B11 · as decided by the executive meeting"),
    ),
    replace(
        _named["hold_in_reserve"],
        label=Text("列为候补", "List as alternate"),
        source=("shortlisted",),
        guards=(),
        clause=Text(
            "B11 · 洽谈开始，其余入围者为候补",
            "B11 · when negotiation starts, the other shortlisted bids become alternates",
        ),
    ),
    replace(
        _named["release_reserve"],
        effects=(SendLetter("bid_lost_letter"), Notify("bid_lost", TEAM)),
        clause=Text(
            "B13 · 军令状签订后候补失效", "B13 · alternates lapse once the pledge is signed"
        ),
    ),
    replace(
        _named["publish_notice"],
        effects=(Cascade("item", "put_on_notice"),),
        clause=Text(
            "B12 · 随公示发布，再审诚信",
            "B12 · with publication of the notice; integrity is checked again",
        ),
    ),
    _named["admit_objection"],
    *(t for t in DECIDING if t.name == "reject_objection"),
    *(
        replace(t, effects=effects)
        for target, effects in (
            ("disqualified", (Apply("file_offence_clue"), _GO_ON)),
            ("not_selected", _LOST),
        )
        for t in DECIDING
        if t.name == "uphold_objection" and t.target == target
    ),
    *(
        replace(t, target=target)
        for source, target in (("re_review", "re_review"), ("awaiting_notice", "proposed"))
        for t in DECIDING
        if t.name == "uphold_objection" and t.target == source
    ),
    replace(
        _named["approve"],
        label=Text("中榜", "Award"),
        guards=(*_named["approve"].guards, rule.not_related_to_demander),
        effects=(
            Apply("open_project"),
            Cascade("item", "await_order"),
            SendLetter("winning_letter"),
            Notify("bid_won", TEAM),
        ),
        clause=Text(
            "B12 · 公示期满无异议即中榜",
            "B12 · wins if the public notice ends without an objection",
        ),
    ),
    *(
        replace(t, guards=(*t.guards, rule.not_related_to_demander))
        if t.name == "leave_to_supervision"
        else t
        for t in LATE_CONFLICT
    ),
    _named["leave_to_its_unit"],
    _named["leave_uncleared"],
    replace(
        _named["leave_to_supervision"],
        guards=tuple(
            rule.barred_or_related if g is award_is_barred else g
            for g in _named["leave_to_supervision"].guards
        ),
    ),
    replace(
        _named["pass_over"],
        label=Text("欠款或逾期验收限期未清，不予中榜", "Reject: obligations not cleared in time"),
        effects=_LOST,
    ),
    Transition(
        name="bind",
        label=Text("签约", "Sign"),
        source=("approved",),
        target="contracted",
        roles=CLOCK,
        clause=Text("B13 · 军令状与任务书签订", "B13 · pledge and contract signed"),
    ),
    Transition(
        name="forfeit",
        label=Text("放弃中榜", "Give up the win"),
        source=("approved",),
        target="forfeited",
        roles=CLOCK,
        effects=(Notify("bid_forfeited", TEAM | OFFICER), _GO_ON),
        clause=Text(
            "B13 · 拒签或逾期，由候补递补",
            "B13 · refused or not signed in time: an alternate is called",
        ),
    ),
)

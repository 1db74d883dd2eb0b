"""The expert pool as a draw for one group may see it: who is there, who is excluded, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.pool import EXPERT_TYPES, Candidate, Exclusion, Rules, Snapshot
from app.experts.ties import RULE_LABELS, Finding, Rule
from app.models import Expert, Review, ReviewGroup
from app.numbers import share_of
from app.services.experts.parties import parties_of
from app.services.experts.profiles import present_unit, profiles, whole_experts
from app.services.experts.standing import Standing, standing_of
from app.services.review.purposes import judges_bids, seats_needed
from app.services.review.recusal import by_proposal, hard, waivers
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

HOME_REGION = "福建"
"""Experts from elsewhere are those of another region than the office's own."""

EXCLUSION_LABELS: dict[str, Text] = {rule.value: words for rule, words in RULE_LABELS.items()} | {
    "load": Text("评审任务已满", "has no room for more reviews"),
    "no_unit": Text("现单位不明", "current unit unknown"),
    "absent": Text("评审期间不在", "unavailable during the review"),
    "rounds": Text("本年评审轮次已满", "has reached this year's limit on review rounds"),
    "years": Text("连续任职已满", "has reached the limit on consecutive service"),
    "credit": Text("信用扣分达到上限", "has reached the limit on penalty points"),
    "unit_seated": Text("所在单位名额已满", "their unit already has the maximum number of experts"),
    "former_panel": Text("曾评审该项目", "has reviewed this project before"),
    "stood_aside": Text("已就本事项回避", "has stood aside from this case"),
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Both snapshots of one moment: with what applicants ask to avoid honoured, and without."""

    strict: Snapshot
    lenient: Snapshot


def pool_for(session: Session, group: ReviewGroup, now: datetime) -> Pool:
    """The pool for this group, read afresh: yesterday's change of employer counts."""
    experts = _experts(session)
    proposals = [item.proposal for item in group.items]
    parties = parties_of(session, group.call, proposals, experts)
    waived = waivers(session, [e.id for e in experts], [p.id for p in proposals])
    standing = standing_of(session, group, [e.id for e in experts], now)
    today = local_date(now)
    candidates, firm, soft = [], [], []
    for expert, profile in profiles(session, experts):
        unit = present_unit(expert, today)
        candidates.append(_candidate(expert, unit, standing))
        found = by_proposal(group.call, group, expert.id, profile, parties, waived, now)
        reasons = _barring(group, list(found.values())) | standing.reasons(expert.id)
        reasons |= {"no_unit"} if unit is None else set()
        if standing.loads.get(expert.id, 0) + _to_read(group) > expert.load_most:
            reasons.add("load")
        asked = {f.rule.value for all_ in found.values() for f in all_ if f.is_soft}
        if reasons:
            firm.append(Exclusion(expert.id, tuple(sorted(reasons))))
        elif asked and group.reviews_each is None:
            soft.append(Exclusion(expert.id, tuple(sorted(asked))))
    rules = rules_of(group)
    name, everybody = f"group-{group.id}", tuple(candidates)
    return Pool(
        strict=Snapshot(name, everybody, (*firm, *soft), rules),
        lenient=Snapshot(name, everybody, tuple(firm), rules),
    )


def _barring(group: ReviewGroup, found: Sequence[Collection[Finding]]) -> set[str]:
    """The rules that keep an expert from this panel. Where an assignment parts the reading, a
    conflict with one proposal bars from that one alone; one with all of them, or taking part in
    the call, still bars from the panel."""
    firm = [hard(all_) for all_ in found]
    if group.reviews_each is None or all(firm):
        return {f.rule.value for all_ in firm for f in all_}
    return {Rule.IN_CALL.value for all_ in firm for f in all_ if f.rule is Rule.IN_CALL}


def _to_read(group: ReviewGroup) -> int:
    """How many proposals a seat of the group means at least."""
    return len(group.items) if group.reviews_each is None else 1


def rules_of(group: ReviewGroup) -> Rules:
    """How the panel of this group is composed, from the rule set of its call."""
    rules = group.call.parameters
    size = seats_needed(group, rules)
    fields = {item.proposal.technology_field_id for item in group.items} - {None}
    elsewhere = share_of(size, rules["out_of_region_percent"])
    types = {
        "enterprise": share_of(size, rules["enterprise_percent"]),
        "finance": _finance_least(group, rules),
        "end_user": rules["user_seats" if judges_bids(group) else "end_user_experts_least"],
    }
    return Rules(
        panel_size=size,
        same_unit_most=rules["panel_same_unit_most"] * _readings(group, size),
        substitutes_per_seat=rules["substitutes_per_seat"],
        home_region=HOME_REGION if elsewhere else "",
        out_of_region_least=elsewhere,
        type_least=tuple((key, least) for key, least in types.items() if least),
        type_most=_ceilings(group, rules, size),
        fields=frozenset(number for number in fields if number is not None),
        field_match_percent=rules["field_match_percent"] if fields else 0,
        newcomers_least=share_of(size, rules["newcomers_percent"]),
    )


def _finance_least(group: ReviewGroup, rules: Mapping[str, int]) -> int:
    """At a stage of a race at least as many as at every other node (§3.1)."""
    least = rules["finance_experts_least"]
    return max(least, rules["node_finance_least"]) if group.purpose == "checkpoint" else least


def _ceilings(
    group: ReviewGroup, rules: Mapping[str, int], size: int
) -> tuple[tuple[str, int], ...]:
    """By type, how many may sit: the call's share, rounded down; on the panel of an item the users
    stay under a third whatever the call says (B10)."""
    most = {key: size * rules[f"{key}_percent_most"] // 100 for key in EXPERT_TYPES}
    if judges_bids(group):
        most["end_user"] = min(most["end_user"], (size - 1) // 3)
    return tuple((key, number) for key, number in most.items() if number < size)


def users_beyond(group: ReviewGroup, reviews: Sequence[Review], rules: Mapping[str, int]) -> int:
    """How many of the valid scores of one bid are users', when they are more than may sit on a
    panel of that size (B10); else none. What only part of a panel reads is composed by its draw."""
    if not judges_bids(group) or group.reviews_each is not None:
        return 0
    users = sum(review.expert.type == "end_user" for review in reviews)
    most = dict(_ceilings(group, rules, len(reviews))).get("end_user", users)
    return users if users > most else 0


def _readings(group: ReviewGroup, size: int) -> int:
    """How many times over the panel could read a proposal: the limit of a unit is for each."""
    return max(1, size // group.reviews_each) if group.reviews_each else 1


def _candidate(expert: Expert, unit: int | None, standing: Standing) -> Candidate:
    return Candidate(
        expert.id,
        unit or 0,
        expert.region,
        expert.type,
        frozenset(int(number) for number in expert.fields),
        is_new=expert.id not in standing.sat_last_year,
    )


def _experts(session: Session) -> Sequence[Expert]:
    return session.scalars(
        select(Expert)
        .where(Expert.is_available, Expert.removed_at.is_(None))
        .options(*whole_experts())
        .order_by(Expert.id)
    ).all()

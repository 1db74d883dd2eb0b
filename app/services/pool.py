"""The expert pool as a draw for one group may see it: who is there, who is excluded, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.experts.conflicts import (
    RULE_LABELS,
    Avoided,
    Declaration,
    Employment,
    ExpertProfile,
    Finding,
    ProposalParties,
    RecusalYears,
    conflicts,
)
from app.experts.pool import Candidate, Exclusion, Rules, Snapshot
from app.models import (
    Call,
    Conflict,
    Expert,
    ExpertUnit,
    GroupProposal,
    PanelSeat,
    Proposal,
    ReviewGroup,
)
from app.services.purposes import seats_needed, served_before
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

EXCLUSION_LABELS: dict[str, Text] = {rule.value: words for rule, words in RULE_LABELS.items()} | {
    "load": Text("评审任务已满", "has enough to review"),
    "no_unit": Text("现单位不明", "present unit unknown"),
    "served": Text("已评审过其中的项目", "has judged one of the proposals before"),
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Both snapshots of one moment: with what applicants ask to avoid honoured, and without."""

    strict: Snapshot
    lenient: Snapshot


def pool_for(session: Session, group: ReviewGroup, now: datetime) -> Pool:
    """The pool for this group, read afresh: yesterday's change of employer counts."""
    experts = _experts(session)
    parties = parties_of(session, group.call, [item.proposal for item in group.items])
    loads = _loads(session, group)
    served = served_before(session, group)
    today = local_date(now)
    candidates, hard, soft = [], [], []
    for expert, profile in profiles(session, experts):
        unit = present_unit(expert, today)
        candidates.append(
            Candidate(
                expert.id,
                unit or 0,
                expert.region,
                expert.type,
                frozenset(int(number) for number in expert.fields),
            )
        )
        found = [f for one in parties for f in conflicts(profile, one, _years(group.call), today)]
        reasons = {f.rule.value for f in found if not f.is_soft}
        reasons |= {"no_unit"} if unit is None else set()
        if loads.get(expert.id, 0) + len(parties) > expert.load_most:
            reasons.add("load")
        if expert.id in served:
            reasons.add("served")
        asked = {f.rule.value for f in found if f.is_soft}
        if reasons:
            hard.append(Exclusion(expert.id, tuple(sorted(reasons))))
        elif asked:
            soft.append(Exclusion(expert.id, tuple(sorted(asked))))
    rules = rules_of(group)
    name, everybody = f"group-{group.id}", tuple(candidates)
    return Pool(
        strict=Snapshot(name, everybody, (*hard, *soft), rules),
        lenient=Snapshot(name, everybody, tuple(hard), rules),
    )


def rules_of(group: ReviewGroup) -> Rules:
    """How the panel of this group is composed, from the rule set of its call."""
    rules = DEFAULTS | group.call.rules
    fields = {item.proposal.technology_field_id for item in group.items} - {None}
    percent = rules.get("field_match_percent", 0) if fields else 0
    return Rules(
        panel_size=seats_needed(group, rules),
        same_unit_most=rules["panel_same_unit_most"],
        fields=frozenset(number for number in fields if number is not None),
        field_match_percent=percent,
    )


def findings(
    session: Session, expert: Expert, proposal: Proposal, now: datetime
) -> tuple[Finding, ...]:
    """Every conflict known now between one expert and one proposal (domain §3.2)."""
    ((_, profile),) = profiles(session, [expert])
    (parties,) = parties_of(session, proposal.call, [proposal])
    return conflicts(profile, parties, _years(proposal.call), local_date(now))


def present_unit(expert: Expert, today: date) -> int | None:
    """Where the expert works on that day."""
    return next(
        (
            job.organisation_id
            for job in sorted(expert.units, key=lambda job: job.since, reverse=True)
            if job.since <= today and (job.until is None or job.until >= today)
        ),
        None,
    )


def profiles(session: Session, experts: Sequence[Expert]) -> list[tuple[Expert, ExpertProfile]]:
    declared: dict[int, list[Declaration]] = {}
    known = select(Conflict).where(
        Conflict.standing == "declared", Conflict.expert_id.in_([e.id for e in experts])
    )
    for row in session.scalars(known):
        declared.setdefault(row.expert_id, []).append(Declaration(row.proposal_id, row.evidence))
    return [
        (
            expert,
            ExpertProfile(
                person_id=expert.person_id,
                name=expert.person.name,
                units=tuple(
                    Employment(j.organisation_id, j.organisation.name, j.since, j.until)
                    for j in expert.units
                ),
                declarations=tuple(declared.get(expert.id, ())),
            ),
        )
        for expert in experts
    ]


def parties_of(
    session: Session, call: Call, proposals: Sequence[Proposal]
) -> list[ProposalParties]:
    """Who must not be judged by a friend: units and people of each, and everybody in the call."""
    wanted = {proposal.id for proposal in proposals}
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.call_id == call.id)
        .options(
            joinedload(Proposal.pi),
            selectinload(Proposal.members),
            selectinload(Proposal.units),
            selectinload(Proposal.avoided),
        )
    ).all()
    people = {row.id: _people(row) for row in rows}
    everybody = frozenset(number for found in people.values() for number, _ in found)
    return [
        ProposalParties(
            proposal_id=row.id,
            unit_ids=frozenset({row.lead_unit_id, *(u.organisation_id for u in row.units)}),
            people=people[row.id],
            people_in_call=everybody,
            avoided=tuple(Avoided(a.name, a.unit_name, a.reason) for a in row.avoided),
        )
        for row in rows
        if row.id in wanted
    ]


def _people(proposal: Proposal) -> tuple[tuple[int, str], ...]:
    members = [(m.person_id, m.name) for m in proposal.members if m.person_id is not None]
    return ((proposal.pi_id, proposal.pi.name), *members)


def _years(call: Call) -> RecusalYears:
    rules = DEFAULTS | call.rules
    return RecusalYears(
        same_unit=rules["same_unit_years"], joint_work=rules.get("joint_work_years", 0)
    )


def _experts(session: Session) -> Sequence[Expert]:
    return session.scalars(
        select(Expert)
        .where(Expert.is_available)
        .options(
            joinedload(Expert.person),
            selectinload(Expert.units).joinedload(ExpertUnit.organisation),
        )
        .order_by(Expert.id)
    ).all()


def _loads(session: Session, group: ReviewGroup) -> dict[int, int]:
    """How many proposals of this call's other groups of the round each expert already reviews."""
    rows = session.execute(
        select(PanelSeat.expert_id, func.count(GroupProposal.id))
        .join(ReviewGroup, ReviewGroup.id == PanelSeat.group_id)
        .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
        .where(
            ReviewGroup.call_id == group.call_id,
            ReviewGroup.round == group.round,
            ReviewGroup.id != group.id,
            PanelSeat.is_substitute.is_(False),
            PanelSeat.left_reason.is_(None),
        )
        .group_by(PanelSeat.expert_id)
    )
    return {row[0]: row[1] for row in rows}

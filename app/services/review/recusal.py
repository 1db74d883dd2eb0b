"""Conflicts of one expert with one proposal: found, waived, and what follows when one comes to
light late (domain §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session, aliased

from app.asked import Listed, once
from app.experts.conflicts import conflicts, race_conflicts
from app.experts.ties import WAIVABLE, ExpertProfile, Finding, ProposalParties, Rule
from app.models import Call, Conflict, Expert, Person, Proposal, ReviewGroup
from app.services.experts.parties import parties_of
from app.services.experts.profiles import profiles, whole_experts, years_of
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

Waived = dict[tuple[int, int], frozenset[str]]
"""By (expert, proposal): the rules that somebody waived."""


def findings(
    session: Session,
    expert: Expert,
    proposal: Proposal,
    now: datetime,
    group: ReviewGroup | None = None,
) -> tuple[Finding, ...]:
    """Every conflict known now between one expert and one proposal, without what was waived. In a
    race the rivals of the `group` count too (rule 9)."""
    question = ("findings", expert.id, proposal.id, group.id if group else None)
    return once(
        session,
        question,
        lambda: findings_with(session, expert, _together(proposal, group), now, group)[proposal.id],
    )


def findings_with(
    session: Session,
    expert: Expert,
    proposals: Sequence[Proposal],
    now: datetime,
    group: ReviewGroup | None,
) -> dict[int, tuple[Finding, ...]]:
    """The same with each of several proposals of one call; the number of queries does not grow."""
    if not proposals:
        return {}
    call = proposals[0].call
    ids = tuple(proposal.id for proposal in proposals)
    ((_, profile),) = profiles(session, [expert], WAIVED, proposals=ids)
    parties = parties_of(session, call, proposals, [expert])
    waived = waivers(session, [expert.id], ids)
    return by_proposal(call, group, expert.id, profile, parties, waived, now)


def findings_of(
    session: Session, experts: Sequence[Expert], proposal: Proposal, now: datetime
) -> dict[int, tuple[Finding, ...]]:
    """Of each of several experts with one proposal, by the id of the expert; the number of queries
    does not grow."""
    question = "findings of", frozenset(one.id for one in experts), proposal.id, now
    return once(session, question, lambda: _findings_of(session, experts, proposal, now))


def _findings_of(
    session: Session, experts: Sequence[Expert], proposal: Proposal, now: datetime
) -> dict[int, tuple[Finding, ...]]:
    if not experts:
        return {}
    ids = [expert.id for expert in experts]
    if any("person" in inspect(expert).unloaded for expert in experts):
        session.scalars(select(Expert).where(Expert.id.in_(ids)).options(*whole_experts())).all()
    seated = profiles(session, experts, WAIVED, proposals=(proposal.id,))
    parties = parties_of(session, proposal.call, [proposal], experts)
    waived = waivers(session, ids, [proposal.id])
    return {
        expert.id: by_proposal(proposal.call, None, expert.id, profile, parties, waived, now)[
            proposal.id
        ]
        for expert, profile in seated
    }


def by_proposal(
    call: Call,
    group: ReviewGroup | None,
    expert: int,
    profile: ExpertProfile,
    parties: Sequence[ProposalParties],
    waived: Waived,
    now: datetime,
) -> dict[int, tuple[Finding, ...]]:
    """For one expert and the proposals that one panel reads: the conflicts with each."""
    years, today = years_of(call), local_date(now)
    if is_race(group):
        found = race_conflicts(profile, parties, years, today)
    else:
        found = {one.proposal_id: conflicts(profile, one, years, today) for one in parties}
    return {
        number: tuple(f for f in all_ if f.rule.value not in waived.get((expert, number), ()))
        for number, all_ in found.items()
    }


def is_race(group: ReviewGroup | None) -> bool:
    """Whether the proposals of the group compete in one race (domain §3.2, rule 9)."""
    return group is not None and (
        group.purpose == "checkpoint" or group.call.mechanism == "parallel_teams"
    )


def hard(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in found if not finding.is_soft)


_Waiver = aliased(Conflict)
WAIVED = Listed(
    _Waiver,
    _Waiver.standing == "waived",
    _Waiver.expert_id.in_(bindparam("experts", expanding=True)),
    _Waiver.proposal_id.in_(bindparam("proposals", expanding=True)),
)

RECORDED = Listed(
    Conflict,
    Conflict.proposal_id == bindparam("proposal"),
    Conflict.standing.in_(("declared", "detected", "waived")),
)
"""The conflicts of anybody with a proposal, and which of their rules were waived."""


def waivers(session: Session, experts: Sequence[int], proposals: Sequence[int]) -> Waived:
    found: Waived = {}
    for row in WAIVED.of(session, experts=tuple(experts), proposals=tuple(proposals)):
        key = (row.expert_id, row.proposal_id)
        found[key] = found.get(key, frozenset()) | {row.rule}
    return found


def waive(
    session: Session,
    expert: Expert,
    proposal: Proposal,
    rule: Rule,
    reason: str,
    by: Person,
    now: datetime,
) -> Problems | None:
    """Let the expert review in spite of a tie of the past, where the rule set allows it."""
    if not proposal.call.parameters["recusal_waivers"] or rule not in WAIVABLE:
        return alone(_NOT_WAIVABLE)
    evidence = [f for f in findings(session, expert, proposal, now) if f.rule is rule]
    if not evidence:
        return alone(_NOTHING_TO_WAIVE)
    if not reason.strip():
        return Problems({"reason": Text("请写明豁免的理由", "Enter the reason for the waiver")})
    session.add(
        Conflict(
            expert_id=expert.id,
            proposal_id=proposal.id,
            standing="waived",
            rule=rule.value,
            evidence=_WAIVED.format(evidence=evidence[0].evidence, reason=reason.strip()).zh,
            recorded_by_id=by.id,
            recorded_at=now,
        )
    )
    session.flush()
    return None


def record_detected(
    session: Session, expert: int, proposal: int, found: Sequence[Finding], now: datetime
) -> None:
    """Keep what the system found of an expert and a proposal, by their ids, once for each rule. Who
    is barred has no conflict with it, and may judge it once that is over."""
    known = set(
        session.scalars(
            select(Conflict.rule).where(
                Conflict.expert_id == expert,
                Conflict.proposal_id == proposal,
                Conflict.standing == "detected",
            )
        )
    )
    by_rule: dict[str, list[str]] = {}
    for finding in (one for one in found if one.rule is not Rule.UNFIT):
        by_rule.setdefault(finding.rule.value, []).append(finding.evidence.zh)
    for rule, words in by_rule.items():
        if rule not in known:
            session.add(
                Conflict(
                    expert_id=expert,
                    proposal_id=proposal,
                    standing="detected",
                    rule=rule,
                    evidence="；".join(words),
                    recorded_at=now,
                )
            )
    session.flush()


def _together(proposal: Proposal, group: ReviewGroup | None) -> list[Proposal]:
    if group is None or not is_race(group):
        return [proposal]
    return [item.proposal for item in group.items]


_WAIVED = Text("{evidence}；豁免理由：{reason}", "{evidence}; reason for waiver: {reason}")
_NOT_WAIVABLE = Text(
    "本批规则不允许豁免这一回避情形",
    "the rules of this call do not allow this conflict to be waived",
)
_NOTHING_TO_WAIVE = Text("没有查出可豁免的回避情形", "no conflict that can be waived was found")

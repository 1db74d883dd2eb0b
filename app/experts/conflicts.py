"""Recusal (回避): each rule of domain §3.2 is one function over what the system knows.

(1) takes part in the call, (2) same unit now or lately, (3) relatives, supervisor and student,
(4) worked together lately, (5) an interest in a unit lately, (6) staff of the demand side now or
lately, (7) the applicant asks to avoid, (8) the expert declares. Rule (9), a conflict with one team
of a race excludes from all, asks the other rules about every rival: `race_conflicts`. Before them
all: who is barred sits on no panel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from app.experts.ties import (
    RULE_LABELS,
    Employment,
    ExpertProfile,
    Finding,
    ProposalParties,
    RecusalYears,
    Rule,
)
from workflows.engine.text import Text


def conflicts(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> tuple[Finding, ...]:
    """Every conflict known on the day `on` (of Fujian), in the order of the rules."""
    return tuple(finding for rule in _RULES for finding in rule(expert, parties, years, on))


def race_conflicts(
    expert: ExpertProfile, rivals: Sequence[ProposalParties], years: RecusalYears, on: date
) -> dict[int, tuple[Finding, ...]]:
    """By proposal, for the teams of one race: a hard conflict with one excludes from all (9)."""
    own = {one.proposal_id: conflicts(expert, one, years, on) for one in rivals}
    hit = {number: [f for f in found if f.is_of_the_case] for number, found in own.items()}
    met: dict[int, tuple[Finding, ...]] = {}
    for number, found in own.items():
        inherited = tuple(
            Finding(
                Rule.RIVAL_TEAM,
                Text(
                    f"与同场团队有回避情形：{f.evidence.zh}",
                    f"conflict of interest with a competing team: {f.evidence.en}",
                ),
            )
            for other, hard in hit.items()
            if other != number
            for f in hard
        )
        met[number] = (*found, *inherited)
    return met


def unfit(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Under a sanction, or removed from the pool; which of them is not said."""
    if any(bar.lasts_on(on) for bar in expert.bars):
        yield Finding(Rule.UNFIT, RULE_LABELS[Rule.UNFIT])


def in_call(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 1: applicant or member of any proposal of the same call, or whoever seals one (§1)."""
    own = expert.person_id in {person for person, _ in parties.people}
    if own or expert.person_id in parties.experts_in_call:
        which = Text("本项目", "this proposal") if own else Text("同批其他项目", "another proposal")
        yield Finding(
            Rule.IN_CALL,
            Text(f"本人是{which.zh}的申报人或参加人", f"is an applicant or member of {which.en}"),
        )
    if expert.person_id in parties.sealing_in_call:
        yield Finding(
            Rule.IN_CALL,
            Text(
                "本人是同批申报单位的管理员",
                "is an administrator of a unit that applies in this call",
            ),
        )


def same_unit(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 2: works, or worked within `years.same_unit`, for the lead or a participating unit, or
    for one that was so within those years."""
    boundary = _years_before(on, years.same_unit)
    units = parties.unit_ids | {unit for unit, until in parties.former_units if until >= boundary}
    for job in _jobs(expert, boundary, on):
        if job.unit_id in units:
            until = job.until.isoformat() if job.until else ""
            yield Finding(
                Rule.SAME_UNIT,
                Text(
                    f"任职于{job.unit_name}（{job.since} 至 {until or '今'}）",
                    f"at {job.unit_name} ({job.since} to {until or 'today'})",
                ),
            )


def kinship(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 3: a close relative, or supervisor and student, whenever that was."""
    names = dict(parties.people)
    for tie in expert.kinship:
        if tie.person_id in names:
            name = names[tie.person_id]
            yield Finding(
                Rule.KINSHIP,
                Text(
                    f"{name}：{tie.kind.zh}（{tie.title}）",
                    f"{name}: {tie.kind.en} ({tie.title})",
                ),
            )


def joint_work(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 4: a joint paper, patent, award or project within `years.joint_work`."""
    boundary, names = _years_before(on, years.joint_work), dict(parties.people)
    for work in expert.joint_work:
        if work.person_id in names and work.on >= boundary:
            name = names[work.person_id]
            yield Finding(
                Rule.JOINT_WORK,
                Text(
                    f"与{name}合作“{work.title}”（{work.on}）",
                    f"worked with {name} on “{work.title}” ({work.on})",
                ),
            )


def interest(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 5: adviser, shareholder, part-time or contract money within `years.interest`."""
    boundary = _years_before(on, years.interest)
    for tie in expert.interests:
        if tie.unit_id in parties.unit_ids and tie.on >= boundary:
            yield Finding(
                Rule.INTEREST,
                Text(
                    f"在{tie.unit_name}：{tie.title}（至 {tie.on}）",
                    f"at {tie.unit_name}: {tie.title} (until {tie.on})",
                ),
            )


def demand_side(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 6: works, or worked within `years.same_unit`, for the unit that asked for the work, or
    serves as its demand side."""
    jobs = _jobs(expert, _years_before(on, years.same_unit), on)
    worked = {job.unit_id: job.unit_name for job in jobs}
    for unit, name in sorted((worked | dict(expert.demand_units)).items()):
        if unit in parties.demand_unit_ids:
            yield Finding(
                Rule.DEMAND_SIDE,
                Text(
                    f"现为或近年曾为发榜单位{name}的人员",
                    f"works, or lately worked, for the demand side, {name}",
                ),
            )


def asked_to_avoid(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 7: named by the applicant. The name decides; a unit that differs is pointed out."""
    units = {job.unit_name for job in expert.units}
    for asked in parties.avoided:
        if asked.name == expert.name:
            doubt = Text("", "")
            if asked.unit_name not in units:
                doubt = Text(
                    "；所写单位不同，可能是同名",
                    "; units differ, so it may be someone with the same name",
                )
            yield Finding(
                Rule.ASKED_TO_AVOID,
                Text(
                    f"申报人申请回避{asked.name}（{asked.unit_name}）：{asked.reason}{doubt.zh}",
                    f"the applicant asks to avoid {asked.name} ({asked.unit_name}): {asked.reason}"
                    f"{doubt.en}",
                ),
            )


def declared(
    expert: ExpertProfile, parties: ProposalParties, years: RecusalYears, on: date
) -> Iterator[Finding]:
    """Rule 8: the expert's own declaration."""
    for declaration in expert.declarations:
        if declaration.proposal_id == parties.proposal_id:
            yield Finding(
                Rule.DECLARED,
                Text(
                    f"本人声明：{declaration.ground}",
                    f"declared by the expert: {declaration.ground}",
                ),
            )


def _jobs(expert: ExpertProfile, boundary: date, on: date) -> Iterator[Employment]:
    """Those begun by the day `on` and not over before the boundary."""
    for job in expert.units:
        if job.since <= on and (job.until is None or job.until >= boundary):
            yield job


def _years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes the 28th, so no tie slips through."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


_RULES: tuple[
    Callable[[ExpertProfile, ProposalParties, RecusalYears, date], Iterator[Finding]], ...
] = (
    unfit,
    in_call,
    same_unit,
    kinship,
    joint_work,
    interest,
    demand_side,
    asked_to_avoid,
    declared,
)

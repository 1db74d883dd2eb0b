"""What the rules of recusal look at: ties of an expert, parties of a proposal, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.engine.text import Text


class Rule(StrEnum):
    UNFIT = "unfit"
    IN_CALL = "in_call"
    SAME_UNIT = "same_unit"
    KINSHIP = "kinship"
    JOINT_WORK = "joint_work"
    INTEREST = "interest"
    DEMAND_SIDE = "demand_side"
    ASKED_TO_AVOID = "asked_to_avoid"
    DECLARED = "declared"
    RIVAL_TEAM = "rival_team"


RULE_LABELS: dict[Rule, Text] = {
    Rule.UNFIT: Text("不得担任评审专家", "may not serve as a reviewer"),
    Rule.IN_CALL: Text("参与本次申报", "taking part in this call"),
    Rule.SAME_UNIT: Text("同一单位", "same unit"),
    Rule.KINSHIP: Text("近亲属或师生", "close relative, or supervisor and student"),
    Rule.JOINT_WORK: Text("近年合作", "recent joint work"),
    Rule.INTEREST: Text("与单位有利益关系", "interest in the unit"),
    Rule.DEMAND_SIDE: Text("发榜单位人员", "works for the demand side"),
    Rule.ASKED_TO_AVOID: Text("申报人申请回避", "the applicant asks to avoid this expert"),
    Rule.DECLARED: Text("专家自行声明", "declared by the expert"),
    Rule.RIVAL_TEAM: Text(
        "与同场其他团队有回避情形", "conflict of interest with another team in the race"
    ),
}

WAIVABLE = frozenset({Rule.JOINT_WORK, Rule.INTEREST})
"""What a supervisor may waive where the rule set allows waivers at all: ties of work and money of
the past. Kin, the present unit, one's own word and the call itself are never waived."""


@dataclass(frozen=True, slots=True)
class Employment:
    """Both days count; an open `until` is the present unit."""

    unit_id: int
    unit_name: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JointWork:
    """Something done together with `person_id`: a paper, a patent, a project; `on` its last day."""

    person_id: int
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Kinship:
    """A close relative, or supervisor and student; there is no end to either."""

    person_id: int
    kind: Text
    title: str


@dataclass(frozen=True, slots=True)
class Interest:
    """Adviser, shareholder, part-time post or contract money with a unit; `on` its last day."""

    unit_id: int
    unit_name: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Declaration:
    """The expert's own word that there is a conflict with one proposal."""

    proposal_id: int
    ground: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Keeps the expert from every panel, also from one that sits already; `until` its last day. On
    what ground is for those to read who handle it (§3.10)."""

    until: date | None = None

    def lasts_on(self, day: date) -> bool:
        """One that begins later lasts already, for a panel is at work for weeks."""
        return self.until is None or self.until >= day


@dataclass(frozen=True, slots=True)
class ExpertProfile:
    """`demand_units`: units, id to name, for which the expert serves as the demand side."""

    person_id: int
    name: str
    units: tuple[Employment, ...] = ()
    joint_work: tuple[JointWork, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    kinship: tuple[Kinship, ...] = ()
    interests: tuple[Interest, ...] = ()
    demand_units: tuple[tuple[int, str], ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Avoided:
    """Somebody the applicant asks to avoid, named by hand, with the reason."""

    name: str
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalParties:
    """`unit_ids`: lead and participating units; `people`: PI and members, id to name;
    `experts_in_call`: ids of experts on any proposal of the same call, `sealing_in_call` of those
    who administer a unit that leads one; `demand_unit_ids`: who asked for the work, if anybody did;
    `former_units`: who took part until that day, by id. A former leader is among the `people` for
    good."""

    proposal_id: int
    unit_ids: frozenset[int]
    people: tuple[tuple[int, str], ...]
    experts_in_call: frozenset[int] = frozenset()
    sealing_in_call: frozenset[int] = frozenset()
    avoided: tuple[Avoided, ...] = ()
    demand_unit_ids: frozenset[int] = frozenset()
    former_units: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True, slots=True)
class RecusalYears:
    """How far back a tie counts, in years; parameters of the call."""

    same_unit: int
    joint_work: int
    interest: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A conflict under `rule`; the evidence is for the office, never for the applicant."""

    rule: Rule
    evidence: Text

    @property
    def is_soft(self) -> bool:
        """Honoured where the pool allows; all other rules exclude."""
        return self.rule is Rule.ASKED_TO_AVOID

    @property
    def is_of_the_case(self) -> bool:
        """Lies in a tie with these parties: the expert could have declared it."""
        return not self.is_soft and self.rule is not Rule.UNFIT

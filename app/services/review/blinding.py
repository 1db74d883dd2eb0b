"""Double-blind review: what experts see of a proposal when its call hides who applies (§3.3).

Hidden fields never leave this module: names of people and units that also stand in free text are
masked there, so that nothing an expert sees depends on them. What files show cannot be masked, only
what they tell beside it (`app.files.nameless`): a call may keep files back altogether, or ask for
an anonymous version (匿名版) of them and show that one only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.experts.ties import Finding
from app.models import (
    Attachment,
    Call,
    Evidence,
    Organisation,
    Person,
    PlanTask,
    Proposal,
    StageResult,
    TechnologyField,
)
from workflows.engine.text import Text

UNIT_MASK, PERSON_MASK = "［单位］", "［人员］"
ANONYMOUS = "anonymous"
"""The key of the file that names nobody."""


@dataclass(frozen=True, slots=True)
class Veil:
    """Which fields of a proposal are hidden from experts."""

    units: bool
    people: bool
    file_names: bool
    files: bool
    named_files: bool

    @property
    def is_drawn(self) -> bool:
        return self.units or self.people


@dataclass(frozen=True, slots=True)
class Readable:
    """A proposal as an expert reads it; a hidden field is None or empty, and the rest is masked.
    It has the names `proposal/content.html` reads."""

    title: str
    lead_unit: Organisation | None
    pi: Person | None
    units: Sequence[Any]
    members: Sequence[Any]
    technology_field: TechnologyField | None
    plan_task: PlanTask | None
    starts_on: date | None
    ends_on: date | None
    requested: int
    matching: int
    sections: Mapping[str, str]
    metrics: Sequence[Any]
    milestones: Sequence[Any]
    budget_lines: Sequence[Any]


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a checkpoint panel reads of a team: its report and the third party's figures, and no
    money asked for (R6). What was written and never handed in counts for nothing and is not read:
    then `submitted_at` and `plan_days` are None and `text` is empty."""

    route: str
    protocol: str
    submitted_at: datetime | None
    plan_days: int | None
    text: str
    indicators: Sequence[Mapping[str, Any]]
    measured: Mapping[str, str]
    test_report: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a proposal or of a bid's answers with its words masked."""

    words: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.words[name]
        except KeyError:
            raise AttributeError(name) from None


def veil_of(call: Call) -> Veil:
    rules = call.parameters
    return Veil(
        units=rules["blind_units"] == 1,
        people=rules["blind_people"] == 1,
        file_names=rules["blind_files"] >= 1,
        files=rules["blind_files"] == 2,
        named_files=rules["blind_files"] >= 2,
    )


def files_asked(call: Call) -> list[dict[str, str]]:
    """What every proposal attaches: what the call asks for and, where experts see that one only,
    the anonymous version."""
    veil = veil_of(call)
    anonymous = veil.named_files and not veil.files
    return [*call.required_files, *([_ANONYMOUS_FILE] if anonymous else [])]


def title_for_experts(proposal: Proposal) -> str:
    return words_for_experts(proposal, proposal.title)


def words_for_experts(proposal: Proposal, words: str) -> str:
    return _mask(proposal, veil_of(proposal.call))(words)


def for_experts(proposal: Proposal) -> Readable:
    veil = veil_of(proposal.call)
    mask = _mask(proposal, veil)
    return Readable(
        title=mask(proposal.title),
        lead_unit=None if veil.units else proposal.lead_unit,
        pi=None if veil.people else proposal.pi,
        units=() if veil.units else proposal.units,
        members=() if veil.people else proposal.members,
        technology_field=proposal.technology_field,
        plan_task=proposal.plan_task,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        requested=proposal.requested,
        matching=proposal.matching,
        sections={key: mask(str(words)) for key, words in proposal.sections.items()},
        metrics=_rows(proposal.metrics, mask),
        milestones=_rows(proposal.milestones, mask),
        budget_lines=_rows(proposal.budget_lines, mask),
    )


def answers_for_experts(bid: Proposal, answers: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Each posted metric as promised and how the bid means to reach it, None where nothing is
    said."""
    mask = _mask(bid, veil_of(bid.call))
    return [
        (_row(metric, mask), None if answer is None else _row(answer, mask))
        for metric, answer in answers
    ]


def stage_report(result: StageResult, *, veiled: bool) -> StageReport:
    """`veiled` is how an expert reads it."""
    proposal, is_in = result.team.proposal, result.submitted_at is not None
    mask = _mask(proposal, veil_of(proposal.call)) if veiled else _as_it_is
    return StageReport(
        route=mask(result.team.route.name),
        protocol=result.stage.protocol,
        submitted_at=result.submitted_at,
        plan_days=result.plan_days if is_in else None,
        text=mask(result.evidence) if is_in else "",
        indicators=result.stage.indicators,
        measured={name: mask(value) for name, value in result.measured.items()},
        test_report=mask(result.test_report),
    )


def files_for_experts(proposal: Proposal) -> list[tuple[Attachment, str]]:
    """The attachments an expert may open, each with the name it has for them."""
    veil = veil_of(proposal.call)
    if veil.files:
        return []
    return [
        (attachment, _plain_name(number, attachment.name) if veil.file_names else attachment.name)
        for number, attachment in enumerate(proposal.attachments, start=1)
        if not veil.named_files or attachment.key == ANONYMOUS
    ]


def evidence_for_experts(call: Call, files: Iterable[Evidence]) -> list[tuple[Evidence, str]]:
    """What a team of a race attached, each file with the name it has for an expert. None of them is
    an anonymous version: where experts see that one only, they see none of these."""
    veil = veil_of(call)
    if veil.named_files:
        return []
    return [
        (file, _plain_name(number, file.name) if veil.file_names else file.name)
        for number, file in enumerate(files, start=1)
    ]


def told_of_conflicts(call: Call, found: Sequence[Finding]) -> tuple[Text, ...]:
    """Why an expert may not review; behind the veil only that it is so."""
    if found and veil_of(call).is_drawn:
        return (_HIDDEN_CONFLICT,)
    return tuple(finding.evidence for finding in found)


def _plain_name(number: int, name: str) -> str:
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    return f"附件{number}.{ending}" if ending.isalnum() else f"附件{number}"


def _mask(proposal: Proposal, veil: Veil) -> Callable[[str], str]:
    """A function that puts the masks in place of the hidden names, longest first."""
    masks: dict[str, str] = {}
    if veil.units:
        names = [proposal.lead_unit.name, *(u.organisation.name for u in proposal.units)]
        names += [member.unit_name for member in proposal.members]
        masks |= dict.fromkeys(filter(None, names), UNIT_MASK)
    if veil.people:
        names = [proposal.pi.name, *(member.name for member in proposal.members)]
        masks |= dict.fromkeys(filter(None, names), PERSON_MASK)
    if not masks:
        return _as_it_is
    ordered = sorted(masks, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(name) for name in ordered))
    return lambda words: pattern.sub(lambda found: masks[found.group()], words)


def _as_it_is(words: str) -> str:
    return words


def _rows(rows: Iterable[Any], mask: Callable[[str], str]) -> list[_Row]:
    return [_row(row, mask) for row in rows]


def _row(row: Any, mask: Callable[[str], str]) -> _Row:
    return _Row(
        {
            column.key: mask(value) if isinstance(value, str) else value
            for column in row.__table__.columns
            for value in (getattr(row, column.key),)
        }
    )


_ANONYMOUS_FILE = {
    "key": ANONYMOUS,
    "zh": "匿名版材料（不出现单位、人员名称）",
    "en": "Anonymous version (names no unit and nobody)",
}
_HIDDEN_CONFLICT = Text(
    "与申报方存在应当回避的关系", "related to the applicant in a way that requires standing aside"
)

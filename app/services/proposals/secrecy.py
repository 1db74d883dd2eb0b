"""Words of a proposal that may mean a state secret (§3.11): its own side is warned beside the part
where they stand, and the formal checker answers for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.models import Proposal
from app.secrecy import suspicious_words
from app.services.open_call.bidding import answers_of
from app.services.races.entering import entry_of
from app.services.races.finding import MECHANISM
from workflows.engine.text import Text, listed


def suspected(session: Session, proposal: Proposal) -> Mapping[str, Text]:
    """By the part of the form; parts without any are left out."""
    parts = (*_texts(proposal), *_of_mechanism(session, proposal))
    found = {part: suspicious_words("\n".join(texts)) for part, texts in parts}
    return {part: _STANDS.format(words=listed(words)) for part, words in found.items() if words}


def secrecy_findings(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    return tuple(suspected(session, proposal).values())


def _texts(proposal: Proposal) -> Iterable[tuple[str, Iterable[str]]]:
    """Names of files count as text."""
    yield "basics", (proposal.title, proposal.title_en)
    yield "sections", map(str, proposal.sections.values())
    if proposal.item_id is None:
        yield "metrics", (f"{one.name}\n{one.test_method}" for one in proposal.metrics)
    yield "milestones", (f"{one.title}\n{one.deliverable}" for one in proposal.milestones)
    yield "budget", (line.note for line in proposal.budget_lines)
    yield "units", (unit.tasks for unit in proposal.units)
    yield "attachments", (file.name for file in proposal.attachments)


def _of_mechanism(session: Session, proposal: Proposal) -> Iterable[tuple[str, Iterable[str]]]:
    """A bid says how it reaches the posted metrics, an entry of a race by which route."""
    if proposal.item_id is not None:
        answers = (answer for _metric, answer in answers_of(session, proposal).values() if answer)
        yield "metrics", (f"{one.route}\n{one.evidence}\n{one.plan}" for one in answers)
    if proposal.mechanism == MECHANISM and (entry := entry_of(session, proposal)):
        yield "entry", (entry.route_name,)


_STANDS = Text("出现可能涉密的字样：{words}", "wording that may be classified: {words}")

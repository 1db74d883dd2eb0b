"""Words of a proposal that may mean a state secret (§3.11): its own side is warned beside the part
where they stand, and the formal checker answers for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.models import Proposal
from app.secrecy import suspicious_words
from workflows.engine.text import Text, listed


def suspected(proposal: Proposal) -> Mapping[str, Text]:
    """By the part of the form; parts without any are left out."""
    found = {part: suspicious_words("\n".join(texts)) for part, texts in _texts(proposal)}
    return {part: _STANDS.format(words=listed(words)) for part, words in found.items() if words}


def secrecy_findings(proposal: Proposal) -> tuple[Text, ...]:
    return tuple(suspected(proposal).values())


def _texts(proposal: Proposal) -> Iterable[tuple[str, Iterable[str]]]:
    """Names of files count as text."""
    yield "basics", (proposal.title, proposal.title_en)
    yield "sections", map(str, proposal.sections.values())
    yield "metrics", (f"{one.name}\n{one.test_method}" for one in proposal.metrics)
    yield "milestones", (f"{one.title}\n{one.deliverable}" for one in proposal.milestones)
    yield "budget", (line.note for line in proposal.budget_lines)
    yield "units", (unit.tasks for unit in proposal.units)
    yield "attachments", (file.name for file in proposal.attachments)


_STANDS = Text("出现可能涉密的字样：{words}", "words that may mean a state secret: {words}")

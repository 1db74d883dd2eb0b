"""What of a proposal is compared, and what all who apply may quote."""

from __future__ import annotations

from app.models import Proposal, ProposalVersion
from app.models.proposals import SECTIONS
from app.similarity.marks import runs
from app.similarity.reading import Reading, read


def text_of(version: ProposalVersion) -> Reading:
    """The sections as they were sent."""
    sections = version.content["sections"]
    return read({key: sections.get(key, "") for key in SECTIONS})


def metrics_of(version: ProposalVersion) -> frozenset[str]:
    """Each with its target, in one form."""
    return frozenset(
        read({"metric": f"{row['name']}{row['direction']}{row['target']}{row['unit']}"}).text
        for row in version.content["metrics"]
    )


def known_runs(proposal: Proposal) -> frozenset[str]:
    """Runs of the guide of its call and of the item that it bids for."""
    call, item = proposal.call, proposal.item
    given = {"guide": call.guide, "conditions": call.conditions}
    if item is not None:
        given |= {
            "item": item.title,
            "target": item.target,
            "content": item.content,
            "requirements": item.requirements,
            "acceptance": item.acceptance,
        }
    return runs(read(given).text)

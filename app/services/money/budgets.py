"""The cap of indirect costs against the budget of a proposal (§3.6, 国办发〔2021〕32号)."""

from __future__ import annotations

from collections.abc import Mapping

from app.models import Proposal
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.budget import EQUIPMENT, HEADINGS, INDIRECT, bands_of, indirect_cap


def indirect_excess(proposal: Proposal, parameters: Mapping[str, int]) -> tuple[Text, ...]:
    """What stands above the cap; a lump sum has no headings and no cap."""
    if proposal.call.budget_mode == "lump_sum":
        return ()
    indirect = _under(proposal, INDIRECT)
    direct = sum(line.fiscal for line in proposal.budget_lines) - indirect
    cap = indirect_cap(direct - _under(proposal, EQUIPMENT), bands_of(parameters))
    if indirect <= cap:
        return ()
    return (
        Text("编列 {planned}，最多 {cap}", "planned {planned}, at most {cap}").format(
            planned=amount_text(indirect), cap=amount_text(cap)
        ),
    )


def _under(proposal: Proposal, heading: str) -> int:
    """Public money under a heading; applicants write its Chinese name, in full or shortened."""
    name = HEADINGS[heading].zh[:3]
    return sum(
        line.fiscal for line in proposal.budget_lines if line.heading.strip().startswith(name)
    )

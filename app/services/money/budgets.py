"""The cap of indirect costs against the headings of a budget (§3.6, 国办发〔2021〕32号)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.budget import EQUIPMENT, HEADINGS, INDIRECT, bands_of, indirect_cap

Lines = Iterable[tuple[str, int]]
"""(heading as it was written, public money in 分)."""


def indirect_excess(lines: Lines, parameters: Mapping[str, int]) -> tuple[Text, ...]:
    """What stands above the cap, which is a share of direct costs less equipment."""
    lines = tuple(lines)
    indirect = under(lines, INDIRECT)
    base = sum(fiscal for _, fiscal in lines) - indirect - under(lines, EQUIPMENT)
    cap = indirect_cap(base, bands_of(parameters))
    if indirect <= cap:
        return ()
    return (
        Text(
            "编列 {planned}，直接费用扣除设备费后为 {base}，最多 {cap}",
            "planned {planned}; direct costs less equipment are {base}, so at most {cap}",
        ).format(planned=amount_text(indirect), base=amount_text(base), cap=amount_text(cap)),
    )


def under(lines: Iterable[tuple[str, int]], heading: str) -> int:
    """Public money under a heading; applicants write its Chinese name, in full or shortened."""
    name = HEADINGS[heading].zh[:3]
    return sum(fiscal for written, fiscal in lines if written.strip().startswith(name))

"""Headings of a budget and the cap of indirect costs, band by band (国办发〔2021〕32号)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflows.engine.text import Text

EQUIPMENT, OPERATION, LABOUR, INDIRECT, LUMP = (
    *("equipment", "operation", "labour"),
    *("indirect", "lump"),
)

HEADINGS: dict[str, Text] = {
    EQUIPMENT: Text("设备费", "Equipment"),
    OPERATION: Text("业务费", "Operating costs"),
    LABOUR: Text("劳务费", "Labour costs"),
    INDIRECT: Text("间接费用", "Indirect costs"),
    LUMP: Text("包干经费", "Lump sum"),
}

NEGATIVE_LIST: tuple[Text, ...] = (
    Text("罚款、违约金、赔偿金", "Fines, penalties, damages"),
    Text("捐赠、赞助", "Donations and sponsorship"),
    Text("对外投资、偿还债务", "Investment and debt repayment"),
    Text("应由个人负担的支出", "Expenses individuals should bear"),
    Text("超标准的接待和会议", "Hospitality and meetings above the standard"),
    Text("超出单位绩效办法发放的绩效", "Performance pay beyond the unit's own rules"),
)
"""What lump-sum money is never spent on."""

_TEN_THOUSAND_YUAN = 1_000_000

Bands = Sequence[tuple[int | None, int]]
"""(up to this many 分, per cent); the last band has no end."""


def bands_of(parameters: Mapping[str, int]) -> Bands:
    return (
        (parameters["indirect_low_wan"] * _TEN_THOUSAND_YUAN, parameters["indirect_low_percent"]),
        (parameters["indirect_mid_wan"] * _TEN_THOUSAND_YUAN, parameters["indirect_mid_percent"]),
        (None, parameters["indirect_high_percent"]),
    )


def indirect_cap(base: int, bands: Bands) -> int:
    """The most indirect cost that direct cost less equipment of `base` 分 allows: each band takes
    its own percentage, and parts of a 分 are dropped.
    """
    hundredths, below = 0, 0
    for end, percent in bands:
        top = base if end is None else min(base, end)
        hundredths += max(0, top - below) * percent
        below = max(below, top)
    return hundredths // 100

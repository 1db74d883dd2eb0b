"""The ranking of a call as an XLSX sheet; every text is a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.models import Call, DecisionItem
from app.services.awarding.deciding import OUTCOME_LABELS
from app.services.awarding.ranking import Figures, may_be_proposed, may_use_channel
from app.services.files.sheets import Value, table
from workflows.engine.text import Text

COLUMNS: tuple[Text, ...] = (
    Text("名次", "Place"),
    Text("申报编号", "Number"),
    Text("项目", "Proposal"),
    Text("牵头单位", "Lead unit"),
    Text("得分", "Score"),
    Text("平均分", "Plain mean"),
    Text("中位数", "Median"),
    Text("有效评分", "Valid scores"),
    Text("建议资助", "Votes to fund"),
    Text("投票", "Votes"),
    Text("校准期望名次", "Expected rank"),
    Text("区间下限", "Interval from"),
    Text("区间上限", "Interval to"),
    Text("符合立项条件", "May be proposed"),
    Text("非共识通道", "Non-consensus"),
    Text("处理意见", "Outcome"),
    Text("说明", "Reason"),
)


def write(
    call: Call,
    figures: Sequence[Figures],
    ranks: Mapping[str, Any],
    items: Mapping[int, DecisionItem],
) -> bytes:
    """`ranks` are the calibrated ones, by id."""
    header = [f"{label.zh} {label.en}" for label in COLUMNS]
    return table("评审排序", header, _rows(call, figures, ranks, items))


def _rows(
    call: Call,
    figures: Sequence[Figures],
    ranks: Mapping[str, Any],
    items: Mapping[int, DecisionItem],
) -> Iterator[Sequence[Value]]:
    for one in figures:
        rank, item = ranks.get(str(one.proposal.id), {}), items.get(one.proposal.id)
        yield (
            one.ranked.place or "",
            one.proposal.number or "",
            one.proposal.title,
            one.proposal.lead_unit.name,
            _points(one.ranked.standing.score),
            _points(one.summary.mean),
            _points(one.summary.median),
            one.summary.valid,
            one.summary.votes_for,
            one.summary.votes,
            rank.get("expected_rank", ""),
            rank.get("low", ""),
            rank.get("high", ""),
            "是" if may_be_proposed(call, one) else "否",
            "是" if may_use_channel(call, one) else "否",
            OUTCOME_LABELS[item.outcome].zh if item else "",
            item.deviation_reason if item else "",
        )


def _points(hundredths: Fraction | float | None) -> float | str:
    return "" if hundredths is None else round(float(hundredths) / 100, 2)

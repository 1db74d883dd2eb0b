"""The ranking of a call as an XLSX sheet; every text is a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.models import Call, DecisionItem, Review, ReviewGroup
from app.services.awarding import calibrating, deciding
from app.services.awarding.deciding import OUTCOME_LABELS
from app.services.awarding.ranking import (
    Figures,
    counted,
    may_be_proposed,
    may_use_channel,
    of_call,
)
from app.services.files.sheets import Value, table
from workflows.engine.text import Text

COLUMNS: tuple[Text, ...] = (
    Text("名次", "Rank"),
    Text("申报编号", "Number"),
    Text("项目", "Proposal"),
    Text("牵头单位", "Lead unit"),
    Text("得分", "Score"),
    Text("平均分", "Mean score"),
    Text("中位数", "Median"),
    Text("有效评分", "Valid scores"),
    Text("建议资助", "Recommend funding"),
    Text("投票", "Votes"),
    Text("校准期望名次", "Calibrated expected rank"),
    Text("区间下限", "Interval lower bound"),
    Text("区间上限", "Interval upper bound"),
    Text("符合立项条件", "Meets award conditions"),
    Text("非共识通道", "Non-consensus"),
    Text("处理意见", "Decision"),
    Text("说明", "Reason"),
)


def count(session: Session, call: Call) -> int:
    """Of the proposals with a review that counts: after a defence, more than are ranked."""
    reviewed = select(func.count(distinct(Review.proposal_id))).join(ReviewGroup)
    return session.scalar(reviewed.where(ReviewGroup.call_id == call.id, counted())) or 0


def write(session: Session, call: Call, hidden: Collection[int]) -> bytes:
    """Each keeps its place; the `hidden` proposals are not among them."""
    header = [f"{label.zh} {label.en}" for label in COLUMNS]
    figures = [one for one in of_call(session, call) if one.proposal.id not in hidden]
    kept = calibrating.ranking_of(session, call)
    ranks = kept.calibrated.get("proposals", {}) if kept else {}
    items = deciding.items_of(session, deciding.decision_of(session, call))
    return table("评审排序", header, _rows(call, figures, ranks, items))


def _rows(
    call: Call,
    figures: Sequence[Figures],
    ranks: Mapping[str, Any],
    items: Mapping[int, DecisionItem],
) -> Iterator[Sequence[Value]]:
    """`ranks` are the calibrated ones, by id."""
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

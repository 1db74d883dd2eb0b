"""The letter of recommendation (推荐函): what the recommending offices recommend of a call (P3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.wording import Wording
from app.documents.payload import Block, Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Recommended:
    recommender: str
    title: str
    unit: str
    sealed_on: date


@dataclass(frozen=True, slots=True)
class Recommendation:
    call_title: str
    rows: tuple[Recommended, ...]


def recommendation_letter(facts: Recommendation) -> Wording:
    """Each row stands for the seal its recommender set on it in the system."""
    offices = len({row.recommender for row in facts.rows})
    blocks: list[Block] = [
        Paragraph(
            f"根据{facts.call_title}申报通知，各推荐单位对本地区（本系统）的申报材料进行了审核，并在系统中"
            f"逐项盖章推荐。经汇总，共有{offices}个单位推荐{len(facts.rows)}个项目，具体如下。"
        )
    ]
    if facts.rows:
        blocks.append(
            Table(
                ("推荐单位", "项目名称", "申报单位", "盖章日期"),
                tuple((r.recommender, r.title, r.unit, in_words(r.sealed_on)) for r in facts.rows),
            )
        )
    return Wording(f"{facts.call_title}项目推荐函汇总", "", tuple(blocks))

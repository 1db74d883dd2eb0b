"""What every kind of letter comes down to."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.payload import Annex, Block, Paragraph


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    copies: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()


def serving(what: str, tasks: tuple[str, ...], match: str) -> tuple[Block, ...]:
    """Which tasks of the plan it serves; calls of before there were any name none."""
    if not tasks:
        return ()
    return (
        Paragraph(f"{what}服务的规划任务：" + "；".join(tasks) + "。"),
        Paragraph(f"与规划任务对标情况：{match}"),
    )


OPEN_CALL_BASIS = "根据“十四五”科技创新发展专项规划关于揭榜挂帅的规定，"
"""How letters of 揭榜挂帅 to the outside begin."""

"""What every kind of letter comes down to."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.payload import Block, Paragraph


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    copies: tuple[str, ...] = ()


def serving(what: str, tasks: tuple[str, ...], match: str) -> tuple[Block, ...]:
    """Which tasks of the plan it serves; calls of before there were any name none."""
    if not tasks:
        return ()
    return (
        Paragraph(f"{what}服务的规划任务：" + "；".join(tasks) + "。"),
        Paragraph(f"与规划任务对标情况：{match}"),
    )

"""What every kind of letter comes down to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.documents.payload import Annex, Block, Paragraph, in_words


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    copies: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()


PLAN_TITLE = "《福建省“十四五”科技创新发展专项规划》"
PLAN = f"{PLAN_TITLE}（闽政办〔2021〕58号）"
"""As a letter cites it: its title, then its number; a certificate has room for the title only."""

_WITHIN = str.maketrans("“”", "‘’")


def quoted(name: str) -> str:
    """A project is no book: it is named in “” (GB/T 15834-2011), marks within it in ‘’."""
    return f"“{name.translate(_WITHIN)}”"


_RULES = re.compile(r"(?P<title>.+?)(?P<number>（[^（）]*号）)?")


def cited(rules: str, article: str) -> str:
    """As somebody typed them: the title in 《》, behind it the number, such as （科技部令第19号）.
    Whoever typed marks finds them as they are."""
    parts = _RULES.fullmatch(rules.strip())
    if parts is None or "《" in rules:
        return rules + article
    return f"《{parts['title']}》{parts['number'] or ''}{article}"


def contact_line(contact: str, phone: str) -> Paragraph:
    return Paragraph(f"联系人：{contact}；电话：{phone}。")


def until_after_service(days: int, last: date) -> str:
    """The term of an appeal: `days` working days after service, and `last`, its last day if the
    letter is served on the day of the decision."""
    return f"自本文书送达之日起{days}个工作日内（当日送达的，截至{in_words(last)}）"


def appealed_against(days: int, last: date, what: str = "本决定") -> Paragraph:
    """How a unit appeals against the end of its project (J19)."""
    return Paragraph(
        f"对{what}不服的，可{until_after_service(days, last)}由单位向本机关书面申请复查，"
        "复查以一次为限，逾期不再受理。"
    )


def serving(what: str, tasks: tuple[str, ...], match: str) -> tuple[Block, ...]:
    """Which tasks of the plan it serves; calls of before there were any name none."""
    if not tasks:
        return ()
    return (
        Paragraph(f"{what}服务的规划任务：" + "；".join(tasks) + "。"),
        Paragraph(f"与规划任务对标情况：{match}"),
    )


OPEN_CALL_BASIS = f"根据{PLAN}关于揭榜挂帅的规定，"
"""How letters of 揭榜挂帅 to the outside begin."""


def paused_by(minutes: str) -> str:
    """Without minutes it was paused at once."""
    return f"经厅务会审议（{minutes}）" if minutes else "因情况紧急，先行决定并将提请厅务会追认"


def resumed_by(minutes: str) -> str:
    """Without minutes it was never ratified."""
    return f"经厅务会审议（{minutes}）" if minutes else "因紧急暂停逾期未经厅务会追认"


def because(reason: str) -> tuple[str, ...]:
    return (f"理由：{reason}",) if reason else ()

"""What becomes of a published call before its awards: amended, paused, resumed, cancelled, without
an award (C5, C9, C13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.kinds.wording import Wording, because, contact_line, paused_by, resumed_by
from app.documents.payload import Paragraph, in_words


@dataclass(frozen=True, slots=True)
class CallChange:
    """`step` is where the call was or goes on; `windows` are whole sentences about its dates;
    `minutes` are empty where no meeting decides, or none has yet."""

    call_title: str
    step: str
    on: date
    reason: str
    minutes: str
    windows: tuple[str, ...]
    contact: str
    phone: str


def call_amendment_notice(facts: CallChange) -> Wording:
    return _notice(
        f"关于{facts.call_title}的更正公告",
        facts,
        f"经厅务会审议（{facts.minutes}），现对{facts.call_title}更正如下：{facts.reason}",
        *facts.windows,
        "本次更正不改变申报条件、考核要求和评审标准，对所有申报人一律适用。",
    )


def call_pause_notice(facts: CallChange) -> Wording:
    return _notice(
        f"关于暂停{facts.call_title}的公告",
        facts,
        f"{paused_by(facts.minutes)}，{facts.call_title}（现处于“{facts.step}”环节）自{in_words(facts.on)}起暂停。",
        f"理由：{facts.reason}",
        "暂停期间不受理申报和推荐，公示停止计时，不作立项决定；已开始的形式审查和评审可以继续。"
        "恢复后，申报和推荐的截止时间按暂停天数顺延，公示按剩余工作日继续。",
    )


def call_resumption_notice(facts: CallChange) -> Wording:
    return _notice(
        f"关于恢复{facts.call_title}的公告",
        facts,
        f"{resumed_by(facts.minutes)}，{facts.call_title}自{in_words(facts.on)}起恢复，继续办理“{facts.step}”环节。",
        *because(facts.reason),
        *facts.windows,
    )


def call_cancellation_notice(facts: CallChange) -> Wording:
    return _notice(
        f"关于撤销{facts.call_title}的公告",
        facts,
        f"经厅务会审议（{facts.minutes}），{facts.call_title}自{in_words(facts.on)}起撤销，"
        "该指南项下的申报一并终止办理，不公布评分。",
        f"理由：{facts.reason}",
    )


def call_no_award_notice(facts: CallChange) -> Wording:
    """After the formal check nobody decides but the number; after review the meeting does."""
    why = (
        f"{facts.call_title}经专家评审、厅务会审议（{facts.minutes}），不予立项。"
        if facts.minutes
        else f"{facts.call_title}经形式审查，有效申报数不足，按规定流标，不予立项，"
        "该指南项下的申报一并终止办理。"
    )
    title = f"关于{facts.call_title}{'不予立项' if facts.minutes else '流标'}的公告"
    return _notice(title, facts, why, f"说明：{facts.reason}")


def _notice(title: str, facts: CallChange, *lines: str) -> Wording:
    said = map(Paragraph, lines)
    ask = contact_line(facts.contact, facts.phone)
    return Wording(title, "", (*said, ask, Paragraph("特此公告。")))


CALL_LETTERS: dict[str, Callable[[Any], Wording]] = {
    "call_amendment_notice": call_amendment_notice,
    "call_pause_notice": call_pause_notice,
    "call_resumption_notice": call_resumption_notice,
    "call_cancellation_notice": call_cancellation_notice,
    "call_no_award_notice": call_no_award_notice,
}

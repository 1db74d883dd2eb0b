"""Letters of a list (榜单): posted, posted again, unclaimed, delisted, paused, resumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.amounts import in_both
from app.documents.kinds.wording import (
    OPEN_CALL_BASIS,
    Wording,
    because,
    contact_line,
    paused_by,
    quoted,
    resumed_by,
    serving,
)
from app.documents.payload import Block, Heading, Paragraph, Table, in_words

_NUMERALS = "一二三四五六七八九"
_THUS = Paragraph("特此公告。")


@dataclass(frozen=True, slots=True)
class PostedItem:
    """Money in 分; `metrics` are rows, `nodes` one line each; `closes` in words."""

    title: str
    demander: str
    end_user: str
    target: str
    content: str
    requirements: str
    metrics: tuple[tuple[str, str, str], ...]
    nodes: tuple[str, ...]
    ceiling: int
    cofunding: int
    acceptance: str
    rights: str
    closes: str


@dataclass(frozen=True, slots=True)
class Posting:
    list_title: str
    tasks: tuple[str, ...]
    plan_match: str
    items: tuple[PostedItem, ...]
    minutes: str
    contact: str
    phone: str


def posting_notice(facts: Posting) -> Wording:
    blocks: list[Block] = [
        Paragraph(
            f"{OPEN_CALL_BASIS}经需求征集、遴选论证和厅务会审议（{facts.minutes}），现将{facts.list_title}"
            f"共{len(facts.items)}项榜题予以公告。凡有能力攻克榜题的独立法人单位均可揭榜，不设年龄、"
            "学历、职称、注册年限等门槛；与发榜单位有控股、同一控制人等关联关系的不得揭榜。"
            "揭榜申请经系统加密密封，截止时统一开启。"
        ),
        *serving("本榜单", facts.tasks, facts.plan_match),
    ]
    for number, item in enumerate(facts.items):
        blocks.append(Heading(1, f"{_numeral(number)}、{item.title}"))
        blocks += _item(item)
    blocks += [
        Heading(1, f"{_numeral(len(facts.items))}、揭榜方式"),
        Paragraph("请在各榜题截止时间前通过系统提交揭榜申请，以系统服务器时间为准，逾期不予受理。"),
        contact_line(facts.contact, facts.phone),
        _THUS,
    ]
    return Wording(f"关于发布{facts.list_title}的公告", "", tuple(blocks))


def _numeral(number: int) -> str:
    tens, ones = divmod(number + 1, 10)
    return f"{_digit(tens) if tens > 1 else ''}{'十' if tens else ''}{_digit(ones)}"


def _digit(digit: int) -> str:
    return _NUMERALS[digit - 1] if digit else ""


def _item(item: PostedItem) -> list[Block]:
    return [
        Paragraph(f"发榜单位：{item.demander}。最终用户：{item.end_user}。"),
        Paragraph(f"需求目标：{item.target}"),
        Paragraph(f"攻关内容：{item.content}"),
        Paragraph(f"考核要求：{item.requirements}"),
        Table(("考核指标", "要求", "测试方法与佐证"), item.metrics),
        Paragraph(f"时间节点：{'；'.join(item.nodes)}。"),
        Paragraph(
            f"财政出资不超过{in_both(item.ceiling)}，发榜单位出资{in_both(item.cofunding)}。"
        ),
        Paragraph(f"验收方式：{item.acceptance}"),
        Paragraph(f"知识产权：{item.rights}"),
        Paragraph(f"揭榜截止：{item.closes}。"),
    ]


@dataclass(frozen=True, slots=True)
class Reposting:
    """`changes` are rows of part, before, after."""

    list_title: str
    item: PostedItem
    round: int
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    minutes: str


def reposting_notice(facts: Reposting) -> Wording:
    return Wording(
        f"关于榜题{quoted(facts.item.title)}重新张榜的公告",
        "",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}{facts.list_title}榜题{quoted(facts.item.title)}流榜后作了实质修订，经重新论证、"
                f"发榜单位同意和厅务会审议（{facts.minutes}），现予第{facts.round}轮张榜。"
                "此前各轮的揭榜申请不再有效，原揭榜方可以重新揭榜。"
            ),
            Paragraph(f"修订理由：{facts.reason}"),
            Table(("修订内容", "修订前", "修订后"), facts.changes),
            *_item(facts.item),
            _THUS,
        ),
    )


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Never names a bidder."""

    list_title: str
    title: str
    demander: str
    round: int
    on: date


def unclaimed_notice(facts: Unclaimed) -> Wording:
    return Wording(
        f"关于榜题{quoted(facts.title)}流榜的公告",
        "",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}{facts.list_title}榜题{quoted(facts.title)}（发榜单位：{facts.demander}）第"
                f"{facts.round}轮张榜于{in_words(facts.on)}未产生中榜方，按规定流榜。"
            ),
            Paragraph("后续修订后重新张榜、转换组织方式或者撤榜的，另行公告。"),
            _THUS,
        ),
    )


@dataclass(frozen=True, slots=True)
class Delisting:
    list_title: str
    title: str
    demander: str
    way: str
    reason: str
    minutes: str


def delisting_notice(facts: Delisting) -> Wording:
    fate = f"转为“{facts.way}”方式组织实施" if facts.way else "不再张榜"
    return Wording(
        f"关于榜题{quoted(facts.title)}撤榜的公告",
        "",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}经厅务会审议（{facts.minutes}），{facts.list_title}榜题{quoted(facts.title)}"
                f"（发榜单位：{facts.demander}）予以撤榜，{fate}。"
            ),
            Paragraph(f"理由：{facts.reason}"),
            _THUS,
        ),
    )


@dataclass(frozen=True, slots=True)
class Pausing:
    """A list that pauses or goes on. `step` is where it was; `windows` are rows of item and close,
    in words: before the pause, or as it is after it."""

    list_title: str
    step: str
    on: date
    windows: tuple[tuple[str, str], ...]
    reason: str
    minutes: str
    contact: str
    phone: str


def list_pause_notice(facts: Pausing) -> Wording:
    stand = (
        Paragraph(
            f"下列{len(facts.windows)}项榜题停止计时，暂停期间不受理揭榜申请；已密封的揭榜申请保持密封，"
            "任何人不得开启。恢复后，揭榜截止时间按暂停天数顺延。已截止揭榜的榜题照常办理。"
        ),
        Table(("榜题", "原定揭榜截止"), facts.windows),
    )
    return Wording(
        f"关于暂停{facts.list_title}的公告",
        "",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}{paused_by(facts.minutes)}，{facts.list_title}"
                f"（现处于“{facts.step}”环节）"
                f"自{in_words(facts.on)}起暂停。"
            ),
            Paragraph(f"理由：{facts.reason}"),
            *(stand if facts.windows else ()),
            _ask(facts),
            _THUS,
        ),
    )


def list_resumption_notice(facts: Pausing) -> Wording:
    run = (
        Paragraph(
            f"下列{len(facts.windows)}项榜题恢复计时，揭榜截止时间按暂停天数顺延；"
            "已密封的揭榜申请继续有效，无须重新提交。"
        ),
        Table(("榜题", "顺延后的揭榜截止"), facts.windows),
    )
    return Wording(
        f"关于恢复{facts.list_title}的公告",
        "",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}{resumed_by(facts.minutes)}，{facts.list_title}自{in_words(facts.on)}起恢复，"
                f"继续办理“{facts.step}”环节。"
            ),
            *map(Paragraph, because(facts.reason)),
            *(run if facts.windows else ()),
            _ask(facts),
            _THUS,
        ),
    )


def _ask(facts: Pausing) -> Paragraph:
    return contact_line(facts.contact, facts.phone)


LIST_LETTERS: dict[str, Callable[[Any], Wording]] = {
    "posting_notice": posting_notice,
    "reposting_notice": reposting_notice,
    "unclaimed_notice": unclaimed_notice,
    "delisting_notice": delisting_notice,
    "list_pause_notice": list_pause_notice,
    "list_resumption_notice": list_resumption_notice,
}

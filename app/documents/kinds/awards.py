"""Letters of the result: the list of awards, award and non-award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Annex, Block, Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Award:
    """Money in 分."""

    unit: str
    title: str
    project_number: str
    leader: str
    starts_on: date
    ends_on: date
    amount: int
    first_payment: int
    mechanism: str
    sign_until: date
    minutes_number: str
    minutes_on: date
    is_paid_afterwards: bool = False


def _first(facts: Award) -> tuple[tuple[str, str], ...]:
    return (("首笔拨付", in_figures(facts.first_payment)),) if facts.first_payment else ()


def _course(facts: Award) -> str:
    """A team in a race is paid with all the others at the start, then by the formula."""
    if facts.is_paid_afterwards:
        return "本项目实行后补助，经费在项目通过验收并经审计核定成本后拨付。"
    if facts.first_payment:
        return "首笔经费在任务书签订后拨付，其余经费按节点考核结果拨付。"
    return "第一节点经费由入围各队均分，其余经费依据节点考核结果按公布的公式分配拨付。"


def award_letter(facts: Award) -> Wording:
    return Wording(
        title="立项通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"经{facts.mechanism}、专家评审、厅务会审议（{facts.minutes_number}，"
                f"{in_words(facts.minutes_on)}）并公示，你单位申报的下列项目准予立项："
            ),
            Table(
                ("事项", "内容"),
                (
                    ("项目编号", facts.project_number),
                    ("项目名称", facts.title),
                    ("牵头单位", facts.unit),
                    ("项目负责人", facts.leader),
                    ("执行期", f"{in_words(facts.starts_on)}至{in_words(facts.ends_on)}"),
                    ("资助金额", in_both(facts.amount)),
                    *_first(facts),
                ),
            ),
            Paragraph(
                f"请于{in_words(facts.sign_until)}前签订任务书，任务书指标不得低于申报书承诺。"
                f"{_course(facts)}"
                "经费须单独核算、专款专用。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Awarded:
    """Money in 分."""

    title: str
    unit: str
    leader: str
    amount: int


@dataclass(frozen=True, slots=True)
class AwardList:
    call_title: str
    year: int
    minutes_number: str
    minutes_on: date
    rows: tuple[Awarded, ...]
    reply_number: str = ""
    reply_on: date | None = None


_COLUMNS = ("序号", "项目名称", "牵头单位", "负责人", "资助金额")


def _replied(facts: AwardList) -> str:
    """What the provincial government agreed to, where it was asked."""
    if facts.reply_on is None:
        return ""
    return f"、报省政府批复同意（{facts.reply_number}，{in_words(facts.reply_on)}）"


def award_list(facts: AwardList) -> Wording:
    """One for the whole batch (下达文件); what is under objection is not on it."""
    total = sum(row.amount for row in facts.rows)
    listed = Table(
        _COLUMNS,
        tuple(
            (str(n), row.title, row.unit, row.leader, in_figures(row.amount))
            for n, row in enumerate(facts.rows, start=1)
        ),
    )
    return Wording(
        title=f"关于下达{facts.call_title}立项项目的通知",
        addressee="各有关单位：",
        blocks=(
            Paragraph(
                f"经专家评审、厅务会审议（{facts.minutes_number}，{in_words(facts.minutes_on)}）{_replied(facts)}并公示，"
                f"现下达{facts.call_title}立项项目{len(facts.rows)}项，安排{facts.year}年度财政资金"
                f"{in_both(total)}，项目清单见附件。"
            ),
            Paragraph(
                "项目编号、执行期、首笔拨付和任务书签订期限见各项目立项通知书。经费须单独核算、专款专用。"
                "公示期内有异议的项目，待异议处理后另行办理。"
            ),
        ),
        copies=("省财政厅，各推荐单位",),
        annexes=(Annex(f"{facts.call_title}立项项目清单", (listed,)),),
    )


def leader_in(payload: Mapping[str, Any], title: str, unit: str) -> str:
    """Whom a list of awards, as it was frozen, names as the leader of this project; empty where it
    names none, or several under one title and no unit of that name."""
    parts = (payload, *payload.get("annexes", ()))
    blocks = (block for part in parts for block in part.get("blocks", ()))
    tables = (block for block in blocks if tuple(block.get("columns", ())) == _COLUMNS)
    rows = [row for table in tables for row in table["rows"] if row[1] == title]
    if len(rows) > 1:
        rows = [row for row in rows if row[2] == unit]
    return str(rows[0][3]) if len(rows) == 1 else ""


@dataclass(frozen=True, slots=True)
class NonAward:
    """`band` of the total, never a single expert's score; `opinions` are de-identified; `rule`
    says in words how the result came about."""

    unit: str
    title: str
    number: str
    band: str
    opinions: tuple[str, ...]
    channel: str
    rule: str = ""
    panel_opinion: str = ""


def non_award_letter(facts: NonAward) -> Wording:
    blocks: list[Block] = [
        Paragraph(
            f"你单位申报的项目{quoted(facts.title)}（申报编号：{facts.number}）经专家评审和厅务会审议，"
            f"本次不予立项。评审得分区间：{facts.band}。"
        )
    ]
    if facts.rule:
        blocks.append(Paragraph(facts.rule))
    blocks += reviewed(facts.panel_opinion, facts.opinions)
    blocks.append(
        Paragraph(
            f"如认为评审程序存在问题，可向{facts.channel}书面反映。感谢你单位对科技工作的支持。"
        )
    )
    return Wording("不予立项通知书", f"{facts.unit}：", tuple(blocks))


def reviewed(panel_opinion: str, opinions: Sequence[str]) -> Iterator[Paragraph]:
    """What the review said, without its authors."""
    if panel_opinion:
        yield Paragraph(f"专家组意见：{panel_opinion}")
    if opinions:
        yield Paragraph("专家意见（已隐去专家信息）摘录如下：")
    for n, text in enumerate(dict.fromkeys(opinions), start=1):
        yield Paragraph(f"{n}. {text}")

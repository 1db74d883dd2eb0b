"""The letter that asks for comments on a draft call (征求意见函, C1)."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.amounts import in_figures
from app.documents.kinds.wording import Wording, contact_line
from app.documents.payload import Annex, Block, Heading, Paragraph


@dataclass(frozen=True, slots=True)
class Consultation:
    """Money in 分. `window` are the planned dates in words, None where none are set; `items` what a
    list would post; `until` and `url` say by when and where comments are taken."""

    call_title: str
    programme: str
    tasks: tuple[str, ...]
    guide: tuple[str, ...]
    conditions: tuple[str, ...]
    criteria: tuple[str, ...]
    items: tuple[str, ...]
    window: str | None
    budget: int
    award_most: int
    until: str
    url: str
    contact: str
    phone: str


def consultation_letter(facts: Consultation) -> Wording:
    draft = f"{facts.call_title}（征求意见稿）"
    return Wording(
        f"关于征求{facts.call_title}意见的函",
        "各有关单位：",
        (
            Paragraph(
                f"为做好“{facts.programme}”专项组织实施工作，我厅起草了《{draft}》，现公开征求意见。"
                f"请于{facts.until}前在系统征求意见页面提出修改意见并说明理由（网址：{facts.url}）。"
                "意见逐条答复，采纳情况在该页面公开，不公开意见人身份。"
            ),
            Paragraph("征求意见稿不作为申报依据，正式内容以批准发布的文件为准。"),
            contact_line(facts.contact, facts.phone),
            Paragraph("特此函达。"),
        ),
        annexes=(Annex(draft, tuple(_draft(facts))),),
    )


def _draft(facts: Consultation) -> list[Block]:
    money = f"财政资金总额{in_figures(facts.budget)}，单项不超过{in_figures(facts.award_most)}。"
    parts: list[tuple[str, tuple[str, ...]]] = [
        ("服务的规划任务", facts.tasks),
        ("拟发榜题", facts.items),
        ("支持方向", facts.guide),
        ("申报条件", facts.conditions),
        ("评审指标", facts.criteria),
        ("经费", (money,)),
        ("时间安排", (facts.window,) if facts.window else ()),
    ]
    blocks: list[Block] = []
    for number, (heading, lines) in enumerate((p for p in parts if p[1]), start=0):
        blocks.append(Heading(1, f"{'一二三四五六七'[number]}、{heading}"))
        blocks += [Paragraph(line) for line in lines]
    return blocks

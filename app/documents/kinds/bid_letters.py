"""Letters to bidders of 揭榜挂帅: who won, and who did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.awards import reviewed
from app.documents.kinds.wording import OPEN_CALL_BASIS, Wording, quoted
from app.documents.payload import Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Winning:
    """Money in 分."""

    unit: str
    title: str
    item: str
    demander: str
    project_number: str
    leader: str
    starts_on: date
    ends_on: date
    price: int
    amount: int
    first_payment: int
    sign_until: date
    minutes: str


def winning_letter(facts: Winning) -> Wording:
    return Wording(
        "中榜通知书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}经评榜、供需对接、厅务会审议（{facts.minutes}）并公示，确定你单位为下列榜题的"
                "中榜单位："
            ),
            Table(
                ("事项", "内容"),
                (
                    ("项目编号", facts.project_number),
                    ("榜题", facts.item),
                    ("揭榜项目", facts.title),
                    ("发榜单位", facts.demander),
                    ("项目负责人", facts.leader),
                    ("执行期", f"{in_words(facts.starts_on)}至{in_words(facts.ends_on)}"),
                    ("议定价款", in_both(facts.price)),
                    ("其中财政资金", in_both(facts.amount)),
                    ("首笔拨付", in_figures(facts.first_payment)),
                ),
            ),
            Paragraph(
                f"请于{in_words(facts.sign_until)}前由项目负责人、牵头单位与发榜单位、我厅签订军令状和任务书；"
                "拒签或逾期未签的，由候补单位依次递补。经费按里程碑拨付，尾款在认定揭榜成功后拨付。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """`band` and `opinions` as in a letter of non-award."""

    unit: str
    title: str
    item: str
    number: str
    why: str
    band: str
    opinions: tuple[str, ...]
    panel_opinion: str
    channel: str


def bid_lost_letter(facts: Lost) -> Wording:
    return Wording(
        "未中榜通知书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{OPEN_CALL_BASIS}你单位对榜题{quoted(facts.item)}提交的揭榜申请{quoted(facts.title)}（编号："
                f"{facts.number}）本次未中榜：{facts.why}。评榜得分区间：{facts.band}。"
            ),
            *reviewed(facts.panel_opinion, facts.opinions),
            Paragraph(
                f"如认为评榜程序存在问题，可向{facts.channel}书面反映。感谢你单位对科技工作的支持。"
            ),
        ),
    )


BID_LETTERS: dict[str, Callable[[Any], Wording]] = {
    "winning_letter": winning_letter,
    "bid_lost_letter": bid_lost_letter,
}

"""Answers to who objects: admitted, not admitted, decided (P15-P17). The objector is named by the
number of the receipt only, so that the letter betrays nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both
from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Paragraph, in_words

_BASIS = "根据公示中关于异议处理的规定"


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """`reason`: why it is not admitted, or the grounds of the decision; `outcome` in words, empty
    when the objection is unfounded; working days of the investigation; `amount` of an amended award
    in 分, 0 when it stays."""

    receipt: str
    title: str
    filed_on: date
    reason: str = ""
    finding: str = ""
    outcome: str = ""
    minutes: str = ""
    days: int = 0
    amount: int = 0


def objection_admitted(facts: ObjectionAnswer) -> Wording:
    return _answer(
        "异议受理告知书",
        facts,
        f"经审查，异议在公示期内以真实身份提出并附有证据，予以受理，自受理之日起{facts.days}个工作日内"
        "调查核实；情况复杂的，可以延长一次。",
        "调查期间该项目暂缓立项，其他项目照常办理。异议人身份依法保密。",
    )


def objection_refused(facts: ObjectionAnswer) -> Wording:
    return _answer(
        "异议不予受理告知书",
        facts,
        f"经审查，异议不符合受理条件，不予受理。理由：{facts.reason}",
        "匿名、逾期、没有证据或者仅对学术评价、排序持不同意见的，不作为异议受理；有明确事实的，可作为线索另行反映。",
    )


def objection_decision(facts: ObjectionAnswer) -> Wording:
    result = f"异议成立，{facts.outcome}" if facts.outcome else "异议不成立，恢复项目办理"
    if facts.amount:
        result += f"，资助金额更正为{in_both(facts.amount)}"
    return _answer(
        "异议处理结果告知书",
        facts,
        f"调查核实的事实：{facts.finding}",
        f"经厅务会审议（{facts.minutes}），处理结果：{result}。理由：{facts.reason}",
        "对处理程序仍有意见的，可向机关纪检部门反映。",
    )


def objection_closed(facts: ObjectionAnswer) -> Wording:
    return _answer(
        "异议办结告知书",
        facts,
        "该项目已不再公示，也不再按拟立项项目办理，异议据此办结。",
        f"说明：{facts.reason}",
        "有明确事实的，可作为线索另行反映。",
    )


def _answer(title: str, facts: ObjectionAnswer, *lines: str) -> Wording:
    first = (
        f"{_BASIS}，你（单位）于{in_words(facts.filed_on)}就拟立项项目{quoted(facts.title)}提出的异议"
        f"（回执号：{facts.receipt}）收悉，现告知如下。"
    )
    blocks = tuple(Paragraph(line) for line in (first, *lines))
    return Wording(title, f"异议人（回执号 {facts.receipt}）：", blocks)

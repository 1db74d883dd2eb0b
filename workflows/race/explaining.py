"""The arithmetic of an allocation in words, for the decision document and the command (R14)."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from workflows.engine.money import amount_text
from workflows.engine.scores import points
from workflows.engine.text import Text, listed
from workflows.race.allocation import Allocation, Share, Standing
from workflows.race.formulas import FORMULAS, PARAMETER_LABELS


def lines(done: Allocation) -> tuple[Text, ...]:
    """The rule, one line for each survivor, and what stays uncommitted."""
    rest = _RESERVE.format(amount=amount_text(done.reserve), budget=amount_text(done.budget))
    return (_heading(done), *(_line(done.budget, share) for share in done.shares), rest)


def _heading(done: Allocation) -> Text:
    formula = FORMULAS[done.rule.name]
    total = points(sum((share.contender.score for share in done.shares), Fraction(0)))
    numbers = [
        Text(f"{PARAMETER_LABELS[key].zh} {value}%", f"{PARAMETER_LABELS[key].en} {value} %")
        for key, value in {**formula.defaults, **done.rule.parameters}.items()
    ]
    teams = _TEAMS.format(teams=len(done.shares), total=total)
    return _HEADING.format(rule=formula.label, numbers=listed([*numbers, teams]))


def _line(budget: int, share: Share) -> Text:
    """Its parts rounded down to the 分."""
    contender = share.contender
    line = (_HELD if contender.standing is Standing.HELD else _FULL).format(
        id=contender.id,
        score=points(contender.score),
        base=amount_text(floor(budget * share.part.base)),
        merit=amount_text(floor(budget * share.part.merit)),
        paid=amount_text(share.paid),
    )
    for remark in _remarks(share):
        line = Text(f"{line.zh}（{remark.zh}）", f"{line.en} ({remark.en})")
    return line


def _remarks(share: Share) -> list[Text]:
    contender, remarks = share.contender, []
    if share.scale < 1:
        remarks.append(_SCALED)
    if contender.cap is not None and share.paid == contender.cap:
        remarks.append(_CAPPED.format(cap=amount_text(contender.cap)))
    if contender.floor and share.paid == contender.floor:
        remarks.append(_FLOORED.format(floor=amount_text(contender.floor)))
    if contender.standing is Standing.PENDING:
        remarks.append(_RING_FENCED)
    return remarks


_HEADING = Text(
    "规则：{rule}（{numbers}）",
    "rule: {rule} ({numbers})",
)
_TEAMS = Text("{teams} 队得分合计 {total}", "the scores of {teams} teams add up to {total}")
_FULL = Text(
    "{id} {score} 分：基本 {base} + 绩效 {merit}，得 {paid}",
    "{id}: score {score}, base {base} + merit {merit}, receives {paid}",
)
_HELD = Text(
    "{id} {score} 分，保持观察：只拨基本 {base}，得 {paid}；绩效 {merit} 留在未分配经费",
    "{id}: score {score}, held: base {base} only, receives {paid}; merit {merit} stays uncommitted",
)
_SCALED = Text("为满足保底额按比例缩减", "scaled down to meet guaranteed amounts")
_CAPPED = Text("封顶 {cap}", "capped at {cap}")
_FLOORED = Text("保底额 {floor}", "guaranteed amount {floor}")
_RING_FENCED = Text("申诉未决，申诉期留存", "ring-fenced until the appeal is decided")
_RESERVE = Text(
    "未分配 {amount}（本节点经费 {budget}）", "{amount} uncommitted (stage money {budget})"
)

"""报省政府: awards that the provincial government has to agree to first, told in advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.rehearsal.model import Setting

_WAN = 10_000_00


def foretold(setting: Setting, ceilings: Sequence[int]) -> Iterator[Text]:
    """Where one award can reach the sum of the call, by what its ceilings allow."""
    most = max((_in_all(setting, ceiling) for ceiling in ceilings), default=0)
    if _line(setting) and most > _line(setting):
        yield _REACHED.format(most=amount_text(most), line=amount_text(_line(setting)))


def above(setting: Setting, awards: Sequence[int]) -> tuple[Text, ...]:
    """Of these awards, in 分, those that are reported."""
    line = _line(setting)
    sums = (_in_all(setting, award) for award in awards)
    return tuple(amount_text(sum_) for sum_ in sums if line and sum_ > line)


def counted(large: Sequence[Text]) -> Iterator[Text]:
    if large:
        yield _COUNTED.format(count=len(large))


def _line(setting: Setting) -> int:
    return setting.facts.parameters["report_above_wan"] * _WAN


def _in_all(setting: Setting, award: int) -> int:
    """A race may give one team every stage after the first, and the prize; its award pays the
    first, to all teams alike."""
    plan = setting.race
    if plan is None or not plan.stages:
        return award
    teams = max(1, setting.planned_awards)
    first, *later = plan.stages
    return first.pool // teams + plan.prize + sum(stage.pool for stage in later)


_REACHED = Text(
    "报省政府：单项最多可得 {most}，超过本指南的报批标准 {line}；超过的须先取得省政府批复（文号、"
    "日期）才能议定，由主办处室报批，所需时间未计入时间表。",
    "Provincial government approval: a single award can reach {most}, above this call's limit of "
    "{line}. Awards above it need the government's approval (number and date) before the "
    "decision. The programme office applies for it; the time this takes is not in the timetable.",
)
_COUNTED = Text(
    "本次演练中拟立项的有 {count} 项须报省政府，演练按已取得批复继续。",
    "In this rehearsal {count} proposed awards need provincial government approval. The rehearsal "
    "continues as if it had been given.",
)

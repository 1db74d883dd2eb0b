"""What a rehearsal supposes without looking: whoever reads its report reads this first."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.text import Text
from workflows.rehearsal.following import MILESTONE_AFTER, TERM
from workflows.rehearsal.model import Setting
from workflows.rehearsal.racing import ROUTES


def supposed(setting: Setting) -> Iterator[Text]:
    yield _FORMS
    yield _PROMPT
    yield _NO_DISPUTE
    if setting.race is not None:
        yield _RACE.format(routes=ROUTES)
    else:
        yield _FIRST.format(milestone=MILESTONE_AFTER // 30, term=TERM // 30)
    if setting.is_sampled:
        yield _SAMPLED.format(percent=setting.facts.parameters["lump_sum_sample_percent"])
    elif setting.lump_sum:
        yield _NOT_SAMPLED


_FORMS = Text(
    "申报书、任务书、节点报告、验收材料和附件都按要求填全属实；填了什么不检查。",
    "Proposals, contracts, reports and files are complete and true as asked; what they say is not "
    "looked at.",
)
_PROMPT = Text(
    "每个环节都在期限内办理（用八成时间）；停住的当天补齐，实际补齐要多久，其后的日期就顺延多久。",
    "Everybody acts within their term, taking most of it. What stands still is supplied the same "
    "day: as long as it really takes, so much later is all that follows.",
)
_NO_DISPUTE = Text(
    "约一成形式审查不通过；没有异议、申诉、回避、变更和诚信案件。",
    "One proposal in ten fails the formal check; nobody objects, appeals, stands aside or changes "
    "anything, and no case of integrity comes up.",
)
_FIRST = Text(
    "立项后只走第一个项目：签约 {milestone} 个月后第一节点、{term} 个月期满（以任务书为准），"
    "一次通过；经费按全部项目估算。",
    "After the award the first project is played: a milestone after {milestone} months, the end "
    "after {term} (contracts set their own), both passed at once. The money is that of all.",
)
_RACE = Text(
    "赛事按种子走一次，团队分属至多 {routes} 条路线，各节点按期；没有团队退出或被取消资格。",
    "The race is run once by the seed, by teams of {routes} routes at most, each stage in time; no "
    "team leaves or is disqualified.",
)
_SAMPLED = Text(
    "包干制：按抽查比例 {percent}% 抽取真实性审计，演练设走到的项目被抽中。",
    "Lump sum: {percent}% are sampled for an audit; the project played is taken to be drawn.",
)
_NOT_SAMPLED = Text(
    "包干制：本指南的规则设定不抽查，没有真实性审计环节。",
    "Lump sum: the rules of this call sample none, so that no audit comes.",
)

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
    "Proposals, contracts, milestone reports, acceptance documents and attachments are complete "
    "and true; their content is not checked.",
)
_PROMPT = Text(
    "每个环节都在期限内办理（用八成时间）；停住的当天补齐，实际补齐要多久，其后的日期就顺延多久。",
    "Each step is done within its deadline (using 80% of the time). Anything blocked is supplied "
    "the same day; in reality, later dates move back by however long that takes.",
)
_NO_DISPUTE = Text(
    "约一成形式审查不通过；没有异议、申诉、回避、变更和诚信案件。",
    "About one in ten fails the formal check. There are no objections, appeals, conflicts of "
    "interest, changes or integrity cases.",
)
_FIRST = Text(
    "立项后只走第一个项目：签约 {milestone} 个月后第一节点、{term} 个月期满（以任务书为准），"
    "一次通过；经费按全部项目估算。",
    "After the award only the first project is played: first milestone {milestone} months after "
    "signing, end after {term} months (the contract decides), both passed first time. Money is "
    "estimated for all projects.",
)
_RACE = Text(
    "赛事按种子走一次，团队分属至多 {routes} 条路线，各节点按期；没有团队退出或被取消资格。",
    "The race is run once from the seed. Teams are on at most {routes} routes, every stage is on "
    "time, and no team leaves or is disqualified.",
)
_SAMPLED = Text(
    "包干制：按抽查比例 {percent}% 抽取真实性审计，演练设走到的项目被抽中。",
    "Lump sum: {percent}% of projects are sampled for audit; the rehearsal assumes the project "
    "played is drawn.",
)
_NOT_SAMPLED = Text(
    "包干制：本指南的规则设定不抽查，没有真实性审计环节。",
    "Lump sum: this call's rules set no sampling, so there is no audit.",
)

"""What no rehearsal finds by playing, since it supposes it: looked for in the real call, its
office, its pool and its calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.access.holders import holders
from app.access.roles import OFFICE
from app.models import Call
from app.services.calls import criteria
from app.services.calls.call_drafts import EDITABLE, rule_problems
from app.services.calls.criteria import CriterionRow
from app.services.calls.rehearsal_setting import RealPool
from app.services.races.finding import race_of_call
from app.services.races.planning import plan_problems
from workflows.engine.calendar import last_day
from workflows.engine.text import Text, listed
from workflows.facts import CallFacts
from workflows.hands import DEMANDER, MANAGER, OFFICER
from workflows.rehearsal import Report
from workflows.roles import ROLE_LABELS, Role

_SYSTEM = frozenset({Role.SYS_ADMIN})
_NEEDED = OFFICE | {Role.FINANCE}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lacking, and whose it is to supply."""

    what: Text
    supplied_by: frozenset[Role]


def gaps_of(
    session: Session,
    call: Call,
    facts: CallFacts,
    report: Report,
    pool: RealPool,
    now: datetime,
) -> tuple[Gap, ...]:
    rules = call.parameters
    return (
        *(Gap(what, OFFICER) for what in _unwritten(call)),
        *(Gap(what, OFFICER) for what in _unsound(session, call, rules)),
        *_of_list(call, facts),
        *(Gap(what, MANAGER) for what in _empty_seats(pool, rules)),
        *(Gap(what, _SYSTEM) for what in _unheld(session, call, now)),
        *(Gap(what, _SYSTEM) for what in _unsigned(session)),
        *(Gap(what, _SYSTEM) for what in _unannounced(report)),
    )


def _unwritten(call: Call) -> Iterator[Text]:
    """A form that asks for nothing proves nothing."""
    if not call.conditions.strip():
        yield _NO_CONDITIONS
    if not call.required_files:
        yield _NO_FILES


def _unsound(session: Session, call: Call, rules: Mapping[str, int]) -> Iterator[Text]:
    if fault := criteria.faults([CriterionRow(**row) for row in call.criteria]):
        yield fault
    if not any(row["technical"] for row in call.criteria):
        yield _NO_TIE_BREAK
    yield from (problem for _, problem in rule_problems(rules, call.mechanism))
    race = race_of_call(session, call)
    if race is not None and call.state not in EDITABLE:  # before, its guide lacks them
        yield from (_OF_RACE.format(what=what) for what in plan_problems(race))


def _of_list(call: Call, facts: CallFacts) -> Iterator[Gap]:
    if call.mechanism_key == "open_call":
        if not facts.items_ready:
            yield Gap(_NO_ITEMS, DEMANDER | OFFICER)
        for item in facts.items_unready:
            yield Gap(_UNREADY.format(item=item), DEMANDER | OFFICER)
    if facts.comments_unanswered:
        yield Gap(_COMMENTS.format(count=facts.comments_unanswered), OFFICER)


def _empty_seats(pool: RealPool, rules: Mapping[str, int]) -> Iterator[Text]:
    """Panels of milestones and acceptances are drawn when there are reports to read."""
    there = pool.snapshot.eligible
    finance = sum(candidate.type == "finance" for candidate in there)
    most = max(rules["node_panel_least"], rules["accept_large_panel_least"])
    if len(there) < most:
        yield _FEW_EXPERTS.format(count=len(there), needed=most)
    if finance < rules["node_finance_least"]:
        yield _FEW_FINANCE.format(count=finance, needed=rules["node_finance_least"])


def _unheld(session: Session, call: Call, now: datetime) -> Iterator[Text]:
    missing = [r for r in sorted(_NEEDED) if not holders(session, call, frozenset({r}), now)]
    if missing:
        yield _NOBODY.format(roles=listed(ROLE_LABELS[role] for role in missing))


def _unsigned(session: Session) -> Iterator[Text]:
    settings = session.info["settings"]
    if settings.is_production and settings.signing_identity is None:
        yield _NO_SIGNATURE


def _unannounced(report: Report) -> Iterator[Text]:
    years = sorted({last_day(step.at).year for step in report.steps if step.is_guess})
    if years:
        yield _CALENDAR.format(years=listed(str(year) for year in years))


_NO_CONDITIONS = Text(
    "未写申报条件：形式审查没有可对照的条款。",
    "No eligibility conditions are set: the formal check has nothing to check against.",
)
_NO_FILES = Text(
    "未要求任何附件：申报人不交佐证也能提交。",
    "No attachments are required: applicants can submit without evidence.",
)
_NO_TIE_BREAK = Text(
    "没有一项评审指标标为技术类：同分项目只能抽签排序。",
    "No criterion is marked as technical: tied proposals can be ranked only by lot.",
)
_OF_RACE = Text("赛题方案缺少：{what}。", "The race plan lacks: {what}.")
_NO_ITEMS = Text(
    "榜单还没有可张榜的榜题，演练按假想的榜题已备齐。",
    "The list has no items ready to post. The rehearsal assumes that items are ready.",
)
_UNREADY = Text("榜题尚不完整：{item}。", "Item not complete: {item}.")
_COMMENTS = Text(
    "还有 {count} 条征求意见没有答复，演练按已答复。",
    "{count} consultation comments have not been answered. The rehearsal assumes they have.",
)
_FEW_EXPERTS = Text(
    "专家库可抽取 {count} 人，节点考核和大额项目验收的专家组须 {needed} 人。",
    "The pool has {count} eligible experts. Panels for milestones and large "
    "acceptances need {needed}.",
)
_FEW_FINANCE = Text(
    "专家库可抽取财务专家 {count} 人，节点考核专家组至少 {needed} 人。",
    "The pool has {count} eligible finance experts. A milestone panel needs at least {needed}.",
)
_NOBODY = Text(
    "无人担任：{roles}。演练假设每个角色都有人办理。",
    "Nobody holds these roles: {roles}. The rehearsal assumes every role is held.",
)
_NO_SIGNATURE = Text(
    "没有配置公文电子签名证书：配置之前，公文一律等待，不能签发。",
    "No certificate for signing letters is set up. Until it is, all letters wait and "
    "none can be issued.",
)
_CALENDAR = Text(
    "{years}年放假安排尚未确认，这些年份的日期只按周末推算；公布后由系统管理员或监督诚信处人员录入，"
    "另一人确认，期限随之调整。",
    "The public holidays for {years} have not been confirmed, so dates in those years count "
    "weekends only. Once announced, a system administrator or the supervision and integrity "
    "division enters them and another person confirms them; deadlines are then adjusted.",
)

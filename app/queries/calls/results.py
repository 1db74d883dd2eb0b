"""The public list of projects (立项结果): which there are, and how each stands for everybody.

An award is public once it stood on a public notice of a call that is public, and as long as both
are. What may still be looked at again on appeal is told as ended, and not how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Bundle, Session, aliased

from app.asked import Listed
from app.models import (
    Call,
    History,
    Notice,
    NoticeItem,
    Organisation,
    Programme,
    Project,
    Proposal,
    ProposalUnit,
    Race,
    Team,
)
from app.queries.books.late_money import is_appealing
from app.queries.calls.notices import says
from app.queries.calls.portal import PUBLIC_NOTICES, is_public
from app.queries.words import having_words
from app.services.changes.appealing import ENDED, still_appealable
from app.services.money.positions import granted
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED

UNSETTLED = "unsettled"
STANDINGS: dict[str, Text] = {
    "contracting": Text("签订任务书", "Signing the contract"),
    "running": Text("在研", "Running"),
    "passed": Text("通过", "Passed"),
    "concluded": Text("结题", "Concluded"),
    "failed": Text("未通过", "Not passed"),
    "terminated": Text("已终止", "Terminated"),
    "revoked": Text("已撤销", "Revoked"),
    "lapsed": Text("未签任务书，立项失效", "Contract not signed; award lapsed"),
    UNSETTLED: Text("已结束，结论尚未最终确定", "Ended; conclusion not final yet"),
}
"""What everybody reads of the state of a project: who is checked, stopped or looked into is under
way for the public."""

GROUPS: dict[str, Text] = {
    "running": Text("执行中", "Running"),
    "completed": Text("通过或结题", "Passed or concluded"),
    "otherwise": Text("其他方式结束", "Ended in another way"),
}
"""What the list is filtered by: no group tells which conclusion is not final."""
_COMPLETED, _OTHERWISE = ("passed", "concluded"), (*ENDED, "lapsed")
_FINAL = (*_COMPLETED, *_OTHERWISE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; empty or None where anything is wanted. `unit` is a part of the name of
    a unit that leads or takes part, `programme` and `call` are ids; `group` is a key of GROUPS."""

    words: str = ""
    unit: str = ""
    year: int | None = None
    programme: int | None = None
    call: int | None = None
    mechanism: str = ""
    group: str = ""


def is_published() -> ColumnElement[bool]:
    """Of a project, where its call is joined."""
    noticed = (
        exists()
        .where(
            NoticeItem.proposal_id == Project.proposal_id,
            Notice.id == NoticeItem.notice_id,
            Notice.state.in_(PUBLIC_NOTICES),
        )
        .correlate(Project)
    )
    return and_(is_public(), noticed)


def ended_in() -> ColumnElement[str]:
    """The state of a project; of one that was archived, how it had ended before."""
    before = (
        select(History.source)
        .where(
            History.case_kind == Project.kind,
            History.case_id == Project.id,
            History.transition == "archive",
        )
        .order_by(History.id.desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
    return case((Project.state == "archived", before), else_=Project.state)


def awarded() -> ColumnElement[int]:
    """What a project was granted, in 分; PostgreSQL sums whole numbers to decimals."""
    return cast(granted(), BigInteger)


RESULTS: Select[Any] = (
    select(
        Bundle(
            "line",
            *(Project.id, Project.number, Project.starts_on, Project.ends_on),
            *(Proposal.title, Proposal.title_en, Proposal.call_id),
            *(Call.year, Call.mechanism_key),
            Programme.name.label("programme"),
            func.coalesce(func.nullif(Programme.name_en, ""), Programme.name).label("programme_en"),
            awarded().label("amount"),
            ended_in().label("ended_in"),
            Organisation.name.label("lead_unit"),
        )
    )
    .join(Project.proposal)
    .join(Proposal.lead_unit)
    .join(Proposal.call)
    .join(Call.programme)
    .where(is_published())
    .order_by(Project.id.desc())
)
"""As lines of a list, the newest first; `amount` with what a race has added to the award, in 分."""


def _published(which: ColumnElement[bool]) -> Listed[Project]:
    """Under a name of its own, to be asked for beside other lists of projects."""
    one = aliased(Project)
    there = select(Project.id).join(Project.proposal).join(Proposal.call)
    return Listed(one, one.id.in_(there.where(which, is_published())))


PUBLISHED = _published(Project.proposal_id.in_(bindparam("proposals", expanding=True)))
PUBLISHED_IN_RACE = _published(
    Project.proposal_id.in_(select(Team.proposal_id).where(Team.race_id == bindparam("race")))
)


def results_of(session: Session, proposals: Iterable[Proposal]) -> dict[int, int]:
    """What became of these for everybody: ids of the published projects by ids of the proposals."""
    numbers = tuple(one.id for one in proposals)
    return _by_proposal(PUBLISHED.of(session, proposals=numbers)) if numbers else {}


def results_in(session: Session, race: Race) -> dict[int, int]:
    """The same of the teams of a race."""
    return _by_proposal(PUBLISHED_IN_RACE.of(session, race=race.id))


def _by_proposal(projects: Iterable[Project]) -> dict[int, int]:
    return {project.proposal_id: project.id for project in projects}


def results_with(session: Session, wanted: Wanted) -> Select[Any]:
    query = RESULTS.where(*having_words(session, "result", Project.id, wanted.words))
    if wanted.unit:
        query = query.where(_by_unit(wanted.unit))
    if wanted.year is not None:
        query = query.where(Call.year == wanted.year)
    if wanted.programme is not None:
        query = query.where(Call.programme_id == wanted.programme)
    if wanted.call is not None:
        query = query.where(Proposal.call_id == wanted.call)
    if wanted.mechanism:
        query = query.where(Call.mechanism_key == wanted.mechanism)
    if wanted.group in GROUPS:
        query = query.where(_in_group(wanted.group))
    return query


def _by_unit(name: str) -> ColumnElement[bool]:
    """All of the words in the name of one unit that leads or takes part."""
    unit = aliased(Organisation)
    named = select(unit.id).where(*says(name, unit.name))
    takes_part = select(ProposalUnit.proposal_id).where(ProposalUnit.organisation_id.in_(named))
    return or_(Proposal.lead_unit_id.in_(named), Project.proposal_id.in_(takes_part))


def _in_group(group: str) -> ColumnElement[bool]:
    match group:
        case "completed":
            return ended_in().in_(_COMPLETED)
        case "otherwise":
            return ended_in().in_(_OTHERWISE)
    return ended_in().not_in(_FINAL)


def standings_of(session: Session, ended: Mapping[int, str], now: datetime) -> dict[int, str]:
    """Keys of STANDINGS, of projects by their ids, from what `ended_in` says of each. A conclusion
    is told when no appeal is open or may still be filed."""
    doubtful = [number for number, state in ended.items() if state in ENDED]
    open_to_appeal = _open_to_appeal(session, doubtful, now) if doubtful else frozenset()
    return {
        number: UNSETTLED if number in open_to_appeal else _standing(state)
        for number, state in ended.items()
    }


def _standing(state: str) -> str:
    if state in UNSIGNED:
        return "contracting"
    return state if state in STANDINGS else "running"


def _open_to_appeal(session: Session, numbers: Sequence[int], now: datetime) -> frozenset[int]:
    which = Project.id.in_(numbers)
    appealing = session.scalars(select(Project.id).where(which, is_appealing()))
    in_term = still_appealable(session, now, which)
    return frozenset((*appealing, *(project.id for project, _until in in_term)))


def lines_with_standing(
    session: Session, lines: Sequence[Row[Any]], now: datetime
) -> Sequence[tuple[Row[Any], str]]:
    standings = standings_of(session, {line.id: line.ended_in for line in lines}, now)
    return [(line, standings[line.id]) for line in lines]


def lines_after(
    session: Session, after: int, limit: int, now: datetime
) -> tuple[Sequence[tuple[Row[Any], str]], bool]:
    """At most `limit` lines with greater ids, in the order of these, and whether more follow."""
    query = RESULTS.where(Project.id > after).order_by(None).order_by(Project.id)
    found = session.scalars(query.limit(limit + 1)).all()
    return lines_with_standing(session, found[:limit], now), len(found) > limit


def line_of(session: Session, number: int, now: datetime) -> tuple[Row[Any], str] | None:
    found = session.scalars(RESULTS.where(Project.id == number)).all()
    return next(iter(lines_with_standing(session, found, now)), None)

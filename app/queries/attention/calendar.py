"""What falls into a month: milestones of one's projects, ends of their terms, what their acceptance
waits for, one's defences, and when calls open and close. A fixed number of queries, so many rows of
a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.days import parse_day
from app.models import Acceptance, Call, Case, Person, Project, ProjectMilestone
from app.queries.attention.defences import defences_of
from app.queries.calls.portal import public_calls
from app.queries.figures.plan import NOT_RUN
from app.queries.project.milestones import READERS, milestones_of
from app.queries.sight.holding import Holding
from app.queries.sight.seeing import Sight
from app.queries.sight.sources import SOURCES
from app.services.cases import state_of
from workflows.engine.calendar import SHANGHAI, last_day, local_date
from workflows.engine.text import Text

MOST = 300
"""Of a kind in a month; a page that holds more is no calendar."""

_MILESTONE, _OPENS, _CLOSES = (
    Text("节点", "Milestone"),
    Text("申报开始", "Opens"),
    Text("申报截止", "Closes"),
)
_ENDS, _ACCEPTANCE = Text("执行期满", "End of project period"), Text("验收", "Acceptance")
DEFENCE = Text("答辩", "Defence")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day; `note` is where the case stands."""

    on: date
    what: Text
    title: Text | str
    case: Case
    note: Text


@dataclass(frozen=True, slots=True)
class Month:
    """From its `first` day to the day before `after`."""

    first: date

    @classmethod
    def of(cls, written: str, today: date) -> Month:
        """`2026-11`; for what is no month, the one of today."""
        try:
            return cls(parse_day(f"{written}-01"))
        except ValueError:
            return cls(today.replace(day=1))

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment and that of the next month, in UTC."""
        start, end = (datetime.combine(d, time.min, SHANGHAI) for d in (self.first, self.after))
        return start.astimezone(UTC), end.astimezone(UTC)


def entries_of(session: Session, person: Person, now: datetime, month: Month) -> list[Entry]:
    """In the order of their days."""
    sight = Sight(session, person, now)
    found = [
        *_calls(session, month),
        *_milestones(session, sight, month),
        *_ends(session, sight, month),
        *_acceptances(session, sight, month),
        *_defences(session, Holding.of(session, person, now), month),
    ]
    return sorted(found, key=lambda entry: entry.on)


def _milestones(session: Session, sight: Sight, month: Month) -> Iterator[Entry]:
    query = milestones_of(sight).where(
        ProjectMilestone.due_on >= month.first, ProjectMilestone.due_on < month.after
    )
    for milestone in session.scalars(query.limit(MOST)):
        title = f"{milestone.title} · {milestone.project.proposal.title}"
        yield Entry(milestone.due_on, _MILESTONE, title, milestone, state_of(milestone).label)


def _calls(session: Session, month: Month) -> Iterator[Entry]:
    """Those that are public."""
    start, end = month.span
    falls = ((Call.open_at >= start) & (Call.open_at < end)) | (
        (Call.close_at > start) & (Call.close_at <= end)
    )
    for call in session.scalars(public_calls().where(falls).limit(MOST)):
        if call.open_at and start <= call.open_at < end:
            yield Entry(local_date(call.open_at), _OPENS, call.title, call, state_of(call).label)
        if call.close_at and start < call.close_at <= end:
            yield Entry(last_day(call.close_at), _CLOSES, call.title, call, state_of(call).label)


def _ends(session: Session, sight: Sight, month: Month) -> Iterator[Entry]:
    source = SOURCES["project"]
    query = (
        source.joined(select(Project))
        .where(
            sight.holds("project", READERS),
            sight.near("project"),
            Project.state.not_in(NOT_RUN),
            Project.ends_on >= month.first,
            Project.ends_on < month.after,
        )
        .order_by(Project.ends_on, Project.id)
        .options(*source.whole)
    )
    for project in session.scalars(query.limit(MOST)):
        yield Entry(
            project.ends_on, _ENDS, project.proposal.title, project, state_of(project).label
        )


def _acceptances(session: Session, sight: Sight, month: Month) -> Iterator[Entry]:
    """On the last day of what they wait for."""
    source, (start, end) = SOURCES["acceptance"], month.span
    query = (
        source.joined(select(Acceptance))
        .where(
            sight.holds("acceptance", READERS),
            sight.near("acceptance"),
            Acceptance.due_at > start,
            Acceptance.due_at <= end,
        )
        .order_by(Acceptance.due_at, Acceptance.id)
        .options(*source.whole)
    )
    for case in session.scalars(query.limit(MOST)):
        assert case.due_at is not None, "asked for with one"
        title = case.project.proposal.title
        yield Entry(last_day(case.due_at), _ACCEPTANCE, title, case, state_of(case).label)


def _defences(session: Session, holding: Holding, month: Month) -> Iterator[Entry]:
    for one in defences_of(session, holding, *month.span, MOST):
        yield Entry(local_date(one.at), DEFENCE, one.title, one.case, state_of(one.case).label)

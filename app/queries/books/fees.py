"""Experts' fees: panels whose fees are to be drawn up, lists and their sums, and one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, extract, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.roles import OFFICE
from app.days import parse_day
from app.models import (
    ArgumentOpinion,
    Assessment,
    Call,
    Expert,
    ExpertAccount,
    FeeLine,
    FeeList,
    Item,
    Opinion,
    Person,
    Project,
    ReviewGroup,
)
from app.numbers import row_number
from app.queries.narrowing import Narrowing
from app.queries.paging import SIZE
from app.queries.sight.conditions import Condition
from app.queries.sight.names import SHORT, beside_row, in_title
from app.queries.sight.seeing import Sight
from app.services.calls.programmes import name_of_panel
from app.services.fees.paying import month_of
from app.services.fees.wording import argued, assessed, judged
from app.services.open_call.arguing import ARGUED_IN
from workflows.engine.text import Text
from workflows.hands import FINANCE, MANAGER, OFFICER

_DRAWERS = MANAGER | OFFICER
LISTS = Narrowing({"call": FeeList.call_id}, FeeList, call=FeeList.call_id)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A panel that has served and has no list: it is named by its case and the round."""

    kind: str
    number: int
    round: int
    purpose: Text
    name: Text
    call: Call
    served_at: datetime


@dataclass(frozen=True, slots=True)
class Sums:
    """分; of fees that were approved. `experts` are people, however many lists name them."""

    lists: int
    experts: int
    net: int
    tax: int
    paid: int

    @property
    def gross(self) -> int:
        return self.net + self.tax


def unlisted(session: Session, sight: Sight, args: Mapping[str, str]) -> Sequence[Unlisted]:
    """The newest of those whose fees the reader may draw up; of one call as the address says."""
    call = row_number(args.get("call"))
    of_call = Call.id == call if call is not None else true()
    ways = (_groups, _assessed, _argued)
    found = [one for way in ways for one in way(session, sight, of_call)]
    return sorted(found, key=lambda one: one.served_at, reverse=True)[:_NEWEST]


_NEWEST = 3 * SIZE


def _groups(session: Session, sight: Sight, of_call: Condition) -> Iterator[Unlisted]:
    query = select(ReviewGroup).where(
        ReviewGroup.state == "locked",
        ~_listed(FeeList.group_id == ReviewGroup.id),
        sight.holds(ReviewGroup.kind, _DRAWERS),
        of_call,
    )
    newest = query.order_by(ReviewGroup.state_entered_at.desc()).limit(_NEWEST)
    for group in session.scalars(_whole(sight, ReviewGroup, newest)):
        name, at = name_of_panel(group), group.state_entered_at
        yield Unlisted(group.kind, group.id, 1, judged(group), name, group.call, at)


def _whole(sight: Sight, model: Any, query: Select[Any]) -> Select[Any]:
    return sight.joined(model.kind, query).options(beside_row(model.call))


def _assessed(session: Session, sight: Sight, of_call: Condition) -> Iterator[Unlisted]:
    signed_at = func.max(Opinion.signed_at)
    rounds = (
        select(Opinion.assessment_id, Opinion.round, signed_at.label("at"))
        .group_by(Opinion.assessment_id, Opinion.round)
        .having(
            func.count(Opinion.signed_at) > 0,
            func.count(Opinion.id).filter(Opinion.state == "writing") == 0,
        )
        .subquery()
    )
    query = (
        select(Assessment, rounds.c.round, rounds.c.at)
        .join(rounds, rounds.c.assessment_id == Assessment.id)
        .join(Project, Assessment.project_id == Project.id)
        .where(
            ~_listed(FeeList.assessment_id == Assessment.id, FeeList.round == rounds.c.round),
            sight.holds(Project.kind, _DRAWERS),
            of_call,
        )
        .options(joinedload(Assessment.project).joinedload(Project.proposal).options(*in_title()))
        .order_by(rounds.c.at.desc())
        .limit(_NEWEST)
    )
    for panel, round_, at in session.execute(sight.joined(Project.kind, query)):
        proposal = panel.project.proposal
        name, purpose = Text(proposal.title, proposal.title), assessed(panel)
        yield Unlisted(panel.about_kind, panel.about_id, round_, purpose, name, proposal.call, at)


def _argued(session: Session, sight: Sight, of_call: Condition) -> Iterator[Unlisted]:
    signed_at = func.max(ArgumentOpinion.signed_at)
    rounds = (
        select(ArgumentOpinion.item_id, ArgumentOpinion.round, signed_at.label("at"))
        .group_by(ArgumentOpinion.item_id, ArgumentOpinion.round)
        .having(func.count(ArgumentOpinion.signed_at) > 0)
        .subquery()
    )
    query = (
        select(Item, rounds.c.round, rounds.c.at)
        .join(rounds, rounds.c.item_id == Item.id)
        .where(
            Item.state.not_in(ARGUED_IN),
            ~_listed(FeeList.item_id == Item.id, FeeList.round == rounds.c.round),
            sight.holds(Item.kind, _DRAWERS),
            of_call,
        )
        .order_by(rounds.c.at.desc())
        .limit(_NEWEST)
    )
    for item, round_, at in session.execute(_whole(sight, Item, query)):
        name = Text(item.title, item.title)
        yield Unlisted(item.kind, item.id, round_, argued(), name, item.call, at)


def _listed(*of_panel: Condition) -> Condition:
    return exists().where(FeeList.state != "dropped", *of_panel)


def lists(session: Session, sight: Sight, args: Mapping[str, str]) -> Select[Any]:
    """Those the reader may open, newest first; narrowed, also to one call and a month of payment
    (`2026-07`), as the address says."""
    query = sight.joined(FeeList.kind, select(FeeList)).where(sight.inside(FeeList.kind))
    query = LISTS.narrowed(session, query, args)
    if (call := row_number(args.get("call"))) is not None:
        query = query.where(FeeList.call_id == call)
    if (month := _month(args.get("month", ""))) is not None:
        in_month = FeeLine.paid_on >= month[0], FeeLine.paid_on < month[1]
        query = query.where(exists().where(FeeLine.list_id == FeeList.id, *in_month))
    whole = beside_row(FeeList.call), joinedload(FeeList.group), joinedload(FeeList.assessment)
    return query.options(*whole, selectinload(FeeList.lines)).order_by(FeeList.id.desc())


def _month(typed: str) -> tuple[date, date] | None:
    """What is no month narrows nothing."""
    try:
        return month_of(parse_day(f"{typed}-01"))
    except ValueError:
        return None


def sums_by_call(session: Session, sight: Sight) -> Sequence[tuple[Call, Sums]]:
    """Of the calls the reader keeps; nothing of any one expert."""
    per_call = _summed(FeeList.call_id).group_by(FeeList.call_id)
    found = {row[0]: Sums(*map(int, row[1:])) for row in session.execute(per_call)}
    kept = select(Call).where(Call.id.in_(found), sight.holds(Call.kind, OFFICE | FINANCE))
    calls = session.scalars(sight.joined(Call.kind, kept).options(*SHORT).order_by(Call.id.desc()))
    return [(call, found[call.id]) for call in calls]


def sums_by_month(session: Session) -> Sequence[tuple[str, Sums]]:
    """By the month of payment, whose tax is declared in the next; the latest first."""
    parts = extract("year", FeeLine.paid_on), extract("month", FeeLine.paid_on)
    query = _summed(*parts).where(FeeLine.paid_on.is_not(None)).group_by(*parts)
    rows = sorted(session.execute(query).all(), reverse=True)
    return [(f"{int(row[0])}-{int(row[1]):02d}", Sums(*map(int, row[2:]))) for row in rows]


def _summed(*by: Any) -> Select[Any]:
    paid = func.coalesce(func.sum(FeeLine.net).filter(FeeLine.paid_on.is_not(None)), 0)
    return (
        select(
            *by,
            func.count(FeeList.id.distinct()),
            func.count(FeeLine.expert_id.distinct()),
            func.sum(FeeLine.net),
            func.sum(FeeLine.gross - FeeLine.net),
            paid,
        )
        .join(FeeLine, FeeLine.list_id == FeeList.id)
        .where(FeeList.approved_at.is_not(None), FeeList.state != "dropped", *_DUE)
    )


_DUE = (FeeLine.net > 0, FeeLine.given_up == "")


def own_lines(person: Person) -> Select[Any]:
    """An expert's own fees once they are approved, the newest first."""
    return (
        select(FeeLine)
        .join(FeeLine.expert)
        .join(FeeLine.fee_list)
        .where(
            Expert.person_id == person.id,
            FeeLine.net > 0,
            FeeList.approved_at.is_not(None),
            FeeList.state.in_(("payable", "paid")),
        )
        .options(
            joinedload(FeeLine.fee_list).options(
                beside_row(FeeList.call),
                joinedload(FeeList.group),
                joinedload(FeeList.assessment),
            )
        )
        .order_by(FeeLine.id.desc())
    )


def lacks_account() -> Condition:
    """That a fee waits for this expert to name an account."""
    of_expert = FeeLine.expert_id == Expert.id
    waits = FeeLine.paid_on.is_(None), FeeList.state == "payable", *_DUE
    return and_(
        exists().where(of_expert, FeeLine.list_id == FeeList.id, *waits),
        ~exists().where(ExpertAccount.expert_id == Expert.id),
    )


def own_years(session: Session, person: Person) -> Sequence[tuple[int, int, int]]:
    """(year, after tax, tax) of what was paid, for the tax return; the latest first."""
    year = extract("year", FeeLine.paid_on)
    query = (
        select(year, func.sum(FeeLine.net), func.sum(FeeLine.gross - FeeLine.net))
        .join(FeeLine.expert)
        .where(Expert.person_id == person.id, FeeLine.paid_on.is_not(None))
        .group_by(year)
    )
    rows = sorted(session.execute(query).all(), reverse=True)
    return [(int(when), int(net), int(tax)) for when, net, tax in rows]

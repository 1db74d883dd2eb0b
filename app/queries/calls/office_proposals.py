"""The office's list of proposals, of all calls or one: filtered, searched, sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from app.access.roles import OFFICE
from app.models import Call, Proposal
from app.numbers import row_number
from app.queries.figures.funnel import last_step
from app.queries.sight.names import in_line
from app.queries.sight.seeing import Sight
from app.queries.words import common_terms, with_terms
from app.services.finding.words import terms
from workflows.funnel import FUNNELS, Step

SORTS = ("moved", "rank", "newest")
_CALLS_MOST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """`q` is searched for as on the page of the search; `call` 0: all of them. `reached`: a step
    of that call's funnel, `stopped`: and no further."""

    q: str = ""
    call: int = 0
    state: str = ""
    sort: str = "moved"
    reached: str = ""
    stopped: bool = False

    @classmethod
    def of(cls, args: Mapping[str, str], *, reads_ranking: Callable[[int], bool]) -> Filters:
        """As they stand in the address of the page. What is searched for comes newest first, as
        its words lie; ranks are those of one call, for whoever `reads_ranking` of it."""
        number, sort = row_number(args.get("call")) or 0, args.get("sort", "")
        asked = args.get("q", "").strip()[:80]
        by_rank = sort == "rank" and number and reads_ranking(number)
        if asked or sort not in SORTS or (sort == "rank" and not by_rank):
            sort = "newest" if asked else "moved"
        state, reached = args.get("state", "")[:40], args.get("reached", "")[:40]
        return cls(asked, number, state, sort, reached, bool(args.get("stopped")))


def office_proposals(session: Session, sight: Sight, filters: Filters) -> Select[Any]:
    """Drafts are their writers' own affair."""
    query = sight.joined("proposal", select(Proposal)).where(
        Proposal.state != "draft", sight.holds("proposal", OFFICE)
    )
    if filters.call:
        query = query.where(Proposal.call_id == filters.call)
    if filters.state:
        query = query.where(_is_in(filters))
    if filters.reached and (step := step_chosen(session, filters)):
        query = query.where(_came_to(step, filters.stopped))
    if filters.sort == "rank":
        query = query.where(Proposal.rank.is_not(None))
    asked = terms(filters.q)
    common = common_terms(session, ["proposal"], asked)
    query, number = with_terms("proposal", query, asked, Proposal.id, common)
    if filters.call and asked:
        query = query.where(number.between(*_ends_of(filters.call)))
    return query.options(*in_line()).order_by(*_order_by(filters, number))


def _ends_of(call: int) -> tuple[Any, Any]:
    """Its first and its last proposal: words lie in the order of numbers, and those of other
    seasons need not be looked through."""
    of_call = select(Proposal.id).where(Proposal.call_id == call)
    first, last = of_call.order_by(Proposal.id), of_call.order_by(Proposal.id.desc())
    return first.limit(1).scalar_subquery(), last.limit(1).scalar_subquery()


def step_chosen(session: Session, filters: Filters) -> tuple[str, Step] | None:
    """The mechanism of the chosen call, and the step of its funnel that is asked for."""
    call = session.get(Call, filters.call) if filters.call else None
    steps = FUNNELS[call.mechanism_key] if call else ()
    found = next((step for step in steps if step.key == filters.reached), None)
    return (call.mechanism_key, found) if call and found else None


def _came_to(chosen: tuple[str, Step], stopped: bool) -> ColumnElement[bool]:
    mechanism, step = chosen
    last, place = last_step(mechanism), FUNNELS[mechanism].index(step)
    return last == place if stopped else last >= place


def _is_in(filters: Filters) -> ColumnElement[bool]:
    """An order that begins with the state would be taken to do without it beside an equation."""
    if _begins_with_state(filters):
        return Proposal.state.between(filters.state, filters.state)
    return Proposal.state == filters.state


def _begins_with_state(filters: Filters) -> bool:
    """What moved last in one state of all calls lies far behind what moved in others, so that this
    list goes by an index that begins with the state."""
    return bool(filters.state) and not filters.call and filters.sort == "moved"


def _order_by(filters: Filters, number: Any) -> tuple[Any, ...]:
    match filters.sort:
        case "rank":
            return Proposal.rank, number
        case "newest":
            return (number.desc(),)
    moved = Proposal.state_entered_at.desc(), number.desc()
    return (Proposal.state.desc(), *moved) if _begins_with_state(filters) else moved


def calls_to_choose(session: Session) -> Sequence[Row[int, int, str, str]]:
    """Number, year and both titles of the newest ones, the newest year first; an older one is
    reached from its own page."""
    return session.execute(_TO_CHOOSE).all()


_TO_CHOOSE = (
    select(Call.id, Call.year, Call.title, Call.title_en)
    .where(Call.state != "draft")
    .order_by(Call.year.desc(), Call.id.desc())
    .limit(_CALLS_MOST)
)

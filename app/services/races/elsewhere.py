"""Who leads a team in another race: nobody leads in two at a time (R2, R17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.models import Call, Proposal, Race, Team
from app.queries.calls.notices import is_promoted_untold, is_to_be_noticed
from app.services.races.finding import IN_RACE
from workflows.engine.text import Text


def races_elsewhere(session: Session, proposal: Proposal) -> Iterator[Text]:
    """Nobody leads in two at a time. A team begins with the public notice, a reserve that was
    promoted with its contract; until then what chose it counts."""
    for other in _others(session, [proposal], is_to_be_noticed()):
        yield _standing(other.team, other.state).format(title=proposal.title, race=other.race)


def leaders_racing_elsewhere(session: Session, proposals: Sequence[Proposal]) -> frozenset[int]:
    """Of proposals of one call, the ids of the leaders for whom there is a reason of this kind."""
    return frozenset(other.leader for other in _others(session, proposals, is_to_be_noticed()))


def races_elsewhere_as_told(session: Session, proposal: Proposal) -> Iterator[Text]:
    """The same as its leader may read it: before a public notice whatever was decided counts alike,
    so that what is refused tells nobody of being chosen."""
    untold = or_(Proposal.state.in_(_UNTOLD), is_promoted_untold())
    for other in _others(session, [proposal], untold):
        is_untold = other.state in (*_UNTOLD, "reserve")
        standing = _IS_UNTOLD if is_untold else _standing(other.team, other.state)
        yield standing.format(title=proposal.title, race=other.race)


class _Other(NamedTuple):
    """What a leader has in another race: the state of its team, if there is one, and its own."""

    leader: int
    race: str
    team: str | None
    state: str


def _others(
    session: Session, proposals: Sequence[Proposal], chosen: ColumnElement[bool]
) -> Sequence[_Other]:
    """Of the leaders of these proposals of one call. One statement."""
    leaders = [proposal.pi_id for proposal in proposals]
    calls = [proposal.call_id for proposal in proposals]
    runs = Team.state.in_(("entered", *IN_RACE))
    promoted = and_(Team.state == "reserve", Proposal.state.in_(_PROMOTED))
    others = (
        select(Proposal.pi_id, Call.title, Team.state, Proposal.state)
        .select_from(Race)
        .join(Call, Call.id == Race.call_id)
        .join(Proposal, Proposal.call_id == Race.call_id)
        .outerjoin(Team, Team.proposal_id == Proposal.id)
        .where(Proposal.pi_id.in_(leaders), Proposal.call_id.not_in(calls))
        .where(or_(runs, promoted, chosen))
        .order_by(Race.id)
    )
    return [_Other(*row) for row in session.execute(others)]


_UNTOLD = ("awaiting_notice", "proposed")
_PROMOTED = ("notice", "objection", "re_review", "scored", "approved")
"""Where a proposal stands whose team is still a reserve."""


def _standing(team: str | None, state: str) -> Text:
    if team in ("entered", *IN_RACE):
        return _RACES_ALREADY
    return _IS_PROMOTED if state in _PROMOTED else _IS_CHOSEN


_RACES_ALREADY = Text(
    "《{title}》负责人已在“{race}”参赛",
    "the project leader of “{title}” is already racing in “{race}”",
)
_IS_CHOSEN = Text(
    "《{title}》负责人已议定入围“{race}”，待公示",
    "the project leader of “{title}” has been shortlisted for “{race}”, pending public notice",
)
_IS_PROMOTED = Text(
    "《{title}》负责人已递补入围“{race}”",
    "the project leader of “{title}” has been promoted into “{race}”",
)
_IS_UNTOLD = Text(
    "《{title}》负责人申报“{race}”的结果尚未公示，公示后再办",
    "the result of the application to “{race}” by the project leader of “{title}” is "
    "not on public notice yet; wait until it is",
)

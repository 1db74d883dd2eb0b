"""Who leads a team in another race: nobody leads in two at a time (R2, R17)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.models import Proposal, Race, Team
from app.queries.calls.notices import is_promoted_untold, is_to_be_noticed
from app.services.races.finding import IN_RACE
from workflows.engine.text import Text


def races_elsewhere(session: Session, proposal: Proposal) -> Iterator[Text]:
    """Nobody leads in two at a time. A team begins with the public notice, a reserve that was
    promoted with its contract; until then what chose it counts."""
    for team, state, words in _others(session, proposal, is_to_be_noticed()):
        yield _standing(team, state).format(**words)


def races_elsewhere_as_told(session: Session, proposal: Proposal) -> Iterator[Text]:
    """The same as its leader may read it: before a public notice whatever was decided counts alike,
    so that what is refused tells nobody of being chosen."""
    for team, state, words in _others(
        session, proposal, or_(Proposal.state.in_(_UNTOLD), is_promoted_untold())
    ):
        standing = _IS_UNTOLD if state in (*_UNTOLD, "reserve") else _standing(team, state)
        yield standing.format(**words)


def _others(
    session: Session, proposal: Proposal, chosen: ColumnElement[bool]
) -> Iterator[tuple[str | None, str, dict[str, str]]]:
    """Of what this leader has in other races: the state of its team and its own, and its names."""
    runs = Team.state.in_(("entered", *IN_RACE))
    promoted = and_(Team.state == "reserve", Proposal.state.in_(_PROMOTED))
    others = session.execute(
        select(Race, Team.state, Proposal.state)
        .join(Proposal, Proposal.call_id == Race.call_id)
        .outerjoin(Team, Team.proposal_id == Proposal.id)
        .where(Proposal.pi_id == proposal.pi_id, Proposal.call_id != proposal.call_id)
        .where(or_(runs, promoted, chosen))
        .order_by(Race.id)
    )
    for race, team, state in others:
        yield team, state, {"title": proposal.title, "race": race.title}


_UNTOLD = ("awaiting_notice", "proposed")
_PROMOTED = ("notice", "objection", "approved")
"""Where a proposal stands whose team is still a reserve."""


def _standing(team: str | None, state: str) -> Text:
    if team in ("entered", *IN_RACE):
        return _RACES_ALREADY
    return _IS_PROMOTED if state in _PROMOTED else _IS_CHOSEN


_RACES_ALREADY = Text(
    "《{title}》负责人已在“{race}”参赛", "the leader of “{title}” races in “{race}” already"
)
_IS_CHOSEN = Text(
    "《{title}》负责人已议定入围“{race}”，待公示",
    "the leader of “{title}” is chosen for “{race}”, whose notice is to come",
)
_IS_PROMOTED = Text(
    "《{title}》负责人已递补入围“{race}”", "the leader of “{title}” is promoted into “{race}”"
)
_IS_UNTOLD = Text(
    "《{title}》负责人申报“{race}”的结果尚未公示，公示后再办",
    "the result of the leader of “{title}” in “{race}” is not on public notice yet, and is "
    "waited for",
)

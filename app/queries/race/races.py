"""Races as lists, and one race with everything its board shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.asked import Listed, ask_together, hang, hanging_on
from app.models import (
    Call,
    Letter,
    Payment,
    PendingSignature,
    Project,
    Proposal,
    Race,
    ReviewGroup,
    Stage,
    StageResult,
    Team,
)
from app.services.door.pending_signatures import SIGNATURES
from app.services.races.evidence import RESULT
from app.services.races.finding import MECHANISM, PROJECTS

BEFORE_POSTING = ("draft",)
_WITH_CALL = (joinedload(Race.call).joinedload(Call.programme),)


def public_races() -> Select[Any]:
    """Never one that is not posted."""
    return (
        select(Race)
        .where(Race.state.not_in(BEFORE_POSTING))
        .options(*_WITH_CALL)
        .order_by(Race.id.desc())
    )


def public_race_of(session: Session, call: Call) -> Race | None:
    """What a call for teams asks of them, once it is posted."""
    if call.mechanism_key != MECHANISM:
        return None
    return session.scalars(public_races().where(Race.call_id == call.id)).first()


def whole_race(session: Session, number: int, *more: Listed[Any]) -> Race | None:
    """With its stages, their results, its routes and teams; a page has them by two statements, and
    with them what else of the race it asks for."""
    race = session.get(Race, number, options=_WITH_CALL)
    if race is None:
        return None
    parts = _parts()
    given = {"race": race.id, "kind": race.kind, "case": race.id}
    ask_together(session, *parts.values(), _RESULTS, PROJECTS, _SIGNED, *more, **given)
    hang(session, race, parts, race=race.id)
    results = defaultdict(list)
    for result in _RESULTS.of(session, race=race.id):
        results[result.stage_id].append(result)
    for stage in race.stages:
        set_committed_value(stage, "results", results[stage.id])
        for team in race.teams:
            its = [one for one in results[stage.id] if one.team_id == team.id]
            RESULT.keep(session, its, stage=stage.id, team=team.id)
    _hand_out_signatures(session, race)
    return race


def _hand_out_signatures(session: Session, race: Race) -> None:
    signed = defaultdict(list)
    for signature in _SIGNED.of(session, race=race.id):
        signed[signature.case_kind, signature.case_id].append(signature)
    for kind, number in ((race.kind, race.id), *((team.kind, team.id) for team in race.teams)):
        SIGNATURES.keep(session, signed[kind, number], kind=kind, case=number)


_TEAMS = select(Team.id).where(Team.race_id == bindparam("race"))
_SIGNED = Listed(
    PendingSignature,
    or_(
        and_(
            PendingSignature.case_kind == Race.kind, PendingSignature.case_id == bindparam("race")
        ),
        and_(PendingSignature.case_kind == Team.kind, PendingSignature.case_id.in_(_TEAMS)),
    ),
    order=(PendingSignature.id,),
)
_OF_RACE = select(Stage.id).where(Stage.race_id == bindparam("race"))
_RESULTS = Listed(
    StageResult,
    StageResult.stage_id.in_(_OF_RACE),
    order=(StageResult.stage_id, StageResult.team_id),
)


@cache
def _parts() -> dict[str, Listed[Any]]:
    """By the name of their attribute."""
    proposal = joinedload(Team.proposal)
    return {
        "stages": hanging_on(
            Race.stages, "race", joinedload(Stage.group).joinedload(ReviewGroup.chair)
        ),
        "routes": hanging_on(Race.routes, "race"),
        "teams": hanging_on(
            Race.teams,
            "race",
            joinedload(Team.route),
            proposal.joinedload(Proposal.lead_unit),
            proposal.joinedload(Proposal.pi),
        ),
    }


PUBLIC_LETTERS = Listed(
    Letter,
    or_(
        and_(Letter.about_kind == "race", Letter.about_id == bindparam("race")),
        and_(Letter.about_kind == "stage", Letter.about_id.in_(_OF_RACE)),
    ),
    Letter.is_public,
    Letter.state == "filed",
    order=(Letter.id,),
    options=(joinedload(Letter.number),),
)


def public_letters(session: Session, race: Race) -> Sequence[Letter]:
    """The filed public letters of a race and of its stages, oldest first."""
    return PUBLIC_LETTERS.of(session, race=race.id)


PAYMENTS = Listed(
    Payment,
    Payment.project_id.in_(
        select(Project.id)
        .join(Team, Team.proposal_id == Project.proposal_id)
        .where(Team.race_id == bindparam("race"))
    ),
    order=(Payment.id,),
    options=(joinedload(Payment.project).joinedload(Project.proposal),),
)


def payments_of(session: Session, race: Race) -> Sequence[Payment]:
    """Every order of the race, by the time it was made."""
    return PAYMENTS.of(session, race=race.id)

"""The board: what the rules publish for everybody, money and prospects for the office; now, or as
it stood after any of its turning points."""

from __future__ import annotations

from datetime import datetime

from flask import Response, abort, g, render_template, request
from flask_login import current_user

from app.access.guard import open_to_all
from app.access.roles import roles_on
from app.models import Race, Team
from app.pictures.lanes import lanes_picture
from app.pictures.picture import Picture
from app.pictures.race_money import money_picture
from app.queries.calls.results import PUBLISHED_IN_RACE, results_in
from app.queries.narrowing import Narrowing
from app.queries.race.own_teams import teams_seen
from app.queries.race.playback import playback_of
from app.queries.race.races import (
    BEFORE_POSTING,
    PAYMENTS,
    PUBLIC_LETTERS,
    payments_of,
    public_letters,
    public_races,
    whole_race,
)
from app.queries.record.trail import trail_of
from app.queries.sight.seeing import Sight
from app.services.calendars import CALENDAR
from app.services.door.offering import offers
from app.services.door.pending_signatures import still_to_sign
from app.services.history import ROWS
from app.services.races import noticing, refocusing, retesting, supplementing
from app.services.races.board import Board, awaited, board_of
from app.services.races.halting import halt_of
from app.services.races.indicators import in_words
from app.services.races.lanes import lanes_of, readings_of
from app.services.races.moments import present
from app.services.races.standing import crossed, standing
from app.services.races.ways_out import ways_out
from app.web.race.blueprint import blueprint
from app.web.shared.navigation import my_roles
from app.web.shared.open_files import open_file
from app.web.shared.pictures import as_file
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
from workflows.hands import CHAIR, HOUSE
from workflows.race.formulas import FORMULAS
from workflows.roles import Role

_RACES = Narrowing({"race": Race.id}, Race, never=BEFORE_POSTING)


@blueprint.get("")
@open_to_all
def index() -> str:
    listed = _RACES.narrowed(g.db, public_races(), request.args)
    return render_template("race/index.html", page=stretch_of(g.db, listed, place()), by=_RACES)


@blueprint.get("/<int:number>")
@open_to_all
def board(number: int) -> str:
    race, roles = _race(number)
    inside, signs = bool(roles & HOUSE), bool(roles & CHAIR & still_to_sign(g.db, race))
    playback = playback_of(g.db, race, request.args.get("at", type=int))
    found = board_of(g.db, race, g.now, playback.moment)
    own = _own_teams(race)
    late_entry = supplementing.is_open(race, g.now)
    moment = present(race)
    now = lanes_of(race, moment)
    return render_template(
        "race/board.html",
        case=race,
        board=found,
        standing=standing(race, now),
        crossed=[(lane, readings_of(race, lane.team, moment)) for lane in crossed(now)],
        playback=playback,
        inside=inside,
        own=own,
        retested=frozenset(t.id for t in race.teams if t.id in own and _presides(t)),
        roles=roles,
        halt=halt_of(g.db, race),
        awaited=awaited(g.db, race, g.now, roles),
        may_refocus=refocusing.closed_to(race) is None,
        results_on_notice=noticing.results_on_notice(g.db, race, g.now),
        results_withdrawn=noticing.results_withdrawn(g.db, race),
        target_on_notice=noticing.target_on_notice(g.db, race, g.now),
        late_entry=late_entry,
        enter_until=race.entry_until if late_entry else _applications_close(race),
        ways_out=ways_out(g.db, race, g.now) if inside else (),
        offers=offers(g.db, race, current_user.person, g.now) if inside or signs else (),
        history=trail_of(g.db, race, current_user.person, roles) if inside else (),
        payments=payments_of(g.db, race) if inside else (),
        letters=public_letters(g.db, race),
        formula=FORMULAS[race.formula].label,
        in_words=in_words,
        lanes=_lanes(race, found),
        results=results_in(g.db, race),
        money=_money(race, found) if inside else None,
    )


@blueprint.get("/<int:number>/lanes.<any(svg, xlsx):form>")
@open_to_all
@open_file
def lanes_file(number: int, form: str) -> Response:
    """As the board shows it, now or at the same moment."""
    race, _roles_on_it = _race(number)
    return as_file(_lanes(race, _board(race)), form)


@blueprint.get("/<int:number>/money.<any(svg, xlsx):form>")
@open_to_all
def money_file(number: int, form: str) -> Response:
    race, roles = _race(number)
    if not (roles & HOUSE and race.stage):
        abort(404)
    return as_file(_money(race, _board(race)), form)


def _race(number: int) -> tuple[Race, frozenset[Role]]:
    """What is not posted yet exists for the office only."""
    for_house = (PAYMENTS, ROWS) if (my_roles() or frozenset()) & HOUSE else ()
    race = whole_race(g.db, number, PUBLIC_LETTERS, *CALENDAR, PUBLISHED_IN_RACE, *for_house)
    if race is None:
        abort(404)
    roles = _roles(race)
    if race.state in BEFORE_POSTING and not roles & HOUSE:
        abort(404)
    return race, roles


def _applications_close(race: Race) -> datetime | None:
    """Until when teams may enter by the call; None while none may."""
    return race.call.close_at if race.call.state == "open" else None


def _board(race: Race) -> Board:
    playback = playback_of(g.db, race, request.args.get("at", type=int))
    return board_of(g.db, race, g.now, playback.moment)


def _lanes(race: Race, found: Board) -> Picture:
    return lanes_picture(found.lanes, len(race.stages), language())


def _money(race: Race, found: Board) -> Picture:
    return money_picture(found.purse, race.pool, language())


def _own_teams(race: Race) -> frozenset[int]:
    """Whose own page the reader may open."""
    if not current_user.is_authenticated:
        return frozenset()
    return teams_seen(g.db, race, Sight(g.db, current_user.person, g.now))


def _presides(team: Team) -> bool:
    """Whether the reader signs a re-test of it, and is none of the team."""
    return retesting.chair_of(team) is current_user.person


def _roles(race: Race) -> frozenset[Role]:
    if not current_user.is_authenticated:
        return frozenset()
    return roles_on(g.db, current_user.person, race, g.now)

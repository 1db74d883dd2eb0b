"""The board: what the rules publish for everybody, money and forecast for the office; now, or as it
stood after any of its turning points."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup

from app.access.guard import open_to_all
from app.access.roles import roles_on
from app.models import Race
from app.queries.playback import playback_of
from app.queries.races import (
    BEFORE_POSTING,
    payments_of,
    public_letters,
    public_races,
    whole_race,
)
from app.queries.trail import trail_of
from app.services.moves import offers
from app.services.races import refocusing, supplementing
from app.services.races.board import Board, awaited, board_of
from app.services.races.indicators import in_words
from app.services.races.money_picture import money_picture
from app.services.races.picture import lanes_picture
from app.services.races.ways_out import ways_out
from app.web.race.blueprint import blueprint
from app.web.shared.paging import page_number, page_of
from workflows.hands import HOUSE
from workflows.race.formulas import FORMULAS
from workflows.roles import Role


@blueprint.get("")
@open_to_all
def index() -> str:
    return render_template("race/index.html", page=page_of(g.db, public_races(), page_number()))


@blueprint.get("/<int:number>")
@open_to_all
def board(number: int) -> str:
    race = whole_race(g.db, number)
    if race is None:
        abort(404)
    roles = _roles(race)
    inside = bool(roles & HOUSE)
    if race.state in BEFORE_POSTING and not inside:
        abort(404)
    playback = playback_of(g.db, race, request.args.get("at", type=int))
    found = board_of(g.db, race, g.now, playback.moment)
    return render_template(
        "race/board.html",
        case=race,
        board=found,
        playback=playback,
        inside=inside,
        roles=roles,
        awaited=awaited(race, g.now),
        may_refocus=refocusing.may_write(race),
        late_entry=supplementing.is_open(race, g.now),
        ways_out=ways_out(g.db, race, g.now) if inside else (),
        offers=offers(g.db, race, current_user.person, g.now) if inside else (),
        history=trail_of(g.db, race, current_user.person, roles) if inside else (),
        payments=payments_of(g.db, race) if inside else (),
        letters=public_letters(g.db, race),
        formula=FORMULAS[race.formula].label,
        in_words=in_words,
        **_pictures(race, found),
    )


def _pictures(race: Race, found: Board) -> dict[str, Any]:
    """Everything that people wrote has been escaped in the pictures."""
    language = str(get_locale())
    lanes = lanes_picture(found.lanes, len(race.stages), language)
    money = money_picture(found.purse, race.pool, language)
    return {
        "lanes_picture": Markup(lanes),  # noqa: S704 - escaped where it is drawn
        "money_picture": Markup(money),  # noqa: S704 - the same
    }


def _roles(race: Race) -> frozenset[Role]:
    if not current_user.is_authenticated:
        return frozenset()
    return roles_on(g.db, current_user.person, race, g.now)

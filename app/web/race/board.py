"""The board: what the rules publish for everybody, money and forecast for the office."""

from __future__ import annotations

from flask import abort, g, render_template
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup

from app.access.guard import open_to_all
from app.access.roles import roles_on
from app.models import Race
from app.queries.races import (
    BEFORE_POSTING,
    payments_of,
    public_letters,
    public_races,
    whole_race,
)
from app.queries.trail import trail_of
from app.services.moves import offers
from app.services.races.board import PUBLISHED, board_of
from app.services.races.indicators import in_words
from app.services.races.picture import lanes_picture
from app.web.race.blueprint import OFFICE, blueprint
from app.web.shared.paging import page_number, page_of
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
    inside = bool(roles & OFFICE)
    if race.state in BEFORE_POSTING and not inside:
        abort(404)
    found = board_of(g.db, race, g.now)
    picture = lanes_picture(found, len(race.stages), str(get_locale()))
    return render_template(
        "race/board.html",
        case=race,
        board=found,
        # Everything that people wrote has been escaped in the picture.
        picture=Markup(picture),  # noqa: S704
        inside=inside,
        roles=roles,
        offers=offers(g.db, race, current_user.person, g.now) if inside else (),
        history=trail_of(g.db, race, current_user.person, roles) if inside else (),
        payments=payments_of(g.db, race) if inside else (),
        letters=public_letters(g.db, race),
        formula=FORMULAS[race.formula].label,
        published=PUBLISHED,
        in_words=in_words,
    )


def _roles(race: Race) -> frozenset[Role]:
    if not current_user.is_authenticated:
        return frozenset()
    return roles_on(g.db, current_user.person, race, g.now)

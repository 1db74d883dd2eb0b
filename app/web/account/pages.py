"""The blueprint that the pages of this package register on, and what is one's own there."""

from __future__ import annotations

from flask import Blueprint, abort, g
from flask_login import current_user

from app.queries.administering.identity import Owned, own

blueprint = Blueprint("account", __name__, url_prefix="/account")


def own_or_404(model: type[Owned], number: int) -> Owned:
    row = own(g.db, model, current_user.person, number)
    if row is None:
        abort(404)
    return row

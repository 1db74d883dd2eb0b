"""Lists of a unit's proposals and of a recommender's jurisdiction."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.queries.books.consortia import shares_of_administered
from app.queries.calls.proposals import (
    RECOMMENDED_HERE,
    SEALED_HERE,
    projects_of,
    proposals_of_jurisdiction,
    proposals_of_unit,
    quotas_of,
)
from app.services.money.shares import standings
from app.web.shared.navigation import Entry
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("unit", __name__)

NAVIGATION = (
    Entry(
        Text("本单位申报", "Our unit's proposals"),
        "unit.sealing",
        frozenset({Role.UNIT_ADMIN}),
        Text("审核、盖章或退回本单位的申报书", "Review, stamp or return your unit's proposals"),
    ),
    Entry(
        Text("单位人员", "People of the unit"),
        "unit.people",
        frozenset({Role.UNIT_ADMIN, Role.SYS_ADMIN}),
        Text(
            "确认谁是本单位人员，移出离开的人",
            "Confirm who belongs to your unit and remove those who have left",
        ),
    ),
    Entry(
        Text("辖区推荐", "Recommendations"),
        "unit.recommending",
        frozenset({Role.RECOMMENDER}),
        Text("推荐本辖区单位的申报书", "Recommend proposals from units in your area"),
    ),
)


_RECOMMENDING = ("recommend_review", (("recommend", Text("推荐", "Recommend")),))
"""The state of what can be chosen, and the moves of many."""


@blueprint.get("/unit/proposals")
@holding(Role.UNIT_ADMIN)
def sealing() -> str:
    listed = SEALED_HERE.narrowed(g.db, proposals_of_unit(current_user.person), request.args)
    page = stretch_of(g.db, listed, place())
    shares = stretch_of(g.db, shares_of_administered(current_user.person), place("shares"))
    return render_template(
        "unit/list.html",
        page=page,
        projects=projects_of(g.db, page.rows),
        shares=shares,
        share_stands=standings(g.db, shares.rows),
        heading=_("本单位申报"),
        listing="our-proposals",
        by=SEALED_HERE,
    )


@blueprint.get("/recommending/proposals")
@holding(Role.RECOMMENDER)
def recommending() -> str:
    jurisdiction = proposals_of_jurisdiction(current_user.person)
    listed = RECOMMENDED_HERE.narrowed(g.db, jurisdiction, request.args)
    page = stretch_of(g.db, listed, place())
    return render_template(
        "unit/list.html",
        page=page,
        heading=_("辖区推荐"),
        listing="recommending",
        by=RECOMMENDED_HERE,
        many=_RECOMMENDING,
        quotas=quotas_of(g.db, current_user.person),
    )

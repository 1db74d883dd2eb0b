"""The fund of a project: for its own people, and for the office that freezes and recovers it."""

from __future__ import annotations

from flask import g, render_template, request
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Fund
from app.queries.attention.falling import falling
from app.queries.books import money as query
from app.queries.books.consortia import consortium
from app.queries.books.money_panel import INSIDE, money_of
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.money.funds import matching_of
from app.services.money.matching import SOURCES, is_counted
from app.services.money.positions import position
from app.services.money.reckoning import reckoned
from app.services.money.recovering import announced
from app.web.finance.blueprint import READERS, SEES_EVIDENCE, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place, stretch_of
from workflows.money.budget import NEGATIVE_LIST
from workflows.roles import Role


@blueprint.get("/finance/funds")
@holding(*READERS)
def funds() -> str:
    """Frozen, being recovered, in default: what somebody has to end."""
    hidden = hidden_from_me()
    listed = query.FUNDS.narrowed(g.db, query.funds(hidden, query.WATCHED), request.args)
    return render_template(
        "finance/funds.html",
        counts=query.funds_by_state(g.db, hidden),
        by=query.FUNDS,
        page=stretch_of(g.db, listed, place()),
    )


@blueprint.get("/finance/funds/<int:number>")
@signed_in
def fund(number: int) -> str:
    """The history of a freeze names its cause and is for the office; others read the class."""
    case: Fund = case_or_404("fund", number, parts=read_parts)
    is_inside = bool(g.roles & INSIDE)
    stands = position(g.db, case.project)
    reckoning, counts_matching = reckoned(g.db, case), is_counted(case.project)
    return render_template(
        "finance/fund.html",
        case=case,
        money=money_of(g.db, case.project, g.roles),
        reckoning=reckoning,
        announced=announced(g.db, case),
        matching=matching_of(g.db, case.project),
        units=consortium(g.db, case.project, stands),
        sources=SOURCES,
        counts_matching=counts_matching,
        roles=g.roles,
        sees_evidence=bool(g.roles & frozenset(SEES_EVIDENCE)),
        reverses=counts_matching and bool(g.roles & {Role.UNIT_FINANCE, Role.FINANCE}),
        reverses_of=None if Role.FINANCE in g.roles else {case.project.proposal.lead_unit_id},
        negative_list=NEGATIVE_LIST if _is_lump_sum(case) else (),
        falls=falling(g.db, case) if reckoning.owed else None,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles) if is_inside else (),
    )


def _is_lump_sum(fund: Fund) -> bool:
    return fund.project.proposal.call.budget_mode == "lump_sum"

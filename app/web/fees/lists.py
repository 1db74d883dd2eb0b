"""The lists of experts' fees: those to be drawn up, each list, what the bank is given, the sums."""

from __future__ import annotations

from io import BytesIO

from flask import Response, flash, g, render_template, request
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import FeeList
from app.queries.books import fees as query
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.queries.sight.seeing import Sight
from app.services.door.offering import offers
from app.services.fees import accounts, bank_sheet, drawing_up, paying
from app.services.fees.serving import EXCLUDED
from app.services.fees.wording import purpose_of, standing_of
from app.services.files.sheets import XLSX
from app.web.fees.blueprint import DRAWERS, KEEPERS, SUMMING, blueprint
from app.web.shared.downloads import as_download
from app.web.shared.filters import all_said
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.money.fees import FORMS, STANDINGS
from workflows.roles import Role


@blueprint.get("/fees")
@holding(*KEEPERS)
def index() -> str:
    sight = Sight(g.db, current_user.person, g.now)
    return render_template(
        "fees/index.html",
        page=stretch_of(g.db, query.lists(g.db, sight, request.args), place()),
        unlisted=query.unlisted(g.db, sight, request.args) if _holds(*DRAWERS) else (),
        may_draw=_holds(*DRAWERS),
        by=query.LISTS,
        purpose_of=purpose_of,
    )


@blueprint.get("/fees/sums")
@holding(*SUMMING)
def sums() -> str:
    """By call for the office; by month for whoever pays and declares the tax."""
    sight = Sight(g.db, current_user.person, g.now)
    return render_template(
        "fees/sums.html",
        by_call=query.sums_by_call(g.db, sight),
        by_month=query.sums_by_month(g.db) if _holds(Role.FINANCE, Role.SUPERVISOR) else (),
        keeps=_holds(*KEEPERS),
    )


@blueprint.post("/fees/new/<kind>/<int:number>/<int:round_>")
@holding(*DRAWERS)
def draw_up(kind: str, number: int, round_: int) -> Response:
    """Of the panel of that case in that round."""
    case = case_or_404(kind, number, *DRAWERS, to_write=True)
    answer = drawing_up.draw_up(g.db, case, round_, current_user.person, g.now)
    if isinstance(answer, FeeList):
        return see_other("fees.write", number=answer.id)
    flash(" ".join(all_said(answer)), "warning")
    return see_other("fees.index")


@blueprint.get("/fees/<int:number>")
@holding(*KEEPERS)
def one(number: int) -> str:
    case: FeeList = case_or_404("fee_list", number, *KEEPERS, parts=read_parts)
    known = accounts.with_account(g.db, case.lines)
    undue = drawing_up.unearned(g.db, case) if case.state == "payable" else {}
    for_bank = [one for one in paying.next_for_bank(case) if one not in undue]
    can_be_paid = case.state == "payable" and any(one.expert_id in known for one in for_bank)
    return render_template(
        "fees/one.html",
        case=case,
        purpose=purpose_of(case),
        accounts=known,
        forms=FORMS,
        standings=STANDINGS,
        excluded=EXCLUDED,
        standing_of=standing_of,
        may_write=case.state == "drawn_up" and case.drawn_by_id == current_user.person.id,
        may_read_accounts=Role.FINANCE in g.roles and can_be_paid,
        at_bank=paying.given_to_bank(case),
        undue=undue,
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


@blueprint.post("/fees/<int:number>/bank")
@holding(Role.FINANCE)
def bank(number: int) -> Response:
    """What the bank transfers next; that the accounts were read is on record."""
    case: FeeList = case_or_404("fee_list", number, Role.FINANCE, to_write=True)
    if case.state != "payable":
        return see_other("fees.one", number=number)
    lines = accounts.read_for_bank(g.db, case, current_user.person, g.now)
    return as_download(BytesIO(bank_sheet.write(case, lines)), XLSX, f"{case.number}.xlsx")


def _holds(*roles: Role) -> bool:
    return bool((my_roles() or frozenset()) & frozenset(roles))

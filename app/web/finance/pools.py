"""The pool of each year: which calls draw on it, what is free, and how it is entered."""

from __future__ import annotations

from flask import Response, abort, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import NumberRange

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import AnnualPool
from app.numbers import row_number
from app.queries.books import annual_pools as query
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.money import annual_pools
from app.services.money.annual_pools import PoolDraft
from app.web.finance.blueprint import PLANNERS, READERS, blueprint
from app.web.shared.fields import DayField, LineField, MoneyField, ParagraphField, WholeField
from app.web.shared.forms import Form, Required
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from workflows.engine.calendar import local_date
from workflows.roles import Role


class PoolForm(Form):
    year = WholeField(
        _l("年度"), [Required(), NumberRange(2000, 2100, message=_l("请填写四位年份。"))]
    )
    amount = MoneyField(_l("盘子总额"), [Required()])
    document_number = LineField(_l("预算批复文号"), [Required()], most=60)
    document_date = DayField(_l("批复日期"), [Required()])
    reason = ParagraphField(_l("调整理由（该年度已有盘子时填写）"), most=2000)


@blueprint.get("/finance/pools")
@holding(*READERS)
def pools() -> str:
    return render_template("finance/pools.html", years=query.years(g.db), may_enter=_may_enter())


@blueprint.get("/finance/pools/<int:year>")
@holding(*READERS)
def pool_year(year: int) -> str:
    found = next((row for row in query.years(g.db) if row.year == year), None)
    if found is None:
        abort(404)
    return render_template(
        "finance/pool_year.html",
        of=found,
        drawings=query.drawings(g.db, year),
        entries=query.entries_of(g.db, year),
        may_enter=_may_enter(),
    )


@blueprint.route("/finance/pools/new", methods=["GET", "POST"])
@holding(Role.PLANNING_OFFICER)
def new_pool() -> Response:
    asked = row_number(request.args.get("year", "")) or local_date(g.now).year
    form = PoolForm(data={"year": asked})
    if form.is_submitted() and form.validate():
        answer = annual_pools.enter(g.db, _draft(form), current_user.person, g.now)
        if isinstance(answer, AnnualPool):
            return see_other("finance.pool", number=answer.id)
        form.take(answer)
    page = render_template("finance/new_pool.html", form=form)
    return make_response(page, 422 if form.is_submitted() else 200)


@blueprint.get("/finance/pools/entries/<int:number>")
@holding(*PLANNERS)
def pool(number: int) -> str:
    case: AnnualPool = case_or_404("annual_pool", number, *PLANNERS, parts=read_parts)
    return render_template(
        "finance/pool.html",
        case=case,
        in_force=annual_pools.pool_in_force(g.db, case.year),
        opens_year=bool(g.roles & frozenset(READERS)),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _draft(form: PoolForm) -> PoolDraft:
    year, amount, day = form.year.data, form.amount.data, form.document_date.data
    assert year is not None, "a valid form has its year"
    assert amount is not None, "a valid form has its amount"
    assert day is not None, "a valid form has its day"
    return PoolDraft(year, amount, form.document_number.data or "", day, form.reason.data or "")


def _may_enter() -> bool:
    return Role.PLANNING_OFFICER in (my_roles() or frozenset())

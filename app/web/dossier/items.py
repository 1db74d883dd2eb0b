"""The page of an item for those who hold a role on it, and the report of the test at the user's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.access.roles import OFFICE, RANKING_READERS
from app.models import Item, Project, Proposal, Review, UserTest
from app.queries.calls.proposals import projects_of
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.queries.review.panels import struck
from app.services.door.offering import offers
from app.services.editing import edition_of
from app.services.open_call import arguing, judging, needs, testing
from app.services.open_call.content import changed_parts, content_of, differences, place_of
from app.services.open_call.converting import way_of
from app.services.open_call.testing import Report
from app.web.dossier.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.fields import DayField, LineField, ParagraphField, UploadField
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.roles import Role

_SEES_BIDS = OFFICE | {Role.DEMANDER}


class ValueRow(PlainForm):
    metric = HiddenField()
    value = LineField(_l("实测值"), [Required()], most=40)


class TestForm(SharedForm):
    __test__ = False

    tester = LineField(_l("第三方检测机构"), [Required()], most=200)
    accreditation = LineField(_l("CMA 或 CNAS 编号"), [Required()], most=80)
    scenario = ParagraphField(_l("真实场景与测试过程"), [Required()], most=2000)
    tested_on = DayField(_l("测试日期"), [Required()])
    values = FieldList(FormField(ValueRow), "")
    report = UploadField(_l("检测报告"), [Required()])


@blueprint.get("/cases/items/<int:number>")
@signed_in
def item(number: int) -> str:
    case: Item = case_or_404("item", number, parts=read_parts)
    hidden = hidden_from_me()
    opened = judging.bids_of(g.db, case) if g.roles & _SEES_BIDS else ()
    places = {bid.id: place for place, bid in enumerate(opened, 1) if bid.rank}
    ranked = bool(g.roles & RANKING_READERS)
    draft = case.draft if needs.may_edit(case, is_demander=False) else {}
    bids = [bid for bid in opened if bid.id not in hidden]
    return render_template(
        "dossier/item.html",
        case=case,
        roles=g.roles,
        place_of=place_of,
        tests=arguing.TESTS,
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case),
        bids=bids if ranked else sorted(bids, key=lambda bid: bid.id),
        places=places if ranked else {},
        opinions=judging.user_opinions(g.db, bids),
        terms=judging.terms_by_bid(g.db, bids),
        projects=projects_of(g.db, bids),
        struck=_struck(bids) if g.roles & OFFICE else {},
        turned_into=way_of(case),
        text=arguing.text_of(case) if case.state in arguing.ARGUED_IN else "",
        arguments=arguing.newest_opinions(g.db, case) if g.roles & OFFICE else (),
        drafted=changed_parts(content_of(case), draft) if draft else (),
        differences=differences(content_of(case), draft) if draft else (),
    )


def _struck(bids: Sequence[Proposal]) -> dict[int, int]:
    """Scores lost by each bid, while it may still be judged again."""
    if not any(bid.state in ("scored", "shortlisted") for bid in bids):
        return {}
    return struck(g.db, Review.proposal_id.in_([bid.id for bid in bids]))


@blueprint.route("/projects/<int:number>/user-test", methods=["GET", "POST"])
@signed_in
def user_test(number: int) -> Response:
    case: Project = case_or_404("project", number, Role.APPLICANT, Role.THIRD_PARTY, to_write=True)
    before, last = testing.stored(g.db, case), testing.last_recorded(g.db, case)
    rows = [{"metric": str(m.id)} for m in case.proposal.metrics]
    form = TestForm(data={"values": rows, "edition": edition_of(before)})
    if not form.is_submitted():
        return _test_page(case, form, 200)
    if not form.validate():
        return _test_page(case, form, 422)
    upload = form.report.data
    answer = testing.record(
        g.db,
        case,
        _report(case, form),
        upload.stream,
        upload.filename or "",
        by=current_user.person,
        now=g.now,
    )
    if not isinstance(answer, UserTest):
        return _test_page(case, form, form.refuse(answer, file="report"))
    if form.refuse_if_newer(before, testing.stored(g.db, case), *last):
        return _test_page(case, form, 409)
    flash(_("已登记实测报告，请最终用户签署意见。"), "success")
    return see_other("dossier.project", number=number)


def _report(case: Project, form: Any) -> Report:
    return Report(
        tester=form.tester.data or "",
        accreditation=form.accreditation.data or "",
        scenario=form.scenario.data or "",
        tested_on=form.tested_on.data,
        values={
            m.id: (row["value"] or "").strip()
            for m, row in zip(case.proposal.metrics, form.values.data, strict=False)
        },
    )


def _test_page(case: Project, form: TestForm, status: int) -> Response:
    return make_response(render_template("dossier/user_test.html", case=case, form=form), status)

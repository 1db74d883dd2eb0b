"""What an applicant declares for a race beside the proposal."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField
from wtforms.validators import NumberRange

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Proposal
from app.services.editing import edition_of
from app.services.proposals.completeness import lacking
from app.services.proposals.drafting import PARTS
from app.services.proposals.secrecy import suspected
from app.services.races import entering, finding
from app.services.races.entering import EntryDraft
from app.services.races.indicators import in_words
from app.web.race.blueprint import blueprint
from app.web.shared.fields import LineField, MoneyField, WholeField
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.roles import Role


class EntryForm(SharedForm):
    route_name = LineField(_l("主技术路线"), [Required()], most=80)
    cost_to_finish = MoneyField(_l("冲线所需总经费"), [Required()])
    plan_days = WholeField(
        _l("冲线所需天数"),
        [Required(), NumberRange(1, 3650, message=_l("请填写 1 至 3650 之间的整数。"))],
    )
    accepts_loser_rule = BooleanField(_l("接受未胜出团队的知识产权与数据规则"))


@blueprint.route("/entries/<int:number>", methods=["GET", "POST"])
@signed_in
def entry(number: int) -> Response:
    proposal: Proposal = case_or_404("proposal", number, Role.APPLICANT, to_write=True)
    race = finding.race_of_call(g.db, proposal.call)
    if race is None:
        abort(404)
    before = _stored(proposal)
    form = EntryForm(data=before | {"edition": edition_of(before)})
    if not form.is_submitted():
        return _page(proposal, race, form, 200)
    if not form.validate():
        return _page(proposal, race, form, 422)
    draft = EntryDraft(
        form.route_name.data,
        form.cost_to_finish.data or 0,
        form.plan_days.data or 0,
        form.accepts_loser_rule.data,
    )
    problems = entering.save_entry(g.db, proposal, draft)
    if problems is not None:
        form.take(problems)
        return _page(proposal, race, form, 409)
    if form.refuse_if_newer(before, _stored(proposal), current_user.person.id):
        return _page(proposal, race, form, 409)
    flash(_("已保存。"), "success")
    return see_other("dossier.proposal", number=number)


def _stored(proposal: Proposal) -> dict[str, Any]:
    """What is not said yet is left empty."""
    entry = entering.entry_of(g.db, proposal)
    return {name: getattr(entry, name, None) or None for name in EntryDraft.__dataclass_fields__}


def _page(proposal: Proposal, race: object, form: EntryForm, status: int) -> Response:
    page = render_template(
        "race/entry.html",
        case=proposal,
        race=race,
        parts=PARTS,
        lacking=lacking,
        suspected=partial(suspected, g.db),
        entry_gaps=partial(entering.entry_gaps, g.db),
        form=form,
        may_write=entering.may_write(proposal),
        in_words=in_words,
    )
    return make_response(page, status)

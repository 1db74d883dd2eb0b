"""Every component of the pages, drawn by the macros the pages use. For whoever builds pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, render_template
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from app.access.guard import open_to_all
from app.pictures.ranking import Scored, ranking_picture
from app.queries.paging import Page
from app.queries.record.trail import Line
from app.web.help.views import blueprint
from app.web.shared.fields import DayField, MoneyField
from app.web.shared.forms import Form, Required, choices
from app.web.shared.sending import Kept
from app.web.shared.wording import language
from config import Mode
from workflows.engine.decide import Offer, Refusal
from workflows.engine.model import Kind
from workflows.engine.text import Text
from workflows.registry import PARTS
from workflows.roles import Role

_CALL = PARTS["call"]
_SCORES = (
    Scored(1, 91.2, (88.0, 91.0, 94.5), above=True),
    Scored(2, 84.0, (79.0, 84.0, 89.0), above=True),
    Scored(3, 76.5, (60.0, 78.0, 91.0), above=False, channel=True),
    Scored(4, 71.0, (68.0, 71.0, 74.0), above=False),
)


class SampleForm(Form):
    title = StringField(_l("名称"), [Required()], description=_l("写明对象和目标。"))
    amount = MoneyField(_l("金额"), [Required()])
    ends = DayField(_l("截止"))
    kind = SelectField(_l("类型"), choices=choices((c, c) for c in "AB"))
    answer = RadioField(_l("结论"), choices=choices((c, c) for c in "AB"))
    words = TextAreaField(_l("理由"))
    agreed = BooleanField(_l("我已知悉"))


@blueprint.get("/styleguide")
@open_to_all
def styleguide() -> str:
    """Where people work it is not there."""
    if current_app.config["SETTINGS"].mode not in (Mode.DEMO, Mode.DEVELOPMENT):
        abort(404)
    chosen = {"kind": "A", "answer": "A"}
    wrong = SampleForm(formdata=None, prefix="wrong", data=chosen, meta={"csrf": False})
    wrong.validate()
    return render_template(
        "help/styleguide.html",
        form=SampleForm(formdata=None, meta={"csrf": False}),
        wrong=wrong,
        states=[next(s for s in _CALL.states if s.kind is kind) for kind in Kind],
        deadlines=[g.now + timedelta(days=days) for days in (20, 1, -2)],
        offers=[_greyed()],
        rows=[_line()],
        page=Page(rows=[], number=2, size=20, total=90),
        drawn=ranking_picture(_SCORES, language()),
        going=Kept("", "feasibility.pdf", 12_300_000),
        kept=Kept("", "novelty.pdf", 1_800_000),
    )


def _greyed() -> Offer[Any]:
    reason = Text("还缺单位盖章", "The unit's stamp is missing")
    return Offer(
        _CALL.transitions[0], (Refusal("seal", reason, supplied_by=frozenset({Role.UNIT_ADMIN})),)
    )


def _line() -> Line:
    move = _CALL.transitions[0]
    return Line(
        label=move.label,
        source=_CALL.state(move.source[0]).label if move.source else None,
        target=_CALL.state(move.target).label,
        at=g.now,
        role=Role.PROGRAMME_OFFICER,
        who=None,
        rule=move.rule,
        given=(),
    )

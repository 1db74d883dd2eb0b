"""Who reads what: the assignment of a group, asked for and read by the expert manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import Optional

from app.access.guard import holding
from app.access.load import case_or_404
from app.experts.assignment.naming import OBSTACLE_LABELS, Class, Obstacle
from app.models import Proposal, ReviewGroup
from app.queries.paging import page_of
from app.queries.review.experts import names_of, newest_run
from app.services.problems import Problems
from app.services.review import assigning
from app.services.review.assigning import Aim
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.paging import page_number
from app.web.shared.redirecting import see_other
from workflows.engine.text import Text
from workflows.roles import Role

_READERS = (Role.EXPERT_MANAGER, Role.SUPERVISOR, Role.DISCIPLINE)
_PROPOSALS_A_PAGE = 20

CLASS_LABELS: dict[str, Text] = {
    Class.CAPACITY: Text("评审能力不足", "not enough review capacity"),
    Class.CONFLICTS: Text("回避过多", "too many conflicts"),
    Class.MIN_LOAD: Text("最低工作量不能满足", "minimum workloads cannot be met"),
    Class.RULES: Text("组成规则互相冲突", "composition rules conflict with each other"),
    Class.LOCKED: Text("锁定的指派互相冲突", "locked assignments conflict with each other"),
}


class AimForm(Form):
    aim = RadioField(
        _l("求解目标"),
        [Required()],
        choices=choices(
            [
                ("total", _l("总匹配度最大")),
                ("fair", _l("兼顾公平：匹配最差的项目尽可能好")),
                ("cap", _l("随机化：限制任何一对的概率，防止串通")),
            ]
        ),
        default="total",
    )
    cap = WholeField(_l("随机化：任何一对的概率上限（百分数）"), [Optional()], default=50)


@dataclass(frozen=True, slots=True)
class Readers:
    """A proposal with the pairs assigned to it."""

    proposal: Proposal
    pairs: list[dict[str, Any]]


@blueprint.get("/groups/<int:number>/assignment")
@holding(*_READERS)
def assignment(number: int) -> Response:
    group: ReviewGroup = case_or_404("review_group", number, *_READERS)
    run = newest_run(g.db, group)
    aims = run.aims if run else {}
    aim = "cap" if "cap" in aims else "fair" if aims else "total"
    return _page(group, AimForm(formdata=None, data={"aim": aim, "cap": aims.get("cap", 50)}), 200)


@blueprint.post("/groups/<int:number>/assignment")
@holding(Role.EXPERT_MANAGER)
def assign(number: int) -> Response:
    group: ReviewGroup = case_or_404("review_group", number, Role.EXPERT_MANAGER)
    form = AimForm()
    if not form.validate():
        return _page(group, form, 422)
    aim = Aim(
        fair=form.aim.data == "fair", cap=(form.cap.data or 0) if form.aim.data == "cap" else None
    )
    answer = assigning.ask(g.db, group, _locked(group), current_user.person, g.now, aim)
    if isinstance(answer, Problems):
        form.take(answer)
        return _page(group, form, 422 if "cap" in answer.by_field else 409)
    return see_other("officer.assignment", number=number)


def _locked(group: ReviewGroup) -> list[tuple[int, int]]:
    """The ticked pairs of this page, and those locked before that stand on other pages."""
    last = newest_run(g.db, group)
    shown = set(request.form.getlist("shown"))
    before = [(int(p), int(e)) for p, e in last.locked] if last else []
    kept = [pair for pair in before if f"{pair[0]}-{pair[1]}" not in shown]
    ticked = [key.split("-") for key in request.form.getlist("lock") if key in shown]
    return [*kept, *((int(p), int(e)) for p, e in ticked)]


def _page(group: ReviewGroup, form: AimForm, status: int) -> Response:
    if group.reviews_each is None:
        abort(404)
    run = newest_run(g.db, group)
    result = run.result if run is not None and run.status == "done" else {}
    readers = _readers(group, result)
    page = render_template(
        "officer/assignment.html",
        case=group,
        form=form,
        run=run,
        step=assigning.STEPS[run.step] if run else None,
        steps=len(assigning.STEPS) - 1,
        result=result,
        page=page_of(readers, page_number(), _PROPOSALS_A_PAGE),
        names=names_of(g.db, [seat.expert_id for seat in group.seats]),
        obstacles={key.value: say(label) for key, label in OBSTACLE_LABELS.items()},
        reason=_reason(group, result),
        may_assign=Role.EXPERT_MANAGER in g.roles and group.state == "drawn",
    )
    return make_response(page, status)


def _readers(group: ReviewGroup, result: dict[str, Any]) -> list[Readers]:
    pairs: dict[int, list[dict[str, Any]]] = {}
    for pair in result.get("pairs", ()):
        pairs.setdefault(pair["proposal"], []).append(pair)
    return [
        Readers(item.proposal, pairs[item.proposal_id])
        for item in sorted(group.items, key=lambda i: i.proposal_id)
        if item.proposal_id in pairs
    ]


def _reason(group: ReviewGroup, result: dict[str, Any]) -> dict[str, Any] | None:
    """Why there is no assignment: the class, those concerned, and what is short."""
    if "reason" not in result:
        return None
    why = result["reason"]
    titles = {item.proposal_id: item.proposal.title for item in group.items}
    names = names_of(g.db, [s.expert_id for s in group.seats])
    concerned = [
        " × ".join((titles.get(m[0], ""), names.get(m[1], "")))
        if isinstance(m, list)
        else (names if why["class"] == Class.MIN_LOAD else titles).get(m, str(m))
        for m in why["set"]
    ]
    return {**why, "label": CLASS_LABELS[why["class"]], "concerned": concerned}


assert set(OBSTACLE_LABELS) == set(Obstacle)

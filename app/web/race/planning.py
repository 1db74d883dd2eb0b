"""The officer writes the plan of a race before it is posted, and a new target while it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import FieldList, FormField, SelectField
from wtforms.validators import Optional

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, Race
from app.services.editing import edition_of
from app.services.edits import last_edit
from app.services.races import finding, indicators, planning, refocusing
from app.services.races.indicators import in_words
from app.services.races.planning import STAGES_MOST, RacePlan, StagePlan
from app.web.race.blueprint import blueprint
from app.web.shared.fields import DayField, MoneyField, ParagraphField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Needed, Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.rows import Row
from app.web.shared.shared_forms import SharedForm
from workflows.engine.text import Text
from workflows.race.formulas import FORMULAS
from workflows.roles import Role

_LINES = _l("每行一项，例如：能量密度 ≥ 400 Wh/kg")


class IndicatorsField(ParagraphField):
    """One indicator a line; kept as rows."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        rows = indicators.parse(self.data or "")
        if isinstance(rows, Text):
            raise ValueError(say(rows))
        self.rows = rows


class StageForm(Row):
    leading = "pool"
    pool = MoneyField(_l("经费"))
    quota = WholeField(
        _l("晋级名额"),
        [Optional()],
        description=_l("考核后进入下一节点的团队数；最后一个节点之后是冲线评审，不填。"),
    )
    due_on = DayField(_l("佐证截止日期"), [Optional()])
    indicators = IndicatorsField(_l("考核指标"), description=_LINES)
    protocol = ParagraphField(_l("测试规程"), most=2000)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.pool.data or self.due_on.data or self.due_on.errors:
            return valid
        label = self.due_on.label.text
        self.due_on.errors = [_("请填写“%(label)s”。", label=label)]
        return False


class PlanForm(SharedForm):
    target = ParagraphField(_l("最终目标"), [Required()], most=2000)
    finish_line = IndicatorsField(_l("冲线标准"), [Required()], description=_LINES)
    loser_rule = ParagraphField(_l("未胜出团队的知识产权与数据规则"), [Required()], most=2000)
    formula = SelectField(
        _l("再分配公式"),
        description=_l("第一节点各队均分；以后各节点的经费按此公式分给晋级和保持观察的团队。"),
    )
    prize = MoneyField(_l("冲线奖励"), description=_l("冲线后兑现；不设奖励的填 0。"))
    converge_at = WholeField(
        _l("最后一个并行节点"),
        [Required()],
        description=_l("填节点序号。到该节点为止至少保留两支团队、两条技术路线；须小于节点总数。"),
    )
    ends_on = DayField(_l("冲线日期"), [Needed()], description=_l("不早于最后一个节点。"))
    stages = FieldList(
        FormField(StageForm), _l("各节点安排"), min_entries=STAGES_MOST, max_entries=STAGES_MOST
    )

    def plan(self) -> RacePlan:
        return RacePlan(
            target=self.target.data,
            finish_line=self.finish_line.rows,
            loser_rule=self.loser_rule.data,
            formula=self.formula.data,
            prize=self.prize.data or 0,
            converge_at=self.converge_at.data,
            ends_on=self.ends_on.data,
            stages=self._stages(),
        )

    def _stages(self) -> list[StagePlan]:
        rows = [row.form for row in self.stages if row.form.pool.data]
        return [_stage(form, is_last=form is rows[-1]) for form in rows]


def _stage(form: Any, *, is_last: bool) -> StagePlan:
    """After the last stage comes the final, to which no quota applies."""
    return StagePlan(
        pool=form.pool.data,
        quota=form.quota.data or (1 if is_last else 0),
        due_on=form.due_on.data,
        indicators=form.indicators.rows,
        protocol=form.protocol.data,
    )


class TargetForm(SharedForm):
    target = ParagraphField(_l("新目标"), [Required()], most=2000)
    line = IndicatorsField(_l("新冲线标准"), [Required()], description=_LINES)


@blueprint.route("/of-call/<int:number>/plan", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def plan(number: int) -> Response:
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER, to_write=True)
    race = finding.race_of_call(g.db, call)
    if race is None:
        abort(404)
    stored = _stored(race)
    form = PlanForm(data=stored | {"edition": edition_of(_spelt(stored))})
    form.formula.choices = choices((key, say(one.label)) for key, one in FORMULAS.items())
    if not form.is_submitted():
        return _plan_page(race, form, 200)
    if not form.validate():
        return _plan_page(race, form, 422)
    last = last_edit(g.db, call, planning.PLAN)
    problems = planning.save(g.db, race, form.plan(), current_user.person, g.now)
    if problems is not None:
        form.take(problems)
        return _plan_page(race, form, 409)
    if form.refuse_if_newer(_spelt(stored), _spelt(_stored(race)), *last):
        return _plan_page(race, form, 409)
    flash(_("已保存。"), "success")
    return see_other("race.board", number=race.id)


@blueprint.route("/<int:number>/target", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def target(number: int) -> Response:
    race: Race = case_or_404("race", number, Role.PROGRAMME_OFFICER, to_write=True)
    stored = _new_target(race)
    form = TargetForm(data=stored | {"edition": edition_of(stored)})
    if not form.is_submitted():
        return _target_page(race, form, 200)
    if not form.validate():
        return _target_page(race, form, 422)
    last, me = last_edit(g.db, race), current_user.person
    problems = refocusing.write(g.db, race, form.target.data, form.line.rows, me, g.now)
    if problems is not None:
        form.take(problems)
        return _target_page(race, form, 409)
    if form.refuse_if_newer(stored, _new_target(race), *last):
        return _target_page(race, form, 409)
    flash(_("已保存。"), "success")
    return see_other("race.board", number=race.id)


def _new_target(race: Race) -> dict[str, str]:
    return {
        "target": race.new_target or race.target,
        "line": _lines(race.new_line or race.finish_line),
    }


def _stored(race: Race) -> dict[str, Any]:
    return {
        **{n: getattr(race, n) for n in ("target", "loser_rule", "formula", "prize")},
        "finish_line": _lines(race.finish_line),
        "converge_at": race.converge_at,
        "ends_on": race.ends_on,
        "stages": [
            {
                "pool": stage.pool,
                "quota": stage.quota,
                "due_on": stage.due_on,
                "indicators": _lines(stage.indicators),
                "protocol": stage.protocol,
            }
            for stage in race.stages
        ],
    }


def _spelt(stored: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in stored.items()}


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(in_words(row) for row in rows)


def _plan_page(race: Race, form: Form, status: int) -> Response:
    closed = planning.closed_to(race)
    return make_response(
        render_template("race/plan.html", race=race, form=form, closed=closed), status
    )


def _target_page(race: Race, form: Form, status: int) -> Response:
    closed = refocusing.closed_to(race)
    return make_response(
        render_template("race/target.html", race=race, form=form, closed=closed), status
    )

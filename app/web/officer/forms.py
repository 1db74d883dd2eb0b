"""The editor of a call: text, money, window, the rule set with its sources, criteria."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.models import Call, PlanTask, Programme
from app.services.calls.call_drafts import BUDGET_MODES, CallDraft, RequiredFile
from app.services.calls.criteria import USUAL, CriterionRow
from app.web.shared.fields import LineField, MomentField, MoneyField, ParagraphField, WholeField
from app.web.shared.filters import say, titled
from app.web.shared.forms import Needed, Required, choices
from app.web.shared.rows import SPARE_ROWS, Row, tasks_offered
from app.web.shared.shared_forms import SharedForm
from workflows.engine.calendar import WorkingCalendar, local_date
from workflows.engine.text import Text
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES, payee_modes_of, payment_modes_of
from workflows.parameters import PARAMETERS, Parameter, defaults_of, parameters_of, parts_of


class CriterionForm(Row):
    leading = "zh"
    key = HiddenField()
    zh = LineField(_l("指标名称"), most=60)
    en = LineField(_l("英文"), most=80)
    weight = WholeField(_l("权重"), [Optional()])
    technical = BooleanField(_l("技术类"))


class FileForm(Row):
    leading = "zh"
    key = HiddenField()
    zh = LineField(_l("材料名称"), most=60)
    en = LineField(_l("英文"), most=80)


class CallForm(SharedForm):
    """The edition is the revision the officer saw; the rules are those of the mechanism. Tasks of
    the plan are chosen once the programme is."""

    mechanism = ""
    programme: Programme | None = None

    programme_id = SelectField(_l("专项"), coerce=int)
    year = WholeField(_l("年度"), [Required()])
    title = LineField(_l("指南名称"), [Required()], most=200)
    title_en = LineField(_l("英文名称"), most=300)
    guide = ParagraphField(_l("支持方向"), [Needed()], most=20000)
    guide_en = ParagraphField(_l("支持方向（英文）"), most=20000)
    conditions = ParagraphField(_l("申报条件"), most=5000)
    contact = LineField(_l("联系人"), [Needed()], most=120)
    contact_phone = LineField(_l("联系电话"), [Needed()], most=60)
    budget = MoneyField(_l("经费总额"), [Required()])
    award_most = MoneyField(_l("单项资助上限"), [Required()])
    planned_awards = WholeField(_l("拟支持项数"), [Required()])
    budget_mode = SelectField(
        _l("经费管理"),
        choices=lambda: choices((key, say(label)) for key, label in BUDGET_MODES.items()),
    )
    payment_mode = SelectField(_l("拨付方式"))
    payee_mode = SelectField(_l("联合申报经费拨付"))
    tasks = SelectMultipleField(
        _l("服务的规划任务"),
        [Needed()],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    open_at = MomentField(_l("申报开始"), [Needed()])
    close_at = MomentField(_l("申报截止"), [Needed()])
    criteria = FieldList(FormField(CriterionForm), _l("评审指标"))
    required_files = FieldList(FormField(FileForm), _l("附件要求"))

    @classmethod
    def blank(cls, mechanism: str, programmes: Sequence[Programme], now: datetime) -> CallForm:
        rows = [row.as_json() for row in USUAL[mechanism]]
        rules = {f"rule_{key}": value for key, value in defaults_of(mechanism).items()}
        form = cls(data={"year": local_date(now).year, "criteria": rows} | rules)
        del form.tasks
        return form.ready(mechanism, programmes)

    @classmethod
    def of(cls, call: Call, programmes: Sequence[Programme]) -> CallForm:
        data = {name: getattr(call, name) for name in _PLAIN} | {
            "programme_id": call.programme_id,
            "edition": str(call.revision),
            "tasks": [task.id for task in call.tasks],
            "criteria": call.criteria,
            "required_files": call.required_files,
        }
        data |= {f"rule_{p.key}": call.rules.get(p.key, p.default) for p in PARAMETERS}
        form = cls(data=data).ready(call.mechanism, programmes)
        form.programme = call.programme
        form.tasks.choices = choices(tasks_offered(call.programme.tasks))
        return form

    def ready(self, mechanism: str, programmes: Sequence[Programme]) -> CallForm:
        self.mechanism, self.usual = mechanism, defaults_of(mechanism)
        for parameter in PARAMETERS:
            if parameter.key not in self.usual:
                del self[f"rule_{parameter.key}"]
        self.payment_mode.choices = _named(PAYMENT_MODES, payment_modes_of(mechanism))
        self.payee_mode.choices = _named(PAYEE_MODES, payee_modes_of(mechanism))
        self.programme_id.choices = choices((p.id, f"{p.number}. {titled(p)}") for p in programmes)
        for parameter in parameters_of(mechanism):
            field = self[f"rule_{parameter.key}"]
            field.label.text = say(parameter.label)
            field.unit_label = "" if parameter.names else say(parameter.unit)
            field.description = _about(parameter, self.usual[parameter.key])
        if not self.is_submitted():
            for rows in (self.criteria, self.required_files):
                for _spare in range(SPARE_ROWS):
                    rows.append_entry()
        return self

    @property
    def rules(self) -> list[tuple[Text, list[Any], int]]:
        """What is set together: its name, the fields, how many differ from their defaults."""
        return [
            (
                part.label,
                [self[f"rule_{p.key}"] for p in part.parameters],
                sum(self[f"rule_{p.key}"].data != self.usual[p.key] for p in part.parameters),
            )
            for part in parts_of(self.mechanism)
        ]

    def chosen_programme(self, programmes: Sequence[Programme]) -> Programme:
        return next(p for p in programmes if p.id == self.programme_id.data)

    def draft(self, calendar: WorkingCalendar) -> CallDraft:
        rules = {key: int(self[f"rule_{key}"].data) for key in self.usual}
        close_at = self.close_at.data
        plain = {name: self[name].data for name in _PLAIN}
        return CallDraft(
            **plain,
            recommend_until=calendar.later(close_at, rules["recommend_days"]) if close_at else None,
            rules=rules,
            criteria=tuple(
                CriterionRow(r["key"], r["zh"], r["en"], r["weight"] or 0, r["technical"])
                for r in _keyed(self.criteria.data)
            ),
            required_files=tuple(RequiredFile(**r) for r in _keyed(self.required_files.data)),
            tasks=self._chosen_tasks(),
        )

    def _chosen_tasks(self) -> tuple[PlanTask, ...]:
        if self.programme is None:
            return ()
        return tuple(t for t in self.programme.tasks if t.id in self.tasks.data)


def _keyed(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows that name something; a new one gets a key that no other has."""
    taken = {row["key"] for row in rows}
    fresh = (key for number in count(1) if (key := f"row{number}") not in taken)
    return ({**row, "key": row["key"] or next(fresh)} for row in rows if row["zh"])


_PLAIN = (
    "year",
    "title",
    "title_en",
    "guide",
    "guide_en",
    "conditions",
    "contact",
    "contact_phone",
    "budget",
    "award_most",
    "planned_awards",
    "budget_mode",
    "payment_mode",
    "payee_mode",
    "open_at",
    "close_at",
)


def _named(labels: Mapping[str, Text], keys: Iterable[str]) -> list[SelectChoice]:
    return choices((key, say(labels[key])) for key in keys)


def _field_of(parameter: Parameter) -> WholeField | SelectField:
    if not parameter.names:
        return WholeField(parameter.label.zh, [InputRequired()])
    return SelectField(
        parameter.label.zh,
        coerce=int,
        choices=lambda: choices(enumerate(map(say, parameter.names), parameter.least)),
    )


def _about(parameter: Parameter, default: int) -> str:
    """What may be typed and how sure the default is; a choice shows what it may be."""
    usual = say(parameter.worded(default))
    basis = say(parameter.basis)
    if parameter.names:
        return str(_("默认“%(usual)s”（%(basis)s）", usual=usual, basis=basis))
    said: str = _(
        "%(least)s–%(most)s，默认 %(usual)s（%(basis)s）",
        least=parameter.least,
        most=parameter.most,
        usual=usual,
        basis=basis,
    )
    if parameter.zero is not None and default:
        said += _("；0 为%(zero)s", zero=say(parameter.zero))
    return said


for _parameter in PARAMETERS:
    setattr(CallForm, f"rule_{_parameter.key}", _field_of(_parameter))

"""The editor of a call: text, money, window, the rule set with its sources, criteria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.models import Call, PlanTask, Programme
from app.services.call_drafts import BUDGET_MODES, CallDraft, RequiredFile
from app.services.criteria import USUAL, CriterionRow
from app.web.shared.filters import say
from app.web.shared.forms import (
    Form,
    LineField,
    MomentField,
    MoneyField,
    ParagraphField,
    Required,
    choices,
)
from workflows.engine.calendar import local_date
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES
from workflows.parameters import PARAMETERS, Parameter, defaults_of, parameters_of


class CriterionForm(PlainForm):
    key = HiddenField()
    zh = LineField(_l("指标"), most=60)
    en = LineField(_l("英文"), most=80)
    weight = IntegerField(_l("权重"), [Optional()])
    technical = BooleanField(_l("技术类"))


class FileForm(PlainForm):
    key = LineField(_l("代码"), most=40)
    zh = LineField(_l("材料名称"), most=60)
    en = LineField(_l("英文"), most=80)


class CallForm(Form):
    """`revision` is the one the officer saw; `parameters` are those of the mechanism. Tasks of the
    plan are chosen once the programme is."""

    parameters: tuple[Parameter, ...] = PARAMETERS
    programme: Programme | None = None

    revision = HiddenField()
    programme_id = SelectField(_l("专项"), coerce=int)
    year = IntegerField(_l("年度"), [Required()])
    title = LineField(_l("指南名称"), [Required()], most=200)
    title_en = LineField(_l("英文名称"), most=300)
    guide = ParagraphField(_l("支持方向"), most=20000)
    guide_en = ParagraphField(_l("支持方向（英文）"), most=20000)
    conditions = ParagraphField(_l("申报条件"), most=5000)
    contact = LineField(_l("联系人"), most=120)
    contact_phone = LineField(_l("联系电话"), most=60)
    budget = MoneyField(_l("经费总额"), [Required()])
    award_most = MoneyField(_l("单项资助上限"), [Required()])
    planned_awards = IntegerField(_l("拟支持项数"), [Required()])
    budget_mode = SelectField(
        _l("经费管理"),
        choices=lambda: choices((key, say(label)) for key, label in BUDGET_MODES.items()),
    )
    payment_mode = SelectField(
        _l("拨付方式"),
        choices=lambda: choices((key, say(label)) for key, label in PAYMENT_MODES.items()),
    )
    payee_mode = SelectField(
        _l("联合申报经费拨付"),
        choices=lambda: choices((key, say(label)) for key, label in PAYEE_MODES.items()),
    )
    tasks = SelectMultipleField(
        _l("服务的规划任务"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget()
    )
    open_at = MomentField(_l("申报开始"), [Optional()])
    close_at = MomentField(_l("申报截止"), [Optional()])
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
            "revision": str(call.revision),
            "tasks": [task.id for task in call.tasks],
            "criteria": call.criteria,
            "required_files": call.required_files,
        }
        data |= {f"rule_{p.key}": call.rules.get(p.key, p.default) for p in PARAMETERS}
        form = cls(data=data).ready(call.mechanism, programmes)
        form.programme = call.programme
        form.tasks.choices = choices((t.id, f"{t.code} {t.text}") for t in call.programme.tasks)
        return form

    def ready(self, mechanism: str, programmes: Sequence[Programme]) -> CallForm:
        self.parameters = parameters_of(mechanism)
        for parameter in set(PARAMETERS) - set(self.parameters):
            del self[f"rule_{parameter.key}"]
        self.programme_id.choices = choices((p.id, f"{p.number}. {p.name}") for p in programmes)
        for parameter in self.parameters:
            field = self[f"rule_{parameter.key}"]
            field.label.text = f"{say(parameter.label)}（{say(parameter.unit)}）"
            field.description = f"{parameter.least}-{parameter.most} · {parameter.source}"
        if not self.is_submitted():
            self.required_files.append_entry()
        return self

    @property
    def rules(self) -> list[Any]:
        return [self[f"rule_{p.key}"] for p in self.parameters]

    def chosen_programme(self, programmes: Sequence[Programme]) -> Programme:
        return next(p for p in programmes if p.id == self.programme_id.data)

    def draft(self) -> CallDraft:
        rules = {p.key: int(self[f"rule_{p.key}"].data) for p in self.parameters}
        close_at = self.close_at.data
        plain = {name: self[name].data for name in _PLAIN}
        return CallDraft(
            **plain,
            recommend_until=close_at + timedelta(days=rules["recommend_days"])
            if close_at
            else None,
            rules=rules,
            criteria=tuple(
                CriterionRow(
                    r["key"] or f"c{n}", r["zh"], r["en"], r["weight"] or 0, r["technical"]
                )
                for n, r in enumerate(self.criteria.data)
                if r["zh"]
            ),
            required_files=tuple(RequiredFile(**r) for r in self.required_files.data if r["key"]),
            tasks=self._chosen_tasks(),
        )

    def _chosen_tasks(self) -> tuple[PlanTask, ...]:
        if self.programme is None:
            return ()
        return tuple(t for t in self.programme.tasks if t.id in self.tasks.data)


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

for _parameter in PARAMETERS:
    setattr(
        CallForm,
        f"rule_{_parameter.key}",
        IntegerField(_parameter.label.zh, [InputRequired()], default=_parameter.default),
    )

"""Forms made of rows: an empty row is no row; spare rows need no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form, SelectField
from wtforms.validators import Optional

from app.models import PlanTask, TechnologyField
from app.plan.fields import placed
from app.plan.tasks import worded
from app.web.shared.fields import DayField, LineField, MoneyField, ParagraphField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Needed, choices

SPARE_ROWS = 2
"""Empty rows offered below those there are, so that the form works without scripts."""


class Row(Form):
    """One of many alike; without its `leading` field it is no row. What was typed beside an empty
    one is not dropped: the field is asked for."""

    leading: str

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        first = self[self.leading]
        if first.data or first.errors or not any(map(_is_typed, self)):
            return valid
        label = first.label.text
        first.errors = [_("请填写“%(label)s”；不要这一行的，请清空本行各栏。", label=label)]
        return False


def _is_typed(field: Field) -> bool:
    """Lists and boxes stand at something even in an empty row."""
    written = isinstance(field, LineField | ParagraphField | DayField | MoneyField | WholeField)
    return written and any(str(text).strip() for text in field.raw_data or ())


def metric_row(number: str, label: LazyString, *, asks_evidence: bool = False) -> type[Form]:
    """A metric; `number` names the value it asks for or promises. Fields show as they are made."""
    fields: dict[str, Any] = {
        "name": LineField(_l("指标"), most=120),
        "direction": SelectField(
            _l("方向"),
            choices=choices(
                [("at_least", _l("不低于 ≥")), ("at_most", _l("不高于 ≤")), ("equal", _l("等于 ="))]
            ),
        ),
        number: LineField(label, most=40),
        "unit": LineField(_l("单位"), most=40),
        "test_method": LineField(_l("测试方法"), most=300),
    }
    if asks_evidence:
        fields["evidence_kind"] = LineField(_l("佐证类型"), most=120)
    fields["is_core"] = BooleanField(_l("核心指标"), default=True)
    return type("MetricRow", (Row,), {"leading": "name", **fields})


class DatedRow(Row):
    leading = "title"
    title = LineField(_l("节点"), most=200)
    due_on = DayField(_l("日期"), [Optional()])


class BudgetRow(Row):
    leading = "heading"
    heading = LineField(_l("科目"), most=40)
    fiscal = MoneyField(_l("财政资金"))
    own = MoneyField(_l("自筹资金"))
    note = LineField(_l("说明"), most=500)


def technology_field() -> SelectField:
    """One entry of the catalogues, or none yet; `offer` fills in what there is."""
    return SelectField(_l("技术领域"), [Needed()], coerce=lambda v: int(v) if v else None)


def offer(field: SelectField, entries: Sequence[TechnologyField]) -> None:
    field.choices = choices(
        [("", _("请选择")), *((f.id, say(placed(f.catalogue_name, f.name))) for f in entries)]
    )


def tasks_offered(tasks: Sequence[PlanTask]) -> list[tuple[int, str]]:
    return [(task.id, f"{task.code} {say(worded(task.text))}") for task in tasks]

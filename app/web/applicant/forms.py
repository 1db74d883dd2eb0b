"""The parts of the application form. A row left empty is no row; the server checks the rest."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from app.services.proposals.completeness import SECTION_LABELS, SECTION_MOST
from app.web.shared.fields import (
    IS_MAIL,
    OF_A_YEAR,
    DayField,
    LineField,
    MoneyField,
    ParagraphField,
    UploadField,
    WholeField,
)
from app.web.shared.filters import say
from app.web.shared.forms import Form, Needed, Required
from app.web.shared.rows import BudgetRow, DatedRow, Row, metric_row, technology_field
from app.web.shared.shared_forms import SharedForm
from workflows.pledges import in_force


class BasicsForm(SharedForm):
    title = LineField(_l("项目名称"), [Required()], most=100)
    title_en = LineField(_l("英文名称"), most=200)
    technology_field_id = technology_field()
    plan_task_id = SelectField(
        _l("对应的规划任务"),
        [Needed()],
        coerce=lambda v: int(v) if v else None,
        validate_choice=False,
    )
    starts_on = DayField(_l("开始日期"), [Optional(), Needed()])
    ends_on = DayField(_l("结束日期"), [Optional(), Needed()])
    leader_months = WholeField(_l("项目负责人每年投入月数"), [Optional(), Needed(), OF_A_YEAR])


class SectionsForm(SharedForm):
    """One field for each section; built below from the table of sections."""


for _key, _label in SECTION_LABELS.items():
    _section = ParagraphField(LazyString(say, _label), [Needed()], most=SECTION_MOST)
    setattr(SectionsForm, _key, _section)


class MilestoneRow(DatedRow):
    deliverable = LineField(_l("交付物"), most=500)


class UnitRow(Row):
    leading = "name"
    name = LineField(_l("单位全称"), most=200)
    tasks = LineField(_l("承担任务"), most=300)
    fiscal = MoneyField(_l("其中财政资金"))
    own = MoneyField(_l("其中自筹资金"))


class AvoidedRow(Row):
    leading = "name"
    name = LineField(_l("专家姓名"), most=120)
    unit_name = LineField(_l("专家单位"), most=200)
    reason = LineField(_l("理由"), most=500)


def _rows_form(row: type[Row], **extra: Any) -> type[SharedForm]:
    """A form of rows; `filled` leaves out the empty ones."""

    class RowsForm(SharedForm):
        rows = FieldList(FormField(row), "")

        def filled(self) -> list[dict[str, Any]]:
            return [data for data in self.rows.data if data[row.leading]]

    for name, field in extra.items():
        setattr(RowsForm, name, field)
    return RowsForm


MetricsForm = _rows_form(metric_row("target", _l("目标值")))
MilestonesForm = _rows_form(MilestoneRow)
UnitsForm = _rows_form(UnitRow)
AvoidedForm = _rows_form(AvoidedRow)
BudgetForm = _rows_form(
    BudgetRow,
    requested=MoneyField(_l("申请财政经费"), [Required()]),
    matching=MoneyField(_l("自筹经费"), [Required()]),
)


class MemberForm(Form):
    name = LineField(_l("姓名"), [Required()], most=120)
    email = LineField(_l("邮箱"), [Required(), IS_MAIL], most=254)
    unit_name = LineField(_l("单位"), [Required()], most=200)
    duty = LineField(_l("分工"), [Required(), Length(max=200)], most=200)
    months = WholeField(
        _l("投入月数"),
        [Optional(), NumberRange(min=0, max=120, message=_l("请填写 0 至 120 之间的整数。"))],
        default=0,
    )
    months_a_year = WholeField(_l("每年投入月数"), [Required(), OF_A_YEAR])


class AttachmentForm(Form):
    key = SelectField(_l("材料"))
    file = UploadField(_l("文件"), [Required()])


class PledgeForm(SharedForm):
    """Its words are those that are recorded once the proposal is submitted."""

    agreed = BooleanField()

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.agreed.label.text = say(in_force("submit"))


FORMS: dict[str, type[SharedForm]] = {
    "basics": BasicsForm,
    "sections": SectionsForm,
    "metrics": MetricsForm,
    "milestones": MilestonesForm,
    "budget": BudgetForm,
    "units": UnitsForm,
    "avoided": AvoidedForm,
    "pledge": PledgeForm,
}

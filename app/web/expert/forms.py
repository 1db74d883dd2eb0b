"""Forms of the expert's own profile."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget, NumberInput

from app.services.experts.expert_profile import TIE_KINDS
from app.web.shared.fields import DayField, LineField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.shared_forms import SharedForm
from workflows.engine.text import Text

_LOAD_MOST = 60


class SubjectForm(SharedForm):
    fields_known = SelectMultipleField(
        _l("技术领域"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget()
    )
    keywords = LineField(_l("研究方向关键词"), most=500)
    load_most = WholeField(
        _l("每轮最多评审项数"),
        [Required(), NumberRange(1, _LOAD_MOST, _l("须为 1 至 60。"))],
        widget=NumberInput(min=1, max=_LOAD_MOST),
    )


class UnitForm(Form):
    unit = LineField(_l("单位全称"), [Required()], most=200)
    since = DayField(_l("起始日期"), [Required()])


class AbsenceForm(Form):
    since = DayField(_l("开始日期"), [Required()])
    until = DayField(_l("结束日期"), [Required()])


class TieForm(Form):
    kind = RadioField(_l("关系"), [Required()])
    whom = LineField(_l("对方邮箱或单位全称"), [Required()], most=254)
    name = LineField(_l("对方姓名"), most=120)
    title = LineField(
        _l("事项"), [Required()], most=300, description=_l("例如：论文题目、项目名称、所任职务。")
    )
    on = DayField(
        _l("截止日期"), [Required()], description=_l("合作、利益填最后一日；亲属、师生填认定日期。")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices((key, say(label)) for key, label in TIE_KINDS.items())


NO_UNIT = Text(
    "系统中没有这个单位，请填写全称", "This unit is not in the system. Enter its full name"
)

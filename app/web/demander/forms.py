"""The form of a need: what a posting must state, metric rows and time nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField

from app.days import day_of
from app.models import Item, TechnologyField
from app.services.open_call.content import METRIC_FIELDS, TEXTS, working_copy
from app.web.shared.fields import LineField, MoneyField, ParagraphField
from app.web.shared.forms import Form, Needed, Required
from app.web.shared.rows import SPARE_ROWS, DatedRow, metric_row, offer, technology_field
from app.web.shared.shared_forms import SharedForm


class StartForm(Form):
    title = LineField(_l("榜题名称"), [Required()], most=100)


PostedMetricRow = metric_row("threshold", _l("门槛值"), asks_evidence=True)


class NodeRow(DatedRow):
    """A time node has a title and a day: one without the other is asked for, never dropped."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        for here, there in ((self.title, self.due_on), (self.due_on, self.title)):
            if there.data and not here.data and not here.errors:
                here.errors = [_("请填写“%(label)s”。", label=here.label.text)]
                valid = False
        return valid


class NeedForm(SharedForm):
    title = LineField(_l("榜题名称"), [Required()], most=100)
    technology_field_id = technology_field()
    target = ParagraphField(_l("需求目标"), [Needed()], most=2000)
    content = ParagraphField(_l("攻关内容"), [Needed()], most=5000)
    requirements = ParagraphField(_l("考核要求"), [Needed()], most=2000)
    end_user = LineField(_l("最终用户"), [Needed()], most=200)
    acceptance = ParagraphField(_l("验收方式"), [Needed()], most=2000)
    rights = ParagraphField(_l("知识产权规则"), [Needed()], most=2000)
    ceiling = MoneyField(_l("财政出资上限"), [Needed()])
    cofunding = MoneyField(_l("发榜单位出资"), [Needed()])
    promises_money = BooleanField(_l("承诺按期足额出资"))
    promises_trial = BooleanField(_l("承诺提供真实场景测试并首试首用"))
    metrics = FieldList(FormField(PostedMetricRow), _l("考核指标"))
    nodes = FieldList(FormField(NodeRow), _l("时间节点"))

    @classmethod
    def of(cls, item: Item, fields: Sequence[TechnologyField]) -> NeedForm:
        """The field of technology is fixed with the need; it is no part of an amendment."""
        content = working_copy(item)
        form = cls(
            data={
                **{k: v for k, v in content.items() if k != "nodes"},
                "ceiling": content["ceiling"] or None,
                "cofunding": content["cofunding"] or None,
                "nodes": [
                    {"title": n["title"], "due_on": day_of(n["due_on"])} for n in content["nodes"]
                ],
                "edition": str(item.edition),
                "promises_money": item.promises_money,
                "promises_trial": item.promises_trial,
                "technology_field_id": item.technology_field_id,
            }
        )
        offer(form.technology_field_id, fields)
        if not form.is_submitted():
            for _spare in range(SPARE_ROWS):
                form.metrics.append_entry()
                form.nodes.append_entry()
        return form

    def content_typed(self) -> dict[str, Any]:
        return {
            **{key: self[key].data or "" for key in TEXTS},
            "ceiling": self.ceiling.data or 0,
            "cofunding": self.cofunding.data or 0,
            "metrics": [
                {key: row[key] for key in METRIC_FIELDS} for row in self.metrics.data if row["name"]
            ],
            "nodes": [
                {"title": row["title"], "due_on": row["due_on"].isoformat()}
                for row in self.nodes.data
                if row["title"] and row["due_on"]
            ],
        }


class AnswerForm(Form):
    answer = ParagraphField(_l("答复"), [Required()], most=1000)

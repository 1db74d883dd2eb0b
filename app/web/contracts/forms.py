"""The leader's edits of a contract: targets, test methods, milestones, headings, two clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from app.services.contracts.drafting import Edited
from app.web.shared.fields import LineField, ParagraphField, UploadField
from app.web.shared.forms import Form, Required
from app.web.shared.rows import SPARE_ROWS, BudgetRow, DatedRow
from app.web.shared.shared_forms import SharedForm


class MetricRow(PlainForm):
    metric_id = HiddenField()
    target = LineField(_l("约定值"), [Required()], most=40)
    test_method = LineField(_l("测试方法"), most=300)


class MilestoneRow(DatedRow):
    deliverable = LineField(_l("交付物"), most=500)
    targets = ParagraphField(
        _l("节点指标"),
        most=1000,
        description=_l("每行一项：指标名称 = 数值，例如：能量密度 = 350"),
    )


class ContractForm(SharedForm):
    """The edition is the version the page was filled from."""

    metrics = FieldList(FormField(MetricRow), _l("考核指标"))
    milestones = FieldList(FormField(MilestoneRow), _l("节点安排"))
    budget = FieldList(FormField(BudgetRow), _l("预算"))
    ip = ParagraphField(_l("知识产权"), [Required()], most=2000)
    breach = ParagraphField(_l("违约责任"), [Required()], most=2000)


class ProofForm(Form):
    file = UploadField(_l("配套资金证明"), [Required()])


def values_of(terms: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The terms as the form shows them, with empty rows for further milestones and headings."""
    names = {str(m["metric_id"]): m["name"] for m in terms["metrics"]}
    milestones = [
        {
            **milestone,
            "due_on": date.fromisoformat(milestone["due_on"]),
            "targets": "\n".join(
                f"{names[key]} = {value}"
                for key, value in milestone["targets"].items()
                if key in names
            ),
        }
        for milestone in terms["milestones"]
    ]
    return {
        "edition": str(version),
        "metrics": terms["metrics"],
        "milestones": [*milestones, *({"title": ""} for _ in range(SPARE_ROWS))],
        "budget": [*terms["budget"], *({"heading": ""} for _ in range(SPARE_ROWS))],
        "ip": terms["ip"],
        "breach": terms["breach"],
    }


def is_of(form: ContractForm, terms: Mapping[str, Any]) -> bool:
    """Whether the form speaks of the metrics of these terms and of no others."""
    known = [str(m["metric_id"]) for m in terms["metrics"]]
    return [str(row.form.metric_id.data) for row in form.metrics] == known


def edited_by(form: ContractForm, terms: Mapping[str, Any]) -> Edited | None:
    """What a valid form says; None, with the reason beside the field, when a milestone names a
    metric that is none or lacks its date."""
    names = {m["name"]: str(m["metric_id"]) for m in terms["metrics"]}
    milestones = [_milestone(row.form, names) for row in form.milestones if row.form.title.data]
    if any(milestone is None for milestone in milestones):
        return None
    rows = form.metrics.data
    return Edited(
        targets={int(row["metric_id"]): row["target"].strip() for row in rows},
        test_methods={int(row["metric_id"]): row["test_method"] for row in rows},
        milestones=[milestone for milestone in milestones if milestone is not None],
        budget=_budget(form.budget.data),
        ip=form.ip.data,
        breach=form.breach.data,
    )


def _milestone(row: Any, names: Mapping[str, str]) -> dict[str, Any] | None:
    if row.due_on.data is None:
        row.due_on.errors = [*row.due_on.errors, _l("请填写节点日期。")]
        return None
    targets: dict[str, str] = {}
    for line in (row.targets.data or "").splitlines():
        name, _sign, value = (part.strip() for part in line.replace("＝", "=").partition("="))
        if not name:
            continue
        if name not in names or not value:
            wrong = _l("“%(line)s”须写成“指标名称 = 数值”，指标须在上表中。", line=line)
            row.targets.errors = [*row.targets.errors, wrong]
            return None
        targets[names[name]] = value
    return {
        "title": row.title.data,
        "due_on": row.due_on.data.isoformat(),
        "deliverable": row.deliverable.data or "",
        "targets": targets,
    }


def _budget(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "heading": row["heading"],
            "fiscal": row["fiscal"] or 0,
            "own": row["own"] or 0,
            "note": row["note"] or "",
        }
        for row in rows
        if row["heading"]
    ]

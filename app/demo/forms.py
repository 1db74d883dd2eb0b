"""What an entry of the cast writes into its form, and files to attach."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import segno
from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import WAN, Entry
from app.models import Call, Organisation, TechnologyField
from app.models.proposals import SECTIONS

_CARBON = "碳中和技术"
_FIELDS = {
    (8, 1): "高性能动力和储能电池材料",
    (8, 2): "太阳能、风能和核能",
    (8, 3): "生物质能、地热能、海洋能和氢能等",
    (8, 4): "资源循环利用技术",
    (8, 7): "智能建造和建筑节能技术",
}
"""The technology an entry is of, by the task of the plan that it serves."""

_SECTIONS = {
    "summary": "面向省内产业急需，三年内完成“{}”的攻关与样机定型，指标由第三方检测。",
    "necessity": "目前依赖省外供应，成本高、交付慢；“{}”一旦突破，省内下游企业即可采用。",
    "innovation": "在材料、工艺、集成上各有改进；“{}”与同类方案逐项对比，优势可测。",
    "route": "按小试、样机、中试推进“{}”，每步设中间指标，不达标即回上一步。",
    "foundation": "团队承担过同方向项目，“{}”已有小试数据和专利，参加单位分工明确。",
    "prospects": "中试后由省内企业转化，“{}”建成示范线，三年可收回投入。",
    "risks": "放大后性能可能波动，“{}”备有替代工艺和长期供货协议。",
}
"""What an entry says of itself in each part of its form; two have no clause in common but those of
an entry that `borrows`."""

_BORROWED = ("innovation", "route", "risks")


def form_of(
    session: Session, call: Call, entry: Entry, now: datetime
) -> dict[str, dict[str, object]]:
    task = call.tasks[min(entry.task, len(call.tasks)) - 1]
    named = entry.field or _FIELDS.get((task.programme.number, task.number), _CARBON)
    field = session.scalars(select(TechnologyField).where(TechnologyField.name == named)).one()
    enterprise = session.scalars(
        select(Organisation.kind).where(Organisation.name == entry.unit)
    ).one()
    own = entry.requested * (2 if enterprise == "enterprise" else 1) * WAN
    asked = entry.requested * WAN
    opened = call.open_at
    from_january = (
        opened is not None and call.mechanism == "parallel_teams" and opened.year < call.year
    )
    return {
        "basics": {
            "title": entry.title,
            "technology_field_id": field.id,
            "plan_task_id": task.id,
            "starts_on": date(call.year, 1 if from_january else 7, 1),
            "ends_on": date(call.year + 3, 6, 30),
        },
        "sections": _sections(entry),
        "metrics": _metrics(entry),
        "milestones": _milestones(call.year),
        "budget": _budget(asked, own),
        "units": {"rows": _partners(entry, asked, own)},
        "pledge": {"agreed": True, "at": now},
    }


def _sections(entry: Entry) -> dict[str, object]:
    borrowed = dict.fromkeys(_BORROWED if entry.borrows else (), entry.borrows)
    return {key: _SECTIONS[key].format(borrowed.get(key, entry.title)) for key in SECTIONS}


def _metrics(entry: Entry) -> dict[str, object]:
    return {
        "rows": [
            {
                "name": "核心性能指标",
                "unit": "%",
                "direction": "at_least",
                "target": str(entry.merit),
                "test_method": "具备资质的第三方机构检测",
                "is_core": True,
            },
            {
                "name": "单位成本",
                "unit": "元/kWh",
                "direction": "at_most",
                "target": f"0.{entry.merit}",
                "test_method": "财务审计",
                "is_core": False,
            },
        ]
    }


def _milestones(year: int) -> dict[str, object]:
    return {
        "rows": [
            {
                "title": "样机定型",
                "due_on": date(year + 1, 9, 30),
                "deliverable": "样机与检测报告",
            },
            {
                "title": "中试验证",
                "due_on": date(year + 2, 12, 31),
                "deliverable": "中试线运行报告",
            },
        ]
    }


def _budget(asked: int, own: int) -> dict[str, object]:
    return {
        "requested": asked,
        "matching": own,
        "rows": [
            {"heading": "设备费", "fiscal": asked * 2 // 5, "own": own * 2 // 5, "note": ""},
            {
                "heading": "业务费",
                "fiscal": asked - asked * 2 // 5 - asked // 5,
                "own": own - own * 2 // 5 - own // 5,
                "note": "",
            },
            {"heading": "劳务费", "fiscal": asked // 5, "own": own // 5, "note": ""},
        ],
    }


def _partners(entry: Entry, asked: int, own: int) -> list[dict[str, object]]:
    if not entry.partner:
        return []
    money = {"fiscal": asked // 4, "own": own // 4}
    return [{"name": entry.partner, "tasks": "中试与工程验证", **money}]


def a_page() -> BytesIO:
    """A small real PDF."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    out.seek(0)
    return out


def a_picture(words: str) -> BytesIO:
    out = BytesIO()
    segno.make(words).save(out, kind="png", scale=4)
    out.seek(0)
    return out

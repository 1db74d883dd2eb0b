"""Relations of experts as a sheet (rules 3-5 of domain §3.2): taken whole or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.days import parse_day
from app.models import Expert, ExpertTie, Person
from app.services.experts.expert_profile import TIE_KINDS, TieDraft, tie_row
from app.services.files.sheet_rows import FORMULA, NO_ROWS, ROWS_MOST, TOO_MANY, SheetRow, any_rows
from app.services.review.sweeping import sweep_experts
from workflows.engine.text import Text

COLUMNS: dict[str, Text] = {
    "expert": Text("专家邮箱", "Expert's email"),
    "kind": Text("关系（亲属/师生/合作/利益）", "Relationship (亲属/师生/合作/利益)"),
    "whom": Text("对方邮箱或单位全称", "Other party's email, or unit's full name"),
    "name": Text("对方姓名", "Other party's name"),
    "title": Text("事项", "Details"),
    "on": Text("截止日期（2026-05-01）", "Last day (2026-05-01)"),
}
KIND_WORDS = {
    "亲属": "relative",
    "师生": "supervision",
    "合作": "joint_work",
    "利益": "interest",
}


def take_ties(session: Session, file: BinaryIO, by: Person, now: datetime) -> int | list[Text]:
    """How many relations were new, or what is wrong, row by row. Those known already stay single;
    running reviews of the experts are looked at again."""
    sheet = any_rows(file, len(COLUMNS))
    if isinstance(sheet, Text):
        return [sheet]
    with_mail = session.execute(
        select(Person.email, Expert).join(Expert, Expert.person_id == Person.id)
    )
    experts = dict(with_mail.all())
    rows: list[ExpertTie] = []
    wrong: list[Text] = []
    for line in sheet:
        if line.number > ROWS_MOST + 1:
            return [TOO_MANY]
        row = FORMULA if line.has_formula else _row(session, line, experts)
        if isinstance(row, Text):
            wrong.append(line.at_fault(row))
        else:
            rows.append(row)
    if wrong or not rows:
        return wrong or [NO_ROWS]
    return _enter(session, rows, by, now)


def _row(session: Session, line: SheetRow, experts: dict[str, Expert]) -> ExpertTie | Text:
    typed = dict(zip(COLUMNS, [*line.cells, *[""] * len(COLUMNS)], strict=False))
    expert = experts.get(typed["expert"].lower())
    if expert is None:
        return Text(
            f"专家库中没有{typed['expert']}", f"{typed['expert']} is not in the expert pool"
        )
    kind = KIND_WORDS.get(typed["kind"], typed["kind"])
    if kind not in TIE_KINDS:
        return Text(
            "关系须为亲属、师生、合作、利益之一",
            "the relationship must be one of 亲属, 师生, 合作 or 利益",
        )
    if not typed["title"]:
        return Text("请写明事项", "enter the details")
    try:
        on = parse_day(typed["on"])
    except ValueError:
        return Text("日期无法识别", "the date is not recognised")
    return tie_row(
        session,
        expert.id,
        TieDraft(kind, typed["whom"], typed["name"], typed["title"][:300], on),
    )


def _enter(session: Session, rows: list[ExpertTie], by: Person, now: datetime) -> int:
    ids = {row.expert_id for row in rows}
    known = {
        _key(tie) for tie in session.scalars(select(ExpertTie).where(ExpertTie.expert_id.in_(ids)))
    }
    entered = 0
    for row in rows:
        if _key(row) in known:
            continue
        known.add(_key(row))
        row.source, row.recorded_by_id, row.recorded_at = "imported", by.id, now
        session.add(row)
        entered += 1
    session.flush()
    sweep_experts(session, ids, now)
    return entered


def _key(tie: ExpertTie) -> tuple[object, ...]:
    return (tie.expert_id, tie.kind, tie.email, tie.organisation_id, tie.title, tie.on)

"""What the guards of drawing a panel look at, the same of every kind of case that has one."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, Expert
from app.services.assessing import drawing
from app.services.assessing.opinions import RUNNING
from app.services.facts import Common
from app.services.facts.typed import whole_number
from workflows.facts import Names


class DrawingPart(TypedDict, total=False):
    panel_draw_problems: Names
    panel_pool_too_small: bool


class AppointeePart(TypedDict):
    appointee_problems: Names


class SeatsPart(TypedDict):
    panel_seats_empty: int


def of_seats(session: Session, case: Case, common: Common) -> SeatsPart:
    """Whoever asks for a panel asks this alone, and not for a draw."""
    return {"panel_seats_empty": drawing.seats_empty(session, case, common.now)}


def of_drawing(session: Session, case: Case, common: Common) -> DrawingPart:
    if case.state not in (*_DRAWING, *RUNNING[case.kind]):
        return {}
    empty = drawing.seats_empty(session, case, common.now)
    return {
        "panel_draw_problems": drawing.problems(session, case, common.now),
        "panel_pool_too_small": not empty or drawing.is_impossible(session, case, common.now),
    }


def of_appointee(session: Session, case: Case, common: Common) -> AppointeePart:
    person = whole_number(common.given.get("member", ""))
    if person is None:
        return {"appointee_problems": ()}
    expert = session.scalars(select(Expert).where(Expert.person_id == person)).first()
    return {"appointee_problems": drawing.appointee_problems(session, case, expert, common.now)}


_DRAWING = ("drawing", "drawn")

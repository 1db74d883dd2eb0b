"""Whoever keeps the system running hears which work of the day could not be done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.door.turns import take_turn
from app.services.telling.operators import tell_operators
from workflows.engine.text import Text
from workflows.parts.messages.wording import say


def tell_of_daily_failure(session: Session, work: Text, error: str, now: datetime) -> None:
    """Once a day, however often it is tried."""
    take_turn(session)  # of two clocks, the second looks after the first has committed
    wording = _FAILED.format(work=work, error=error)
    tell_operators(session, wording, f"daily-failed-{work.en}", now)


_FAILED = say(
    "例行任务没有完成：{work}",
    "Routine task not completed: {work}",
    "例行任务“{work}”没有完成，其他任务和事项照常办理；系统每十分钟再试一次。请将下列技术信息交系统"
    "维护人员：{error}",
    "“{work}” could not be done; other work and cases went on. It is tried again every ten "
    "minutes. Please pass these details on to whoever maintains the program: {error}",
)

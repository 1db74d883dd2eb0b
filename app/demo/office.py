"""Those of the office whom every story needs, and the minutes their decisions rest on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN
from app.models import Person

OFFICER, DECISION = f"officer@{DOMAIN}", f"decision@{DOMAIN}"


def minutes(number: str, day: str) -> dict[str, str]:
    return {"minutes_number": number, "minutes_date": day}


def matched(number: str, day: str) -> dict[str, str]:
    """Minutes of a decision that was held against the tasks of the plan."""
    return minutes(number, day) | {
        "plan_match": "所列任务均为规划表5第8项专项的重点任务；考核指标与规划目标一致，予以支持。"
    }


def person(session: Session, mail: str) -> Person:
    return session.scalars(select(Person).where(Person.email == mail)).one()

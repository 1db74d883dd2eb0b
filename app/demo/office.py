"""Whom every story needs of the office, by mail address, and the minutes decisions rest on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN
from app.demo.stage import Stage
from app.models import Call, Person, Project, ReviewGroup

OFFICER, DECISION = f"officer@{DOMAIN}", f"decision@{DOMAIN}"
CHECKER, CHECKER2 = f"checker@{DOMAIN}", f"checker2@{DOMAIN}"
MANAGER, WITNESS = f"experts@{DOMAIN}", f"witness@{DOMAIN}"
PLANNING, SUPERVISOR = f"planning@{DOMAIN}", f"supervisor@{DOMAIN}"
FINANCE, FINANCE2 = f"finance@{DOMAIN}", f"finance2@{DOMAIN}"


def minutes(number: str, day: str) -> dict[str, str]:
    return {"minutes_number": number, "minutes_date": day}


def matched(stage: Stage, call: Call, number: str, day: str) -> dict[str, str]:
    """Minutes of a decision that was held against the tasks of the plan which the call serves."""
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        tasks, programme = "、".join(task.code for task in live.tasks), live.programme
        match = (
            f"所列 {tasks} 为规划表5第{programme.number}项“{programme.name}”的重点任务；"
            "考核指标与规划目标一致，予以支持。"
        )
    return minutes(number, day) | {"plan_match": match}


def person(session: Session, mail: str) -> Person:
    return session.scalars(select(Person).where(Person.email == mail)).one()


def chair_of(stage: Stage, group: ReviewGroup) -> str:
    """The mail address of whoever chairs the panel."""
    with stage.scene() as session:
        chair = session.get_one(ReviewGroup, group.id).chair
        assert chair is not None, "a drawn panel has a chair"
        return chair.person.email


def title_of(stage: Stage, project: Project) -> str:
    with stage.scene() as session:
        return session.get_one(Project, project.id).proposal.title

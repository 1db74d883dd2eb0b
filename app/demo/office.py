"""Whom every story needs, by mail address, and the minutes that decisions rest on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN
from app.demo.stage import Stage
from app.models import Person, Project, ReviewGroup

OFFICER, DECISION = f"officer@{DOMAIN}", f"decision@{DOMAIN}"


def minutes(number: str, day: str) -> dict[str, str]:
    return {"minutes_number": number, "minutes_date": day}


def matched(number: str, day: str, serves: str, programme: int = 8) -> dict[str, str]:
    """Minutes of a decision that was held against the tasks of the plan; `serves` says which of the
    programme's they are and how."""
    match = f"规划表5第{programme}项专项：{serves}；考核指标与规划目标一致，予以支持。"
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

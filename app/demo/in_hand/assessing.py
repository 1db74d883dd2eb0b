"""A milestone reported late: its panel is asked for, and waits to be drawn before a witness."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.office import OFFICER
from app.demo.open_competition.assessing import report_milestone
from app.demo.stage import Stage, StoryBroken
from app.models import ProjectMilestone


def play(stage: Stage) -> None:
    stage.at(2026, 11, 24, 11)
    with stage.scene() as session:
        frozen = select(ProjectMilestone).where(ProjectMilestone.state == "frozen")
        milestone = session.scalars(frozen.order_by(ProjectMilestone.id.desc())).first()
    if milestone is None:
        raise StoryBroken("没有逾期冻结的节点")
    report_milestone(stage, milestone, 1)
    stage.move(milestone, "ask_for_panel", OFFICER, beyond="0")
    stage.tell("逾期冻结的节点补交报告，已提请抽取专家组，待专家库管理员在见证人在场时抽取")

"""An integrity case brought as far as a test needs it."""

from __future__ import annotations

from datetime import date

from app.models import IntegrityCase, Organisation, Person
from app.services.integrity.clues import Clue, file_clue
from app.services.integrity.subjects import Subject, identify
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

CLUE = Clue(
    "苏某", "所附检测报告编号在检测机构查无此件，数据与样机实测明显不符。", "2026年3月申报材料"
)
RULING = {
    **MINUTES,
    "grade": "heavier",
    "rule_set": "科学技术活动违规行为处理暂行规定（科技部令第19号）",
    "article": "第十五条",
    "starts_on": "2026-03-10",
    "ends_on": "2027-03-09",
    "reason": "提供虚假检测报告。",
}
LAST_DAY = date(2027, 3, 9)


def filed(stage: Stage, clue: Clue = CLUE) -> IntegrityCase:
    made = file_clue(stage.session, clue, None, stage.now)
    assert isinstance(made, IntegrityCase), made
    return made


def opened(stage: Stage, subject: Person | Organisation, project: str = "") -> IntegrityCase:
    case, supervisor = filed(stage), stage.holder(Role.SUPERVISOR)
    stage.moved(case, "take_up", supervisor)
    typed = (
        Subject(subject.email, "", project)
        if isinstance(subject, Person)
        else Subject("", subject.name, project)
    )
    assert identify(stage.session, case, typed, supervisor, stage.now) is None
    stage.moved(case, "open", supervisor, reason="初核属实。")
    return case


def heard(stage: Stage, subject: Person) -> IntegrityCase:
    case = opened(stage, subject)
    stage.moved(
        case, "report", stage.holder(Role.SUPERVISOR), report="内部报告。", told="检测报告不实。"
    )
    stage.moved(case, "plead", subject, plea="系委托机构所为，本人失察。")
    return case


def found_guilty(stage: Stage, subject: Person, project: str) -> None:
    """A case about this project, heard and decided with a sanction."""
    case = opened(stage, subject, project)
    stage.moved(case, "report", stage.holder(Role.SUPERVISOR), report="内部。", told="造假。")
    stage.moved(case, "plead", subject, plea="申辩。")
    stage.moved(case, "sanction", stage.holder(Role.DECISION_MAKER), **RULING)


def sanctioned(stage: Stage, subject: Person, **given: str) -> IntegrityCase:
    case = heard(stage, subject)
    stage.moved(case, "sanction", stage.holder(Role.DECISION_MAKER), **(RULING | given))
    stage.serve(case)
    return case

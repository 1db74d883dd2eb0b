"""The panel of a milestone as it is asked for and drawn, and what it lacks."""

from __future__ import annotations

from app.models import Assessment, AssessmentSeat
from app.services.assessing import panel_rules
from tests.services.called import witnessed
from tests.services.running import Running
from workflows.engine.text import Text
from workflows.roles import Role


def ask(of: Running, beyond: str = "0") -> None:
    officer = of.stage.holder(Role.PROGRAMME_OFFICER)
    of.stage.moved(of.milestone, "ask_for_panel", officer, beyond=beyond)


def panel(of: Running) -> Assessment:
    of.stage.session.expire_all()
    found = of.milestone.assessment
    assert found is not None
    return found


def members(of: Running) -> list[AssessmentSeat]:
    return panel(of).members


def convened(of: Running) -> None:
    witnessed(of.stage, of.milestone)
    of.stage.moved(of.milestone, "convene", of.stage.holder(Role.PROGRAMME_OFFICER))


def lacking(of: Running) -> tuple[Text, ...]:
    return panel_rules.problems(of.stage.session, of.milestone, of.stage.now)

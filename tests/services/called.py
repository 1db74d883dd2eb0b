"""A panel called through the door: drawn before a witness, each member's opinion signed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.models import Assessment, AssessmentSeat, Case, Expert, Opinion
from app.services.assessing import drawing, opinions
from app.services.assessing.calling import round_of
from app.services.assessing.panel_rules import least_members
from app.services.assessing.questions import questions_of
from app.services.cases import panel_of
from tests.factories import expert
from tests.services.stage import Stage
from workflows.roles import Role


def a_pool(stage: Stage, number: int = 6) -> list[Expert]:
    """One of them understands money."""
    kinds = ["finance", *["academic"] * (number - 1)]
    return [expert(stage.session, type=kind) for kind in kinds]


def drawn(stage: Stage, case: Case, move: str) -> list[Opinion]:
    """Who was drawn, by the manager before a witness, has an opinion to write."""
    stage.moved(case, "commit_to_draw", stage.holder(Role.EXPERT_MANAGER))
    witnessed(stage, case, move)
    panel = panel_of(stage.session, case)
    assert isinstance(panel, Assessment)
    return opinions.of_round(panel, round_of(stage.session, case))


def witnessed(stage: Stage, case: Case, move: str = "draw_panel") -> None:
    """The draw that was committed to, by the manager before a witness."""
    stage.signed(case, move, stage.holder(Role.EXPERT_MANAGER))
    stage.moved(case, move, stage.holder(Role.DISCIPLINE))


def seated(stage: Stage, case: Case, experts: Sequence[Expert] = ()) -> None:
    """The panel of a milestone or an acceptance: all of these experts, or the least of all."""
    beyond = "0"
    if experts:
        beyond = str(len(experts) - least_members(case))
        chosen = [one.id for one in experts]
        for other in stage.session.scalars(select(Expert).where(Expert.id.not_in(chosen))):
            other.is_available = False
        stage.session.flush()
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(case, "ask_for_panel", officer, beyond=beyond)
    witnessed(stage, case)


def writing(stage: Stage, case: Case) -> list[Opinion]:
    """What those who sit on the panel have still to sign."""
    panel = panel_of(stage.session, case)
    assert panel is not None
    given = opinions.of_round(panel, round_of(stage.session, case))
    return [opinion for opinion in given if opinion.state == "writing"]


def formed_earlier(stage: Stage, case: Case, experts: Sequence[Expert]) -> Assessment:
    """A panel that the office appointed by hand before panels were drawn; the first chairs."""
    panel = drawing.panel_to_fill(
        stage.session, case, stage.holder(Role.PROGRAMME_OFFICER).id, stage.now
    )
    panel.seats.clear()
    stage.session.flush()
    panel.seats = [
        AssessmentSeat(expert_id=one.id, expert=one, seat=number, how="appointed")
        for number, one in enumerate(experts, start=1)
    ]
    panel.chair = experts[0]
    stage.session.flush()
    stage.session.expire_all()
    return panel


def signed(stage: Stage, opinion: Opinion, proposes: str) -> None:
    keys = [question.key for question in questions_of(stage.session, opinion)]
    written = opinions.Written(dict.fromkeys(keys, "partly"), {}, "查阅材料后的意见。", proposes)
    assert opinions.save(opinion, written, keys) is None
    stage.session.flush()
    stage.moved(opinion, "sign_opinion", opinion.expert.person)


def called(stage: Stage, case: Case, move: str, *proposes: str) -> list[Opinion]:
    """Drawn and signed; of several words each member in turn says the next, the rest the last."""
    given = drawn(stage, case, move)
    words = [*proposes, *[proposes[-1]] * len(given)]
    for opinion, word in zip(given, words, strict=False):
        signed(stage, opinion, word)
    return given

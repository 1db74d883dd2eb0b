"""A panel called through the door: drawn before a witness, each member's opinion signed."""

from __future__ import annotations

from app.models import Assessment, Case, Expert, Opinion
from app.services.assessing import opinions
from app.services.assessing.calling import round_of
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
    stage.signed(case, move, stage.holder(Role.EXPERT_MANAGER))
    stage.moved(case, move, stage.holder(Role.DISCIPLINE))
    panel = panel_of(stage.session, case)
    assert isinstance(panel, Assessment)
    return opinions.of_round(panel, round_of(stage.session, case))


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

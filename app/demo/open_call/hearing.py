"""Experts drawn to find the fault, each of whom signs an opinion."""

from __future__ import annotations

from collections.abc import Sequence

from app.demo.office import MANAGER, WITNESS
from app.demo.stage import Stage, StoryBroken
from app.models import Opinion, Project
from app.services.assessing import opinions
from app.services.assessing.calling import round_of
from app.services.assessing.questions import questions_of
from app.services.cases import panel_of

_VERDICTS = {"diligent": "met", "at_fault": "not_met"}


def hear_experts(stage: Stage, project: Project, proposes: str, words: Sequence[str]) -> None:
    """All of them hold the same, each in words of their own."""
    stage.move(project, "commit_to_draw", MANAGER)
    for mail in (MANAGER, WITNESS):
        stage.move(project, "draw_fault_panel", mail)
    for (opinion, mail), overall in zip(_to_write(stage, project), words, strict=True):
        with stage.scene() as session:
            live = session.get_one(Opinion, opinion.id)
            keys = [question.key for question in questions_of(session, live)]
            said = dict.fromkeys(keys, _VERDICTS[proposes])
            written = opinions.Written(said, {}, overall, proposes)
            if opinions.save(live, written, keys) is not None:
                raise StoryBroken("责任认定意见未能保存")
        stage.move(opinion, "sign_opinion", mail)


def _to_write(stage: Stage, project: Project) -> list[tuple[Opinion, str]]:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        panel = panel_of(session, live)
        assert panel is not None, "a panel was drawn"
        given = opinions.of_round(panel, round_of(session, live))
        return [(opinion, opinion.expert.person.email) for opinion in given]

"""One panel for all teams of a checkpoint: drawn from the pool by the table of the stage (R6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import GroupProposal, Person, ReviewGroup, Stage
from app.services.calls.criteria import CHECKPOINT
from app.services.door.turns import take_turn
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.races.planning import terms_digest
from app.services.review import panels
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

PURPOSE = "checkpoint"


def form_panel(session: Session, stage: Stage, by: Person, now: datetime) -> ReviewGroup | Problems:
    """For every team that stands at the checkpoint. The pool leaves out whoever has a conflict with
    any of them (§3.2 rule 9)."""
    take_turn(session)
    if stage.state not in ("evidence_due", "assessing"):
        return alone(Text("节点考核尚未开始", "The checkpoint has not been called"))
    if stage.group is not None and stage.group.state != "dissolved":
        return alone(
            Text(
                "本节点已有专家组：全部团队由同一专家组考核",
                "The stage has its panel: one panel judges every team",
            )
        )
    race = stage.race
    group = ReviewGroup(
        call_id=race.call_id,
        name=_PANEL.format(stage=stage.number).zh,
        purpose=PURPOSE,
        round=stage.number + 2,
        own_criteria=[row.as_json() for row in CHECKPOINT],
        formed_by_id=by.id,
        seed="",
        seed_commitment="",
        draw={},
    )
    group.call = race.call
    group.items = [
        GroupProposal(proposal_id=r.team.proposal_id, proposal=r.team.proposal)
        for r in stage.results
    ]
    session.add(group)
    begin(session, group, by, now)
    panels.commit_to_pool(session, group, now)
    stage.group_id = group.id
    session.flush()
    session.refresh(stage)
    return group


def panel_problems(stage: Stage) -> tuple[Text, ...]:
    """Why the panel's scores do not stand yet."""
    group = stage.group
    if group is None:
        return (Text("尚未组建专家组", "no panel is formed"),)
    if group.state != "locked":
        return (Text("专家组尚未锁定评分", "the panel has not locked its scores"),)
    least = (DEFAULTS | stage.race.call.rules)["race_panel_size"]
    seats = sum(not s.is_substitute and s.left_reason is None for s in group.seats)
    if seats < least or seats % 2 == 0:
        return (
            Text(
                f"专家 {seats} 人，应不少于 {least} 人且为单数",
                f"{seats} experts, at least {least} and an odd number are needed",
            ),
        )
    return ()


def terms_of(stage: Stage) -> dict[str, Any]:
    """On what terms every team stands at this checkpoint (I8)."""
    return {
        "target_version": stage.race.target_version,
        "protocol": terms_digest(stage.race),
        "deadline": stage.due_on.isoformat(),
    }


_PANEL = Text("第{stage}节点考核专家组", "panel of stage {stage}")

"""One panel for all teams of a checkpoint: drawn from the pool by the table of the stage (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import GroupProposal, Person, Review, ReviewGroup, Stage
from app.services.awarding.ranking import counted
from app.services.calls.criteria import CHECKPOINT
from app.services.door.turns import take_turn
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.races.planning import terms_digest
from app.services.review import panels
from app.services.review.purposes import valid_needed
from workflows.engine.text import Text

PURPOSE = "checkpoint"


def form_panel(session: Session, stage: Stage, by: Person, now: datetime) -> ReviewGroup | Problems:
    """For every team that stands at the checkpoint. The pool leaves out whoever has a conflict with
    any of them (§3.2 rule 9)."""
    take_turn(session)
    if stage.state not in ("evidence_due", "assessing"):
        return alone(Text("节点考核尚未开始", "The stage assessment has not started"))
    if stage.group is not None and stage.group.state != "dissolved":
        return alone(
            Text(
                "本节点已有专家组：全部团队由同一专家组考核",
                "This stage already has a panel: the same panel assesses every team",
            )
        )
    race, is_again = stage.race, bool(voided_panels(session, stage))
    name = (_NEW_PANEL if is_again else _PANEL).format(stage=stage.number)
    group = ReviewGroup(
        call_id=race.call_id,
        name=name.zh,
        name_en=name.en,
        purpose=PURPOSE,
        round=_round_of(stage),
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
    stage.group = group
    begin(session, group, by, now)
    panels.commit_to_pool(session, group, now)
    session.flush()
    session.refresh(stage)
    return group


def scores_locked(stage: Stage) -> bool:
    return stage.group is not None and stage.group.state == "locked"


def voided_panels(session: Session, stage: Stage) -> Sequence[ReviewGroup]:
    """Earlier panels of this stage, whose scores are kept and count no more (P12)."""
    voided = select(GroupProposal.group_id).where(GroupProposal.voided_at.is_not(None))
    return session.scalars(
        select(ReviewGroup)
        .where(
            ReviewGroup.call_id == stage.race.call_id,
            ReviewGroup.purpose == PURPOSE,
            ReviewGroup.round == _round_of(stage),
            ReviewGroup.id.in_(voided),
        )
        .order_by(ReviewGroup.id)
    ).all()


def is_assessed_again(session: Session, stage: Stage) -> bool:
    """Whether no other panel may follow (P12: once only). One that has lost too many of its scores
    to conflicts has assessed nothing: another follows it, or the race would stand still (I10)."""
    if not voided_panels(session, stage):
        return False
    return not has_too_few_scores(session, stage)


def has_too_few_scores(session: Session, stage: Stage) -> bool:
    """Whether too many of the scores of its panel were struck after the lock."""
    return scores_locked(stage) and bool(_too_few_scores(session, stage))


def _round_of(stage: Stage) -> int:
    """The rounds before it are those by which the teams were selected."""
    return stage.number + 2


def panel_problems(session: Session, stage: Stage) -> tuple[Text, ...]:
    """Why the panel's scores do not stand yet."""
    group = stage.group
    if group is None:
        return (Text("尚未组建专家组", "no panel has been formed"),)
    if group.state != "locked":
        return (Text("专家组尚未锁定评分", "the panel has not locked its scores"),)
    least = stage.race.call.parameters["race_panel_size"]
    seats = sum(not s.is_substitute and s.left_reason is None for s in group.seats)
    if seats < least or seats % 2 == 0:
        return (
            Text(
                f"专家 {seats} 人，应不少于 {least} 人且为单数",
                f"{seats} experts; there must be at least {least}, and an odd number",
            ),
        )
    return _too_few_scores(session, stage)


def _too_few_scores(session: Session, stage: Stage) -> tuple[Text, ...]:
    """Teams of which too few scores are left, since some were struck after the lock (§3.2): what
    follows is another panel (P12)."""
    group = stage.group
    assert group is not None, "its panel has locked"
    needed = valid_needed(group, stage.race.call.parameters)
    rows = session.execute(
        select(Review.proposal_id, func.count())
        .where(Review.group_id == group.id, counted())
        .group_by(Review.proposal_id)
    )
    valid = {row[0]: row[1] for row in rows}
    return tuple(
        Text(
            f"{r.team.lane} 队有效评分 {have} 份，少于 {needed} 份，须另组专家组重新考核",
            f"team {r.team.lane} has {have} valid scores, fewer than {needed}; another panel "
            "must assess it again",
        )
        for r in stage.results
        if r.team.state == "at_checkpoint"
        and r.submitted_at is not None
        and (have := valid.get(r.team.proposal_id, 0)) < needed
    )


def stage_of(session: Session, group: ReviewGroup) -> Stage | None:
    """None for a panel that assesses no stage."""
    if group.purpose != PURPOSE:
        return None
    return session.scalars(select(Stage).where(Stage.group_id == group.id)).one_or_none()


def untested(stage: Stage) -> tuple[str, ...]:
    """Lanes of those that handed in and are not tested once nobody hands in any more. Else one team
    would be judged by less than another (R6, I8), or those who are drawn would know it long before
    (§3.1)."""
    if stage.state == "evidence_due":
        return ()
    return tuple(
        r.team.lane
        for r in stage.results
        if r.team.state == "at_checkpoint" and r.submitted_at is not None and r.tested_on is None
    )


def terms_of(stage: Stage) -> dict[str, Any]:
    """On what terms every team stands at this checkpoint (I8)."""
    return {
        "target_version": stage.race.target_version,
        "protocol": terms_digest(stage.race),
        "deadline": stage.due_on.isoformat(),
    }


_PANEL = Text("第{stage}节点考核专家组", "Stage {stage} assessment panel")
_NEW_PANEL = Text("第{stage}节点重新考核专家组", "Stage {stage} re-assessment panel")

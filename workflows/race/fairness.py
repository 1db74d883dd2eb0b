"""I8 and I9: a level field at one checkpoint, and one decision for a whole stage."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.text import Text, listed
from workflows.race.state import RaceState, Stage, Team
from workflows.race.words import DECIDED, Outcome, RaceIs, TeamIs

_TESTING = frozenset({RaceIs.CHECKPOINT, RaceIs.FINAL})


def uneven_terms(state: RaceState) -> Iterator[Text]:
    """I8."""
    if state.state not in _TESTING:
        return
    at_test = [team for team in state.active if team.stood_at == state.stage]
    if len({team.terms for team in at_test}) > 1:
        yield _TERMS.format(stage=state.stage, teams=listed(team.name for team in at_test))
    if any(team.terms is None for team in at_test):
        yield _NO_TERMS.format(stage=state.stage)
    if state.conflicted:
        yield _CONFLICTED.format(members=listed(state.conflicted))


def split_decisions(state: RaceState) -> Iterator[Text]:
    """I9: every team that stood at a checkpoint has its outcome, in one document, or none has."""
    for stage in state.stages:
        yield from _split_at(state, stage)
    for team in state.teams:
        outcome = team.decided.outcome if team.decided is not None else None
        if team.state is TeamIs.ELIMINATED and outcome is not Outcome.ELIMINATE:
            yield _NO_DECISION.format(team=team.name)


def _split_at(state: RaceState, stage: Stage) -> Iterator[Text]:
    stood = [team for team in state.teams if team.stood_at == stage.number]
    decided = [team for team in stood if _has_outcome(team, stage.number)]
    if stage.state not in DECIDED and decided:
        yield _EARLY.format(stage=stage.number, teams=_names(decided))
    without = [team for team in stood if team not in decided and _still_owed(team)]
    if stage.state in DECIDED and without:
        yield _WITHOUT.format(stage=stage.number, teams=_names(without))
    documents = sorted({team.decided.document for team in decided if team.decided is not None})
    if len(documents) > 1:
        yield _DOCUMENTS.format(stage=stage.number, documents=listed(documents))


def _has_outcome(team: Team, stage: int) -> bool:
    return team.decided is not None and team.decided.stage == stage


def _still_owed(team: Team) -> bool:
    """Who left by itself or was suspended before the decision is owed none, nor who finished."""
    return team.is_active or team.state is TeamIs.ELIMINATED


def _names(teams: list[Team]) -> Text:
    return listed(team.name for team in teams)


_TERMS = Text(
    "第 {stage} 节点各队考核条件不一致（指标版本、测试规程、截止时间、专家组）：{teams}",
    "at stage {stage} assessment conditions differ between teams (metric version, test protocol, "
    "deadline, panel): {teams}",
)
_NO_TERMS = Text(
    "第 {stage} 节点有团队没有考核条件", "at stage {stage} a team has no assessment conditions"
)
_CONFLICTED = Text(
    "与任一团队有利益关系的专家须回避全部团队，仍在组内：{members}",
    "an expert with a conflict with any team must stand aside from all; still on the panel: "
    "{members}",
)
_WITHOUT = Text(
    "第 {stage} 节点已作决定，却没有结论：{teams}",
    "stage {stage} has been decided without an outcome for: {teams}",
)
_EARLY = Text(
    "第 {stage} 节点尚未作决定，却已有结论：{teams}",
    "stage {stage} has not been decided, but these have an outcome: {teams}",
)
_DOCUMENTS = Text(
    "第 {stage} 节点的结论分散在几份决定中：{documents}",
    "the outcomes of stage {stage} are spread over several decisions: {documents}",
)
_NO_DECISION = Text("{team} 队被淘汰而没有决定", "{team} was eliminated without a decision")

"""I10: what may be repeated is counted, and a race ends as its teams did.

That every state has an enabled event, and that every race ends, is proved by the explorer.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.text import Text
from workflows.race.state import RaceState
from workflows.race.words import RaceIs, TeamIs


def endless(state: RaceState) -> Iterator[Text]:
    """I10."""
    counts, rules = state.counts, state.rules
    for what, count, most in (
        (_EXTENSIONS, counts.extensions, rules.extensions_most),
        (_LONG_EXTENSIONS, counts.long_extensions, rules.long_extensions_most),
        (_FINAL_EXTENSIONS, counts.final_extensions, rules.final_extensions_most),
        (_REFOCUSES, counts.refocuses, rules.refocuses_most),
        (_RESCUES, counts.rescues, rules.rescues_most),
        (_HALTS, counts.halts, rules.halts_most),
        (_CLAIMS, counts.claims, rules.claims_most),
    ):
        if count > most:
            yield _TOO_OFTEN.format(what=what, count=count, most=most)
    for team in state.teams:
        if team.holds > rules.holds_most:
            yield _HELD_TOO_OFTEN.format(team=team.name, count=team.holds, most=rules.holds_most)
    yield from _wrong_end(state)


def _wrong_end(state: RaceState) -> Iterator[Text]:
    finished = [team for team in state.teams if team.state is TeamIs.FINISHED]
    if state.state is RaceIs.FINISHED and not finished:
        yield _FINISHED_WITHOUT
    if state.state is RaceIs.NO_FINISH and finished:
        yield _NO_FINISH_WITH.format(team=finished[0].name)
    if state.state is RaceIs.NO_FINISH and not state.report:
        yield _NO_REPORT


_EXTENSIONS = Text("联合延期", "joint extensions")
_LONG_EXTENSIONS = Text("全体延期", "extensions of all")
_FINAL_EXTENSIONS = Text("冲线延期", "final extensions")
_REFOCUSES = Text("目标调整", "target adjustments")
_RESCUES = Text("保底救援", "rescues")
_HALTS = Text("暂停", "halts")
_CLAIMS = Text("提前冲线", "early finish claims")
_TOO_OFTEN = Text("{what} {count} 次，上限 {most} 次", "{count} {what}; the limit is {most}")
_HELD_TOO_OFTEN = Text(
    "{team} 队连续保持观察 {count} 次，上限 {most} 次",
    "{team} was held {count} times in a row; the limit is {most}",
)
_FINISHED_WITHOUT = Text(
    "赛题已冲线，却没有冲线团队", "the race is finished, but no team has finished"
)
_NO_FINISH_WITH = Text(
    "赛题未冲线，{team} 队却已冲线", "the race ended without a finish, but {team} has finished"
)
_NO_REPORT = Text("未冲线终止须有专家组报告", "ending without a finish needs a panel report")

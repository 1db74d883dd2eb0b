"""Questions several moves ask before they are made; each yields its reason for a no."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed
from workflows.race.means import slack
from workflows.race.state import RaceState, Team
from workflows.race.words import Appeal, TeamIs


def team_in(state: RaceState, key: str, states: Collection[TeamIs]) -> Iterator[Text]:
    team = find(state, key)
    if team is None:
        yield _NO_TEAM.format(key=key)
    elif team.state not in states:
        yield _WRONG_STATE.format(team=team.name)
    elif team.crossed:
        yield _CROSSED.format(team=team.name)


def fewer_than(count: int, most: int) -> Iterator[Text]:
    if count >= most:
        yield _USED_UP.format(most=most)


def nothing_pending(state: RaceState) -> Iterator[Text]:
    """An appeal is final before the next test begins."""
    pending = [team.name for team in state.teams if team.appeal is Appeal.OPEN]
    if pending:
        yield _PENDING.format(teams=listed(pending))


def over_slack(state: RaceState, amount: int) -> Iterator[Text]:
    """Only what no stage ahead and no prize is waiting for can be given away (I4)."""
    if not 0 <= amount <= slack(state):
        yield _NO_SLACK.format(amount=amount_text(amount), slack=amount_text(slack(state)))


def is_last_stage(state: RaceState) -> bool:
    return state.stage == len(state.stages)


def find(state: RaceState, key: str) -> Team | None:
    return next((team for team in state.teams if team.key == key), None)


_NO_TEAM = Text("没有团队 {key}", "there is no team {key}")
_WRONG_STATE = Text("{team} 队目前的状态不允许", "not allowed in the current state of {team}")
_CROSSED = Text("{team} 队已通过冲线测试", "{team} has passed the final test")
_USED_UP = Text("已达上限 {most} 次", "the limit of {most} has been reached")
_PENDING = Text("申诉尚未终结：{teams}", "appeals are not final: {teams}")
_NO_SLACK = Text(
    "{amount}超出可机动经费 {slack}（后续节点和奖励之外）",
    "{amount} exceeds the {slack} available after later stages and the prize",
)

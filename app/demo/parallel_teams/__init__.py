"""赛马 on programme 8: 全固态电池 by three routes, four invented teams and one in reserve.

One team is held, one is stopped after a dismissed appeal, two merge, the target is focused anew, a
team withdraws and the reserve saves the race, the end of the last runners is refused, and two cross
the line.
"""

from __future__ import annotations

from app.demo.parallel_teams import entering, finishing, racing, turning
from app.demo.stage import Stage


def play(stage: Stage) -> None:
    race = entering.post_the_race(stage)
    entering.everybody_enters(stage, race)
    entering.select_the_teams(stage, race)
    racing.start(stage, race)
    racing.first_checkpoint(stage, race)
    turning.two_teams_merge(stage, race)
    turning.refocus(stage, race)
    turning.the_reserve_saves_the_race(stage, race)
    racing.second_checkpoint(stage, race)
    finishing.cross_the_line(stage, race)

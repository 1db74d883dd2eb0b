"""赛马 on programme 8: 全固态电池, three routes and four invented teams; §3.7 with a runner-up.

One team is stopped after a dismissed appeal, one is held, the end of the last runner is refused,
and two cross the line.
"""

from __future__ import annotations

from app.demo.parallel_teams import entering, finishing, racing
from app.demo.stage import Stage


def play(stage: Stage) -> None:
    race = entering.post_the_race(stage)
    entering.everybody_enters(stage, race)
    entering.select_the_teams(stage, race)
    racing.start(stage, race)
    racing.first_checkpoint(stage, race)
    racing.second_checkpoint(stage, race)
    finishing.cross_the_line(stage, race)

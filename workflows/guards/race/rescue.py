"""Rules of a rescue: when it begins, what ends it, and what has to be tried before (R15-R18)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import RACE
from workflows.guards.lists import nothing_in
from workflows.guards.race.race import RaceGuard
from workflows.hands import CLOCK, DECIDES, OFFICER


def _needs_somebody_new(facts: RaceFacts) -> bool:
    return facts.is_all_below and not facts.newcomers


something_is_broken = RaceGuard(
    "race_something_is_broken",
    Text(
        "在赛团队不少于下限，且仍有团队能够冲线，不能进入保底救援。",
        "The floor is kept and somebody can still finish: there is nothing to rescue.",
    ),
    CLOCK,
    lambda f: bool(f.breaches),
    replace(RACE, breaches=("保底",)),
    RACE,
)
rescue_succeeded = nothing_in(
    RACE,
    "shortfall",
    "保底救援尚未完成：{missing}。",
    "The rescue is not finished: {missing}.",
    OFFICER | DECIDES,
    "race_shortfall",
)
somebody_new_has_joined = RaceGuard(
    "race_somebody_new_has_joined",
    Text(
        "全部团队低于保持线，须有新的团队加入后方可继续。",
        "Every team was below the hold line: the race goes on once a new one has joined.",
    ),
    OFFICER | DECIDES,
    lambda f: not _needs_somebody_new(f),
    replace(RACE, is_all_below=True, newcomers=("丁队",)),
    replace(RACE, is_all_below=True),
)
rescues_are_left = RaceGuard(
    "race_rescues_are_left",
    Text("保底救援次数已用完。", "No rescue is left."),
    DECIDES,
    lambda f: f.rescues < f.parameters["race_rescues_most"],
    RACE,
    replace(RACE, rescues=2),
)
nobody_can_finish = RaceGuard(
    "race_nobody_can_finish",
    Text(
        "仍有团队能够冲线（{missing}），不能终止赛事。",
        "A team can still finish ({missing}): the race cannot be ended.",
    ),
    DECIDES,
    lambda f: not f.able or _needs_somebody_new(f),
    RACE,
    replace(RACE, able=("甲队",)),
    lambda f: f.able,
)
every_way_was_tried = nothing_in(
    RACE,
    "untried",
    "还有救援办法，不能终止赛事：{missing}。",
    "There is a way out left, the race cannot be ended: {missing}.",
    OFFICER | DECIDES,
    "race_untried",
)
supplementary_entry_was_tried = RaceGuard(
    "race_supplementary_entry_was_tried",
    Text(
        "降低下限须先补充征集过团队，且征集期已满。",
        "The floor is lowered only after a supplementary entry whose period is over.",
    ),
    DECIDES,
    lambda f: f.entry_tried and not f.entry_is_open,
    replace(RACE, entry_tried=True),
    replace(RACE, entry_tried=True, entry_is_open=True),
)
entry_is_left = RaceGuard(
    "race_entry_is_left",
    Text("补充征集以一次为限，已开放过。", "There is one supplementary entry; it was opened."),
    CLOCK,
    lambda f: not f.entry_tried,
    RACE,
    replace(RACE, entry_tried=True),
)

"""Rules of a rescue: when it begins, what ends it, and what has to be tried before (R15-R18)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import RACE
from workflows.guards.race.race import RaceGuard
from workflows.guards.shapes import below, forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, OFFICER


def _needs_somebody_new(facts: RaceFacts) -> bool:
    return facts.is_all_below and not facts.newcomers


something_is_broken = requires(
    "breaches",
    of=RACE,
    key="race_something_is_broken",
    reason=Text(
        "在赛团队不少于下限，且仍有团队能够冲线，不能进入保底救援。",
        "There are enough teams and one can still finish, so the race cannot enter rescue.",
    ),
    supplied_by=CLOCK,
)
rescue_succeeded = nothing_in(
    "shortfall",
    of=RACE,
    key="race_shortfall",
    reason=Text("保底救援尚未完成：{missing}。", "The rescue is not complete: {missing}."),
    supplied_by=OFFICER | DECIDES,
)
somebody_new_has_joined = RaceGuard(
    key="race_somebody_new_has_joined",
    reason=Text(
        "全部团队低于保持线，须有新的团队加入后方可继续。",
        "Every team is below the hold line. The race can continue only after a new team joins.",
    ),
    supplied_by=OFFICER | DECIDES,
    holds=lambda f: not _needs_somebody_new(f),
    passing=replace(RACE, is_all_below=True, newcomers=("丁队",)),
    failing=replace(RACE, is_all_below=True),
)
rescues_are_left = below(
    "rescues",
    "race_rescues_most",
    of=RACE,
    key="race_rescues_are_left",
    reason=Text("保底救援次数已用完。", "No rescues are left."),
    supplied_by=DECIDES,
)
nobody_can_finish = RaceGuard(
    key="race_nobody_can_finish",
    reason=Text(
        "仍有团队能够冲线（{missing}），不能终止赛事。",
        "A team can still finish ({missing}), so the race cannot be ended.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: not f.able or _needs_somebody_new(f),
    passing=RACE,
    failing=replace(RACE, able=("甲队",)),
    missing=lambda f: f.able,
)
every_way_was_tried = nothing_in(
    "untried",
    of=RACE,
    key="race_untried",
    reason=Text(
        "还有救援办法，不能终止赛事：{missing}。",
        "There are still rescue options, so the race cannot be ended: {missing}.",
    ),
    supplied_by=OFFICER | DECIDES,
)
supplementary_entry_was_tried = RaceGuard(
    key="race_supplementary_entry_was_tried",
    reason=Text(
        "降低下限须先补充征集过团队，且征集期已满。",
        "The floor can be lowered only after a supplementary entry round has been held and has "
        "ended.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.entry_tried and not f.entry_is_open,
    passing=replace(RACE, entry_tried=True),
    failing=replace(RACE, entry_tried=True, entry_is_open=True),
)
entry_is_left = forbids(
    "entry_tried",
    of=RACE,
    key="race_entry_is_left",
    reason=Text(
        "补充征集以一次为限，已开放过。",
        "Only one supplementary entry round is allowed, and it has been held.",
    ),
    supplied_by=CLOCK,
)

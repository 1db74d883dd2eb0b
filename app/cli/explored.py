"""What the explorer of races found, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from time import process_time

import click

from workflows.race.course import MOVES, Event
from workflows.race.explore import Found, Report, World, explore
from workflows.race.explore.wander import MOST_STAGES, MOST_TEAMS, wander

CHECKED = (
    (World(teams=4, stages=3, disturbances=0), None),
    (World(teams=4, stages=3, disturbances=2), 400),
)
"""What `flask workflows check` walks: every race that runs undisturbed, and so many states each of
those that meet none, one and two disturbances."""


def walk(world: World, most_of_level: int | None) -> None:
    """Walk, and tell what was found. Raises ClickException: an invariant is broken."""
    began = process_time()
    report = explore(world, most_of_level)
    for line in _lines(report, most_of_level):
        click.echo(line)
    click.echo(f"race: {process_time() - began:.1f} s of CPU")
    if report.found is not None:
        for line in _story(report.found):
            click.echo(line, err=True)
        raise click.ClickException(f"{report.found.violation.invariant} is broken")


def wander_often(histories: int, first: int) -> None:
    """Raises ClickException: a history breaks an invariant, or does not end."""
    ends: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for seed in range(first, first + histories):
        found = wander(Random(seed))  # noqa: S311 - a history to repeat, no secret
        if not found.is_sound:
            for number, event in enumerate(found.events, start=1):
                click.echo(f"{number:>3} {_event(event)}", err=True)
            raise click.ClickException(f"seed {seed}: {found.violation or 'it does not end'}")
        ends[found.last.state.value] += 1
        made.update(event.name for event in found.events)
    told = ", ".join(f"{end} {count}" for end, count in ends.most_common())
    click.echo(
        f"race: {histories} whole histories, up to {MOST_TEAMS} teams and {MOST_STAGES} stages: "
        f"{made.total()} events, {len(made)} of {len(MOVES)} moves made; ends: {told}"
    )
    click.echo("race: I1-I10 hold in every state, and every history ends")


def _lines(report: Report, most_of_level: int | None) -> Iterator[str]:
    world = report.world
    bound = "all" if report.is_complete else f"at most {most_of_level} of a level"
    beyond = "" if report.is_complete else f", not visited {report.left_over}"
    yield (
        f"race: {world.teams} teams, {world.stages} stages, up to {world.disturbances} "
        f"disturbances ({bound}): {report.states} states {report.levels}{beyond}, "
        f"{report.events} events, "
        f"{report.refused} refused, longest story {report.longest}, "
        f"{len(report.made)} of {len(MOVES)} moves made"
    )
    if report.found is None:
        yield "race: I1-I10 hold in every state, each event raises the rank, no state is stuck"


def _story(found: Found) -> Iterator[str]:
    for number, event in enumerate(found.story, start=1):
        yield f"{number:>3} {_event(event)}"
    yield f"{found.violation.invariant}: {found.violation.reason.zh} / {found.violation.reason.en}"


def _event(event: Event) -> str:
    details = [event.team, event.other, *(f"{key} {score / 100}" for key, score in event.scores)]
    details += [f"{key} {outcome}" for key, outcome in event.outcomes]
    return " ".join([event.name, *filter(None, details)])

"""`flask workflows check`, `explore`, `draw` and `matrix`: prove the rules, and publish them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from app.cli.explored import CHECKED, walk, wander_often
from app.cli.refused import Family
from config import ROOT
from workflows.acts import ACTS
from workflows.engine.check import Vocabulary, check_all
from workflows.engine.draw import mermaid, svg
from workflows.engine.effects import SendLetter
from workflows.engine.model import Workflow
from workflows.engine.tables import matrix
from workflows.parts.letter import LETTERS
from workflows.parts.messages import MESSAGES
from workflows.race.explore import World
from workflows.registry import WORKFLOWS

LOCALES = ("zh", "en")

workflows_cli = Family(
    "workflows",
    chain=True,
    help="Prove the definitions, draw them, tabulate them; several of these at once, too.",
)


def vocabulary() -> Vocabulary:
    """What the definitions in force may name."""
    return Vocabulary(frozenset(ACTS), frozenset(LETTERS), frozenset(MESSAGES), WORKFLOWS)


def pictures() -> dict[str, str]:
    """File name to text: each definition as SVG and as Mermaid, in both languages."""
    drawers: dict[str, Callable[[Workflow[Any], str], str]] = {"svg": svg, "mmd": mermaid}
    return {
        f"{workflow.key}.{locale}.{suffix}": drawer(workflow, locale)
        for workflow in WORKFLOWS
        for locale in LOCALES
        for suffix, drawer in drawers.items()
    }


def tables() -> dict[str, str]:
    """File name to text: who may do what, in both languages."""
    names = ACTS | {key: kind.label for key, kind in LETTERS.items()}
    return {f"matrix.{locale}.md": matrix(WORKFLOWS, locale, names) for locale in LOCALES}


@workflows_cli.command("check")
def check_definitions() -> None:
    """Count what is defined; list every fault and fail when there is one."""
    for workflow in WORKFLOWS:
        click.echo(_counts(workflow))
    faults = check_all(vocabulary())
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} faults")
    click.echo(f"{len(WORKFLOWS)} definitions, no fault")
    for world, most_of_level in CHECKED:
        walk(world, most_of_level)


@workflows_cli.command("explore")
@click.option("--teams", type=click.IntRange(2, 6), default=4, show_default=True)
@click.option("--stages", type=click.IntRange(2, 4), default=3, show_default=True)
@click.option(
    "--disturbances",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="How many events out of the ordinary a race may meet.",
)
@click.option(
    "--merit",
    type=click.IntRange(0, 100),
    default=0,
    show_default=True,
    help="Per cent of a pool shared by score; more tells more states apart.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    help="States to visit for each number of disturbances; without it, all.",
)
def explore_races(teams: int, stages: int, disturbances: int, merit: int, most: int | None) -> None:
    """Walk everything a race can do, in every order, and hold I1-I10 against each state."""
    walk(World(teams, stages, disturbances, merit), most)


@workflows_cli.command("wander")
@click.option("--histories", type=click.IntRange(1), default=2_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the first history.")
def wander_through_races(histories: int, seed: int) -> None:
    """Play whole races at random to their end, and hold I1-I10 against each of their states."""
    wander_often(histories, seed)


def _publishing(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the commands that write files."""
    out = click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=ROOT / "docs" / "workflows",
        help="The folder to write to.",
    )
    compare = click.option(
        "--compare", is_flag=True, help="Write nothing; fail when the files differ."
    )
    return out(compare(command))


@workflows_cli.command("draw")
@_publishing
def draw_definitions(out: Path, compare: bool) -> None:
    """Write each definition as SVG and as Mermaid."""
    _publish(pictures(), out, compare)


@workflows_cli.command("matrix")
@_publishing
def tabulate_definitions(out: Path, compare: bool) -> None:
    """Write who may do what as Markdown."""
    _publish(tables(), out, compare)


def _counts(workflow: Workflow[Any]) -> str:
    guards = {guard.key for t in workflow.transitions for guard in t.guards}
    letters = {e.kind for t in workflow.transitions for e in t.effects if isinstance(e, SendLetter)}
    return (
        f"{workflow.key} v{workflow.version} {workflow.label.zh}: "
        f"{len(workflow.states)} states, {len(workflow.transitions)} transitions, "
        f"{len(guards)} guards, {len(letters)} letters"
    )


def _publish(files: Mapping[str, str], out: Path, compare: bool) -> None:
    differing = [name for name, text in files.items() if _read(out / name) != text]
    if compare:
        stale = sorted((*differing, *_left_over(files, out)))
        if stale:
            raise click.ClickException(f"not what the definitions say: {', '.join(stale)}")
        click.echo(f"{len(files)} files are what the definitions say")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in differing:
        (out / name).write_text(files[name], "utf-8")
    click.echo(f"{len(files)} files in {out}, {len(differing)} new or changed")


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _left_over(files: Mapping[str, str], out: Path) -> list[str]:
    """Files written for a definition that is no more; they are named, never deleted."""
    endings = {"".join(Path(name).suffixes) for name in files}
    found = (path.name for ending in endings for path in out.glob(f"*{ending}"))
    return [name for name in found if name not in files]

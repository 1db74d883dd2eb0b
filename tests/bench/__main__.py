"""`python -m tests.bench NAME...`: run measurements one after the other."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

import click

from config import ROOT
from tests.bench import (
    assignment,
    capacity,
    faults,
    letters,
    load,
    nodes,
    pages,
    ranking,
    rush,
    upgrade,
)
from tests.bench.figures import Figures

Bench = Callable[[argparse.Namespace], Figures]

BENCHES: dict[str, Bench] = {
    "assignment": lambda _given: assignment.measure(),
    "capacity": lambda _given: capacity.measure(),
    "faults": lambda given: faults.measure(given.kills, given.seed),
    "letters": lambda given: letters.measure(given.letters),
    "load": lambda _given: load.measure_province(),
    "load-country": lambda _given: load.measure_country(),
    "nodes": lambda _given: nodes.measure(),
    "pages": lambda _given: pages.measure_province(),
    "pages-country": lambda _given: pages.measure_country(),
    "ranking": lambda _given: ranking.measure(),
    "rush": lambda _given: rush.measure(),
    "upgrade": lambda given: upgrade.measure(given.since),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--kills", type=int, default=60, help="of faults (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of faults (default: %(default)s)")
    parser.add_argument("--letters", type=int, default=1000, help="how many (default: %(default)s)")
    parser.add_argument("--from", dest="since", metavar="REVISION", help="of upgrade: the old code")
    given = parser.parse_args()
    names = given.names
    if unknown := [name for name in names if name not in BENCHES]:
        parser.error(f"nothing is called {unknown[0]}; there is: {', '.join(BENCHES)}")
    if "upgrade" in names and given.since is None:
        parser.error("upgrade begins --from a revision of this repository")
    if not names:
        parser.print_help()
    for name in names:
        figures = BENCHES[name](given)
        click.echo(figures.table())
        _keep(name, figures)


def _keep(name: str, figures: Figures) -> None:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    file.write_text(json.dumps(figures.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

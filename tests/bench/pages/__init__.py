"""The pages that people look at most, on a database as large as a province's or a country's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.factory import create_app
from config import settings_from
from tests.bench.figures import Figures
from tests.bench.load import COUNTRY, PROVINCE, Loaded, loaded
from tests.bench.pages.asking import Cost, cookie_of, cost_of, waits
from tests.bench.site import environment_of, serving
from tests.servers import private_redis


@dataclass(frozen=True, slots=True)
class Page:
    """Who looks at it: the officer, the expert, or (empty) anybody."""

    name: str
    path: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of one site, with what it costs."""

    page: Page
    address: tuple[str, int]
    cookie: str
    cost: Cost


def pages_of(there: Loaded) -> Sequence[Page]:
    listed = "/office/proposals"
    return (
        Page("officer's list", listed, "officer"),
        Page("… of a call by state", f"{listed}?call={there.call}&state=approved", "officer"),
        Page("… searched", f"{listed}?q=固态电池&call={there.call}", "officer"),
        Page("… by rank", f"{listed}?call={there.call}&sort=rank", "officer"),
        Page("… page 200", f"{listed}?sort=newest&after={there.page_200}", "officer"),
        Page("call at the office", f"/office/calls/{there.call}", "officer"),
        Page("search", "/find?q=固态电池&kind=proposal", "officer"),
        Page("case", f"/proposals/{there.proposal}", "officer"),
        Page("reviewer's desk", "/reviews", "expert"),
        Page("race board", f"/races/{there.race}"),
        Page("race board inside", f"/races/{there.race}", "officer"),
        Page("public list", "/results"),
        Page("… by unit", "/results?unit=研究院&group=running"),
        Page("public search", "/find?q=固态电池"),
        Page("public calls", "/calls"),
    )


def measure_province() -> Figures:
    return _measure([PROVINCE])


def measure_country() -> Figures:
    return _measure([PROVINCE, COUNTRY])


def _measure(sizes: Sequence[int]) -> Figures:
    with ExitStack() as stack:
        there = [stack.enter_context(loaded(size)) for size in sizes]
        return compare(there, sizes)


def compare(there: Sequence[Loaded], sizes: Sequence[int]) -> Figures:
    """Page by page, one size right after the other, so that a load from elsewhere meets both."""
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        redis = stack.enter_context(private_redis())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        environments = [environment_of(folder, one.url, redis) for one in there]
        bare = stack.enter_context(serving("tests.bench.pages.bare:app", environments[0]))
        sites = [
            stack.enter_context(_site(environment, one))
            for environment, one in zip(environments, there, strict=True)
        ]
        for shown in zip(*sites, strict=True):
            rows += _rows(shown, sizes, bare)
    return Figures("Pages at four clients", tuple(rows))


@contextmanager
def _site(environment: Mapping[str, str], there: Loaded) -> Iterator[list[Shown]]:
    app = create_app(settings_from(environment))
    cookies = {
        "": "",
        "officer": cookie_of(app, there.officer),
        "expert": cookie_of(app, there.expert_person),
    }
    with serving("wsgi:app", environment) as address:
        yield [
            Shown(page, address, cookies[page.who], cost_of(app, page.path, cookies[page.who]))
            for page in pages_of(there)
        ]
    app.extensions["database"].engine.dispose()


def _rows(
    shown: Sequence[Shown], sizes: Sequence[int], bare: tuple[str, int]
) -> list[dict[str, Any]]:
    floor = waits(bare, f"/{shown[0].cost.size}", "").per_second
    rows: list[dict[str, Any]] = []
    for one, size in zip(shown, sizes, strict=True):
        found = waits(one.address, one.page.path, one.cookie)
        rows.append(
            {
                "page": one.page.name,
                "proposals": size,
                "KB": round(one.cost.size / 1024, 1),
                "statements": one.cost.statements,
                "p50 ms": found.milliseconds(50),
                "p95 ms": found.milliseconds(95),
                "per s": round(found.per_second, 1),
                "against bare": round(found.per_second / floor, 3),
            }
        )
        rows[-1]["growth"] = round(rows[-1]["p50 ms"] / rows[0]["p50 ms"], 2)
    return rows

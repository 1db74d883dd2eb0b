"""What a page costs whoever opens it for the first time, and again: bytes as they travel (files
compressed), and when its first content is painted. `bin/gallery --weigh`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import click
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from app.demo.sitemap import PUBLIC, Page
from docs.screenshots.browser import in_language, signed_in

HOMES = frozenset({"public.index", "home.index"})
HOME_MOST = 150_000
"""Bytes of a home page at the first visit."""

WEIGHED = {
    PUBLIC: (
        *("public.index", "public.call", "public.items", "public.notice", "race.board"),
        *("plan.index", "help.glossary", "account.sign_in"),
    ),
    "pi01": ("home.index", "applicant.index", "dossier.proposal", "dossier.project"),
    "expert02": ("home.index", "reviewer.index", "reviewer.review"),
    "officer": (
        *("home.index", "officer.proposals", "officer.call", "officer.group", "moves.move"),
        "metrics.programme",
    ),
    "decision": ("home.index", "decision.index"),
    "finance": ("home.index", "finance.batch"),
    "supervisor": ("home.index", "integrity.case", "admin.history"),
}
"""Routes by the account that opens them."""

_LOADS = 3
_SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
"""A telephone in the country: 1.6 Mbit/s, 150 ms there and back (what Lighthouse calls slow 4G)."""
_FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes and milliseconds; `elsewhere` are the addresses asked for that are not of the site."""

    who: str
    route: str
    requests: int
    first: int
    again: int
    painted: float
    painted_slowly: float
    elsewhere: tuple[str, ...]

    @property
    def fault(self) -> str:
        if self.elsewhere:
            return f"asks {', '.join(self.elsewhere)}"
        return "too heavy" if self.route in HOMES and self.first > HOME_MOST else ""


def weigh(browser: Browser, address: str, pages: Callable[[str], list[Page]]) -> list[Weight]:
    """Prints a row for each page as it is known. Raises KeyError: an account reaches no page of a
    route it is to open."""
    click.echo(_row("who", "page", "requests", "kB first", "kB again", "FCP", "FCP slow", ""))
    click.echo("| --- | --- " + "| ---: " * 5 + "| --- |")
    weights = []
    for login, routes in WEIGHED.items():
        paths = {page.route: page.path for page in pages(login)}
        tab = signed_in(browser, address, login if login != PUBLIC else None)
        for route in routes:
            weight = _weigh(tab, address, login, route, paths[route])
            click.echo(_line(weight))
            weights.append(weight)
        tab.context.close()
    return weights


def _weigh(tab: Tab, address: str, login: str, route: str, path: str) -> Weight:
    wire = tab.context.new_cdp_session(tab)
    wire.send("Network.enable")
    asked: list[str] = []
    came: list[float] = []
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    where = in_language(address, path, "zh_Hans_CN")

    def load(conditions: dict[str, Any], *, afresh: bool) -> tuple[int, float]:
        """Bytes that came and milliseconds until something was painted."""
        if afresh:
            wire.send("Network.clearBrowserCache")
        wire.send("Network.emulateNetworkConditions", conditions)
        came.clear()
        tab.goto(where, wait_until="networkidle")
        return round(sum(came)), float(tab.evaluate(_PAINTED) or 0)

    load(_FAST, afresh=True)  # the site's own first time, which its next reader does not wait for
    asked.clear()
    first = [load(_FAST, afresh=True) for _ in range(_LOADS)]
    requests = len(asked) // _LOADS
    again, _ = load(_FAST, afresh=False)
    _, slowly = load(_SLOW, afresh=True)
    wire.detach()
    return Weight(
        login,
        route,
        requests,
        first[0][0],
        again,
        median(painted for _, painted in first),
        slowly,
        tuple(_elsewhere(asked, urlsplit(address).netloc)),
    )


def _elsewhere(asked: list[str], host: str) -> Iterator[str]:
    for url in dict.fromkeys(asked):
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            yield url


def _line(weight: Weight) -> str:
    return _row(
        weight.who or "anybody",
        weight.route,
        str(weight.requests),
        f"{weight.first / 1000:.1f}",
        f"{weight.again / 1000:.1f}",
        f"{weight.painted:.0f}",
        f"{weight.painted_slowly:.0f}",
        weight.fault,
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

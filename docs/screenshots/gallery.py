"""Pictures of every page that is reached by links, of everybody, in both languages and two widths,
and what axe finds on each. Run by bin/gallery beside a running demonstration.

What was looked at before is left alone, so that a gallery can be made in several goes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from app.cli.demo import EVERYBODY
from app.demo.sitemap import PUBLIC, Page, walk
from app.factory import create_app
from config import ROOT
from docs.screenshots.accessibility import Finding, findings_on
from docs.screenshots.browser import PHONE, WIDE, ZOOMED, chromium, in_language, signed_in
from docs.screenshots.report import write_index
from docs.screenshots.weighing import weigh

FOLDER = ROOT / "var" / "gallery"
LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
SIZES = {"wide": WIDE, "phone": PHONE, "zoomed": ZOOMED}
USUAL = ("wide", "phone")
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Look:
    """One page as one person sees it; `findings` are those of axe."""

    who: str
    route: str
    path: str
    language: str
    size: str
    scheme: str
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.route}.{self.language}.{self.size}.{self.scheme}"

    def file(self, ending: str) -> Path:
        return FOLDER / (self.who or "public") / f"{self.name}.{ending}"


@click.command()
@click.argument("address", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
@click.option("--who", "logins", multiple=True, help="Only this account; '' is the public.")
@click.option("--route", "routes", multiple=True, help="Only this endpoint, e.g. officer.call.")
@click.option("--language", "languages", multiple=True, type=click.Choice(list(LANGUAGES)))
@click.option("--size", "sizes", multiple=True, type=click.Choice(list(SIZES)))
@click.option("--scheme", "schemes", multiple=True, type=click.Choice(SCHEMES), default=["light"])
@click.option("--again", is_flag=True, help="Also what was looked at before.")
@click.option("--weigh", "weighing", is_flag=True, help="No pictures: what some pages cost.")
def main(
    address: str,
    logins: tuple[str, ...],
    routes: tuple[str, ...],
    languages: tuple[str, ...],
    sizes: tuple[str, ...],
    schemes: tuple[str, ...],
    again: bool,
    weighing: bool,
) -> None:
    """Exit 1 when axe objects to anything, or a page is wider than its window; of what is weighed,
    when a page asks another site for anything or a home page is too heavy."""
    app = create_app()
    if weighing:
        with chromium() as browser:
            weights = weigh(browser, address.rstrip("/"), lambda login: pages_of(app, login))
        raise SystemExit(any(weight.fault for weight in weights))
    looked: list[Look] = []
    with chromium() as browser:
        for login in logins or EVERYBODY:
            wanted = [
                Look(login, page.route, page.path, language, size, scheme)
                for page in pages_of(app, login)
                if page.route in routes or not routes
                for language in languages or LANGUAGES
                for size in sizes or USUAL
                for scheme in schemes
            ]
            for look in _looked_at(browser, address.rstrip("/"), login, wanted, again):
                looked.append(look)
                for finding in look.findings:
                    click.echo(f"{look.who or 'public'} {look.name} {look.path} {finding}")
    write_index(FOLDER)
    found = sum(bool(look.findings) for look in looked)
    click.echo(f"{len(looked)} looks in {FOLDER / 'index.html'}; axe objects to {found}")
    if found:
        raise SystemExit(1)


def pages_of(app: Flask, login: str) -> list[Page]:
    """One page of each kind that answers with a page; kept, since walking takes a while."""
    kept = FOLDER / (login or "public") / "pages.json"
    if kept.exists():
        return [Page(**page) for page in json.loads(kept.read_text())]
    pages = [p for p in walk(app, login, set()) if p.status == 200 and p.is_page]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps([asdict(page) for page in pages], indent=1))
    return pages


def _looked_at(
    browser: Browser, address: str, login: str, wanted: list[Look], again: bool
) -> Iterator[Look]:
    tab: BrowserPage | None = None
    for look in wanted:
        kept = look.file("json")
        if kept.exists() and not again:
            yield _remembered(look, kept)
            continue
        tab = tab or signed_in(browser, address, login if login != PUBLIC else None)
        yield _look(tab, address, look)
    if tab:
        tab.context.close()


def _remembered(look: Look, kept: Path) -> Look:
    found = json.loads(kept.read_text())["findings"]
    return _with(look, [Finding(**one) for one in found])


def _look(tab: BrowserPage, address: str, look: Look) -> Look:
    width, height = SIZES[look.size]
    tab.set_viewport_size({"width": width, "height": height})
    tab.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
    tab.goto(in_language(address, look.path, LANGUAGES[look.language]))
    tab.screenshot(path=look.file("png"), full_page=True)
    seen = _with(look, findings_on(tab))
    look.file("json").write_text(json.dumps(asdict(seen), ensure_ascii=False, indent=1))
    return seen


def _with(look: Look, findings: list[Finding]) -> Look:
    return Look(
        look.who, look.route, look.path, look.language, look.size, look.scheme, tuple(findings)
    )


if __name__ == "__main__":
    main()

"""A browser before a running demonstration, in the place of one of its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from app.demo.cast import DOMAIN, PASSWORD

WIDE, PHONE, ZOOMED = (1280, 860), (390, 780), (640, 430)
"""Width and height in CSS pixels; at 200 % zoom a wide window is half as many."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Without a window, for which the whole browser takes three times the processor. A page takes
    the place of the last one of its site, where a frame of its own costs a quarter more."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-features=RenderDocument",
            ],
        )
        yield browser
        browser.close()


def signed_in(
    browser: Browser, address: str, login: str | None, size: tuple[int, int] = WIDE
) -> Page:
    """A page of its own session; without a login nobody is signed in."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height})
    if login:
        page.goto(f"{address}/account/sign-in")
        page.fill("input[name=email]", f"{login}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(f"{address}/home*")
    return page


def in_language(address: str, path: str, locale: str) -> str:
    """The address of a page of the site in a language."""
    return f"{address}{path}{'&' if '?' in path else '?'}lang={locale}"

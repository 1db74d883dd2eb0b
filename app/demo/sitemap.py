"""Every kind of page that somebody of the demonstration reaches by following links."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from app.demo.cast import DOMAIN, PASSWORD

PUBLIC = ""
"""The visitor who has not signed in."""


@dataclass(frozen=True, slots=True)
class Page:
    """`route` is the endpoint; `linked_from` the page on which the link stands; `is_page` False of
    files to take away."""

    login: str
    route: str
    path: str
    status: int
    linked_from: str
    is_page: bool


def walk(app: Flask, login: str, seen: set[str]) -> Iterator[Page]:
    """Opens what is linked, breadth first, one page of each route, because lists lead to many
    alike; one that is not among those `seen` if there is such, so that each person opens another.
    Only reads: links are GET, and forms stay untouched.

    Raises ValueError: the person cannot sign in.
    """
    client = app.test_client()
    start = "/"
    if login != PUBLIC:
        _sign_in(client, login)
        start = "/home"
    routes = app.url_map.bind("localhost")
    opened = {"static"}
    waiting, known = deque([(start, "")]), {start}
    put_off: deque[tuple[str, str]] = deque()
    while waiting or put_off:
        comes_anew = not waiting
        path, source = (waiting or put_off).popleft()
        try:
            route, _ = routes.match(urlsplit(path).path, method="GET")
        except HTTPException:
            route = "nowhere"
        if route in opened:
            continue
        if path in seen and not comes_anew:
            put_off.append((path, source))
            continue
        opened.add(route)
        seen.add(path)
        answer = client.get(path, follow_redirects=True)
        is_page = answer.mimetype == "text/html"
        yield Page(login, route, path, answer.status_code, source, is_page)
        if is_page:
            for link in _links(answer.text, path):
                if link not in known:
                    known.add(link)
                    waiting.append((link, path))


def _sign_in(client: FlaskClient, login: str) -> None:
    page = _Reader.of(client.get("/account/sign-in").text)
    form = {
        "csrf_token": page.token,
        "email": f"{login}@{DOMAIN}",
        "password": PASSWORD,
    }
    answer = client.post("/account/sign-in", data=form)
    if answer.status_code != 303:
        raise ValueError(f"{login} cannot sign in: {answer.status}")


def _links(page: str, path: str) -> Iterator[str]:
    """Addresses on this site, without fragments; a bare query belongs to the page it stands on."""
    for link in _Reader.of(page).links:
        parts = urlsplit(urldefrag(link).url)
        if parts.scheme or parts.netloc or not (parts.path or parts.query):
            continue
        where = parts.path or urlsplit(path).path
        yield f"{where}?{parts.query}" if parts.query else where


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.token = ""

    @classmethod
    def of(cls, page: str) -> _Reader:
        reader = cls()
        reader.feed(page)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_tag = dict(attrs)
        if tag == "a" and "data-method" not in of_tag:
            self.links.append(of_tag.get("href") or "")
        if tag == "input" and of_tag.get("name") == "csrf_token":
            self.token = of_tag.get("value") or ""

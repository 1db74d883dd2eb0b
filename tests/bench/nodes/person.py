"""Somebody whose balancer sends each request to another machine."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import requests

Place = tuple[str, int]

_FIELD = re.compile(r'name="([\w-]+)"[^>]*?\bvalue="([^"]*)"')
_SECONDS_MOST = 60


class Person:
    """Keeps cookies of the site, whichever machine gave them."""

    def __init__(self, address: str) -> None:
        self._address, self._cookies = address, dict[str, str]()

    def get(self, place: Place, path: str) -> requests.Response:
        return self._ask("GET", place, path)

    def post(
        self, place: Place, path: str, typed: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> requests.Response:
        return self._ask("POST", place, path, data=typed, files={"file": file} if file else None)

    def _ask(self, method: str, place: Place, path: str, **content: Any) -> requests.Response:
        answer = requests.request(
            method,
            f"http://{place[0]}:{place[1]}{path}",
            cookies=self._cookies,
            headers={"X-Forwarded-For": self._address},
            allow_redirects=False,
            timeout=_SECONDS_MOST,
            **content,
        )
        self._cookies |= {one.name: one.value or "" for one in answer.cookies}
        return answer


def fields(page: requests.Response) -> dict[str, str]:
    found = {name: unescape(value) for name, value in _FIELD.findall(page.text)}
    return {name: found[name] for name in ("csrf_token", "edition", "seen") if name in found}

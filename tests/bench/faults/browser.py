"""A browser of one person: keeps its cookies, and does not know what became of a lost request."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_FIELD = re.compile(r'name="([\w-]+)"[^>]*?\bvalue="([^"]*)"')
_SECONDS_MOST = 60


@dataclass(frozen=True, slots=True)
class Page:
    """Status 0: no answer came. `took` in seconds."""

    status: int
    text: str
    took: float

    @property
    def fields(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in _FIELD.findall(self.text)}

    @property
    def is_lost(self) -> bool:
        return self.status == 0 or self.status >= 500


class Browser:
    def __init__(self, address: tuple[str, int], session: str) -> None:
        self._address = address
        self._cookies = {"session": session}

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection = http.client.HTTPConnection(*self._address, timeout=_SECONDS_MOST)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Page(0, "", time.monotonic() - began)
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: kept.value for name, kept in SimpleCookie(line).items()}
        return Page(answer.status, text, time.monotonic() - began)

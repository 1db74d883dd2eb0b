"""The application, which knows the addresses of its pages by heart: a list leads to hundreds."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, has_request_context, request

_PLACE = 7_000_000_000_000_000_007
"""Stands in a kept address where the number of a case belongs."""


class Site(Flask):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._addresses: dict[tuple[str, bool], tuple[str, ...]] = {}

    def log_exception(self, _fault: Any) -> None:
        """Left to the page of the fault, which writes a line like all others and no address: a
        secret may stand in it."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """To whoever reads, of a page that has a number in its address or nothing: as it was found
        the first time."""
        number = values.get("number")
        is_numbered = type(number) is int and number >= 0 and len(values) == 1
        if endpoint.startswith(".") or (values and not is_numbered) or not _is_read():
            return super().url_for(endpoint, **values)
        parts = self._addresses.get((endpoint, is_numbered))
        if parts is None:
            placed: dict[str, Any] = {"number": _PLACE} if is_numbered else {}
            parts = tuple(super().url_for(endpoint, **placed).split(str(_PLACE)))
            self._addresses[endpoint, is_numbered] = parts
        return str(number).join(parts)


def _is_read() -> bool:
    """A site that stands below another address is asked each time."""
    if not has_request_context():
        return False
    here: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return here.method == "GET" and not here.root_path

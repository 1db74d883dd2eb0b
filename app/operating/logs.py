"""Logs: in production one JSON object a line, with the request's id and the ids of its case.

Of people a log knows ids only: what looks like an address or a number of a person is masked,
because texts of errors come from libraries.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

_PERSONAL = re.compile(
    # A mail address; of at most 64 characters before the @ (RFC 5321), so that a long text is not
    # gone through from each of its characters to its end.
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"  # 居民身份证号
    r"|(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])"  # 手机号
)
MASK = "[personal]"


def init_logs(*, as_json: bool) -> None:
    """Without `as_json` only warnings and worse are written, for a person at a terminal."""
    structlog.reset_defaults()
    level = logging.INFO if as_json else logging.WARNING
    # It has a word for each place where a file is damaged, of which there may be millions.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # It tells of a signing identity that it cannot read; so do we, by what is to be mended.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    _write_library("rq", as_json=as_json)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_people,
            _written(as_json=as_json),
        ],
    )


def _write_library(name: str, *, as_json: bool) -> None:
    """One that has lines of its own writes them as ours are, so that one search finds all."""
    handler = logging.StreamHandler()
    handler.setFormatter(lines_of_library())
    logger = logging.getLogger(name)
    logger.handlers, logger.propagate = [handler] if as_json else [], not as_json


def lines_of_library() -> logging.Formatter:
    """What a library says as one JSON object a line, with the id of the request in hand."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_people,
            _written(as_json=True),
        ],
    )


def _written(*, as_json: bool) -> Processor:
    """Neither tells the values of variables: a fault's may be somebody's."""
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer()


def without_people(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Masks mail addresses, identity numbers and mobile numbers in every text of an event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _PERSONAL.sub(MASK, value)
    return event

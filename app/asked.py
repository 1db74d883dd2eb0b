"""What a page asks of the database several times is asked once.

Only a session that reads one page remembers; whoever writes asks again each time, because others,
or it itself, may have changed the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")

_ASKED = "asked"


def remember(session: Session) -> None:
    """From now on, until it writes."""
    session.info[_ASKED] = {}


def once(session: Session, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to `question`, from `ask` unless this page has asked before."""
    answers: dict[Hashable, Any] | None = session.info.get(_ASKED)
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    found: T = answers[question]
    return found


def only_reads(session: Session) -> bool:
    """Whether what has been loaded is as it was, because nobody writes here."""
    return _ASKED in session.info


def forget(session: Session, _flushed: Any) -> None:
    """After a flush."""
    session.info.pop(_ASKED, None)

"""What the door calls back and does not import, since all of it comes through the door itself:
acts, what carries out an effect, and what has to hold at each commit. Rooms enter here what they
do; `app.services.wired` loads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import Session

from app.models import Case
from workflows.engine.decide import Refusal
from workflows.engine.effects import Notify, SendLetter

if TYPE_CHECKING:
    from app.services.moves import Move

Act = Callable[[Session, Any, "Move"], None]
Carrier = Callable[[Session, Case, Any, "Move", int], None]
"""Carries out an effect, which is given with its place among those of the move."""
Promise = Callable[[Session, Case, datetime], tuple[Refusal, ...]]
A = TypeVar("A", bound=Act)
C = TypeVar("C", bound=Carrier)
P = TypeVar("P", bound=Promise)

ACTS: dict[str, Act] = {}
CARRIERS: dict[type[SendLetter | Notify], Carrier] = {}
PROMISES: list[Promise] = []


def act(function: A) -> A:
    """Marks what `Apply("name_of_this_function")` does to the case's own data."""
    assert function.__name__ not in ACTS, f"two acts are called {function.__name__}"
    ACTS[function.__name__] = function
    return function


def carries_out(effect: type[SendLetter | Notify]) -> Callable[[C], C]:
    """Marks what carries out effects of this kind."""

    def enter(function: C) -> C:
        CARRIERS[effect] = function
        return function

    return enter


def promise(function: P) -> P:
    """Marks what has to hold whatever was moved: it tells what would not, and that is refused."""
    PROMISES.append(function)
    return function

"""What a move causes, as values; the door carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Apply:
    """A named act on the case's own data, in the same commit (a snapshot, a project number)."""

    act: str


@dataclass(frozen=True, slots=True)
class Cascade:
    """Fire a move on the related cases, in the same commit, in the name of whoever made this one;
    the role SYSTEM_CLOCK is lent for it, so a move that only ever cascades is held by the system.

    `strict`: a refusal below refuses the move above; otherwise a refused case stays where it is.
    """

    kind: str
    transition: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class SendLetter:
    """A letter of this kind is made by the worker after the commit."""

    kind: str


@dataclass(frozen=True, slots=True)
class Notify:
    """A message to everybody who holds one of the roles on this case, after the commit."""

    message: str
    roles: frozenset[Role]


Effect = Apply | Cascade | SendLetter | Notify

"""The acts a definition may name: what a move does to the case's own data, in the same commit."""

from app.services.acts import (  # noqa: F401  each enters its acts in the register
    accepting,
    calls,
    changes,
    contracts,
    integrity,
    invitations,
    letters,
    meetings,
    milestones,
    money,
    notices,
    open_call,
    projects,
    proposals,
    races,
    reviews,
    shares,
    teams,
    tolerance,
    voting,
)
from app.services.acts.register import ACTS

__all__ = ["ACTS"]

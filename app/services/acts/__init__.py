"""The acts a definition may name: what a move does to the case's own data, in the same commit."""

from app.services.acts import (  # noqa: F401  each enters its acts (`app.services.door.wiring`)
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

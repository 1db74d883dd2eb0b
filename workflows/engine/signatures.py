"""The signatures of a move that several make together: whose are there, whose are still awaited."""

from __future__ import annotations

from workflows.engine.facts import Actor, Trail
from workflows.engine.model import F, Transition, Workflow
from workflows.roles import WITNESSES, Role


def open_slots(transition: Transition[F], trail: Trail) -> list[frozenset[Role]]:
    """The signatures still needed: one of each role in `approvals`, and one of `roles`.

    The narrow slots come first, so that no signature takes the place only another could fill.
    """
    slots = [*(frozenset({role}) for role in transition.approvals), transition.roles]
    for signature in trail.signatures:
        if signature.transition == transition.name:
            filled = next((slot for slot in slots if signature.role in slot), None)
            if filled is not None:
                slots.remove(filled)
    return slots


def others_to_sign(
    transition: Transition[F], roles: frozenset[Role], trail: Trail
) -> tuple[Role, ...]:
    """Whose signatures the move needs yet, beside that of somebody with these roles."""
    if not transition.approvals:
        return ()
    slots = open_slots(transition, trail)
    mine = next((slot for slot in slots if roles & slot), None)
    return tuple(min(slot) for slot in slots if slot is not mine)


def other_ways(workflow: Workflow[F], state: str, transition: Transition[F]) -> frozenset[str]:
    """The moves out of that state that the same hands sign: nobody signs two of them at once."""
    if not transition.approvals:
        return frozenset()
    hands = transition.roles, sorted(transition.approvals)
    return frozenset(
        other.name
        for other in workflow.leaving(state)
        if other.name != transition.name and (other.roles, sorted(other.approvals)) == hands
    )


def role_for(transition: Transition[F], actor: Actor, trail: Trail) -> Role | None:
    """The role under which this actor would make or sign this move, if any."""
    for slot in open_slots(transition, trail):
        mine = actor.roles & slot
        if mine:
            return min(mine)
    return None


def is_witness_to_nothing(transition: Transition[F], actor: Actor, trail: Trail) -> bool:
    """Whether this actor would attest a move that nobody has made yet."""
    role = role_for(transition, actor, trail)
    return role in WITNESSES and transition.roles in open_slots(transition, trail)


def has_signed(transition: Transition[F], actor: Actor, trail: Trail) -> bool:
    return any(
        s.transition == transition.name and s.person_id == actor.person_id for s in trail.signatures
    )


def concerns(transition: Transition[F], actor: Actor, trail: Trail) -> bool:
    """Whether this actor makes, signs or has signed this move."""
    return role_for(transition, actor, trail) is not None or has_signed(transition, actor, trail)

"""May this person make this move now, and what follows? A refusal is a value with every reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from workflows.engine.facts import Actor, Facts, Signature, Trail
from workflows.engine.model import F, Transition, Workflow
from workflows.engine.text import Text
from workflows.roles import ROLE_LABELS, SYSTEM_ROLES, Role


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why not, and who can supply what is missing."""

    key: str
    reason: Text
    supplied_by: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusals:
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True)
class Step(Generic[F]):
    """The move is allowed: from `source` to `transition.target`, made under `role`."""

    transition: Transition[F]
    source: str
    role: Role


@dataclass(frozen=True)
class Awaiting(Generic[F]):
    """The signature counts, but `still` roles must sign before the move is made."""

    transition: Transition[F]
    role: Role
    still: tuple[Role, ...]


@dataclass(frozen=True)
class Offer(Generic[F]):
    """A button: a move this person has a role for, with the reasons why it is greyed out, if any."""

    transition: Transition[F]
    refusals: tuple[Refusal, ...]

    @property
    def is_open(self) -> bool:
        return not self.refusals


def decide(
    workflow: Workflow[F], state: str, name: str, actor: Actor, facts: F, trail: Trail
) -> Step[F] | Awaiting[F] | Refusals:
    """Raises KeyError when the workflow has no move of that name at all (a programming fault)."""
    workflow.named(name)
    candidates = [t for t in workflow.leaving(state) if t.name == name]
    if not candidates:
        return Refusals((_has_moved_on(workflow, state),))
    refused: tuple[Refusal, ...] = ()
    for transition in candidates:
        reasons = _all_reasons(transition, actor, facts, trail)
        if not reasons:
            return _signed(transition, state, actor, trail)
        refused = refused or reasons
    return Refusals(refused)


def offered(
    workflow: Workflow[F], state: str, actor: Actor, facts: F, trail: Trail
) -> tuple[Offer[F], ...]:
    """Every move of `state` this person has a role for; a greyed one carries its reasons.

    What the actor has yet to type (`asks`) greys nothing out.
    """
    return tuple(
        Offer(t, tuple(_standing_reasons(t, actor, facts, trail)))
        for t in workflow.leaving(state)
        if _role_for(t, actor, trail) is not None and not actor.roles <= SYSTEM_ROLES
    )


def timers(workflow: Workflow[F], state: str, facts: F) -> tuple[tuple[str, datetime], ...]:
    """The moves the clock will fire from this state, and when (aware UTC)."""
    found = []
    for transition in workflow.leaving(state):
        if transition.due is None or Role.SYSTEM_CLOCK not in transition.roles:
            continue
        moment = transition.due.moment(facts)
        if moment is not None:
            found.append((transition.name, moment))
    return tuple(found)


def due_moment(workflow: Workflow[F], state: str, facts: F) -> datetime | None:
    """By when those awaited in this state are to act."""
    due = workflow.state(state).due
    return due.moment(facts) if due else None


def _signed(
    transition: Transition[F], state: str, actor: Actor, trail: Trail
) -> Step[F] | Awaiting[F]:
    role = _role_for(transition, actor, trail)
    assert role is not None, "refused before"
    mine = Signature(transition.name, actor.person_id or 0, role)
    still = _open_slots(transition, (*trail.signatures, mine))
    if still:
        return Awaiting(transition, role, tuple(min(slot) for slot in still))
    return Step(transition, state, role)


def _open_slots(
    transition: Transition[F], signatures: tuple[Signature, ...]
) -> list[frozenset[Role]]:
    """The signatures still needed: one of `roles`, then one of each role in `approvals`."""
    slots = [transition.roles, *(frozenset({role}) for role in transition.approvals)]
    for signature in signatures:
        if signature.transition == transition.name:
            filled = next((slot for slot in slots if signature.role in slot), None)
            if filled is not None:
                slots.remove(filled)
    return slots


def _role_for(transition: Transition[F], actor: Actor, trail: Trail) -> Role | None:
    """The role under which this actor would make or sign this move, if any."""
    for slot in _open_slots(transition, trail.signatures):
        mine = actor.roles & slot
        if mine:
            return min(mine)
    return None


def _all_reasons(
    transition: Transition[F], actor: Actor, facts: F, trail: Trail
) -> tuple[Refusal, ...]:
    if _role_for(transition, actor, trail) is None:
        return (_not_yours(transition),)
    return (*_standing_reasons(transition, actor, facts, trail), *_unanswered(transition, facts))


def _standing_reasons(
    transition: Transition[F], actor: Actor, facts: F, trail: Trail
) -> Iterator[Refusal]:
    yield from _same_person(transition, actor, trail)
    for guard in transition.guards:
        if not guard.holds(facts):
            yield Refusal(guard.key, guard.reason_for(facts), guard.supplied_by)


def _same_person(transition: Transition[F], actor: Actor, trail: Trail) -> Iterator[Refusal]:
    if actor.person_id is None:
        return
    if any(
        s.transition == transition.name and s.person_id == actor.person_id
        for s in trail.signatures
    ):
        yield Refusal(
            "signed_already",
            Text(
                "您已经签署，须由另一人会签。", "You have signed already; another person must sign."
            ),
            frozenset(transition.approvals),
        )
    for earlier in transition.separation:
        if actor.person_id in trail.actors.get(earlier, frozenset()):
            yield Refusal(
                "separation_of_duties",
                Text(
                    "同一人不得既办理前序环节又办理本环节，须由另一人办理。",
                    "Whoever made the earlier move may not make this one; another person must.",
                ),
                transition.roles,
            )
            return


def _unanswered(transition: Transition[F], facts: Facts) -> Iterator[Refusal]:
    for ask in transition.asks:
        if ask.required and not facts.given.get(ask.key, "").strip():
            yield Refusal(
                f"missing_{ask.key}",
                Text(f"请填写“{ask.label.zh}”。", f"Please fill in “{ask.label.en}”."),
            )
        elif ask.choices and facts.given.get(ask.key) not in {None, "", *(c for c, _ in ask.choices)}:
            yield Refusal(
                f"unknown_{ask.key}",
                Text(f"“{ask.label.zh}”的选项无效。", f"Not a choice for “{ask.label.en}”."),
            )


def _not_yours(transition: Transition[F]) -> Refusal:
    roles = sorted(transition.roles | set(transition.approvals))
    zh = "、".join(ROLE_LABELS[r].zh for r in roles)
    en = ", ".join(ROLE_LABELS[r].en for r in roles)
    return Refusal(
        "role_required",
        Text(f"此操作由{zh}办理。", f"This is done by: {en}."),
        frozenset(roles),
    )


def _has_moved_on(workflow: Workflow[F], state: str) -> Refusal:
    label = workflow.state(state).label
    return Refusal(
        "state_has_changed",
        Text(
            f"事项目前处于“{label.zh}”，此操作已不适用；请刷新查看最新状态。",
            f"The case is now “{label.en}”, where this move does not apply; reload to see it.",
        ),
    )

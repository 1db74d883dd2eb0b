"""May this person make this move now, and what follows? A refusal is a value with every reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from workflows.engine.calendar import deadline_words, local_date
from workflows.engine.due import TOO_LATE, overtaken
from workflows.engine.facts import Actor, Facts, Trail
from workflows.engine.model import Ask, AskKind, F, Guard, State, Transition, Workflow
from workflows.engine.signatures import (
    concerns,
    has_signed,
    is_witness_to_nothing,
    open_slots,
    role_for,
)
from workflows.engine.text import Text, listed
from workflows.roles import ROLE_LABELS, SYSTEM_ROLES, Role

DRAFT = "draft"
"""What a trail calls the beginning of a case, which is no transition."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why not, and who can supply what is missing; `ask` names the question whose answer
    is refused, and is empty where something else stands in the way."""

    key: str
    reason: Text
    supplied_by: frozenset[Role] = frozenset()
    ask: str = ""

    @property
    def people(self) -> frozenset[Role]:
        """Who can supply it; nobody where it only takes time."""
        return self.supplied_by - SYSTEM_ROLES


@dataclass(frozen=True, slots=True)
class Refusals:
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is; `lacking` says what of theirs is awaited where others come first."""

    hands: frozenset[Role]
    lacking: Text | None = None


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
    """A move this person has a role for, and the reasons why not, if any. It is a button, greyed
    out or not, unless it is not `on_path`: then no waiting and nobody's help will ever open it.
    `closes_at` (aware UTC) is the close after which an attempt is late, where it has one."""

    transition: Transition[F]
    refusals: tuple[Refusal, ...]
    on_path: bool = True
    closes_at: datetime | None = None

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
        return Refusals((has_moved_on(workflow.state(state)),))
    refused = []
    for transition in candidates:
        if not concerns(transition, actor, trail):
            continue
        role = role_for(transition, actor, trail)
        reasons = (
            *_too_late(workflow, state, transition, actor, facts),
            *_standing_reasons(workflow, transition, actor, facts, trail),
            *_unanswered(transition, facts),
            *_unproven(transition, actor),
        )
        if role is not None and not reasons:
            return _signed(transition, state, role, trail)
        refused.append(reasons)
    # Of several moves of one name, the one that lacks least is the one that was meant.
    return Refusals(min(refused, key=len, default=(_not_yours(candidates),)))


def offered(
    workflow: Workflow[F], state: str, actor: Actor, facts: F, trail: Trail
) -> tuple[Offer[F], ...]:
    """Every move of `state` this person has a role for; a greyed one carries its reasons.

    Of several moves of one name only the one that lacks least is offered, as `decide` would take
    it. What the actor has yet to type (`asks`) greys nothing out.
    """
    if actor.roles <= SYSTEM_ROLES:
        return ()
    offers: dict[str, Offer[F]] = {}
    for t in workflow.leaving(state):
        if not concerns(t, actor, trail):
            continue
        late = _too_late(workflow, state, t, actor, facts)
        reasons = (*late, *_standing_reasons(workflow, t, actor, facts, trail))
        on_path = all(g.holds(facts) for g in t.guards if g.marks_path)
        offer = Offer(t, reasons, on_path, t.until.moment(facts) if t.until else None)
        rival = offers.get(t.name)
        if rival is None or _lacks(offer) < _lacks(rival):
            offers[t.name] = offer
    return tuple(offers.values())


def turn_in(state: State, facts: Facts, reader: frozenset[Role]) -> Turn:
    """Whom the state waits on, or whoever has to give something first; as far as somebody of these
    roles may know it."""
    if state.in_confidence and not reader & state.hands:
        return Turn(state.told_hands)
    told = (guard for guard in state.first if guard.is_told_to(reader))
    lacking = next((guard for guard in told if not guard.holds(facts)), None)
    if lacking is None:
        return Turn(state.waits_on)
    return Turn(lacking.supplied_by, lacking.reason_for(facts))


def _lacks(offer: Offer[F]) -> tuple[bool, int]:
    return not offer.on_path, len(offer.refusals)


def _signed(
    transition: Transition[F], state: str, role: Role, trail: Trail
) -> Step[F] | Awaiting[F]:
    still = open_slots(transition, trail)
    still.remove(next(slot for slot in still if role in slot))
    if still:
        return Awaiting(transition, role, tuple(min(slot) for slot in still))
    return Step(transition, state, role)


def _too_late(
    workflow: Workflow[F], state: str, transition: Transition[F], actor: Actor, facts: F
) -> Iterator[Refusal]:
    """A deadline holds by its moment, not by when the clock comes to it."""
    if actor.roles & SYSTEM_ROLES:
        return
    if (moment := overtaken(workflow, state, transition, facts)) is not None:
        yield Refusal("in_time", TOO_LATE.format(missing=deadline_words(moment)), _CLOCK)


_CLOCK = frozenset({Role.SYSTEM_CLOCK})


def _standing_reasons(
    workflow: Workflow[F], transition: Transition[F], actor: Actor, facts: F, trail: Trail
) -> Iterator[Refusal]:
    yield from _same_person(workflow, transition, actor, trail)
    for guard in transition.guards:
        if not guard.holds(facts):
            ask = _ask_judged(guard, transition, facts)
            yield Refusal(guard.key, guard.reason_for(facts), guard.supplied_by, ask)


def _ask_judged(guard: Guard[F], transition: Transition[F], facts: F) -> str:
    """The question whose answer a guard objects to: without that answer it would hold."""
    answered = (ask.key for ask in transition.asks if ask.key in facts.given)
    return next((key for key in answered if guard.holds(facts.without(key))), "")


def _same_person(
    workflow: Workflow[F], transition: Transition[F], actor: Actor, trail: Trail
) -> Iterator[Refusal]:
    if actor.person_id is None:
        return
    if has_signed(transition, actor, trail):
        yield Refusal(
            "signed_already",
            Text(
                "您已经签署，须由另一人会签。",
                "You have already signed. Another person must countersign.",
            ),
            frozenset().union(*open_slots(transition, trail)),
        )
    if is_witness_to_nothing(transition, actor, trail):
        yield Refusal("nothing_to_witness", _UNMADE, transition.roles)
    if transition.separated and not actor.roles & transition.separated:
        return
    made = {e for e in transition.separation if actor.person_id in trail.actors.get(e, ())}
    role = role_for(transition, actor, trail)
    others = next((slot for slot in open_slots(transition, trail) if role in slot), None)
    for earlier in sorted(made):
        label = workflow.drafting if earlier == DRAFT else workflow.named(earlier)[0].label
        yield Refusal(
            "separation_of_duties",
            Text(
                f"您已办理“{label.zh}”，本环节须由另一人办理。",
                f"You have already done “{label.en}”. Another person must do this step.",
            ),
            others or transition.roles,
        )


_UNMADE = Text(
    "见证人在办理人之后会签：须先由办理人签署。",
    "A witness signs after the person responsible, who must sign first.",
)


def _wanted(ask: Ask) -> Text:
    if ask.kind is AskKind.CHOICE:
        return Text(f"请选择“{ask.label.zh}”。", f"Select “{ask.label.en}”.")
    return Text(f"请填写“{ask.label.zh}”。", f"Enter “{ask.label.en}”.")


def _unanswered(transition: Transition[F], facts: Facts) -> Iterator[Refusal]:
    for ask in transition.asks:
        answer = facts.given.get(ask.key, "").strip()
        if ask.required and not answer:
            yield Refusal(f"missing_{ask.key}", _wanted(ask), ask=ask.key)
        elif answer and ask.choices and answer not in {choice for choice, _ in ask.choices}:
            yield Refusal(
                f"unknown_{ask.key}",
                Text(
                    f"“{ask.label.zh}”不在可选范围内，请重新选择。",
                    f"“{ask.label.en}” is not one of the options. Choose one from the list.",
                ),
                ask=ask.key,
            )
        elif answer and ask.kind is AskKind.MONEY and not answer.strip("0"):
            yield Refusal(
                f"nothing_{ask.key}",
                Text(f"“{ask.label.zh}”须大于零。", f"“{ask.label.en}” must be more than zero."),
                ask=ask.key,
            )
        elif ask.has_come and answer > local_date(facts.now).isoformat():
            yield Refusal(
                f"future_{ask.key}",
                Text(
                    f"“{ask.label.zh}”不能晚于今天。", f"“{ask.label.en}” must be today or earlier."
                ),
                ask=ask.key,
            )


def _unproven(transition: Transition[F], actor: Actor) -> Iterator[Refusal]:
    """Greys no button out: the password is asked for on the page of the move."""
    if transition.signature and not actor.has_proven_identity:
        yield Refusal(
            "missing_signature",
            Text(
                "此操作须本人签名：请重新输入登录密码。",
                "You must sign this yourself: enter your password again.",
            ),
            transition.roles | frozenset(transition.approvals),
        )


def _not_yours(candidates: Sequence[Transition[F]]) -> Refusal:
    roles = sorted({role for t in candidates for role in (*t.roles, *t.approvals)})
    names = listed(ROLE_LABELS[r] for r in roles)
    return Refusal(
        "role_required",
        Text("此操作由{names}办理。", "This can only be done by: {names}.").format(names=names),
        frozenset(roles),
    )


def has_changed(state: State) -> Refusal:
    """Somebody moved the case after the mover looked at it."""
    return Refusal("changed", _CHANGED.format(zh=state.label.zh, en=state.label.en))


_CHANGED = Text(
    "您打开页面之后，事项已有变化，现在处于“{zh}”；本次没有办理任何操作。请核对后再办理。",
    "This case has changed since you opened the page and is now “{en}”. Nothing was done. Check "
    "the case before you continue.",
)


def has_moved_on(state: State) -> Refusal:
    """The move leaves another state than the case is in."""
    return Refusal("state_has_changed", _MOVED_ON.format(zh=state.label.zh, en=state.label.en))


_MOVED_ON = Text(
    "事项目前处于“{zh}”，此操作已不适用；请刷新查看最新状态。",
    "This case is now “{en}”, so this action no longer applies. Refresh the page to see the "
    "latest status.",
)

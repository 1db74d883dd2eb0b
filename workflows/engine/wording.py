"""Parts of a definition in words, for pictures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_type_hints

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.facts import Facts
from workflows.engine.model import After, Due, Guard, Transition, Unit, Workflow
from workflows.engine.text import Text, listed
from workflows.parameters import PARAMETERS, Parameter
from workflows.roles import ROLE_LABELS, Role

_UNITS = {
    Unit.DAYS: Text("天", "days"),
    Unit.WORKING_DAYS: Text("个工作日", "working days"),
}
_PARAMETERS: dict[str, Parameter] = {p.key: p for p in PARAMETERS}


def role_words(roles: Iterable[Role]) -> Text:
    """The roles in the order of `Role`, whatever the order they come in."""
    order = list(Role)
    labels = [ROLE_LABELS[role] for role in sorted(roles, key=order.index)]
    return listed(labels)


def maker_words(transition: Transition[Any]) -> Text:
    """Who makes the move, and who signs beside."""
    makers = role_words(transition.roles)
    if not transition.approvals:
        return makers
    signers = listed([ROLE_LABELS[role] for role in transition.approvals])
    return Text(f"{makers.zh}；会签：{signers.zh}", f"{makers.en}; countersigned by {signers.en}")


def due_words(due: Due | None, facts: type[Facts]) -> Text:
    """A period with its default length, or the name of the moment in these facts."""
    if due is None:
        return Text("", "")
    if isinstance(due, After):
        parameter, unit = _PARAMETERS[due.parameter], _UNITS[due.unit]
        begins = _beginning(due, facts)
        return Text(
            f"{parameter.label.zh}（{parameter.default} {unit.zh}{begins.zh}）",
            f"{parameter.label.en} ({parameter.default} {unit.en}{begins.en})",
        )
    moment = moments_of(facts)[due.fact]
    return Text(f"{moment.zh}时", f"at {moment.en}")


def _beginning(due: After, facts: type[Facts]) -> Text:
    if due.began:
        began = moments_of(facts)[due.began]
        return Text(f"，自{began.zh}起算", f" from {began.en}")
    if not due.since:
        return Text("", "")
    since = moments_of(facts)[due.since]
    if due.awaits:
        return Text(f"，自{since.zh}起算", f" from {since.en}")
    return Text(f"，不早于{since.zh}起算", f", not before {since.en}")


def moments_of(facts: type[Facts]) -> dict[str, Text]:
    """The moments a definition may wait for, with their names."""
    hints = get_type_hints(facts, include_extras=True)
    return {
        name: label
        for name, hint in hints.items()
        for label in getattr(hint, "__metadata__", ())
        if isinstance(label, Text)
    }


def guard_words(guard: Guard[Any]) -> Text:
    """What is said when the guard refuses, with a gap for what is missing."""
    return guard.reason.format(missing="…") if guard.missing else guard.reason


def effect_words(
    effect: Effect, workflows: Iterable[Workflow[Any]], names: Mapping[str, Text]
) -> Text:
    """`names` are those of acts and letters; one without a name is called by its key."""
    match effect:
        case Apply(act):
            return names.get(act, Text(act, act))
        case SendLetter(kind):
            letter = names.get(kind, Text(kind, kind))
            return Text(f"制发《{letter.zh}》", f"issue letter “{letter.en}”")
        case Notify(_, roles):
            told = role_words(roles)
            return Text(f"通知{told.zh}", f"notify {told.en}")
        case Cascade():
            return _cascade_words(effect, workflows)


def _cascade_words(cascade: Cascade, workflows: Iterable[Workflow[Any]]) -> Text:
    """In the words of the first definition of that kind of case that has the move."""
    below, move = next(
        (w, t.label)
        for w in workflows
        if w.case_kind == cascade.kind
        for t in w.transitions
        if t.name == cascade.transition
    )
    if cascade.strict:
        return Text(
            f"同时须对{below.label.zh}办理：{move.zh}",
            f"{below.label.en}, at the same time: {move.en}",
        )
    return Text(
        f"符合条件的{below.label.zh}：{move.zh}", f"{below.label.en}, where eligible: {move.en}"
    )

"""Who may do what, as Markdown: per role in short, then every move with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.engine.decide import DRAFT
from workflows.engine.effects import Effect
from workflows.engine.model import State, Transition, Workflow
from workflows.engine.text import Text, listed
from workflows.engine.wording import (
    due_words,
    effect_words,
    guard_words,
    maker_words,
    role_words,
)
from workflows.roles import ROLE_LABELS, Role

_TITLE = Text("谁可以做什么", "Who can do what")
_MADE = Text(
    "本表由流程定义生成，请勿手工修改。",
    "Generated from the workflow definitions. Do not edit by hand.",
)
_BY_ROLE = Text("按角色", "By role")
_ROLE = Text("角色", "Role")
_FIRST = Text("先由{others}，再由{hands}", "{others} first, then {hands}")
_SIGNS = Text("{move}（会签）", "{move} (countersigns)")
_STATES = (
    Text("状态", "State"),
    Text("等谁办理", "Waiting for"),
    Text("时限", "Deadline"),
)
_MOVES = (
    Text("操作", "Action"),
    Text("从 → 到", "From → to"),
    Text("由谁办理", "Taken by"),
    Text("不予办理的情形", "Refused if"),
    Text("到时自动办理", "Automatic when due"),
    Text("后续", "What follows"),
    Text("依据", "Basis"),
)
_VERSION = Text("第 {version} 版；依据：{clause}", "Version {version}; basis: {clause}")
_APART = Text("须与办理“{moves}”的人不同", "cannot be the person who did “{moves}”")
_EACH_APART = Text(
    "{roles}须与办理“{moves}”的人不同", "{roles} cannot be the person who did “{moves}”"
)


def matrix(
    workflows: Sequence[Workflow[Any]], locale: str, names: Mapping[str, Text] | None = None
) -> str:
    """One document for all definitions, in the language of the locale (`zh` or `en`); it shows
    the pictures that lie beside it.

    `names` are what acts and letters are called; without, they are called by their keys.
    """
    return _Matrix(tuple(workflows), locale, names or {}).document()


@dataclass(frozen=True)
class _Matrix:
    workflows: tuple[Workflow[Any], ...]
    locale: str
    names: Mapping[str, Text]

    def document(self) -> str:
        parts = [f"# {self._say(_TITLE)}", self._say(_MADE), f"## {self._say(_BY_ROLE)}"]
        parts.append(self._by_role())
        for workflow in self.workflows:
            parts.append(f"## {self._say(workflow.label)}")
            about = _VERSION.format(version=workflow.version, clause=workflow.clause)
            parts.append(self._say(about))
            parts.append(f"![{self._say(workflow.label)}]({workflow.key}.{self.locale}.svg)")
            parts.append(self._table(_STATES, [self._state(workflow, s) for s in workflow.states]))
            parts.append(
                self._table(_MOVES, [self._move(workflow, t) for t in workflow.transitions])
            )
        return "\n\n".join(parts) + "\n"

    def _by_role(self) -> str:
        heads = (_ROLE, *(w.label for w in self.workflows))
        rows = [
            [self._say(ROLE_LABELS[role]), *(self._may(role, w) for w in self.workflows)]
            for role in Role
        ]
        return self._table(heads, [row for row in rows if any(row[1:])])

    def _may(self, role: Role, workflow: Workflow[Any]) -> str:
        moves = dict.fromkeys(self._say(t.label) for t in workflow.transitions if role in t.roles)
        signed = dict.fromkeys(
            self._say(_SIGNS).format(move=self._say(t.label))
            for t in workflow.transitions
            if role in t.approvals
        )
        return "<br>".join((*moves, *signed))

    def _state(self, workflow: Workflow[Any], state: State) -> list[str]:
        clock = (t.due for t in workflow.leaving(state.key) if t.due)
        by_when = state.undated or due_words(state.due or next(clock, None), workflow.facts)
        hands = role_words(state.waits_on)
        if state.first:
            others = frozenset[Role]().union(*(guard.supplied_by for guard in state.first))
            hands = _FIRST.format(hands=hands, others=role_words(others))
        return [self._say(state.label), self._say(hands), self._say(by_when)]

    def _move(self, workflow: Workflow[Any], move: Transition[Any]) -> list[str]:
        sources = listed(workflow.state(key).label for key in move.source)
        target = workflow.state(move.target).label
        return [
            f"{self._say(move.label)}<br>`{move.name}`",
            f"{self._say(sources)} → {self._say(target)}",
            "<br>".join(self._makers(workflow, move)),
            "<br>".join(self._say(guard_words(guard)) for guard in move.guards),
            self._say(due_words(move.due, workflow.facts)),
            "<br>".join(self._effects(move.effects)),
            self._say(move.clause),
        ]

    def _makers(self, workflow: Workflow[Any], move: Transition[Any]) -> Iterable[str]:
        yield self._say(maker_words(move))
        if move.separation:
            earlier = listed(
                workflow.drafting if name == DRAFT else workflow.named(name)[0].label
                for name in move.separation
            )
            words = _EACH_APART.format(roles=role_words(move.separated), moves=earlier)
            yield self._say(words if move.separated else _APART.format(moves=earlier))

    def _effects(self, effects: Iterable[Effect]) -> Iterable[str]:
        return (self._say(effect_words(effect, self.workflows, self.names)) for effect in effects)

    def _table(self, heads: Iterable[Text], rows: Iterable[Sequence[str]]) -> str:
        titles = [self._say(head) for head in heads]
        lines = [titles, ["---"] * len(titles), *rows]
        return "\n".join(f"| {' | '.join(c.replace('|', '／') for c in line)} |" for line in lines)

    def _say(self, text: Text) -> str:
        return text.within(self.locale)

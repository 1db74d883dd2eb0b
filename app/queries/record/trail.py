"""The history of one case, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.access.roles import OFFICE, PANEL_KEEPERS
from app.models import Case, History, Person
from app.numbers import row_number
from app.queries.record.noted import NOTED
from app.queries.record.untold import UNTOLD, untold_among
from app.services.cases import case_id, workflow_of
from app.services.door.lateness import LATE
from app.services.history import HOUSE, rows_of
from app.services.open_call.arguing import DECLINED, SIGNED
from workflows.engine.calendar import moment_words
from workflows.engine.model import Ask, AskKind, Transition, Workflow
from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed
from workflows.phases.reviewing import RE_REVIEW_ORDERS
from workflows.registry import WORKFLOWS
from workflows.roles import ROLE_LABELS, SYSTEM_ROLES, Role

_SIGNATURE = "sign:"
_KNOWN_TO_ALL = frozenset(
    {
        Role.APPLICANT,
        Role.TEAM_MEMBER,
        Role.UNIT_ADMIN,
        Role.UNIT_FINANCE,
        Role.PARTNER_ADMIN,
        Role.RECOMMENDER,
    }
)
_EXPERTS = frozenset({Role.EXPERT, Role.NODE_EXPERT, Role.PANEL_CHAIR})
_OUTSIDE = (
    _KNOWN_TO_ALL
    | _EXPERTS
    | {
        Role.DEMANDER,
        Role.THIRD_PARTY,
        Role.RESPONDENT,
        Role.PARTNER_FINANCE,
        Role.OBJECTOR,
        Role.PUBLIC,
    }
)
_ON_A_PANEL = frozenset({Role.EXPERT, Role.PANEL_CHAIR})
_OF_A_PANEL = frozenset({"review_group", "review", "invitation"})


@dataclass(frozen=True, slots=True)
class Line:
    """One move. `who` is None where the reader may know the role only; `given` are the answers
    typed with the move, each with the label it was asked under. What `follows` was made by the
    system's hand with a move that `who` made of a related case."""

    label: Text
    source: Text | None
    target: Text
    at: datetime
    role: Role
    who: str | None
    rule: Text | None
    given: tuple[tuple[Text, Text], ...]
    follows: bool = False

    @property
    def hand(self) -> Text:
        """The role it was made in, or that it followed."""
        return _by(self.role, self.follows, None)

    @property
    def by(self) -> Text:
        """The hand, with the name where the reader may know it."""
        return _by(self.role, self.follows, self.who)


def by_of(row: History, roles: frozenset[Role]) -> Text:
    """Who made the move of a history row, for those who read the names of officials; who reviews
    what is for the office, and not for whoever only keeps the system running."""
    role, follows = Role(row.role), _follows(row)
    named = bool(roles & (PANEL_KEEPERS if _tells_of_a_panel(row) else OFFICE))
    named = named or not (follows or role in _EXPERTS)
    return _by(role, follows, row.actor.name if row.actor and named else None)


def label_of(row: History) -> Text:
    """What the move of a history row is called today."""
    workflow = next((w for w in WORKFLOWS if w.key == row.workflow), None)
    transition = _definition(workflow, row) if workflow else None
    return _titled(row, transition)


def _titled(row: History, transition: Transition[Any] | None) -> Text:
    """A signature given and an attempt refused as late say so before the title of the move."""
    label = transition.label if transition else NOTED.get(row.transition, (_BEGUN, ()))[0]
    if row.transition.startswith(_SIGNATURE):
        return Text(f"签署：{label.zh}", f"Signed: {label.en}")
    if row.transition.startswith(LATE):
        return Text(f"逾期未予接收：{label.zh}", f"Not accepted, late: {label.en}")
    return label


def trail_of(
    session: Session, case: Case, reader: Person, roles: Iterable[Role]
) -> tuple[Line, ...]:
    """Every move of the case, oldest first, as somebody with these roles on it may read it.

    Names of officials and experts are for the office, those of a panel's members for whoever forms,
    draws or watches it; that of an objector is for the supervisor.
    """
    rows = rows_of(session, case)
    workflow = workflow_of(case)
    people = _people(session, [(workflow, row) for row in rows])
    held = frozenset(roles)
    lines = (_line(workflow, row, _named(row, reader, held), people) for row in rows)
    if held & OFFICE:
        return tuple(lines)
    untold = untold_among(session, rows)
    return tuple(
        replace(line, label=UNTOLD, rule=None, given=()) if row.id in untold else line
        for line, row in zip(lines, rows, strict=True)
        if row.id not in untold or row.source != row.target
    )


def lines_of(
    session: Session, rows: Iterable[History], reader: Person, roles: Iterable[Role]
) -> tuple[Line, ...]:
    """As `trail_of`, of moves of any cases in the order they are given."""
    known = {workflow.key: workflow for workflow in WORKFLOWS}
    defined = [(known.get(row.workflow, _HOUSE), row) for row in rows]
    people = _people(session, defined)
    held = frozenset(roles)
    return tuple(_line(w, row, _named(row, reader, held), people) for w, row in defined)


def passed_through(session: Session, case: Case) -> frozenset[str]:
    """The keys of the states a case has been in."""
    return frozenset(session.scalars(select(History.target).where(_of(case)).distinct()))


def _of(case: Case) -> ColumnElement[bool]:
    return (History.case_kind == case.kind) & (History.case_id == case_id(case))


def _named(row: History, reader: Person, roles: frozenset[Role]) -> bool:
    role = Role(row.role)
    if row.actor_id == reader.id or role in _KNOWN_TO_ALL:
        return True
    if role is Role.OBJECTOR:
        return Role.SUPERVISOR in roles
    if _tells_of_a_panel(row):
        return bool(roles & PANEL_KEEPERS)
    return bool(roles - _OUTSIDE)


def _tells_of_a_panel(row: History) -> bool:
    """Whether its name would tell who sits on a panel, also where it stands for what followed from
    a move of theirs."""
    by_member = Role(row.role) in _ON_A_PANEL or _follows(row)
    return by_member and row.case_kind in _OF_A_PANEL


def _line(workflow: Workflow[Any], row: History, named: bool, people: Mapping[str, str]) -> Line:
    transition = _definition(workflow, row)
    asks = transition.asks if transition else NOTED.get(row.transition, (_BEGUN, ()))[1]
    if (row.case_kind, row.transition) in _OFFICE_READS and not named:
        asks = ()
    if row.transition.startswith(LATE):
        asks = _LATE
    return Line(
        label=_titled(row, transition),
        source=_state(workflow, row, row.source) if row.source else None,
        target=_state(workflow, row, row.target) if row.target else Text("", ""),
        at=row.at,
        role=Role(row.role),
        who=row.actor.name if row.actor and named else None,
        rule=transition.rule if transition and asks is not _LATE else None,
        given=tuple(
            (a.label, _shown(a, row.given[a.key], people)) for a in asks if a.key in row.given
        ),
        follows=_follows(row),
    )


def _follows(row: History) -> bool:
    """A cascade lends the system's hand to whoever made the move above."""
    return row.actor_id is not None and Role(row.role) in SYSTEM_ROLES


def _by(role: Role, follows: bool, who: str | None) -> Text:
    if follows:
        return _FOLLOWS_BY.format(who=who) if who else _FOLLOWS
    label = ROLE_LABELS[role]
    return Text(f"{label.zh} {who}", f"{label.en} {who}") if who else label


def _definition(workflow: Workflow[Any], row: History) -> Transition[Any] | None:
    """The move as it is defined today; None for the beginning and for one no longer defined. Of
    several with one name it is the one that led there."""
    name = row.transition.removeprefix(_SIGNATURE).removeprefix(LATE)
    named = [t for t in workflow.transitions if t.name == name]
    led = (t for t in named if row.source in t.source and row.target == t.target)
    return next(led, next(iter(named), None))


def _state(workflow: Workflow[Any], row: History, key: str) -> Text:
    """The label of a state, also of one that had another key in an earlier version."""
    today = {old: new for version, old, new in workflow.former if version == row.workflow_version}
    key = today.get(key, key)
    known = next((s.label for s in workflow.states if s.key == key), None)
    return known or Text(key, key)


def _shown(ask: Ask, given: str, people: Mapping[str, str]) -> Text:
    match ask.kind:
        case AskKind.CHOICE:
            known = dict(ask.choices)  # of some questions several are chosen
            return listed(known.get(key, key) for key in given.split(" "))
        case AskKind.MONEY:
            return amount_text(int(given))
        case AskKind.MOMENT:
            given = moment_words(datetime.fromisoformat(given))
        case AskKind.PERSON:
            given = people.get(given, given)
    return Text(given, given)


def _people(session: Session, rows: Iterable[tuple[Workflow[Any], History]]) -> dict[str, str]:
    """Names of the people given with moves, by their id as text; one query, or none."""
    ids = {
        number
        for workflow, row in rows
        for key in _asking_for_people(workflow)
        if (number := row_number(row.given.get(key))) is not None
    }
    if not ids:
        return {}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {str(number): name for number, name in found}


def _asking_for_people(workflow: Workflow[Any]) -> set[str]:
    return {a.key for t in workflow.transitions for a in t.asks if a.kind is AskKind.PERSON}


_BEGUN = Text("建立", "Created")
_FOLLOWS = Text("随关联事项自动完成", "Done automatically with a related case")
_FOLLOWS_BY = Text(
    "随{who}办理的关联事项自动完成", "Done automatically with a related case handled by {who}"
)
_LATE = (
    Ask("arrived", Text("服务器收到时间（北京时间）", "Received by the server (Beijing time)")),
    Ask("close", Text("截止时间（北京时间）", "Closing time (Beijing time)")),
)
_OFFICE_READS = frozenset(
    {
        ("item", SIGNED),
        ("item", DECLINED),
        ("proposal", "give_user_opinion"),
        *(("proposal", order) for order in RE_REVIEW_ORDERS),
        ("objection", "report"),
        ("suspension", "order_at_once"),
    }
)
"""What an expert says of a need and the user of a bid is for the office, and for who said it; so is
what was found of an objection, which its answer tells once it is ruled on, and the fault for which
a proposal is reviewed again: a conflict that is described tells its team who reviewed (§3.2). Why
a project is suspended stays inside, but for its cause (§3.10)."""
_HOUSE: Workflow[Any] = Workflow(HOUSE, 1, Text("系统", "System"), object, (), ())


def reason_of(session: Session, case: Case, *moves: str) -> str:
    """The public reason given with the newest of these moves; empty when none was made."""
    given = session.scalar(
        select(History.given)
        .where(
            History.case_kind == case.kind,
            History.case_id == case_id(case),
            History.transition.in_(moves),
        )
        .order_by(History.id.desc())
        .limit(1)
    )
    return str(given.get("reason", "")) if given else ""

"""What a granted change does: the next version of the contract, and the project follows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from app.models import ChangeRequest, FormerParty, Organisation, Person
from app.services.acts.contracts import read_contracted
from app.services.changes.budgeting import set_budget
from app.services.changes.joining import change_units
from app.services.changes.membering import change_members
from app.services.changes.sharing import set_shares
from app.services.changes.totalling import set_total
from app.services.contracts.drafting import add_version, newest
from app.services.contracts.renewing import renamed, replace_party
from app.services.contracts.terms import DEMANDER, LEAD_UNIT, LEADER, UNIT, Terms, with_shares
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.money.leading import take_the_lead
from app.services.money.shares import shares_of
from app.services.moves import Move
from app.services.open_call import users
from app.services.review.sweeping import sweep_proposal
from app.services.telling.messages import tell_person
from workflows.changes import CHANGE_KINDS
from workflows.engine.calendar import local_date
from workflows.parts.messages.wording import say


@act
def ask_to_join(_session: Session, case: ChangeRequest, _move: Move) -> None:
    case.asked_unit_id = case.joining_unit_id


@act
def make_contract_version(session: Session, case: ChangeRequest, move: Move) -> None:
    """Earlier versions stay as they were signed; the new one says what changed, and by whom. Who
    judges the project may be in conflict with whom it names now."""
    old = newest(session, case.project)
    assert old is not None, "only a signed contract is changed"
    needs = CHANGE_KINDS[case.change_kind].needs
    terms = _FOLLOW[needs](session, case, dict(old.terms), move) if needs else dict(old.terms)
    note = {
        "kind": case.change_kind,
        "content": case.content,
        "on": local_date(move.now).isoformat(),
        "minutes": move.given.get("minutes_number", ""),
    }
    terms["changes"] = [*old.terms.get("changes", []), note]
    by = session.get_one(Person, case.drafted_by_id)
    if needs in _PARTIES or old.signed_at is None:
        version = replace_party(session, case.project, terms, by, move.now)
    else:
        version = add_version(session, case.project, terms, by, move.now)
        version.signed_at = move.now
    version.permitted_minutes = move.given.get("minutes_number", "")[:60]
    case.contract_version = version.version
    if needs == "targets":
        targets = case.proposed["targets"]
        changed = (m for m in version.terms["metrics"] if str(m["metric_id"]) in targets)
        read_contracted(session, case.project_id, changed, move)
    session.flush()
    refresh_timers(session, case.project, move.now)
    sweep_proposal(session, case.project.proposal, move.now)


def _extend(_session: Session, case: ChangeRequest, terms: Terms, _move: Move) -> Terms:
    case.project.ends_on = date.fromisoformat(case.proposed["new_end"])
    return terms | {"ends_on": case.proposed["new_end"]}


def _replace_leader(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """The proposal's own versions keep who applied. Who led before is told here: those whom the
    move tells are the leader and the unit of today."""
    leader, proposal = session.get_one(Person, case.proposed["new_pi"]), case.project.proposal
    tell_person(
        session,
        proposal.pi,
        "change_answered",
        _REPLACED.format(title=proposal.title, leader=leader.name),
        key=f"leader-before-{move.history.id}",
        about=None,
        now=move.now,
        history_id=move.history.id,
    )
    proposal.former.append(FormerParty(person=proposal.pi, until=local_date(move.now)))
    proposal.pi = leader
    return renamed(terms, LEADER, leader.name)


def _replace_lead_unit(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """Who took part before is a partner no more, and what it has had counts with what stays with
    the lead unit, which is the new one's."""
    unit, project = session.get_one(Organisation, case.proposed["new_unit"]), case.project
    proposal = project.proposal
    before = FormerParty(organisation=proposal.lead_unit, until=local_date(move.now))
    proposal.former.append(before)
    take_the_lead(session, project, unit, move)
    proposal.units = [row for row in proposal.units if row.organisation_id != unit.id]
    others = [p for p in terms["parties"] if p != {"role": UNIT, "name": unit.name}]
    terms = renamed(terms | {"parties": others}, LEAD_UNIT, unit.name)
    rows = [(s.unit.name, s.fiscal, s.own) for s in shares_of(session, project)]
    return with_shares(terms, project, rows) if terms.get("shares") else terms


def _replace_user(session: Session, case: ChangeRequest, terms: Terms, _move: Move) -> Terms:
    contact = users.contact_of(session, case.proposed["new_user"])
    assert contact is not None, "a guard has found the contact"
    return renamed(terms, DEMANDER, users.hand_over(case.project, contact).name)


def _set_targets(_session: Session, case: ChangeRequest, terms: Terms, _move: Move) -> Terms:
    targets = case.proposed["targets"]
    metrics = [
        row | {"target": targets.get(str(row["metric_id"]), row["target"])}
        for row in terms["metrics"]
    ]
    return terms | {"metrics": metrics}


_REPLACED = say(
    "负责人变更已同意：{title}",
    "Change of project leader approved: {title}",
    "《{title}》负责人变更已经议定同意，由{leader}接任；您不再办理该项目的事项。",
    "The change of leader of “{title}” was granted: {leader} leads it from now on, and the project "
    "is no longer in your hands.",
)
_PARTIES = ("new_pi", "new_unit", "new_user")
"""Changes of somebody who has signed."""

_FOLLOW: dict[str, Callable[[Session, ChangeRequest, Terms, Move], Terms]] = {
    "new_end": _extend,
    "new_pi": _replace_leader,
    "new_unit": _replace_lead_unit,
    "new_user": _replace_user,
    "targets": _set_targets,
    "units": change_units,
    "members": change_members,
    "shares": set_shares,
    "budget": set_budget,
    "total": set_total,
}

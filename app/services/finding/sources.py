"""What each kind of case is found by, and which rows those words come from.

Only what the page of the case shows to everybody who may open it belongs here. A project has two
pages: a `result` is what everybody may read of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from app.models import (
    Call,
    DocumentNumber,
    Expert,
    ExpertUnit,
    Item,
    Letter,
    Notice,
    Organisation,
    Person,
    Project,
    Proposal,
    Race,
)


@dataclass(frozen=True)
class Source:
    """`spelled` columns are found by their sound, too; `joined` reaches the others' tables."""

    model: Any
    spelled: tuple[Any, ...]
    plain: tuple[Any, ...] = ()
    joined: Callable[[Select[Any]], Select[Any]] = lambda query: query


@dataclass(frozen=True)
class Reach:
    """A changed row changes the words of those cases of `kind` whose `column` is its `value`."""

    kind: str
    column: Any
    value: str = "id"


@dataclass(frozen=True)
class Watched:
    """The columns of a table that words come from, and the cases they reach."""

    columns: tuple[str, ...]
    reaches: tuple[Reach, ...]


_Pi = aliased(Person)
_Lead = aliased(Organisation)


def _with_names(query: Select[Any]) -> Select[Any]:
    return query.join(_Pi, Proposal.pi_id == _Pi.id).join(_Lead, Proposal.lead_unit_id == _Lead.id)


SOURCES: dict[str, Source] = {
    "call": Source(Call, (Call.title,), (Call.title_en,)),
    "item": Source(
        Item,
        (Item.title,),
        (Organisation.name,),
        lambda q: q.join(Organisation, Item.demander_id == Organisation.id),
    ),
    "race": Source(Race, (Call.title,), (), lambda q: q.join(Call, Race.call_id == Call.id)),
    "proposal": Source(
        Proposal,
        (Proposal.title, _Pi.name),
        (Proposal.title_en, Proposal.number, _Lead.name),
        _with_names,
    ),
    "project": Source(
        Project,
        (Proposal.title, _Pi.name),
        (Project.number, _Lead.name),
        lambda q: _with_names(q.join(Proposal, Project.proposal_id == Proposal.id)),
    ),
    "result": Source(
        Project,
        (Proposal.title,),
        (Proposal.title_en, Project.number, _Lead.name),
        lambda q: q.join(Proposal, Project.proposal_id == Proposal.id).join(
            _Lead, Proposal.lead_unit_id == _Lead.id
        ),
    ),
    "notice": Source(
        Notice,
        (Notice.title,),
        (Call.title_en,),
        lambda q: q.join(Call, Notice.call_id == Call.id),
    ),
    "unit": Source(
        Organisation, (Organisation.name,), (Organisation.credit_code, Organisation.city)
    ),
    "expert": Source(
        Expert,
        (Person.name,),
        (Expert.keywords, Organisation.name),
        lambda q: (
            q.join(Person, Expert.person_id == Person.id)
            .outerjoin(ExpertUnit, ExpertUnit.expert_id == Expert.id)
            .outerjoin(Organisation, ExpertUnit.organisation_id == Organisation.id)
        ),
    ),
    "letter": Source(
        Letter,
        (Letter.title,),
        (DocumentNumber.authority, DocumentNumber.year, DocumentNumber.serial),
        lambda q: q.outerjoin(DocumentNumber, DocumentNumber.letter_id == Letter.id),
    ),
}

WATCHED: dict[type[Any], tuple[Watched, ...]] = {
    Call: (
        Watched(("title", "title_en"), (Reach("call", Call.id), Reach("race", Race.call_id))),
        Watched(("title_en",), (Reach("notice", Notice.call_id),)),
    ),
    Item: (Watched(("title", "demander_id"), (Reach("item", Item.id),)),),
    Race: (Watched(("call_id",), (Reach("race", Race.id),)),),
    Proposal: (
        Watched(
            ("title", "title_en", "number", "pi_id", "lead_unit_id"),
            (Reach("proposal", Proposal.id),),
        ),
        Watched(("title", "pi_id", "lead_unit_id"), (Reach("project", Project.proposal_id),)),
        Watched(("title", "title_en", "lead_unit_id"), (Reach("result", Project.proposal_id),)),
    ),
    Project: (
        Watched(
            ("number", "proposal_id"), (Reach("project", Project.id), Reach("result", Project.id))
        ),
    ),
    Notice: (Watched(("title", "call_id"), (Reach("notice", Notice.id),)),),
    Organisation: (
        Watched(
            ("name", "credit_code", "city"),
            (
                Reach("unit", Organisation.id),
                Reach("item", Item.demander_id),
                Reach("proposal", Proposal.lead_unit_id),
                Reach("project", Proposal.lead_unit_id),
                Reach("result", Proposal.lead_unit_id),
                Reach("expert", ExpertUnit.organisation_id),
            ),
        ),
    ),
    Person: (
        Watched(
            ("name",),
            (
                Reach("proposal", Proposal.pi_id),
                Reach("project", Proposal.pi_id),
                Reach("expert", Expert.person_id),
            ),
        ),
    ),
    Expert: (Watched(("person_id", "keywords"), (Reach("expert", Expert.id),)),),
    ExpertUnit: (
        Watched(("expert_id", "organisation_id"), (Reach("expert", Expert.id, "expert_id"),)),
    ),
    Letter: (Watched(("title",), (Reach("letter", Letter.id),)),),
    DocumentNumber: (
        Watched(
            ("authority", "year", "serial", "letter_id"), (Reach("letter", Letter.id, "letter_id"),)
        ),
    ),
}

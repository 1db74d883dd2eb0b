"""Every list that can be taken away as a sheet: the query of its page, with the page's filters.

Who may take it is said by the guard of the page, named by `endpoint`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.access.recused import aside_from
from app.access.roles import roles_on
from app.models import (
    Call,
    Person,
)
from app.names import clean_line
from app.numbers import row_number
from app.queries.administering import administration
from app.queries.books import fees, money
from app.queries.calls import office
from app.queries.calls.office_proposals import Filters, office_proposals
from app.queries.calls.proposals import (
    RECOMMENDED_HERE,
    SEALED_HERE,
    proposals_of_call,
    proposals_of_jurisdiction,
    proposals_of_unit,
)
from app.queries.finding import KINDS, WHOLE, having
from app.queries.project import milestones
from app.queries.project.accepting import ACCEPTANCES, CHANGES, all_acceptances, all_changes
from app.queries.project.milestones import Filters as MilestoneFilters
from app.queries.review.experts import pool
from app.queries.sight.seeing import Sight
from app.services.experts.expert_sheet import TYPE_LABELS
from app.services.finding.sources import SOURCES
from app.services.finding.words import terms
from app.services.takeaways import columns
from app.services.takeaways.columns import Column
from workflows.engine.text import Text
from workflows.parts.letter import WALLED

Args = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a list, and when; what they see is decided anew each time."""

    session: Session
    person: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """`query` is None where the arguments name nothing that exists for the asker."""

    label: Text
    endpoint: str
    columns: tuple[Column, ...]
    query: Callable[[Asker, Args], Select[Any] | None]


def call_asked(asker: Asker, args: Args) -> Call | None:
    """The call that the arguments name, if the asker has anything to do with it."""
    call = asker.session.get(Call, row_number(args.get("number")) or 0)
    if call is None or not roles_on(asker.session, asker.person, call, asker.now):
        return None
    return call


def _of_call(asker: Asker, args: Args) -> Select[Any] | None:
    call = call_asked(asker, args)
    return proposals_of_call(Sight(asker.session, asker.person, asker.now), call) if call else None


def _calls(asker: Asker, args: Args) -> Select[Any]:
    sight = Sight(asker.session, asker.person, asker.now)
    return office.CALLS.narrowed(asker.session, office.all_calls(sight), args)


def _of_office(asker: Asker, args: Args) -> Select[Any]:
    sight = Sight(asker.session, asker.person, asker.now)
    filters = Filters.of(args, reads_ranking=sight.reads_ranking)
    return office_proposals(asker.session, sight, filters)


def _experts(_asker: Asker, args: Args) -> Select[Any]:
    chosen = args.get("type", "")
    return pool(args.get("q", "").strip(), chosen if chosen in TYPE_LABELS else "")


def _payments(asker: Asker, args: Args) -> Select[Any]:
    return money.PAYMENTS.narrowed(asker.session, money.payments(_hidden_from(asker)), args)


def _milestones(asker: Asker, args: Args) -> Select[Any]:
    fitting = milestones.batch(MilestoneFilters.of(args), _hidden_from(asker), asker.now)
    return milestones.MILESTONES.narrowed(asker.session, fitting, args)


def _found(kind: str) -> Callable[[Asker, Args], Select[Any]]:
    """What the search finds of a kind, all of it."""

    def query(asker: Asker, args: Args) -> Select[Any]:
        sight = Sight(asker.session, asker.person, asker.now)
        rows = having(kind, terms(args.get("q", "")), sight).order_by(None).subquery()
        model = SOURCES[kind].model
        whole = select(model).where(model.id.in_(select(rows.c.id))).options(*WHOLE[kind])
        return whole.order_by(model.id.desc())

    return query


def _hidden_from(asker: Asker) -> frozenset[int]:
    return aside_from(asker.session, asker.person)


_FOUND: dict[str, tuple[Text, tuple[Column, ...]]] = {
    "call": (Text("指南", "Calls"), columns.CALLS),
    "item": (Text("榜题", "Items"), columns.ITEMS),
    "race": (Text("赛题", "Races"), columns.RACES),
    "proposal": (Text("申报书", "Proposals"), columns.PROPOSALS),
    "project": (Text("项目", "Projects"), columns.PROJECTS),
    "result": (Text("立项结果", "Results"), columns.AWARDED),
    "notice": (Text("公示", "Notices"), columns.NOTICES),
    "unit": (Text("单位", "Units"), columns.UNITS),
    "expert": (Text("专家", "Experts"), columns.EXPERTS),
    "letter": (Text("公文", "Letters"), columns.LETTERS),
}

LISTINGS: dict[str, Listing] = {
    "calls": Listing(Text("指南", "Calls"), "officer.calls", columns.CALLS, _calls),
    "proposals": Listing(
        Text("指南的申报书", "Proposals in the call"), "officer.call", columns.PROPOSALS, _of_call
    ),
    "office-proposals": Listing(
        Text("申报书总览", "All proposals"),
        "officer.proposals",
        columns.PROPOSALS,
        _of_office,
    ),
    "our-proposals": Listing(
        Text("本单位申报", "Our unit's proposals"),
        "unit.sealing",
        columns.PROPOSALS,
        lambda asker, args: SEALED_HERE.narrowed(
            asker.session, proposals_of_unit(asker.person), args
        ),
    ),
    "recommending": Listing(
        Text("辖区推荐", "Recommendations"),
        "unit.recommending",
        columns.PROPOSALS,
        lambda asker, args: RECOMMENDED_HERE.narrowed(
            asker.session, proposals_of_jurisdiction(asker.person), args
        ),
    ),
    "experts": Listing(Text("专家库", "Expert pool"), "officer.experts", columns.EXPERTS, _experts),
    "milestones": Listing(
        Text("节点考核", "Milestone assessment"),
        "milestones.index",
        columns.MILESTONES,
        _milestones,
    ),
    "changes": Listing(
        Text("项目变更", "Project changes"),
        "changes.index",
        columns.CHANGES,
        lambda asker, args: CHANGES.narrowed(asker.session, all_changes(_hidden_from(asker)), args),
    ),
    "acceptances": Listing(
        Text("项目验收", "Project acceptance"),
        "acceptance.index",
        columns.ACCEPTANCES,
        lambda asker, args: ACCEPTANCES.narrowed(
            asker.session, all_acceptances(_hidden_from(asker)), args
        ),
    ),
    "payments": Listing(Text("经费拨付", "Payments"), "finance.index", columns.PAYMENTS, _payments),
    "own-fees": Listing(
        Text("我的专家费", "My expert fees"),
        "fees.own",
        columns.OWN_FEES,
        lambda asker, _args: fees.own_lines(asker.person),
    ),
    "funds": Listing(
        Text("暂停与追缴", "Frozen and under recovery"),
        "finance.funds",
        columns.FUNDS,
        lambda asker, args: money.FUNDS.narrowed(
            asker.session, money.funds(_hidden_from(asker), money.WATCHED), args
        ),
    ),
    "objections": Listing(
        Text("异议", "Objections"),
        "decision.index",
        columns.OBJECTIONS,
        lambda asker, args: office.OBJECTIONS.narrowed(
            asker.session, office.objections(_hidden_from(asker)), args
        ),
    ),
    "register": Listing(
        Text("文号登记", "Document number register"),
        "admin.register",
        columns.NUMBERS,
        lambda _a, args: administration.register(clean_line(args.get("q", ""))[:80], WALLED),
    ),
    **{
        f"found-{kind}": Listing(*_FOUND[kind][:1], "find.results", _FOUND[kind][1], _found(kind))
        for kind in KINDS
    },
}
"""By the name in the address."""

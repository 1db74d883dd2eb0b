"""The kinds of case, what each belongs to, and how one begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.asked import Listed, keep, once
from app.models import (
    Acceptance,
    AnnualPool,
    Appeal,
    Assessment,
    AuditSample,
    Call,
    Case,
    ChangeRequest,
    Decision,
    Expert,
    FeeLine,
    FeeList,
    Fund,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
    Notice,
    Objection,
    Opinion,
    Payment,
    PaymentBatch,
    Project,
    ProjectMilestone,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    Route,
    Share,
    SpendingAudit,
    Stage,
    Suspension,
    Team,
    Tolerance,
)
from workflows.engine.model import State, Workflow
from workflows.registry import workflow_for

Key = tuple[str, int]
"""The kind of a case and its number."""

OF_PROJECT: tuple[type[Any], ...] = (
    *(ProjectMilestone, ChangeRequest, Suspension, Acceptance, Appeal, Tolerance),
    *(Fund, Payment, Share, SpendingAudit),
)
"""What hangs on a project by its `project`."""

CASES: dict[str, type[Any]] = {
    c.kind: c
    for c in (
        *(Call, Item, Proposal, Notice, Objection),
        *(ReviewGroup, Invitation, Review),
        *(Project, ProjectMilestone, Opinion),
        *(ChangeRequest, Suspension, Acceptance, Appeal, IntegrityCase),
        *(Tolerance, Fund, Payment, PaymentBatch, Share, AnnualPool),
        *(Race, Stage, Team, Route),
        *(AuditSample, SpendingAudit, FeeList, Letter),
    )
}


_OF_PROPOSAL = (
    joinedload(Proposal.call, innerjoin=True),
    joinedload(Proposal.pi, innerjoin=True),
    joinedload(Proposal.lead_unit, innerjoin=True),
)


def _with_proposal(link: Any) -> Any:
    return joinedload(link, innerjoin=True).options(*_OF_PROPOSAL, joinedload(Proposal.item))


def _with_project(link: Any) -> Any:
    return joinedload(link, innerjoin=True).options(_with_proposal(Project.proposal))


def _with_call(link: Any, of: Any) -> Any:
    return joinedload(link, innerjoin=True).options(joinedload(of, innerjoin=True))


_LOCKED_ALONG: dict[str, tuple[Any, ...]] = {
    "proposal": (*_OF_PROPOSAL, joinedload(Proposal.technology_field))
}
"""What every move of such a case looks at, read afresh with it."""

_ALONG: dict[str, tuple[Any, ...]] = {
    **_LOCKED_ALONG,
    "project": (_with_proposal(Project.proposal),),
    **{model.kind: (_with_project(model.project),) for model in OF_PROJECT},
    "payment": (
        *(_with_project(Payment.project), joinedload(Payment.payee, innerjoin=True)),
        *(joinedload(Payment.account), joinedload(Payment.batch)),
    ),
    "opinion": (
        joinedload(Opinion.assessment, innerjoin=True).options(_with_project(Assessment.project)),
        joinedload(Opinion.expert, innerjoin=True),
    ),
    **{
        model.kind: (joinedload(model.call, innerjoin=True),)
        for model in (Notice, Race, AuditSample)
    },
    "fee_list": (
        *(joinedload(FeeList.call, innerjoin=True), joinedload(FeeList.drawn_by, innerjoin=True)),
        *(joinedload(FeeList.group), joinedload(FeeList.item)),
        joinedload(FeeList.assessment),
        selectinload(FeeList.lines).options(joinedload(FeeLine.expert).joinedload(Expert.person)),
    ),
    "item": (joinedload(Item.call, innerjoin=True), joinedload(Item.technology_field)),
    "review_group": (joinedload(ReviewGroup.call, innerjoin=True), joinedload(ReviewGroup.chair)),
    **{
        model.kind: (
            _with_call(model.group, ReviewGroup.call),
            joinedload(model.expert, innerjoin=True),
        )
        for model in (Review, Invitation)
    },
    "objection": (
        _with_call(Objection.notice, Notice.call),
        _with_proposal(Objection.proposal),
    ),
    **{model.kind: (_with_call(model.race, Race.call),) for model in (Stage, Route)},
    "team": (_with_call(Team.race, Race.call), _with_proposal(Team.proposal)),
}
"""What every page of such a case looks at, in the statement that reads it."""


def workflow_of(case: Case) -> Workflow[Any]:
    return workflow_for(case.kind, case.mechanism)


def state_of(case: Case) -> State:
    return workflow_of(case).state(case.state)


def key_of(case: Case) -> Key:
    """By which a case is told from all others."""
    return case.kind, case_id(case)


def case_id(case: Case) -> int:
    """Of a stored one as the session knows it, which asks nothing when the row is to be read
    again."""
    stored = inspect(case, raiseerr=False)
    if stored is not None and stored.identity:
        return int(stored.identity[0])
    number: int = case.id  # type: ignore[attr-defined]
    return number


def load_case(
    session: Session, kind: str, number: int, *, lock: bool = False, whole: tuple[Any, ...] = ()
) -> Any | None:
    """The case with what each of its pages looks at, or with what the options `whole` name; read
    afresh and locked when `lock`; None when there is none."""
    if kind not in CASES:
        return None
    model = CASES[kind]
    if whole:
        return session.scalar(_with(kind, whole), {"number": number})
    if lock:
        return session.get(
            model,
            number,
            with_for_update={"of": model},
            populate_existing=True,
            options=_LOCKED_ALONG.get(kind, ()),
        )
    along = _ALONG.get(kind, ())
    return once(session, (model, number), lambda: session.get(model, number, options=along))


def load_several(session: Session, kind: str, numbers: Sequence[int]) -> Sequence[Any]:
    """Those of these cases that there are, in the order of their numbers, as `load_case` gives
    each; by one statement."""
    if kind not in CASES:
        return ()
    model = CASES[kind]
    query = select(model).where(model.id.in_(numbers)).options(*_ALONG.get(kind, ()))
    found = session.scalars(query.order_by(model.id)).all()
    for case in found:
        keep(session, (model, case.id), case)
    return found


@cache
def _with(kind: str, whole: tuple[Any, ...]) -> Select[Any]:
    model = CASES[kind]
    return select(model).where(model.id == bindparam("number")).options(*whole)


def call_of(case: Case) -> Call | None:
    """The call whose rule set governs this case."""
    match case:
        case Call():
            return case
        case Proposal() | ReviewGroup() | Notice() | Item() | Race() | AuditSample() | FeeList():
            return case.call
        case Review() | Invitation():
            return case.group.call
        case Objection():
            return case.notice.call
        case Stage() | Team() | Route():
            return case.race.call
    project = project_of(case)
    return project.proposal.call if project else None


def proposal_of(case: Case) -> Proposal | None:
    """The one proposal this case is about, if it is about one."""
    match case:
        case Proposal():
            return case
        case Review() | Objection() | Team():
            return case.proposal
    project = project_of(case)
    return project.proposal if project else None


def project_of(case: Case) -> Project | None:
    """The project this case belongs to, or is."""
    match case:
        case Project():
            return case
        case Opinion():
            return case.assessment.project
    project: Project | None = case.project if isinstance(case, OF_PROJECT) else None
    return project


DECISION = Listed(Decision, Decision.call_id == bindparam("call"))
"""What the executive meeting decides on a call."""

PANEL = Listed(
    Assessment,
    Assessment.about_kind == bindparam("kind"),
    Assessment.about_id == bindparam("case"),
    options=(joinedload(Assessment.chair),),
)


def panel_of(session: Session, case: Case) -> Assessment | None:
    """The panel that assesses this case, if one was formed or called."""
    return next(iter(PANEL.of(session, kind=case.kind, case=case_id(case))), None)


def item_of(case: Case) -> Item | None:
    """The item this case is about, if it is about one."""
    if isinstance(case, Item):
        return case
    proposal = proposal_of(case)
    return proposal.item if proposal else None


def place_at_start(case: Case, now: datetime) -> None:
    """Give a new case its first state; the door records it when it is begun."""
    workflow = workflow_of(case)
    case.state = workflow.start.key
    case.state_entered_at = now
    case.workflow_version = workflow.version

"""Which lump-sum projects of a call are sampled for an audit of what they spent (§3.6)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.access.recused import stands_aside
from app.access.roles import roles_on
from app.asked import Listed
from app.models import AuditSample, Call, Person, Project, Proposal, SpendingAudit
from app.numbers import share_of
from app.services.door.turns import take_turn
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.sampling.drawing import commitment
from workflows.engine.text import Text
from workflows.roles import Role

LUMP_SUM = "lump_sum"
SEED_BYTES = 32
AT_ACCEPTANCE = (
    *("accept_applied", "accept_review", "re_accept", "user_test"),
    *("passed", "concluded"),
)
"""States of a project that is accepted, or was and is not archived."""

AUDIT = Listed(
    SpendingAudit,
    SpendingAudit.project_id == bindparam("project"),
    options=(joinedload(SpendingAudit.sample),),
)


def audit_of(session: Session, project: Project) -> SpendingAudit | None:
    """Asked of lump sums only: nothing else is sampled."""
    if project.proposal.call.budget_mode != LUMP_SUM:
        return None
    return next(iter(AUDIT.of(session, project=project.id)), None)


def is_to_be_drawn(session: Session, project: Project) -> bool:
    """It stands in a list whose draw is still to come."""
    call = project.proposal.call
    return call.budget_mode == LUMP_SUM and any(
        sample.state == "committed" and project.number in sample.candidates
        for sample in samples_of(session, call)
    )


def samples_of(session: Session, call: Call) -> Sequence[AuditSample]:
    of_call = select(AuditSample).where(AuditSample.call_id == call.id)
    return session.scalars(of_call.order_by(AuditSample.nth)).all()


def candidates(session: Session, call: Call) -> list[str]:
    """Numbers of the projects at acceptance that stood in no draw yet."""
    before = {number for sample in samples_of(session, call) for number in sample.candidates}
    found = session.scalars(
        select(Project.number)
        .join(Project.proposal)
        .where(Proposal.call_id == call.id, Project.state.in_(AT_ACCEPTANCE))
        .order_by(Project.number)
    )
    return [number for number in found if number not in before]


def commit(session: Session, call: Call, by: Person, now: datetime) -> AuditSample | Problems:
    """The list is fixed, and the commitment to it and to a fresh secret seed is public at once."""
    take_turn(session)
    if Role.SUPERVISOR not in roles_on(session, by, call, now):
        return alone(_NOT_YOURS)
    if stands_aside(session, by, AuditSample(call_id=call.id)):
        return alone(_STANDS_ASIDE)
    percent = call.parameters["lump_sum_sample_percent"]
    if call.budget_mode != LUMP_SUM or not percent:
        return alone(_NOT_SAMPLED)
    listed, before = candidates(session, call), samples_of(session, call)
    if not listed:
        return alone(_NOBODY)
    if any(sample.state == "committed" for sample in before):
        return alone(_WAITS)
    nth, places = len(before) + 1, share_of(len(listed), percent)
    seed = secrets.token_bytes(SEED_BYTES)
    sample = AuditSample(
        call_id=call.id,
        nth=nth,
        candidates=listed,
        places=places,
        seed=seed.hex(),
        commitment=commitment(seed, call=call.id, nth=nth, candidates=listed, places=places),
    )
    sample.call = call
    begin(session, sample, by, now, {"commitment": sample.commitment})
    return sample


def to_sample(session: Session) -> Sequence[tuple[Call, int]]:
    """Calls of lump sums with how many of their projects at acceptance stood in no draw yet, the
    latest first."""
    before = {
        number for listed in session.scalars(select(AuditSample.candidates)) for number in listed
    }
    found = session.execute(
        select(Call, Project.number)
        .join(Proposal, Proposal.call_id == Call.id)
        .join(Project, Project.proposal_id == Proposal.id)
        .where(Call.budget_mode == LUMP_SUM, Project.state.in_(AT_ACCEPTANCE))
        .order_by(Call.id.desc())
    )
    return list(Counter(call for call, number in found if number not in before).items())


_NOT_YOURS = Text(
    "真实性抽查由监督诚信处组织。",
    "Only the supervision and integrity division can run spending samples.",
)
_STANDS_ASIDE = Text(
    "您与本批次的某个项目有利益关系，须回避：请监督诚信处另一人公布名单并抽取。",
    "You have an interest in a project in this batch and must stand aside: another "
    "member of the supervision and integrity division must publish the list and draw.",
)
_NOT_SAMPLED = Text(
    "本指南不实行经费包干制，或规则集设定不抽查。",
    "This call does not use lump-sum funding, or its rules set no sampling.",
)
_NOBODY = Text(
    "没有新进入验收的包干制项目可供抽查；有项目申请验收后再组织。",
    "No lump-sum projects have newly reached acceptance. Try again when one has applied.",
)
_WAITS = Text(
    "已有一批待抽取，请先在见证下抽取。",
    "A list is already waiting to be drawn. Draw it before a witness first.",
)

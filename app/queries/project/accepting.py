"""Changes, suspensions, appeals and acceptances as lists; each list is one query with its page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import (
    Acceptance,
    Appeal,
    Case,
    ChangeRequest,
    Project,
    ProjectEnding,
    Proposal,
    Suspension,
)
from app.queries.attention.urgency import NOW
from app.queries.narrowing import Narrowing
from app.queries.sight.aside import no_project_of
from app.queries.sight.conditions import Condition
from workflows.engine.calendar import local_date

RUNNING = (
    *("preparing", "unit_review", "material_check", "correcting"),
    *("drawing", "drawn"),
    *("reviewing", "concluded", "noticing", "objection"),
)
BEING_ACCEPTED = ("accept_applied", "accept_review")
"""States of a project whose acceptance is under way, the first time."""
PUBLIC_ACCEPTANCES = ("noticing", "objection", "passed", "completed", "failed", "to_repeat")
"""On notice, and whatever followed from a conclusion that was on notice."""
_JUDGED = ("passed", "completed", "failed")
"""How an acceptance ends that was decided, and not only begun."""


@dataclass(frozen=True)
class Course:
    """What happened to a project beside its milestones."""

    changes: Sequence[ChangeRequest]
    suspensions: Sequence[Suspension]
    acceptances: Sequence[Acceptance]
    appeals: Sequence[Appeal]
    endings: Sequence[ProjectEnding]

    @property
    def running(self) -> Acceptance | None:
        """The acceptance under way, if there is one."""
        return next((a for a in self.acceptances if a.state in RUNNING), None)

    def is_corrected(self, ending: ProjectEnding) -> bool:
        """By an appeal that was filed against it and upheld."""
        return any(
            appeal.state == "upheld"
            and appeal.against == ending.how
            and ending.decided_on <= local_date(appeal.filed_at)
            for appeal in self.appeals
        )

    @property
    def cases(self) -> list[Case]:
        return [*self.changes, *self.suspensions, *self.acceptances, *self.appeals]


def _of_project(model: Any) -> Listed[Any]:
    return Listed(model, model.project_id == bindparam("project"), order=(model.id,))


COURSE = (
    *(_of_project(ChangeRequest), _of_project(Suspension), _of_project(Acceptance)),
    *(_of_project(Appeal), _of_project(ProjectEnding)),
)


def course_of(session: Session, project: Project) -> Course:
    return Course(*(rows.of(session, project=project.id) for rows in COURSE))


CHANGES = Narrowing({"project": ChangeRequest.project_id}, ChangeRequest, never=("drafted",))
ACCEPTANCES = Narrowing({"project": Acceptance.project_id}, Acceptance, never=("preparing",))
ON_NOTICE = Narrowing({"result": Acceptance.project_id})
"""What their lists are narrowed by: those of the office, and that of the public."""


def all_changes(hidden: Collection[int]) -> Select[Any]:
    """A draft is the leader's own affair; of proposals from which the reader stands aside there is
    none."""
    return _listed(ChangeRequest).where(
        ChangeRequest.state != "drafted", no_project_of(hidden, ChangeRequest.project_id)
    )


def all_acceptances(hidden: Collection[int]) -> Select[Any]:
    return _listed(Acceptance).where(
        Acceptance.state != "preparing", no_project_of(hidden, Acceptance.project_id)
    )


def public_acceptances() -> Select[Any]:
    return _listed(Acceptance).where(Acceptance.state.in_(PUBLIC_ACCEPTANCES))


def acceptances_on_notice() -> Select[Any]:
    """Those that may be objected to; the first to end first."""
    running = _listed(Acceptance).where(Acceptance.state == "noticing")
    return running.order_by(None).order_by(Acceptance.notice_ends_on, Acceptance.id)


def accepted_again(session: Session, acceptances: Sequence[Acceptance]) -> frozenset[int]:
    """Those of them (by number) whose project was judged anew afterwards (J18, J19): the later
    conclusion counts. One statement."""
    of_these = Acceptance.project_id.in_({a.project_id for a in acceptances})
    judged = session.execute(
        select(Acceptance.project_id, func.max(Acceptance.round))
        .where(of_these, Acceptance.state.in_(_JUDGED))
        .group_by(Acceptance.project_id)
    )
    newest: dict[int, int] = dict(judged.all())
    return frozenset(a.id for a in acceptances if newest.get(a.project_id, 0) > a.round)


def _listed(model: Any) -> Select[Any]:
    whole = joinedload(model.project).joinedload(Project.proposal)
    return (
        select(model)
        .options(whole.joinedload(Proposal.lead_unit), whole.joinedload(Proposal.call))
        .order_by(model.state_entered_at.desc(), model.id.desc())
    )


def is_late() -> Condition:
    """The whole of it was to be done by now (J17)."""
    return and_(Project.state.in_(BEING_ACCEPTED), Project.due_at <= NOW)

"""One project as everybody may read it: what its notices, letters and conclusions have published,
the milestones it is held to, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, ask_together
from app.documents.kinds.awards import leader_in
from app.models import (
    Acceptance,
    Call,
    Letter,
    Notice,
    NoticeItem,
    PlanTask,
    Programme,
    Project,
    ProjectMilestone,
    Proposal,
    ProposalUnit,
    Race,
    ResearchResult,
)
from app.queries.calls.portal import PUBLIC_NOTICES
from app.queries.calls.results import awarded, ended_in, is_published, standings_of
from app.queries.project.accepting import PUBLIC_ACCEPTANCES, accepted_again
from app.queries.race.races import public_race_of

RUNS = ("contracting", "running")
"""Standings of a project that has not ended."""
VOID = ("revoked", "lapsed")
"""Standings of an award that is as if it had never been made: what was to be done, or was done, is
no result of it."""
PUBLIC_RESULTS = ("patent", "paper", "software", "standard")
"""Kinds of results that a register or a journal has published on the day they bear."""


AWARD_LIST = "award_list"


@dataclass(frozen=True, slots=True)
class Published:
    """`standing` is a key of `results.STANDINGS`, `amount` in 分 what was granted, of which pages
    tell the band. `leader` is whom the list of awards names, empty where none has this project;
    `again` are the acceptances, by number, after which the project was judged anew."""

    project: Project
    standing: str
    amount: int
    leader: str
    milestones: Sequence[ProjectMilestone]
    acceptances: Sequence[Acceptance]
    again: frozenset[int]
    results: Sequence[ResearchResult]
    notices: Sequence[Notice]
    letters: Sequence[Letter]
    race: Race | None

    @property
    def proposal(self) -> Proposal:
        return self.project.proposal

    @property
    def call(self) -> Call:
        return self.proposal.call


_ACCEPTANCES = Listed(
    Acceptance,
    Acceptance.project_id == bindparam("project"),
    Acceptance.state.in_(PUBLIC_ACCEPTANCES),
    order=(Acceptance.id,),
)
_MILESTONES = Listed(
    ProjectMilestone,
    ProjectMilestone.project_id == bindparam("project"),
    order=(ProjectMilestone.position,),
)
_RESULTS = Listed(
    ResearchResult,
    ResearchResult.project_id == bindparam("project"),
    ResearchResult.kind.in_(PUBLIC_RESULTS),
    ResearchResult.registered_on <= bindparam("today"),
    order=(ResearchResult.registered_on, ResearchResult.id),
)
_ON_NOTICE = select(NoticeItem.notice_id).where(NoticeItem.proposal_id == bindparam("proposal"))
_NOTICES = Listed(
    Notice,
    Notice.id.in_(_ON_NOTICE),
    Notice.state.in_(PUBLIC_NOTICES),
    order=(Notice.id,),
    options=(joinedload(Notice.call),),
)
_LETTERS = Listed(
    Letter,
    or_(
        and_(
            Letter.about_kind == Call.kind,
            Letter.about_id == bindparam("call"),
            Letter.letter_kind == AWARD_LIST,
        ),
        and_(Letter.about_kind == Notice.kind, Letter.about_id.in_(_ON_NOTICE)),
        and_(Letter.about_kind == Project.kind, Letter.about_id == bindparam("project")),
        and_(
            Letter.about_kind == Acceptance.kind,
            Letter.about_id.in_(
                select(Acceptance.id).where(Acceptance.project_id == bindparam("project"))
            ),
        ),
    ),
    Letter.is_public,
    Letter.state == "filed",
    order=(Letter.id,),
    options=(joinedload(Letter.number),),
)


def published_project(
    session: Session, number: int, now: datetime, today: date
) -> Published | None:
    row = session.execute(
        select(Project, awarded().label("amount"), ended_in().label("ended_in"))
        .join(Project.proposal)
        .join(Proposal.call)
        .where(Project.id == number, is_published())
        .options(*_WHOLE)
    ).first()
    if row is None:
        return None
    project: Project = row.Project
    proposal = project.proposal
    given = {"project": project.id, "proposal": proposal.id, "call": proposal.call_id}
    ask_together(
        session, *(_ACCEPTANCES, _MILESTONES, _RESULTS, _NOTICES, _LETTERS), today=today, **given
    )
    standing = standings_of(session, {project.id: row.ended_in}, now)[project.id]
    acceptances = _ACCEPTANCES.of(session, **given)
    letters, leader = _its_own(proposal, _LETTERS.of(session, **given))
    return Published(
        project,
        standing,
        row.amount,
        leader,
        () if standing in VOID else _MILESTONES.of(session, **given),
        acceptances,
        accepted_again(session, acceptances) if acceptances else frozenset(),
        () if standing in VOID else _RESULTS.of(session, today=today, **given),
        _NOTICES.of(session, **given),
        letters,
        public_race_of(session, proposal.call),
    )


def _its_own(proposal: Proposal, letters: Sequence[Letter]) -> tuple[Sequence[Letter], str]:
    """Without the lists of awards that do not have it; and whom the one that has it names."""
    title, unit = proposal.title, proposal.lead_unit.name
    lists = [letter for letter in letters if letter.letter_kind == AWARD_LIST]
    leaders = {one.id: leader_in(one.payload, title, unit) for one in lists}
    own = [letter for letter in letters if leaders.get(letter.id, title)]
    return own, next(filter(None, leaders.values()), "")


_PROPOSAL = joinedload(Project.proposal)
_CALL = _PROPOSAL.joinedload(Proposal.call)
_WHOLE = (
    _PROPOSAL.joinedload(Proposal.lead_unit),
    _PROPOSAL.joinedload(Proposal.technology_field),
    _PROPOSAL.joinedload(Proposal.item),
    _PROPOSAL.joinedload(Proposal.plan_task).joinedload(PlanTask.programme),
    _PROPOSAL.selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
    _CALL.joinedload(Call.programme).joinedload(Programme.plan),
)

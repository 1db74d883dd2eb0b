"""One case of every kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    AnnualPool,
    Appeal,
    Assessment,
    AssessmentSeat,
    AuditSample,
    Case,
    ChangeRequest,
    Expert,
    FeeLine,
    FeeList,
    Fund,
    GroupProposal,
    IntegrityCase,
    Invitation,
    Item,
    LedgerAccount,
    Letter,
    Notice,
    NoticeItem,
    Objection,
    Opinion,
    PanelSeat,
    Payment,
    PaymentBatch,
    Project,
    ProjectMilestone,
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
from app.services.cases import CASES
from app.services.moves import begin
from tests.conftest import START
from tests.factories import (
    call,
    expert,
    official,
    organisation,
    person,
    programme,
    proposal,
)
from workflows.roles import Role

C = TypeVar("C", bound=Case)


class World:
    """One case of every kind around one proposal, and a second call elsewhere."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.city, self.lab = organisation(session), organisation(session)
        self.lab.recommender_id = self.city.id
        self.partner = organisation(session)
        self.officer = official(session, Role.PROGRAMME_OFFICER)
        self.call = call(session, drafted_by=self.officer, state="formal")
        self.elsewhere = call(session, programme_id=programme(session).id, state="draft")
        self.proposal = proposal(session, call=self.call, lead_unit=self.lab)
        self.far = proposal(session, call=self.elsewhere)
        self.seated, self.chair = expert(session), expert(session)
        self.objector = person(session)
        self.group = self._begun(self._group())
        self.invitation = self._begun(
            Invitation(group=self.group, expert=self.seated, seat=self.group.seats[0])
        )
        self.review = self._begun(
            Review(group=self.group, proposal=self.proposal, expert=self.seated)
        )
        self.notice = self._begun(
            Notice(call=self.call, title="公示", drafted_by_id=self.officer.id)
        )
        self.notice.items = [NoticeItem(proposal=self.proposal)]
        self.objection = self._begun(self._objection())
        self.project = self._begun(self._project())
        self.milestone = self._begun(self._milestone())
        self.opinion = self._begun(self._opinion())
        self.item = self._begun(self._item())
        for opened_at in (START, None):
            bid = proposal(session, call=self.call, lead_unit=self.lab)
            bid.item, bid.opened_at = self.item, opened_at
        self.fund = self._begun(self._fund())
        self.payment = self._begun(self._payment())
        self.batch = self._begun(PaymentBatch(number="PC2026-0001", begun_at=START))
        self.pool = self._begun(AnnualPool(year=2027, amount=1))
        self.sample = self._begun(self._sample())
        self.fees = self._begun(self._fees())
        self.race = self._begun(Race(call=self.call, ends_on=START.date()))
        self.route = self._begun(Route(race=self.race, name="硫化物"))
        self.stage = self._begun(Stage(race=self.race, number=1, pool=1, due_on=START.date()))
        self.team = self._begun(
            Team(race=self.race, proposal=self.proposal, route=self.route, lane="A", crossed=1)
        )
        self.letter = self._begun(self._letter())
        self.after = [self._begun(case) for case in self._after()]
        self.called = expert(session)
        for case, first in (
            *((case, self.seated) for case in self.after[:2]),
            (self.project, self.called),
        ):
            self._seat(case, first)
        self.respondent = person(session, organisation_id=self.lab.id)
        self.integrity = [
            self._begun(self._integrity(subject_person_id=self.respondent.id)),
            self._begun(self._integrity(subject_unit_id=self.lab.id, served_at=START)),
            self._begun(
                self._integrity(
                    subject_person_id=self.respondent.id, served_at=START, referred_at=START
                )
            ),
        ]

    def _sample(self) -> AuditSample:
        """Of one list, of which this project is drawn."""
        return AuditSample(
            call=self.call,
            nth=1,
            candidates=[self.project.number],
            places=1,
            seed="00",
            commitment="c",
        )

    def _fees(self) -> FeeList:
        """Of the panel that judges this proposal."""
        return FeeList(
            call=self.call,
            group=self.group,
            number="ZJ2026-0001",
            form="online",
            served_on=START.date(),
            drawn_by=self.officer,
            lines=[FeeLine(row=1, expert=self.seated, standing="senior", files=1)],
        )

    def _item(self) -> Item:
        """An item of this call; it gets a bid that has been opened and one that has not."""
        return Item(
            call=self.call,
            demander=organisation(self.session),
            contact=person(self.session),
            title="榜题",
            draft={},
        )

    def _begun(self, case: C) -> C:
        begin(self.session, case, self.officer, START)
        return case

    def _group(self) -> ReviewGroup:
        group = ReviewGroup(
            call=self.call,
            name="第一组",
            formed_by_id=self.officer.id,
            seed="s",
            seed_commitment="c",
            chair=self.chair,
        )
        group.seats = [PanelSeat(expert=self.seated, seat=1), PanelSeat(expert=self.chair, seat=2)]
        group.items = [GroupProposal(proposal=self.proposal)]
        return group

    def _objection(self) -> Objection:
        return Objection(
            notice=self.notice,
            proposal=self.proposal,
            receipt_code="r",
            objector_name="某人",
            objector_contact="someone@example.org",
            objector_person_id=self.objector.id,
            statement="不实",
            evidence_name="证据.pdf",
            evidence_sha256="0" * 64,
            filed_at=START,
        )

    def _project(self) -> Project:
        return Project(
            proposal=self.proposal,
            number="2026HZ0001",
            amount=1,
            starts_on=START.date(),
            ends_on=START.date() + timedelta(days=1),
        )

    def _after(self) -> list[Case]:
        """What follows the award, of every kind; the first one has a panel."""
        of = {"project": self.project}
        return [
            Acceptance(**of),
            ChangeRequest(**of, change_kind="members", drafted_by_id=self.officer.id),
            Suspension(**of, cause="court", reason="某"),
            Appeal(
                **of,
                against="failed",
                served_at=START,
                grounds="某",
                filed_at=START,
                filed_by_id=self.officer.id,
            ),
            Share(**of, unit=self.partner, fiscal=0, own=0),
            SpendingAudit(**of, sample=self.sample),
            Tolerance(
                **of,
                reasons="某",
                evidence="某",
                experts="某",
                proposed_by_id=self.officer.id,
                proposed_at=START,
            ),
        ]

    def _seat(self, case: Case, first: Expert) -> None:
        panel = Assessment(
            about_kind=case.kind,
            about_id=case.id,  # type: ignore[attr-defined]
            project=self.project,
            chair=self.chair,
            formed_by_id=self.officer.id,
            formed_at=START,
        )
        panel.seats = [
            AssessmentSeat(expert=first, seat=1, how="drawn"),
            AssessmentSeat(expert=self.chair, seat=2, how="drawn"),
        ]
        self.session.add(panel)
        self.session.flush()
        self.session.refresh(case)

    def _integrity(self, **fields: object) -> IntegrityCase:
        return IntegrityCase(
            source="tip",
            receipt_code=f"r{len(self.session.query(IntegrityCase).all())}",
            subject_named="某人",
            act="不实",
            filed_at=START,
            **fields,
        )

    def _milestone(self) -> ProjectMilestone:
        return ProjectMilestone(
            project=self.project, position=1, title="样机", due_on=START.date(), targets={}
        )

    def _opinion(self) -> Opinion:
        panel = Assessment(
            about_kind="milestone",
            about_id=self.milestone.id,
            project=self.project,
            chair=self.chair,
            formed_by_id=self.officer.id,
            formed_at=START,
        )
        panel.seats = [
            AssessmentSeat(expert=self.seated, seat=1, how="drawn"),
            AssessmentSeat(expert=self.chair, seat=2, how="drawn"),
        ]
        self.session.add(panel)
        self.session.flush()
        self.session.refresh(self.milestone)
        return Opinion(assessment=panel, expert=self.seated)

    def _fund(self) -> Fund:
        source = LedgerAccount(kind="budget", owner_id=self.call.id)
        return Fund(project=self.project, source=source)

    def _payment(self) -> Payment:
        return Payment(
            project=self.project,
            payee=self.project.proposal.lead_unit,
            number="ZF2026-00001",
            part=1,
            basis="contract",
            basis_kind="project",
            basis_id=self.project.id,
            basis_label="任务书签订",
            amount=1,
        )

    def _letter(self) -> Letter:
        return Letter(
            letter_kind="award_letter",
            key="award",
            about_kind="proposal",
            about_id=self.proposal.id,
            title="立项通知书",
            payload={},
            payload_digest="d",
            verification_code="v",
            created_at=START,
        )

    def cases(self) -> list[Case]:
        return [row for kind in CASES.values() for row in self.session.query(kind)]

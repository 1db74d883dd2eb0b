"""What waits for me: the same roles as everywhere, the most urgent first, in a few queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import (
    Acceptance,
    Appeal,
    Assessment,
    AssessmentSeat,
    Case,
    ChangeRequest,
    Fund,
    GroupProposal,
    IntegrityCase,
    Invitation,
    Item,
    LedgerAccount,
    Letter,
    Message,
    Notice,
    NoticeItem,
    Objection,
    OfficialRecusal,
    Opinion,
    PanelSeat,
    Payment,
    PaymentBatch,
    PendingSignature,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    ProposalMember,
    Race,
    Review,
    ReviewGroup,
    Route,
    Share,
    Stage,
    Suspension,
    Team,
    Tolerance,
)
from app.queries.waiting import waiting_for
from app.services.cases import CASES, workflow_of
from app.services.moves import begin
from tests.conftest import START, StillClock
from tests.factories import (
    call,
    expert,
    grant,
    official,
    organisation,
    person,
    programme,
    proposal,
)
from tests.web.looking import looking
from workflows.roles import SYSTEM_ROLES, Role

SignIn = Callable[[Person], FlaskClient]
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
        self.race = self._begun(Race(call=self.call, ends_on=START.date()))
        self.route = self._begun(Route(race=self.race, name="硫化物"))
        self.stage = self._begun(Stage(race=self.race, number=1, pool=1, due_on=START.date()))
        self.team = self._begun(
            Team(race=self.race, proposal=self.proposal, route=self.route, lane="A", crossed=1)
        )
        self.letter = self._begun(self._letter())
        self.after = [self._begun(case) for case in self._after()]
        self._seat(self.after[0])
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
            Tolerance(
                **of,
                reasons="某",
                evidence="某",
                experts="某",
                proposed_by_id=self.officer.id,
                proposed_at=START,
            ),
        ]

    def _seat(self, case: Case) -> None:
        panel = Assessment(
            about_kind=case.kind,
            about_id=case.id,  # type: ignore[attr-defined]
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

    def people(self) -> dict[str, Person]:
        """Everybody whose standing is of another sort."""
        session = self.session
        everybody = {
            "leader": self.proposal.pi,
            "expert": self.seated.person,
            "chair": self.chair.person,
            "objector": self.objector,
            "respondent": self.respondent,
            "supervisor of that unit": official(
                session, Role.SUPERVISOR, organisation_id=self.lab.id
            ),
            "nobody": person(session),
            "clerk of two": official(session, Role.FORMAL_CHECKER),
            "officer here": self._granted(
                Role.PROGRAMME_OFFICER, programme_id=self.call.programme_id
            ),
            "unit": self._granted(Role.UNIT_ADMIN, organisation_id=self.lab.id),
            "partner's purse": self._granted(Role.UNIT_FINANCE, organisation_id=self.partner.id),
            "purse": self._granted(Role.UNIT_FINANCE, organisation_id=self.lab.id),
            "city": self._granted(Role.RECOMMENDER, organisation_id=self.city.id),
            "witness": self._granted(
                Role.DISCIPLINE, case_kind="review_group", case_id=self.group.id
            ),
            "former": self._granted(Role.SUPERVISOR, ends_at=START),
            "demander": self.item.contact,
            "colleague": self._granted(Role.DEMANDER, organisation_id=self.item.demander_id),
            "member and officer": official(session, Role.PROGRAMME_OFFICER),
        }
        everybody |= {
            role.value: official(session, role) for role in Role if role not in SYSTEM_ROLES
        }
        grant(session, everybody["clerk of two"], Role.SUPERVISOR)
        everybody["stands aside"] = official(session, Role.SUPERVISOR)
        session.add(
            OfficialRecusal(
                person_id=everybody["stands aside"].id,
                proposal_id=self.proposal.id,
                standing="declared",
                reason="配偶是参加人。",
                recorded_at=START,
            )
        )
        everybody["comes from the lab"] = official(
            session, Role.DECISION_MAKER, organisation_id=self.lab.id
        )
        self.proposal.members = [
            ProposalMember(
                person=everybody["member and officer"], name="某", email="both@example.org"
            )
        ]
        session.flush()
        return everybody

    def _granted(self, role: Role, **scope: object) -> Person:
        someone = person(self.session)
        grant(self.session, someone, role, **scope)
        return someone


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def names(cases: Iterator[Case] | list[Case]) -> set[tuple[str, int]]:
    return {(case.kind, case.id) for case in cases}  # type: ignore[attr-defined]


def test_in_every_state_exactly_those_wait_who_hold_an_awaited_role_on_the_case(
    world: World,
) -> None:
    session, cases, people = world.session, world.cases(), world.people()
    roles = {
        who: [roles_on(session, someone, case, START) for case in cases]
        for who, someone in people.items()
    }
    longest = max(len(workflow_of(case).states) for case in cases)
    seen_waiting = set()
    for turn in range(longest):
        for case in cases:
            states = workflow_of(case).states
            case.state = states[turn % len(states)].key
        session.flush()
        for who, someone in people.items():
            expected = [
                case
                for case, mine in zip(cases, roles[who], strict=True)
                if workflow_of(case).state(case.state).waits_on & mine
            ]
            page = waiting_for(session, someone, START, size=500).page
            assert names(list(page.rows)) == names(expected), (who, turn)
            assert page.total == len(expected)
            seen_waiting |= {case.kind for case in expected}
    assert seen_waiting == set(CASES), "the comparison reached every kind of case"


def test_a_second_signature_waits_for_whoever_can_give_it(world: World) -> None:
    session = world.session
    decider = official(session, Role.DECISION_MAKER)
    world.call.state = "open"
    session.flush()
    assert world.call not in waiting_for(session, decider, START).page.rows
    session.add(
        PendingSignature(
            case_kind="call",
            case_id=world.call.id,
            transition="amend",
            person_id=world.officer.id,
            role=Role.PROGRAMME_OFFICER.value,
            given={},
            signed_at=START,
        )
    )
    session.flush()
    assert world.call in waiting_for(session, decider, START).page.rows
    assert world.call not in waiting_for(session, world.officer, START).page.rows


def drafts(session: Session, pi: Person, *due: datetime | None) -> list[Proposal]:
    """Drafts of one person, which wait for that person until then."""
    of_call, unit = call(session), organisation(session)
    found = []
    for moment in due:
        row = proposal(session, call=of_call, lead_unit=unit, pi=pi)
        row.due_at = moment
        found.append(row)
    session.commit()
    return found


def test_the_overdue_stands_first_then_by_deadline_then_what_has_none(
    session: Session, sign_in: SignIn
) -> None:
    me = person(session)
    never, late, soon, far = drafts(
        session,
        me,
        None,
        START - timedelta(days=3),
        START + timedelta(days=1),
        START + timedelta(days=20),
    )
    page = sign_in(me).get("/home").text
    order = ["已逾期 3 天", late.title, soon.title, "还有 1 天", far.title, never.title]
    positions = [page.index(words) for words in order if words != "已逾期 3 天"]
    assert positions == sorted(positions)
    assert "已逾期 3 天" in page


def test_a_deadline_at_midnight_is_shown_as_the_end_of_the_day_before(
    session: Session, sign_in: SignIn
) -> None:
    me = person(session)
    drafts(session, me, datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    page = sign_in(me).get("/home").text
    assert "2026-03-09 24:00" in page
    assert "还有 7 天" in page


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow_with_what_waits(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    one, many = person(session), person(session)
    drafts(session, one, START)
    for _ in range(3):
        drafts(session, many, *[START] * 5)
    counts = []
    for me in (one, many):
        client = sign_in(me)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get("/home").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_a_long_list_is_paged_and_a_strange_page_number_is_the_nearest_page(
    session: Session, sign_in: SignIn
) -> None:
    me = person(session)
    rows = drafts(session, me, *[START + timedelta(days=n + 5) for n in range(23)])
    client = sign_in(me)
    assert "第 1 / 2 页，共 23 条" in client.get("/home").text
    for strange in ("2", "99", "9" * 30):
        assert client.get(f"/home?page={strange}").status_code == 200
    assert rows[22].title in client.get("/home?page=2").text
    assert rows[22].title in client.get("/home?page=99").text
    assert rows[0].title in client.get("/home?page=-1").text
    assert rows[0].title in client.get("/home?page=x").text


def test_one_heap_can_be_looked_at_alone(session: Session, sign_in: SignIn) -> None:
    me = person(session)
    draft, correction = drafts(session, me, START, START)
    correction.state = "correction"
    session.commit()
    page = sign_in(me).get("/home?kind=proposal&state=correction").text
    assert correction.title in page
    assert draft.title not in page


def told(session: Session, someone: Person, subject: str, **fields: object) -> Message:
    row = Message(
        key=f"test-{subject}",
        person_id=someone.id,
        subject=subject,
        body="请办理。[[link:1]]",
        created_at=START,
        **fields,
    )
    session.add(row)
    session.commit()
    return row


def test_a_message_is_read_once_and_leads_to_what_it_is_about(
    app: Flask, session: Session, sign_in: SignIn, clock: StillClock
) -> None:
    me = person(session)
    message = told(session, me, "请补正", about_kind="proposal", about_id=1)
    client = sign_in(me)
    page = client.get("/home/inbox").text
    assert "条未读" in page
    assert "[[link" not in page, "a secret place of a mail is not shown"
    assert client.post(f"/home/inbox/{message.id}/read").status_code == 303
    clock.advance(hours=1)
    client.post(f"/home/inbox/{message.id}/read")
    with looking(app) as reading:
        assert reading.get_one(Message, message.id).read_at == START
    assert "条未读" not in client.get("/home/inbox").text


def test_nobody_reads_another_persons_messages(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    message = told(session, person(session), "绝密")
    client = sign_in(person_committed(session))
    assert "绝密" not in client.get("/home/inbox").text
    assert client.post(f"/home/inbox/{message.id}/read").status_code == 404
    client.post("/home/inbox/read")
    with looking(app) as reading:
        assert reading.get_one(Message, message.id).read_at is None


def person_committed(session: Session) -> Person:
    someone = person(session)
    session.commit()
    return someone


def test_all_messages_are_marked_read_at_once(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    me = person(session)
    told(session, me, "一")
    told(session, me, "二")
    assert sign_in(me).post("/home/inbox/read").status_code == 303
    with looking(app) as reading:
        assert all(m.read_at == START for m in reading.query(Message))

"""A list played through the services, as far as a test needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.models import (
    BudgetLine,
    Call,
    Expert,
    Item,
    Milestone,
    Notice,
    Organisation,
    Person,
    Project,
    Proposal,
    Review,
    ReviewGroup,
)
from app.models.proposals import SECTIONS
from app.services.awarding.noticing import draft_notice
from app.services.calls.criteria import USUAL
from app.services.files import evidence
from app.services.open_call import arguing, bidding, needs, testing
from app.services.open_call.bidding import Answer
from app.services.open_call.testing import Report
from app.services.proposals import formal
from app.services.review import panels
from tests.factories import call, expert, grant, organisation, person, technology_field
from tests.open_call.posting import CONTENT
from tests.played import played_once
from tests.services.stage import MATCHED, Stage, a_page
from workflows.parameters import DEFAULTS, defaults_of
from workflows.roles import Role


@dataclass
class Bidder:
    bid: Proposal
    pi: Person
    unit: Organisation
    admin: Person


class Story:
    """One list with one item; the demand side is `demander`, its contact `contact`. It begins with
    `begun`."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.session = stage, stage.session
        self.officer = stage.holder(Role.PROGRAMME_OFFICER)
        self.decides = stage.holder(Role.DECISION_MAKER)
        self.checker = stage.holder(Role.FORMAL_CHECKER)
        self.manager = stage.holder(Role.EXPERT_MANAGER)
        self.witness = stage.holder(Role.DISCIPLINE)
        self.planning = stage.holder(Role.PLANNING_OFFICER)
        self.supervisor = stage.holder(Role.SUPERVISOR)
        self.demander = organisation(self.session, kind="enterprise", city="泉州市")
        self.contact = person(self.session, organisation_id=self.demander.id)
        self.list: Call = call(
            self.session,
            state="draft",
            drafted_by=self.officer,
            mechanism_key="open_call",
            criteria=[row.as_json() for row in USUAL["open_call"]],
            rules=DEFAULTS | defaults_of("open_call"),
            contact="张",
            contact_phone="0591",
            budget=3_000_000_000,
        )
        self.item: Item = self._begun()

    def _begun(self) -> Item:
        self.stage.moved(self.list, "collect_needs", self.officer)
        return self.need()

    def need(self, **changes: Any) -> Item:
        """A need of the demand side, complete unless something is changed."""
        made = needs.start(self.session, self.list, self.contact, CONTENT["title"], self.stage.now)
        assert isinstance(made, Item), made
        promises = {"money": True, "trial": True}
        field = technology_field(self.session).id
        wrong = needs.save(
            *(self.session, made, CONTENT | changes, promises, 0),
            by=self.contact,
            now=self.stage.now,
            is_demander=True,
            field_id=field,
        )
        assert wrong is None, wrong
        self.session.flush()
        return made

    def experts(self, number: int, **fields: Any) -> list[Expert]:
        return [expert(self.session, **fields) for _ in range(number)]

    @played_once
    def screened(self) -> None:
        self.stage.moved(self.item, "submit_need", self.contact)
        self.stage.moved(self.item, "screen", self.officer)

    @played_once
    def argued(self, **answers: bool) -> None:
        """Five drawn experts affirm every test, but for those that are given."""
        self.experts(9)
        self.stage.signed(self.item, "draw_argument", self.manager)
        self.stage.moved(self.item, "draw_argument", self.witness)
        for opinion in arguing.opinions_of(self.session, self.item):
            said = dict.fromkeys(arguing.TESTS, True) | answers
            now = self.stage.now
            wrong = arguing.sign(self.session, opinion, said, "同意。", now, authenticated_at=now)
            assert wrong is None
        self.session.flush()

    @played_once
    def ready(self) -> None:
        self.screened()
        self.argued()
        self.stage.moved(self.item, "argue", self.officer)
        self.stage.moved(self.item, "make_ready", self.officer)

    @played_once
    def posted(self) -> Story:
        self.ready()
        assert self.list.close_at is not None
        self.stage.at(self.list.close_at)
        self.stage.moved(self.list, "submit_for_consult", self.officer)
        self.stage.at(self.stage.now + timedelta(days=9))
        self.stage.moved(self.list, "post", self.decides, **MATCHED)
        return self

    def bidder(self, *, unit: Organisation | None = None, target: str = "1.0") -> Bidder:
        """A draft of a bid, not submitted yet: whole, or without an answer to the first metric
        when its `target` is empty."""
        unit = unit or organisation(self.session, kind="enterprise")
        pi = person(self.session, organisation_id=unit.id, title="", degree="", born_on=None)
        admin = person(self.session, organisation_id=unit.id)
        grant(self.session, admin, Role.UNIT_ADMIN, organisation_id=unit.id)
        bid = bidding.start(self.session, self.item, pi, self.stage.now)
        assert isinstance(bid, Proposal), bid
        bid.sections = dict.fromkeys(SECTIONS, f"绝密方案（{bid.id}）" * 20)
        bid.starts_on, bid.ends_on = date(2026, 9, 1), date(2028, 8, 31)
        bid.requested, bid.matching, bid.pledged_at = 250_000_000, 250_000_000, self.stage.now
        bid.budget_lines = [
            BudgetLine(position=0, heading="业务费", fiscal=250_000_000, own=250_000_000)
        ]
        bid.milestones = [
            Milestone(position=0, title="小试", due_on=date(2027, 3, 31), deliverable="样品")
        ]
        answers = {
            m.id: Answer(promise, "独门工艺", "预试数据", "分两步", 100)
            for m, promise in zip(self.item.metrics, (target, "4.0"), strict=True)
            if promise
        }
        wrong = bidding.save_answers(self.session, bid, answers, 0, pi, self.stage.now)
        assert wrong is None, wrong
        return Bidder(bid, pi, unit, admin)

    @played_once
    def sealed(self, **fields: Any) -> Bidder:
        made = self.bidder(**fields)
        self.stage.moved(made.bid, "submit", made.pi)
        self.stage.moved(made.bid, "unit_seal", made.admin)
        return made

    @played_once
    def closed(self) -> None:
        assert self.item.close_at is not None
        self.stage.at(self.item.close_at)

    @played_once
    def vetted(self, *bidders: Bidder) -> None:
        for one in bidders:
            answers = {entry.key: formal.Answer("met") for entry in formal.ITEMS}
            wrong = formal.record(self.session, one.bid, answers, (), self.checker, self.stage.now)
            assert wrong is None, wrong
            self.stage.compared(one.bid)
            self.stage.moved(one.bid, "pass_formal_check", self.checker)
        self.stage.moved(self.item, "finish_vetting", self.officer)

    @played_once
    def evaluated(self, *scored: tuple[Bidder, int]) -> None:
        """A drawn panel of seven with a user gives each bid these points."""
        self.experts(20)
        self.experts(3, type="end_user")
        bids = [one.bid for one, _ in scored]
        group = panels.form(self.session, self.list, bids, "评榜组", self.officer, self.stage.now)
        assert isinstance(group, ReviewGroup), group
        self.judged(group, {one.bid.id: mark for one, mark in scored})
        self.user_seats = sum(
            s.expert.type == "end_user" for s in group.seats if not s.is_substitute
        )

    def judged(self, group: ReviewGroup, points: Mapping[int, int]) -> None:
        """It is drawn and gives each bid, by its id, these points."""
        self.stage.signed(group, "draw", self.manager)
        self.stage.moved(group, "draw", self.witness)
        self.stage.moved(group, "start", self.officer)
        for review in self.session.scalars(select(Review).where(Review.group_id == group.id)):
            review.scores = {c["key"]: points[review.proposal_id] * 100 for c in group.criteria}
            review.comments = {c["key"]: "有据" for c in group.criteria}
            review.overall, review.recommends = "可行", True
            review.total = points[review.proposal_id] * 100
            review.state, review.signed_at = "signed", self.stage.now
        self.session.flush()
        assert group.chair is not None
        self.stage.moved(group, "lock", group.chair.person, opinion="同意")

    @played_once
    def shortlisted(self) -> None:
        self.stage.moved(self.item, "finish_evaluation", self.officer)

    @played_once
    def supported(self, *bidders: Bidder) -> None:
        for one in bidders:
            self.stage.moved(
                one.bid, "give_user_opinion", self.contact, stance="support", opinion="可用"
            )
        self.stage.moved(self.item, "start_matching", self.officer)

    def agreed(self, one: Bidder, price: int = 480_000_000) -> None:
        terms = {"price": str(price), "delivery": "两批交付", "rights": "归揭榜方"}
        self.stage.signed(one.bid, "agree_terms", one.pi, **terms)
        self.stage.moved(one.bid, "agree_terms", self.contact)

    def selected(self, one: Bidder) -> None:
        self.agreed(one)
        self.stage.moved(self.item, "select", self.decides, **MATCHED)

    @played_once
    def noticed(self, one: Bidder) -> Notice:
        notice = draft_notice(self.session, self.list, [one.bid], self.officer, self.stage.now)
        assert isinstance(notice, Notice), notice
        self.stage.moved(notice, "publish", self.officer)
        return notice

    @played_once
    def won(self, one: Bidder) -> Project:
        self.selected(one)
        notice = self.noticed(one)
        assert notice.ends_at is not None
        self.stage.at(notice.ends_at)
        return self.project(one)

    def project(self, one: Bidder) -> Project:
        return self.session.scalars(select(Project).where(Project.proposal_id == one.bid.id)).one()

    def proven(self, one: Bidder, project: Project) -> None:
        """There is proof of the money of the demand side."""
        evidence.add(
            self.session,
            project,
            "matching",
            a_page(),
            "出资证明.pdf",
            by=one.pi,
            now=self.stage.now,
        )

    @played_once
    def signed(self, one: Bidder, project: Project) -> None:
        self.proven(one, project)
        for who in (one.pi, one.admin, self.contact):
            self.stage.signed(project, "sign_contract", who)
        self.stage.moved(project, "sign_contract", self.planning)

    def tested(self, project: Project, **values: str) -> None:
        """In the user's plant, with these values in the order of the metrics."""
        report = Report(
            "省检测院",
            "CNAS L0001",
            "发榜单位3号生产线连续72小时",
            date(2028, 6, 1),
            dict(
                zip(
                    [m.id for m in project.proposal.metrics],
                    (values.get("first", "1.1"), values.get("second", "4.2")),
                    strict=True,
                )
            ),
        )
        made = testing.record(
            self.session,
            project,
            report,
            a_page(),
            "检测报告.pdf",
            by=project.proposal.pi,
            now=self.stage.now,
        )
        assert made.__class__.__name__ == "UserTest", made


@played_once
def begun(stage: Stage) -> Story:
    return Story(stage)

"""A project under way: its contract signed, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from app.models import (
    Acceptance,
    ChangeRequest,
    Fund,
    Metric,
    Opinion,
    Person,
    Project,
    ProjectMilestone,
    ProposalMember,
)
from app.services.accepting import applying
from app.services.accepting.results import Registered, register
from app.services.assessing import opinions
from app.services.changes.budgeting import lines_of
from app.services.changes.drafting import Wanted, draft_change
from tests.factories import person
from tests.integrity.handling import found_guilty
from tests.played import played_once
from tests.services.called import seated
from tests.services.running import Awarded, awarded, panel_of
from tests.services.stage import MINUTES, Stage, a_page
from workflows.roles import Role

STARTS, ENDS = date(2026, 3, 1), date(2028, 6, 30)
RULES = {**MINUTES, "reason": "经议定。"}
A_PATENT = Registered("patent", "一种固态电解质", "ZL202610000001.X", "测试单位", None, True)
TERMINATION = {
    **RULES,
    "rule_set": "科技计划项目管理办法",
    "article": "第二十六条",
    "cause": "infeasible",
    "diligent": "yes",
    "finding": "记录完整。",
}


def terminate(stage: Stage, project: Project) -> None:
    """As its leader proposed."""
    leader = project.proposal.pi
    stage.moved(project, "propose_termination", leader, cause="infeasible", reason="证伪。")
    stage.moved(project, "terminate", stage.holder(Role.DECISION_MAKER), **TERMINATION)


@dataclass(frozen=True)
class Underway:
    """An active project with the people it goes through."""

    awarded: Awarded

    @property
    def stage(self) -> Stage:
        return self.awarded.stage

    @property
    def project(self) -> Project:
        return self.awarded.project

    @property
    def pi(self) -> Person:
        return self.awarded.applied.pi

    @property
    def unit(self) -> Person:
        return self.awarded.applied.unit

    @property
    def recommender(self) -> Person:
        return self.awarded.applied.recommender

    @property
    def officer(self) -> Person:
        return self.stage.holder(Role.PROGRAMME_OFFICER)

    @property
    def decider(self) -> Person:
        return self.stage.holder(Role.DECISION_MAKER)

    def terminate(self) -> None:
        terminate(self.stage, self.project)

    @property
    def fund(self) -> Fund:
        found = select(Fund).where(Fund.project_id == self.project.id)
        return self.stage.session.scalars(found).one()

    @property
    def metrics(self) -> list[Metric]:
        return self.project.proposal.metrics

    def on(self, year: int, month: int, day: int, hour: int = 9) -> None:
        """That day in Fujian, with everything due by then."""
        self.stage.at(datetime(year, month, day, hour, tzinfo=UTC))

    # --- changes

    def change(self, kind: str, **fields: Any) -> ChangeRequest:
        if kind == "core_members" and not fields:
            newcomer = person(self.stage.session, name="后来人")
            fields = {"member_name": newcomer.name, "member_joins": newcomer.email}
        wanted = Wanted(kind, "变更内容。", "变更理由。", **fields)
        made = draft_change(self.stage.session, self.project, wanted, self.pi, self.stage.now)
        assert isinstance(made, ChangeRequest), made
        return made

    @played_once
    def proposed(self, kind: str, **fields: Any) -> ChangeRequest:
        """As far as the executive meeting."""
        case = self.change(kind, **fields)
        self.stage.moved(case, "submit", self.pi)
        self.stage.moved(case, "forward", self.unit)
        self.stage.moved(case, "recommend", self.recommender)
        self.stage.moved(case, "propose", self.officer)
        return case

    def budget(self, more: int) -> tuple[tuple[int, int], ...]:
        """As a change may set it: so much more of public money under the first heading."""
        _name, fiscal, own = lines_of(self.stage.session, self.project)[0]
        return ((fiscal + more, own),)

    # --- acceptance

    def prepared(self, value: str = "410") -> Acceptance:
        """An application with all that belongs to it."""
        session, now = self.stage.session, self.stage.now
        case = applying.begin_for(session, self.project, self.pi, now)
        assert isinstance(case, Acceptance), case
        self.complete(case, value)
        return case

    def complete(self, case: Acceptance, value: str = "410") -> None:
        session, now = self.stage.session, self.stage.now
        values = {str(m.id): value for m in self.metrics}
        written = applying.Written("全部完成。", "数据汇交〔2026〕1号", values, {})
        assert applying.save(session, case, written) is None
        for key in ("report", "accounts", "test_report"):
            applying.attach(session, case, key, a_page(), f"{key}.pdf", by=self.pi, now=now)
        register(session, self.project, A_PATENT, self.pi, now)
        session.flush()

    @played_once
    def applied(self, value: str = "410") -> Acceptance:
        case = self.prepared(value)
        self.stage.moved(case, "apply", self.pi)
        self.stage.moved(case, "seal", self.unit)
        return case

    @played_once
    def convened(self, case: Acceptance, size: int = 5) -> Sequence[Opinion]:
        session = self.stage.session
        seated(self.stage, case, panel_of(self.stage, size))
        session.refresh(case)
        self.stage.moved(case, "convene", self.officer, meeting="3月20日9时，第一会议室")
        session.expire_all()
        assert case.assessment is not None
        return opinions.of_round(case.assessment, 1)

    @played_once
    def judged(self, given: Sequence[Opinion], proposes: str, *verdicts: str) -> None:
        """Every member says the same of each metric, in their order."""
        words = verdicts or ("met",) * len(self.metrics)
        said = {str(m.id): v for m, v in zip(self.metrics, words, strict=True)}
        for opinion in given:
            written = opinions.Written(said, {}, "核实无误。", proposes)
            assert opinions.save(opinion, written, list(said)) is None
            self.stage.session.flush()
            self.stage.moved(opinion, "sign_opinion", opinion.expert.person)

    def chair(self, case: Acceptance) -> Person:
        assert case.assessment is not None
        assert case.assessment.chair is not None
        return case.assessment.chair.person

    @played_once
    def concluded(self, move: str, proposes: str, *verdicts: str, **given: str) -> Acceptance:
        """From the application to the panel's conclusion."""
        case = self.applied()
        self.judged(self.convened(case), proposes, *verdicts)
        words = {"score": "85", "opinion": "意见一致。"} | given
        self.stage.moved(case, move, self.chair(case), **words)
        return case

    @played_once
    def on_notice(self, case: Acceptance) -> None:
        """Published, and the notice over."""
        self.stage.moved(case, "publish", self.officer)
        assert case.due_at is not None
        self.stage.at(case.due_at)

    @played_once
    def second_begun(self) -> Acceptance:
        """The first round left something to be rectified."""
        self.on_notice(self.concluded("conclude_rectify", "rectify", "partly"))
        query = select(Acceptance).where(Acceptance.round == 2)
        return self.stage.session.scalars(query).one()

    @played_once
    def second_applied_for(self) -> Acceptance:
        again = self.second_begun()
        self.complete(again)
        self.sealed(again)
        return again

    def sealed(self, case: Acceptance) -> None:
        """Applied for, with the seal of the unit."""
        self.stage.moved(case, "apply", self.pi)
        self.stage.moved(case, "seal", self.unit)

    # --- offence

    @played_once
    def found_guilty(self) -> None:
        found_guilty(self.stage, self.pi, self.project.number)


@played_once
def underway(stage: Stage, **fields: Any) -> Underway:
    """Its milestones are over already."""
    made = awarded(stage, **({"starts_on": STARTS, "ends_on": ENDS} | fields))
    made.sign()
    assert made.project.state == "active", made.project.state
    for milestone in stage.session.scalars(
        select(ProjectMilestone).where(ProjectMilestone.project_id == made.project.id)
    ):
        stage.moved(milestone, "cancel", Role.SYSTEM_CLOCK)
    return Underway(made)


def teammate(of: Underway, since: datetime, **fields: Any) -> Person:
    """A confirmed member of the team."""
    someone = person(of.stage.session, organisation_id=of.project.proposal.lead_unit_id, **fields)
    of.project.proposal.members.append(
        ProposalMember(person=someone, name=someone.name, email=someone.email, confirmed_at=since)
    )
    of.stage.session.flush()
    return someone

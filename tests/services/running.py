"""A project after the award: signed contract, a milestone on its way, a panel and its opinions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.models import ContractVersion, Expert, Metric, Opinion, Person, Project, ProjectMilestone
from app.services.assessing import opinions
from app.services.assessing.opinions import Written
from app.services.contracts import drafting
from app.services.contracts.drafting import Edited
from app.services.files import evidence
from app.services.milestones import reporting
from app.services.milestones.reporting import Measured
from app.services.money import funds
from app.services.moves import begin
from tests.factories import expert
from tests.played import played_once
from tests.services.called import seated
from tests.services.money import latest_move
from tests.services.stage import Applied, Stage, a_page
from workflows.engine.calendar import SHANGHAI
from workflows.roles import Role


@dataclass(frozen=True)
class Awarded:
    """A project to be contracted, with its leader, its unit's administrator and the office."""

    stage: Stage
    project: Project
    applied: Applied

    @property
    def signers(self) -> tuple[Person, Person, Person]:
        planning = self.stage.holder(Role.PLANNING_OFFICER)
        return self.applied.pi, self.applied.unit, planning

    @property
    def metric(self) -> Metric:
        return self.applied.proposal.metrics[0]

    def sign(self) -> None:
        """All three sign the newest version."""
        for person in self.signers:
            self.stage.take(self.project, "sign_contract", person)
        self.stage.session.flush()

    def edit(self, **changed: Any) -> Any:
        """The leader saves the newest version with these changes."""
        last = drafting.newest(self.stage.session, self.project)
        assert last is not None
        terms = last.terms
        edited = {
            "targets": {},
            "test_methods": {},
            "milestones": terms["milestones"],
            "budget": terms["budget"],
            "ip": terms["ip"],
            "breach": terms["breach"],
        }
        seen = changed.pop("seen", last.version)
        return drafting.save(
            self.stage.session,
            self.project,
            seen,
            Edited(**(edited | changed)),
            self.applied.pi,
            self.stage.now,
        )


@played_once
def awarded(stage: Stage, *, proven: bool = True, **fields: Any) -> Awarded:
    """An approved proposal's project; `proven` attaches the proof of the matching funds."""
    applied = stage.applied(state="approved", **fields)
    proposal = applied.proposal
    project = Project(
        proposal_id=proposal.id,
        number=f"2026HZ08{proposal.id:03d}",
        amount=proposal.requested,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
    )
    project.proposal = proposal
    begin(stage.session, project, Role.SYSTEM_CLOCK, stage.now)
    drafting.draft_from_award(stage.session, project, stage.now)
    funds.open_fund(stage.session, project, latest_move(stage))
    made = Awarded(stage, project, applied)
    if proven:
        evidence.add(
            stage.session,
            project,
            "matching",
            a_page(),
            "配套资金证明.pdf",
            by=applied.unit,
            now=stage.now,
        )
    return made


def a_milestone(
    metric: Metric, due_on: date = date(2026, 9, 30), target: str = "350"
) -> dict[str, Any]:
    return {
        "title": "中期样机",
        "due_on": due_on.isoformat(),
        "deliverable": "样机一台",
        "targets": {str(metric.id): target},
    }


@dataclass(frozen=True)
class Running:
    """A signed project whose first milestone has a target of its own."""

    awarded: Awarded
    milestone: ProjectMilestone

    @property
    def stage(self) -> Stage:
        return self.awarded.stage

    @property
    def project(self) -> Project:
        return self.awarded.project

    def on(self, month: int, day: int, hour: int = 9) -> None:
        self.stage.at(datetime(2026, month, day, hour, tzinfo=SHANGHAI))

    @played_once
    def report(self, value: str = "360", body: str = "CNAS") -> None:
        """The leader writes the report, measures and submits."""
        pi, stage = self.awarded.applied.pi, self.stage
        assert reporting.save_report(self.milestone, "样机完成，指标达到。") is None
        measured = Measured(value, None, "省检测院", body, "JC-2026-001")
        self.measure(measured)
        stage.moved(self.milestone, "submit_evidence", pi)

    def measure(self, measured: Measured) -> Any:
        return reporting.measure(
            self.stage.session,
            self.milestone,
            self.awarded.metric,
            measured,
            (a_page(), "检测报告.pdf"),
            by=self.awarded.applied.pi,
            now=self.stage.now,
        )

    @played_once
    def convene(self, experts: Sequence[Expert] | None = None) -> list[Opinion]:
        """A sound panel is drawn from these and asked; the first drawn chairs."""
        seated(self.stage, self.milestone, experts or panel_of(self.stage))
        self.stage.session.refresh(self.milestone)
        self.stage.moved(self.milestone, "convene", self.stage.holder(Role.PROGRAMME_OFFICER))
        return self.opinions(1)

    def opinions(self, round_: int) -> list[Opinion]:
        self.stage.session.expire_all()
        panel = self.milestone.assessment
        assert panel is not None
        return opinions.of_round(panel, round_)

    @property
    def chair(self) -> Person:
        panel = self.milestone.assessment
        assert panel is not None
        assert panel.chair is not None
        return panel.chair.person

    @played_once
    def judge(self, given: Sequence[Opinion], *proposes: str, verdict: str = "met") -> None:
        """Each member writes and signs; the proposed conclusions go round in turn."""
        for number, opinion in enumerate(given):
            write(self, opinion, proposes[number % len(proposes)], verdict)
            self.stage.moved(opinion, "sign_opinion", opinion.expert.person)

    def conclude(self, move: str, **given: str) -> None:
        self.stage.moved(self.milestone, move, self.chair, opinion="意见一致。", **given)


def write(running: Running, opinion: Opinion, proposes: str, verdict: str = "met") -> None:
    key = str(running.awarded.metric.id)
    written = Written({key: verdict}, {key: "有检测报告。"}, "样机真实。", proposes)
    assert opinions.save(opinion, written, [key]) is None
    running.stage.session.flush()


@played_once
def running(stage: Stage, **fields: Any) -> Running:
    made = awarded(
        stage, **({"starts_on": date(2026, 3, 1), "ends_on": date(2028, 6, 30)} | fields)
    )
    saved = made.edit(milestones=[a_milestone(made.metric), *later_milestones()])
    assert isinstance(saved, ContractVersion), saved
    made.sign()
    milestone = stage.session.query(ProjectMilestone).order_by(ProjectMilestone.id).first()
    assert milestone is not None, "signing plans the milestones"
    return Running(made, milestone)


def later_milestones() -> list[dict[str, Any]]:
    return [
        {"title": "终期", "due_on": "2028-03-31", "deliverable": "中试线", "targets": {}},
    ]


def panel_of(stage: Stage, size: int = 5) -> list[Expert]:
    """Experts of different units, one of them of finance."""
    seated = [expert(stage.session) for _ in range(size - 1)]
    return [*seated, expert(stage.session, type="finance")]

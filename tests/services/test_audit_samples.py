"""Lump sums are sampled for an audit: the list and a seed are committed to, drawn before a witness,
and anybody repeats the draw; what a third party audited, supervision finds true or not (§3.6)."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.models import (
    AuditSample,
    Call,
    IntegrityCase,
    Message,
    OfficialRecusal,
    Person,
    Project,
    SpendingAudit,
)
from app.services.files.attaching import attach
from app.services.problems import Problems
from app.services.sampling import choosing
from tests.conftest import SignInAs
from tests.services.running import Awarded, awarded
from tests.services.stage import Stage, a_page
from workflows.parameters import DEFAULTS
from workflows.roles import Role

REPORT = {"auditor": "某会计师事务所", "report_number": "审字〔2026〕1号"}


@dataclass(frozen=True)
class Season:
    stage: Stage
    call: Call
    projects: tuple[Awarded, ...]

    def committed(self) -> AuditSample:
        supervisor = self.stage.holder(Role.SUPERVISOR)
        sample = choosing.commit(self.stage.session, self.call, supervisor, self.stage.now)
        assert isinstance(sample, AuditSample), sample
        return sample

    def drawn(self) -> SpendingAudit:
        sample = self.committed()
        self.stage.signed(sample, "draw", self.stage.holder(Role.SUPERVISOR))
        self.stage.moved(sample, "draw", self.stage.holder(Role.DISCIPLINE))
        return self.stage.session.scalars(select(SpendingAudit)).one()

    def of(self, audit: SpendingAudit) -> Awarded:
        return next(one for one in self.projects if one.project == audit.project)

    def reported(self, audit: SpendingAudit) -> None:
        unit = self.of(audit).applied.unit
        file = attach(
            self.stage.session,
            audit,
            BytesIO(a_page().getvalue()),
            "审计报告.pdf",
            by=unit,
            now=self.stage.now,
        )
        assert not isinstance(file, Problems)
        self.stage.moved(audit, "file_report", unit, **REPORT)


def season(stage: Stage, budget_mode: str = "lump_sum", percent: int = 10) -> Season:
    """Three projects at their acceptance and one that runs on."""
    rules = DEFAULTS | {"lump_sum_sample_percent": percent}
    call = stage.call("decided", budget_mode=budget_mode, rules=rules)
    made = tuple(awarded(stage, call=call) for _ in range(4))
    for one, state in zip(
        made, ("accept_applied", "accept_review", "passed", "active"), strict=True
    ):
        one.project.state = state
    stage.session.flush()
    return Season(stage, call, made)


@pytest.fixture
def of(stage: Stage) -> Season:
    return season(stage)


def test_the_list_and_the_seed_are_committed_to_before_the_draw(of: Season) -> None:
    sample = of.committed()
    assert sample.candidates == [one.project.number for one in of.projects[:3]]
    assert sample.places == 1, "one in ten of three, rounded up"
    supervisor = of.stage.holder(Role.SUPERVISOR)
    again = choosing.commit(of.stage.session, of.call, supervisor, of.stage.now)
    assert isinstance(again, Problems), "one list at a time"


def test_anybody_repeats_the_draw_with_standard_functions_alone(of: Season) -> None:
    audit = of.drawn()
    sample = audit.sample
    seed = bytes.fromhex(sample.seed)
    content = json.dumps(
        {
            "call": of.call.id,
            "nth": 1,
            "candidates": sample.candidates,
            "places": sample.places,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert hashlib.sha256(seed + content.encode()).hexdigest() == sample.commitment

    def lot(number: str) -> str:
        return hmac.new(seed, f"lottery:{number}".encode(), hashlib.sha256).hexdigest()

    assert audit.project.number == min(sample.candidates, key=lot)


def test_the_draw_needs_a_witness_and_a_list_that_nobody_altered(of: Season) -> None:
    sample = of.committed()
    supervisor = of.stage.holder(Role.SUPERVISOR)
    assert of.stage.signed(sample, "draw", supervisor) == (Role.DISCIPLINE,)
    sample.candidates = sample.candidates[1:]
    of.stage.session.flush()
    reasons = of.stage.refused(sample, "draw", of.stage.holder(Role.DISCIPLINE))
    assert reasons.keys() == {"sample_is_as_committed"}


def stand_aside(of: Season, official: Person) -> None:
    of.stage.session.add(
        OfficialRecusal(
            person_id=official.id,
            proposal_id=of.projects[0].applied.proposal.id,
            standing="declared",
            reason="亲属",
            recorded_at=of.stage.now,
        )
    )
    of.stage.session.flush()


def test_who_stands_aside_from_a_project_of_the_call_commits_to_no_list(of: Season) -> None:
    aside = of.stage.holder(Role.SUPERVISOR, "aside")
    stand_aside(of, aside)
    answer = choosing.commit(of.stage.session, of.call, aside, of.stage.now)
    assert isinstance(answer, Problems)
    assert "监督诚信处另一人" in answer.by_field[""].zh
    of.committed()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISCIPLINE])
def test_who_stands_aside_from_a_project_of_the_call_neither_draws_nor_witnesses(
    of: Season, role: Role
) -> None:
    aside = of.stage.holder(role, "aside")
    stand_aside(of, aside)
    sample = of.committed()
    assert of.stage.refused(sample, "draw", aside).keys() == {"role_required"}
    of.stage.signed(sample, "draw", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(sample, "draw", of.stage.holder(Role.DISCIPLINE))


@pytest.mark.parametrize(("mode", "percent"), [("headings", 10), ("lump_sum", 0)])
def test_only_lump_sums_of_a_call_that_samples_are_drawn(
    stage: Stage, mode: str, percent: int
) -> None:
    of = season(stage, mode, percent)
    supervisor = stage.holder(Role.SUPERVISOR)
    answer = choosing.commit(stage.session, of.call, supervisor, stage.now)
    assert isinstance(answer, Problems)


def test_the_next_list_holds_those_who_stood_in_none_before(of: Season) -> None:
    of.drawn()
    assert choosing.candidates(of.stage.session, of.call) == []
    of.projects[3].project.state = "accept_applied"
    of.stage.session.flush()
    later = of.committed()
    assert (later.nth, later.candidates) == (2, [of.projects[3].project.number])


def test_a_drawn_project_is_told_and_reports_with_a_file(of: Season) -> None:
    audit = of.drawn()
    unit = of.of(audit).applied.unit
    told = select(Message.person_id).where(Message.message_kind == "audit_drawn")
    assert unit.id in of.stage.session.scalars(told).all()
    refused = of.stage.refused(audit, "file_report", unit, **REPORT)
    assert refused.keys() == {"audit_report_attached"}
    of.reported(audit)
    assert (audit.state, audit.auditor) == ("reported", REPORT["auditor"])


def test_the_finding_is_supervisions_and_never_of_the_projects_officer(of: Season) -> None:
    audit = of.drawn()
    of.reported(audit)
    officer = of.call.drafted_by
    assert "role_required" in of.stage.refused(audit, "find_true", officer, finding="真实。")
    of.stage.moved(audit, "find_true", of.stage.holder(Role.SUPERVISOR), finding="真实。")
    assert of.stage.session.scalars(select(IntegrityCase)).all() == []


def test_faults_become_a_clue_against_the_unit(of: Season) -> None:
    audit = of.drawn()
    of.reported(audit)
    words = "虚列测试费，金额与凭证不符，见审计报告第三部分。"
    of.stage.moved(audit, "find_faulty", of.stage.holder(Role.SUPERVISOR), finding=words)
    clue = of.stage.session.scalars(select(IntegrityCase)).one()
    assert (clue.project, clue.subject_unit) == (audit.project, audit.project.proposal.lead_unit)
    assert clue.act == words


def test_the_unit_is_reminded_once_before_its_report_is_due(of: Season) -> None:
    audit = of.drawn()
    assert audit.due_at is not None
    of.stage.at(audit.due_at - timedelta(days=DEFAULTS["sample_remind_days"] - 1))
    of.stage.at(audit.due_at - timedelta(days=1))
    told = select(Message.person_id).where(Message.message_kind == "audit_report_wanted")
    assert of.stage.session.scalars(told).all() == [of.of(audit).applied.unit.id]
    assert audit.state == "report_due"


def test_a_report_that_never_comes_is_commissioned_anew_and_faults_only_the_unit(
    of: Season,
) -> None:
    audit, supervisor = of.drawn(), of.stage.holder(Role.SUPERVISOR)
    assert audit.due_at is not None
    of.stage.at(audit.due_at)
    assert audit.state == "overdue"
    assert "missing_fault" in of.stage.refused(audit, "find_faulty", supervisor, finding="未交。")
    anew = {"auditor": "另一会计师事务所", "reason": "原审计机构被吊销执业许可。"}
    of.stage.moved(audit, "commission_another", supervisor, **anew)
    assert (audit.state, audit.auditor) == ("report_due", anew["auditor"])
    assert audit.due_at > of.stage.now + timedelta(days=DEFAULTS["sample_report_days"] - 1)
    unit = of.of(audit).applied.unit
    refused = of.stage.refused(audit, "file_report", unit, **REPORT)
    assert anew["auditor"] in refused["report_is_by_whom_was_commissioned"].zh
    by_them = REPORT | {"auditor": anew["auditor"]}
    assert of.stage.refused(audit, "file_report", unit, **by_them).keys() == {
        "audit_report_attached"
    }
    of.stage.at(audit.due_at)
    words = {"fault": "withheld", "finding": "两家机构均证明单位拒不提供凭证。"}
    of.stage.moved(audit, "find_faulty", supervisor, **words)
    clue = of.stage.session.scalars(select(IntegrityCase)).one()
    assert clue.act == words["finding"]


def test_a_drawn_project_is_archived_once_its_audit_is_found(of: Season) -> None:
    audit = of.drawn()
    project: Project = audit.project
    project.state = "passed"
    of.stage.session.flush()
    clock = Role.SYSTEM_CLOCK
    assert "sampled_audit_found" in of.stage.refused(project, "archive", clock)
    of.reported(audit)
    of.stage.moved(audit, "find_true", of.stage.holder(Role.SUPERVISOR), finding="真实。")
    assert "sampled_audit_found" not in of.stage.refused(project, "archive", clock)


def test_a_project_in_a_list_is_archived_once_the_list_is_drawn_without_it(of: Season) -> None:
    for one in of.projects:
        one.project.state = "passed"
    of.stage.session.flush()
    sample, clock = of.committed(), Role.SYSTEM_CLOCK
    for one in of.projects:
        reason = of.stage.refused(one.project, "archive", clock)["sampled_audit_found"]
        assert "待抽取" in reason.zh
    of.stage.signed(sample, "draw", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(sample, "draw", of.stage.holder(Role.DISCIPLINE))
    drawn = of.stage.session.scalars(select(SpendingAudit)).one().project
    for one in of.projects:
        reasons = of.stage.refused(one.project, "archive", clock)
        assert ("sampled_audit_found" in reasons) is (one.project == drawn)


def test_the_pages_of_a_sample_hide_the_seed_until_it_is_drawn(
    of: Season, sign_in: SignInAs
) -> None:
    stage = of.stage
    supervisor = sign_in(stage.holder(Role.SUPERVISOR))
    stage.session.commit()
    made = supervisor.post(f"/finance/calls/{of.call.id}/samples")
    assert made.status_code == 303
    sample = stage.session.scalars(select(AuditSample)).one()
    public = f"/samples/{sample.id}"
    stranger = sign_in(of.projects[0].applied.pi)
    before = stranger.get(public).get_data(as_text=True)
    assert sample.commitment in before
    assert sample.seed not in before
    stage.signed(sample, "draw", stage.holder(Role.SUPERVISOR))
    stage.moved(sample, "draw", stage.holder(Role.DISCIPLINE))
    stage.session.commit()
    assert sample.seed in stranger.get(public).get_data(as_text=True)
    audit = stage.session.scalars(select(SpendingAudit)).one()
    assert supervisor.get("/finance/samples").status_code == 200
    assert sign_in(of.of(audit).applied.unit).get(f"/finance/audits/{audit.id}").status_code == 200


def test_a_call_may_be_sampled_only_for_projects_that_stood_in_no_draw(of: Season) -> None:
    session = of.stage.session
    assert choosing.to_sample(session) == [(of.call, 3)]
    of.drawn()
    assert choosing.to_sample(session) == []
    of.projects[3].project.state = "accept_applied"
    session.flush()
    assert choosing.to_sample(session) == [(of.call, 1)]


def test_a_sample_is_called_in_english_after_its_call(of: Season, sign_in: SignInAs) -> None:
    of.call.title_en = "Batteries of 2026"
    supervisor = sign_in(of.stage.holder(Role.SUPERVISOR))
    sample = of.committed()
    of.stage.session.commit()
    assert "Spending sample: Batteries of 2026 (1)" in supervisor.get(
        f"/samples/{sample.id}?lang=en"
    ).get_data(as_text=True)

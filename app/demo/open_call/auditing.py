"""A lump sum is free in use, not in truth: which of the two finished projects is audited, the lot
says before a witness (§3.6)."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.cast import unit_mail
from app.demo.forms import a_page
from app.demo.office import SUPERVISOR, WITNESS, person, title_of
from app.demo.stage import Stage, must
from app.models import AuditSample, Call, SpendingAudit
from app.services.files.attaching import attach
from app.services.sampling import choosing


def audit(stage: Stage, posting: Call) -> None:
    stage.at(2026, 9, 7, 10)
    stage.chapter("包干制真实性抽查：名单和种子先承诺、见证抽取、第三方审计、监督处认定")
    drawn = _drawn(stage, _committed(stage, posting))
    title = title_of(stage, drawn.project)
    stage.tell(f"抽中《{title}》，任何人可凭公布的种子复算")
    stage.at(2026, 9, 28, 10)
    _report(stage, drawn)
    stage.at(2026, 10, 12, 10)
    finding = "账册、凭证与审计报告一致，支出用于本项目，无负面清单事项。"
    stage.move(drawn, "find_true", SUPERVISOR, finding=finding)
    stage.tell(f"《{title}》包干经费支出真实")


def _committed(stage: Stage, posting: Call) -> AuditSample:
    with stage.scene() as session:
        live = session.get_one(Call, posting.id)
        return must(choosing.commit(session, live, person(session, SUPERVISOR), stage.now))


def _drawn(stage: Stage, sample: AuditSample) -> SpendingAudit:
    stage.move(sample, "draw", SUPERVISOR)
    stage.move(sample, "draw", WITNESS)
    with stage.scene() as session:
        audit = session.scalars(
            select(SpendingAudit).where(SpendingAudit.sample_id == sample.id)
        ).one()
        _ = audit.project
        return audit


def _report(stage: Stage, audit: SpendingAudit) -> None:
    with stage.scene() as session:
        live = session.get_one(SpendingAudit, audit.id)
        unit = unit_mail(live.project.proposal.lead_unit.name)
        by = person(session, unit)
        must(attach(session, live, a_page(), "包干经费审计报告.pdf", by=by, now=stage.now))
    stage.move(
        audit,
        "file_report",
        unit,
        auditor="福州演示会计师事务所",
        report_number="演审字〔2026〕9号",
    )

"""The test at the user's: a third party's report with a value for each metric (B16-B17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.files.kinds import Rejected
from app.models import Evidence, MetricReading, Person, Project, UserTest
from app.services import history
from app.services.contracts.drafting import in_force
from app.services.files import evidence
from app.services.metric_values import SIGNS, number, reaches
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_holders, title_of
from workflows.engine.text import Text
from workflows.hands import DEMANDER
from workflows.parts.messages import MESSAGES
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Report:
    """`values` by id of the metric, as typed; `accreditation` is a CMA or CNAS number."""

    tester: str
    accreditation: str
    scenario: str
    tested_on: date | None
    values: Mapping[int, str]


USER_TEST = Listed(UserTest, UserTest.project_id == bindparam("project"))


def test_of(session: Session, project: Project) -> UserTest | None:
    return next(iter(USER_TEST.of(session, project=project.id)), None)


def stored(session: Session, project: Project) -> dict[str, object]:
    """What is recorded now, for a page that two may have open at once."""
    test = test_of(session, project)
    if test is None:
        return {}
    file = session.get_one(Evidence, test.evidence_id)
    return {
        "tester": test.tester,
        "accreditation": test.accreditation,
        "scenario": test.scenario,
        "tested_on": str(test.tested_on),
        "values": {str(row.metric_id): row.value for row in _readings(session, test)},
        "report": file.sha256,
    }


def last_recorded(session: Session, project: Project) -> tuple[int | None, datetime | None]:
    """The id of whoever recorded the report that stands, and when."""
    test = test_of(session, project)
    last = next(iter(_readings(session, test)), None) if test else None
    return (last.recorded_by_id, last.recorded_at) if last else (None, None)


def _readings(session: Session, test: UserTest) -> Sequence[MetricReading]:
    of_report = select(MetricReading).where(MetricReading.evidence_id == test.evidence_id)
    return session.scalars(of_report.order_by(MetricReading.id)).all()


def record(
    session: Session,
    project: Project,
    report: Report,
    stream: BinaryIO,
    name: str,
    *,
    by: Person,
    now: datetime,
) -> UserTest | Problems | Rejected:
    """Before the user signs, a corrected report replaces the earlier one; never afterwards."""
    known = test_of(session, project)
    if project.state != "user_test" or (known is not None and known.signed_at is not None):
        return alone(
            Text(
                "实测未开始或用户已签字，不能再登记",
                "The test has not started or the user has signed, so it can no longer be recorded",
            )
        )
    if problems := _problems(project, report):
        return Problems(problems)
    found = evidence.add(session, project, "report", stream, name, by=by, now=now)
    if isinstance(found, Rejected):
        return found
    test = known or UserTest(project_id=project.id, finding="")
    _write(test, report, found)
    session.add(test)
    session.add_all(_values(project, report, found, by, now))
    session.flush()
    _note(session, project, test, by, now)
    words = MESSAGES["user_test_reported"].format(title=title_of(project))
    mark = str(found.id)
    tell_holders(session, project, DEMANDER, "user_test_reported", words, mark=mark, now=now)
    return test


def _write(test: UserTest, report: Report, file: Evidence) -> None:
    assert report.tested_on is not None, "just checked"
    test.tester, test.accreditation = report.tester, report.accreditation
    test.scenario, test.tested_on, test.evidence_id = report.scenario, report.tested_on, file.id


def _values(
    project: Project, report: Report, file: Evidence, by: Person, now: datetime
) -> list[MetricReading]:
    return [
        MetricReading(
            project_id=project.id,
            metric_id=metric.id,
            step="accepted",
            value=report.values[metric.id],
            measured_on=report.tested_on,
            measured_by=report.tester,
            report_body="CMA/CNAS",
            report_number=report.accreditation,
            evidence_id=file.id,
            recorded_by_id=by.id,
            recorded_at=now,
        )
        for metric in project.proposal.metrics
    ]


def _note(session: Session, project: Project, test: UserTest, by: Person, now: datetime) -> None:
    leads = by.id == project.proposal.pi_id
    what, role = history.TEST_RECORDED, Role.APPLICANT if leads else Role.THIRD_PARTY
    given = {
        "tester": test.tester,
        "report": test.accreditation,
        "tested_on": test.tested_on.isoformat(),
    }
    history.note(session, project, what, actor_id=by.id, role=role, now=now, given=given)


def _problems(project: Project, report: Report) -> dict[str, Text]:
    typed = {
        "tester": report.tester,
        "accreditation": report.accreditation,
        "scenario": report.scenario,
        "tested_on": str(report.tested_on or ""),
    }
    needed = Text("请填写", "Fill this in")
    found = {key: needed for key, value in typed.items() if not value.strip()}
    found |= {
        f"value-{m.id}": Text(
            f"请填写“{m.name}”的实测数值", f"Enter the measured value of “{m.name}”"
        )
        for m in project.proposal.metrics
        if number(report.values.get(m.id, "")) is None
    }
    return found


def measured(session: Session, project: Project) -> dict[int, str]:
    """The newest accepted value of each metric."""
    rows = session.scalars(
        select(MetricReading)
        .where(MetricReading.project_id == project.id, MetricReading.step == "accepted")
        .order_by(MetricReading.id)
    )
    return {row.metric_id: row.value for row in rows}


def wanted(session: Session, project: Project) -> list[Mapping[str, Any]]:
    """The metrics of the contract in force: the promise as it was signed."""
    contract = in_force(session, project)
    return list(contract.terms["metrics"]) if contract else []


def unmeasured(session: Session, project: Project) -> tuple[str, ...]:
    values = measured(session, project)
    return tuple(
        str(m["name"])
        for m in wanted(session, project)
        if m["is_core"] and m["metric_id"] not in values
    )


def missed(session: Session, project: Project) -> tuple[Text, ...]:
    """Core metrics the test did not reach, with both values: there is no rule of 80 % (B17)."""
    values = measured(session, project)
    return tuple(
        Text(
            f"{m['name']}要求{SIGNS[str(m['direction'])]}{m['target']}，实测{values[m['metric_id']]}",
            f"{m['name']}: required {SIGNS[str(m['direction'])]} {m['target']}, measured "
            f"{values[m['metric_id']]}",
        )
        for m in wanted(session, project)
        if m["is_core"]
        and m["metric_id"] in values
        and not reaches(str(m["direction"]), str(m["target"]), values[m["metric_id"]])
    )


def core_rows(session: Session, project: Project) -> tuple[tuple[str, str, str], ...]:
    """Name, what was pledged, what was measured, of each core metric."""
    values = measured(session, project)
    return tuple(
        (
            str(m["name"]),
            f"{SIGNS[str(m['direction'])]} {m['target']} {m['unit']}".strip(),
            f"{values[m['metric_id']]} {m['unit']}".strip(),
        )
        for m in wanted(session, project)
        if m["is_core"]
    )

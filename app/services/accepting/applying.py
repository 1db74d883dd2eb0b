"""The application for acceptance: report, values with evidence, accounts, results, data (J15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.files.kinds import Fault, Rejected
from app.files.places import files_of
from app.models import Acceptance, AcceptanceFile, Person, Project, ResearchResult
from app.names import unfit
from app.queries.project.accepting import RUNNING
from app.services.files.uploads import FILES_MOST, TOO_MANY_FILES, take_in
from app.services.metric_values import number
from app.services.milestones.targets import metrics_of
from app.services.moves import begin
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.guards.acceptance import AWAITING
from workflows.roles import Role

FILES: dict[str, Text] = {
    "report": Text("总结报告", "Final report"),
    "accounts": Text("决算或审计报告", "Accounts or audit report"),
    "test_report": Text("检测报告", "Test report"),
    "user_opinion": Text("用户意见", "User opinion"),
    "other": Text("其他材料", "Other documents"),
}
WRITING = ("preparing", "correcting")
REPORT_MOST = 200


@dataclass(frozen=True)
class Written:
    """As typed; `values` and `reports` by id of metric."""

    summary: str
    data_receipt: str
    values: Mapping[str, str]
    reports: Mapping[str, str]


def begin_for(
    session: Session, project: Project, by: Person | None, now: datetime
) -> Acceptance | Problems:
    """Early by the leader; on time, and again once the documents came back after the term, by the
    clock; never two at a time."""
    running = open_of(session, project)
    if running is not None:
        return running
    if by is not None and project.state not in AWAITING:
        return alone(_NOT_NOW)
    case = Acceptance(project_id=project.id, round=2 if project.state == "re_accept" else 1)
    case.project = project
    begin(session, case, by or Role.SYSTEM_CLOCK, now)
    _take_up(session, case)
    return case


def _take_up(session: Session, case: Acceptance) -> None:
    """What was written into an application that came back is not typed again."""
    returned = session.scalars(
        select(Acceptance)
        .where(
            Acceptance.project_id == case.project_id,
            Acceptance.round == case.round,
            Acceptance.state == "lapsed",
        )
        .order_by(Acceptance.id.desc())
        .limit(1)
    ).first()
    if returned is None:
        return
    case.summary, case.data_receipt = returned.summary, returned.data_receipt
    case.actuals = dict(returned.actuals)
    case.files.extend(
        AcceptanceFile(
            key=file.key,
            name=file.name,
            media_type=file.media_type,
            sha256=file.sha256,
            uploaded_by_id=file.uploaded_by_id,
            uploaded_at=file.uploaded_at,
        )
        for file in returned.files
    )
    session.flush()


def open_of(session: Session, project: Project) -> Acceptance | None:
    return session.scalars(
        select(Acceptance).where(Acceptance.project_id == project.id, Acceptance.state.in_(RUNNING))
    ).first()


def closed_to_writing(case: Acceptance) -> Text | None:
    """Why nothing more is written into this application; None while it is written."""
    if case.state in WRITING:
        return None
    if case.state != "lapsed":
        return _SUBMITTED
    return _RETURNED if case.project.state in AWAITING else _LAPSED


def stored(case: Acceptance) -> dict[str, object]:
    """What stands in the application now, for a page that may be open in two windows."""
    return {
        "summary": case.summary,
        "data_receipt": case.data_receipt,
        "actuals": case.actuals,
        "files": [list(one) for one in sorted({(file.key, file.sha256) for file in case.files})],
    }


def save(session: Session, case: Acceptance, written: Written) -> Problems | None:
    closed = closed_to_writing(case)
    if closed is not None:
        return alone(closed)
    names = {str(metric.id): metric.name for metric in metrics_of(session, case)}
    keys = list(names)
    wrong = {
        f"value-{key}": _A_NUMBER.format(name=names[key])
        for key in keys
        if written.values.get(key, "").strip() and number(written.values[key]) is None
    } | {
        f"report-{key}": why
        for key in keys
        if (why := unfit(written.reports.get(key, ""), REPORT_MOST))
    }
    if wrong:
        return Problems(wrong)
    case.summary, case.data_receipt = written.summary.strip(), written.data_receipt.strip()
    case.actuals = {
        key: {"value": value, "report": written.reports.get(key, "").strip()}
        for key in keys
        if (value := written.values.get(key, "").strip())
    }
    session.flush()
    return None


def attach(
    session: Session,
    case: Acceptance,
    key: str,
    stream: BinaryIO,
    name: str,
    *,
    by: Person,
    now: datetime,
) -> AcceptanceFile | Rejected | Problems:
    """A new file takes the place of an earlier one of the same key, but for `other`."""
    closed = closed_to_writing(case)
    if closed is not None:
        return alone(closed)
    if key not in FILES:
        return Problems({"key": _CHOOSE})
    if len(case.files) >= FILES_MOST:
        return Rejected(name, Fault.TOO_LARGE, TOO_MANY_FILES)
    found = take_in(session, files_of(session.info["settings"]), stream, name, now)
    if isinstance(found, Rejected):
        return found
    case.files[:] = [f for f in case.files if f.key != key or key == "other"]
    row = AcceptanceFile(
        key=key,
        name=found.name,
        media_type=found.type.media_type,
        sha256=found.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    case.files.append(row)
    session.flush()
    return row


def detach(session: Session, case: Acceptance, number: int) -> Problems | None:
    """Take a file out of the application while it is written; one that is not there is no fault."""
    closed = closed_to_writing(case)
    if closed is not None:
        return alone(closed)
    case.files[:] = [file for file in case.files if file.id != number]
    session.flush()
    return None


def gaps(session: Session, case: Acceptance) -> tuple[Text, ...]:
    """Everything of the list of §3.8 that is still missing."""
    have = {file.key for file in case.files}
    wanted = ["report", "accounts", "test_report"]
    if case.project.mechanism == "open_call":
        wanted.append("user_opinion")
    missing = [FILES[key] for key in wanted if key not in have]
    missing += [
        Text(f"“{metric.name}”的实际值", f"the actual value of “{metric.name}”")
        for metric in metrics_of(session, case)
        if str(metric.id) not in case.actuals
    ]
    if not case.summary:
        missing.append(Text("完成情况总结", "the summary of work completed"))
    if not case.data_receipt:
        missing.append(Text("科学数据汇交凭证号", "the research data submission receipt number"))
    if not _results(session, case.project):
        missing.append(Text("成果登记", "a registered result"))
    missing += _unmarked(session, case.project)
    return tuple(missing)


def _results(session: Session, project: Project) -> int:
    query = select(func.count(ResearchResult.id)).where(ResearchResult.project_id == project.id)
    return session.scalar(query) or 0


def _unmarked(session: Session, project: Project) -> list[Text]:
    """Patents and papers must bear the number of the project."""
    rows = session.scalars(
        select(ResearchResult.title).where(
            ResearchResult.project_id == project.id,
            ResearchResult.kind.in_(("patent", "paper")),
            ResearchResult.cites_project.is_(False),
        )
    )
    return [Text(f"《{t}》未标注项目编号", f"“{t}” does not cite the project number") for t in rows]


_NOT_NOW = Text(
    "项目须在研、待验收或整改复验，方可申请验收。",
    "You can apply for acceptance only if the project is active, awaiting acceptance "
    "or awaiting re-acceptance.",
)
_SUBMITTED = Text(
    "验收申请已提交，不能再修改。",
    "The acceptance application has been submitted and can no longer be edited.",
)
_RETURNED = Text(
    "这次验收申请已被退回，所填内容没有保存；请在项目页重新申请验收，退回前的内容已经带入。",
    "This acceptance application was returned, so what you entered was not saved. "
    "Apply again on the project page; the earlier content has been carried over.",
)
_LAPSED = Text(
    "项目已终结，这次验收申请随之关闭，所填内容没有保存；逾期未验收的按不通过处理，"
    "不服的由牵头单位在项目页申请复查。",
    "The project has ended and this acceptance application was closed with it, so what "
    "you entered was not saved. Projects overdue for acceptance are treated as failed. "
    "If you disagree, the lead unit can appeal on the project page.",
)
_A_NUMBER = Text("“{name}”的实际值须为数字", "The actual value of “{name}” must be a number")
_CHOOSE = Text("请选择材料类别", "Choose a type of document")

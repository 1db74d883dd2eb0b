"""Versions of a contract: the first from the award, each edit a new one, the signed one kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import ContractVersion, PendingSignature, Person, Project, Proposal
from app.services.contracts.lowering import lowered
from app.services.contracts.pledge import with_pledge
from app.services.contracts.terms import digest_of, promised, terms_from_award
from app.services.door.turns import take_turn
from app.services.editing import Overtaken
from app.services.metric_values import number
from app.services.open_call.pledging import pledge_of
from app.services.open_call.thresholds import contracted_below, posted_for
from app.services.problems import Problems, alone
from app.services.races.contracting import with_race
from app.services.races.finding import race_of_call
from config import Settings
from workflows.engine.text import Text

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Edited:
    """What the leader may change before signing: `targets` and `test_methods` by id of the metric,
    milestones and headings as rows, and the two clauses. Money in 分. What was posted is tested as
    it was posted."""

    targets: Mapping[int, str]
    test_methods: Mapping[int, str]
    milestones: Rows
    budget: Rows
    ip: str
    breach: str


VERSIONS = Listed(
    ContractVersion,
    ContractVersion.project_id == bindparam("project"),
    order=(ContractVersion.version,),
    options=(joinedload(ContractVersion.drafted_by),),
)


def versions_of(session: Session, project: Project) -> Sequence[ContractVersion]:
    """Oldest first."""
    return VERSIONS.of(session, project=project.id)


def newest(session: Session, project: Project) -> ContractVersion | None:
    return next(reversed(versions_of(session, project)), None)


def in_force(session: Session, project: Project) -> ContractVersion | None:
    """The version all parties have signed last."""
    signed = [one for one in versions_of(session, project) if one.signed_at is not None]
    return signed[-1] if signed else None


def targets_in_force(session: Session, project: Project) -> dict[str, str]:
    """What the signed contract asks of each metric, by its id as text."""
    contract = in_force(session, project)
    rows = contract.terms["metrics"] if contract else []
    return {str(row["metric_id"]): row["target"] for row in rows}


def draft_from_award(session: Session, project: Project, now: datetime) -> ContractVersion:
    """With what the list or the race fixed for it and the pledge that goes with that."""
    settings: Settings = session.info["settings"]
    terms = terms_from_award(project, settings.office_name)
    proposal = project.proposal
    race = race_of_call(session, proposal.call)
    if race is not None:
        terms = with_race(terms, race)
    elif proposal.item is not None:
        terms = with_pledge(terms, pledge_of(session, proposal, proposal.item))
    return add_version(session, project, terms, None, now)


def add_version(
    session: Session, project: Project, terms: dict[str, Any], by: Person | None, now: datetime
) -> ContractVersion:
    """The next version with these terms; earlier ones stay as they are."""
    last = newest(session, project)
    version = ContractVersion(
        project_id=project.id,
        version=last.version + 1 if last else 1,
        terms=terms,
        digest=digest_of(terms),
        drafted_by_id=by.id if by else None,
        drafted_at=now,
    )
    session.add(version)
    session.flush()
    return version


def save(
    session: Session,
    project: Project,
    seen: int | None,
    edited: Edited,
    by: Person,
    now: datetime,
) -> ContractVersion | Problems | Overtaken:
    """A new version with the leader's changes; `seen` is the version the page showed. What says
    the same as the newest is that one.

    Lower metrics may be written down, so that a decision can be asked for; they cannot be signed.
    """
    take_turn(session)
    last = newest(session, project)
    assert last is not None, "the award drafts the first version"
    if refusal := _why_closed(session, project):
        return alone(refusal)
    terms = _merged(last.terms, edited, posted_for(project.proposal))
    if problems := _problems(terms):
        return Problems(problems)
    if terms == last.terms:
        return last
    if last.version != seen:
        return Overtaken(last.drafted_by, last.drafted_at, last.version)
    version = add_version(session, project, terms, by, now)
    version.asks_lowering = _asks_lowering(project.proposal, terms)
    return version


def _asks_lowering(proposal: Proposal, terms: Mapping[str, Any]) -> bool:
    """Below the promise, and not below what was posted, which no decision lowers."""
    targets = {int(row["metric_id"]): str(row["target"]) for row in terms["metrics"]}
    return bool(lowered(promised(proposal), terms)) and not contracted_below(proposal, targets)


def _why_closed(session: Session, project: Project) -> Text | None:
    if project.state != "contracting":
        return Text(
            "任务书已签订或项目已放弃，不能再修改。",
            "The contract has been signed or the project given up, so it can no longer be edited.",
        )
    if is_being_signed(session, project):
        return Text(
            "任务书已有签名，不能再修改；如须修改，请单位或资源配置处退回。",
            "The contract already has a signature, so it cannot be edited. If it must change, "
            "the unit or the planning officer must return it.",
        )
    return None


def is_being_signed(session: Session, project: Project) -> bool:
    signed = exists().where(
        PendingSignature.case_kind == "project",
        PendingSignature.case_id == project.id,
        PendingSignature.transition == "sign_contract",
    )
    return bool(session.scalar(select(signed)))


def _merged(terms: Mapping[str, Any], edited: Edited, posted: Collection[int]) -> dict[str, Any]:
    methods = {n: method for n, method in edited.test_methods.items() if n not in posted}
    metrics = [
        row
        | {
            "target": edited.targets.get(row["metric_id"], row["target"]),
            "test_method": methods.get(row["metric_id"], row["test_method"]),
        }
        for row in terms["metrics"]
    ]
    own = sorted((dict(row) for row in edited.milestones), key=lambda row: row["due_on"])
    return {
        **terms,
        "metrics": metrics,
        "milestones": terms["milestones"] if terms.get("nodes_fixed") else own,
        "budget": [dict(row) for row in edited.budget],
        "ip": edited.ip,
        "breach": edited.breach,
    }


def _problems(terms: Mapping[str, Any]) -> dict[str, Text]:
    return {**_bad_metrics(terms), **_bad_milestones(terms), **_bad_budget(terms)}


def _bad_metrics(terms: Mapping[str, Any]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for n, row in enumerate(terms["metrics"]):
        if number(row["target"]) is None:
            found[f"metrics-{n}-target"] = Text(
                f"“{row['name']}”的目标值须为数字",
                f"The target of “{row['name']}” must be a number",
            )
        if not row["test_method"].strip():
            found[f"metrics-{n}-test_method"] = Text(
                f"“{row['name']}”须写明测试方法",
                f"State how “{row['name']}” is tested",
            )
    return found


def _bad_milestones(terms: Mapping[str, Any]) -> dict[str, Text]:
    if terms.get("nodes_fixed"):
        return {}
    if not terms["milestones"]:
        return {"": Text("至少保留一个节点", "Keep at least one milestone")}
    found: dict[str, Text] = {}
    first, last = date.fromisoformat(terms["starts_on"]), date.fromisoformat(terms["ends_on"])
    for n, row in enumerate(terms["milestones"]):
        if not first <= date.fromisoformat(row["due_on"]) <= last:
            found[f"milestones-{n}-due_on"] = Text(
                f"节点日期须在执行期内（{first} 至 {last}）",
                f"The milestone date must be within the project period ({first} to {last})",
            )
        if wrong := [value for value in row["targets"].values() if number(value) is None]:
            found[f"milestones-{n}-title"] = Text(
                f"节点指标值须为数字：{wrong[0]}",
                f"Milestone values must be numbers: {wrong[0]}",
            )
    return found


def _bad_budget(terms: Mapping[str, Any]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if sum(row["fiscal"] for row in terms["budget"]) != terms["amount"]:
        found["budget"] = Text(
            "预算中财政资金合计须等于立项金额",
            "Public funds in the budget must add up to the award",
        )
    elif sum(row["own"] for row in terms["budget"]) < terms["matching"]:
        found["budget"] = Text(
            "预算中自筹资金合计不得低于申报承诺",
            "Own funds in the budget must not be less than the proposal promised",
        )
    return found

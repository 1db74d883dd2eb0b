"""What the guards of a claimed project (揭榜) look at beside those of every project."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, Project, ProjectMilestone
from app.numbers import row_number
from app.services.contracts.drafting import newest
from app.services.door.pending_signatures import signatures_on
from app.services.facts import Common
from app.services.history import rows_of
from app.services.open_call import testing, users
from app.services.open_call.thresholds import contracted_below
from workflows.engine.text import Text
from workflows.facts import Names
from workflows.roles import Role

_SETTLED = ("passed", "cancelled")


class UserTestPart(TypedDict, total=False):
    third_party_reported: bool
    user_test_signed: bool


class RefusalPart(TypedDict, total=False):
    user_alone_unsigned: bool
    user_refused_before: bool
    winner_answered: bool


class ClaimPart(TypedDict, total=False):
    below_posting: Names
    pledge_gaps: Names
    user_money_short: bool
    milestones_open: Names
    core_unmeasured: Names
    core_missed: Names
    new_user_problems: Names


def user_test_facts(session: Session, project: Project, _common: Common) -> UserTestPart:
    if project.state != "user_test":
        return {}
    test = testing.test_of(session, project)
    return {
        "third_party_reported": test is not None,
        "user_test_signed": test is not None and test.signed_at is not None,
    }


def refusal_facts(session: Session, project: Project, common: Common) -> RefusalPart:
    """Whether the user alone has not signed, or refused to, and what the winner said to it."""
    if project.state not in ("contracting", "user_refused"):
        return {}
    signed = {one.role for one in signatures_on(session, project)}
    rows = rows_of(session, project)
    since = {row.transition for row in rows if row.at >= common.entered_at}
    return {
        "user_alone_unsigned": signed >= {Role.APPLICANT.value, Role.UNIT_ADMIN.value}
        and Role.DEMANDER.value not in signed,
        "user_refused_before": any(row.transition == "refuse_to_sign" for row in rows),
        "winner_answered": "answer_refusal" in since,
    }


def claim_facts(session: Session, project: Project, common: Common) -> ClaimPart:
    item = project.proposal.item
    if item is None:
        return {}
    milestones = session.scalars(
        select(ProjectMilestone).where(ProjectMilestone.project_id == project.id)
    )
    share = common.parameters["demander_share_percent"]
    return {
        "below_posting": _below_posting(session, project),
        "pledge_gaps": _gaps(session, project),
        "user_money_short": item.cofunding * 100 < (item.ceiling + item.cofunding) * share,
        "milestones_open": tuple(n.title for n in milestones if n.state not in _SETTLED),
        "core_unmeasured": testing.unmeasured(session, project),
        "core_missed": testing.missed(session, project),
        "new_user_problems": _against_new_user(session, project, common),
    }


def _below_posting(session: Session, project: Project) -> tuple[Text, ...]:
    contract = newest(session, project)
    if contract is None:
        return ()
    targets = {int(row["metric_id"]): str(row["target"]) for row in contract.terms["metrics"]}
    return contracted_below(project.proposal, targets)


def _against_new_user(session: Session, project: Project, common: Common) -> tuple[Text, ...]:
    number = row_number(common.given.get("new_user"))
    contact = None if number is None else session.get(Person, number)
    return users.contact_problems(session, project, contact, common.parameters) if contact else ()


def _gaps(session: Session, project: Project) -> tuple[Text, ...]:
    """What a pledge must fix: milestones, metrics, payment, rights, consequences (B13)."""
    contract = newest(session, project)
    if contract is None:
        return (Text("任务书文本", "the text of the contract"),)
    needed = {
        "metrics": Text("考核指标", "metrics"),
        "milestones": Text("里程碑", "milestones"),
        "payments": Text("按里程碑付款", "payment by milestone"),
        "ip": Text("知识产权归属", "ownership of intellectual property"),
        "breach": Text("奖惩与退出条件", "rewards, penalties and exit conditions"),
    }
    return tuple(words for key, words in needed.items() if not contract.terms[key])

"""A change is drafted by the leader; a suspension by the office; an appeal by the unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Appeal, ChangeRequest, Person, Project, Suspension
from app.names import clean_line
from app.services.changes.appealing import ENDED
from app.services.changes.budgeting import proposed_budget
from app.services.changes.joining import joining_unit, proposed_units
from app.services.changes.membering import Newcomer, proposed_members
from app.services.changes.sharing import ShareDraft, proposed_shares
from app.services.changes.totalling import proposed_total
from app.services.contracts.drafting import in_force
from app.services.door.serving import served_at
from app.services.identity.registering import find_unit
from app.services.metric_values import number
from app.services.money.leading import leading_problems
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.proposals.members import addresses_of
from app.services.races.finding import MECHANISM, is_racing
from workflows.changes import CHANGE_KINDS, MOVES_OF_THE_RACE, ChangeKind
from workflows.engine.text import Text
from workflows.guards.ending import team_is_not_racing
from workflows.parts.suspension import SUSPENSION_CAUSES
from workflows.phases.project.states import UNSIGNED

CLOSED_PROJECT = (*UNSIGNED, "lapsed", "archived")


@dataclass(frozen=True)
class Wanted:
    """As typed. `targets` by id of metric, empty where a metric stays; `budget` is the public and
    the own money of each of `budgeting.lines_of`, in 分."""

    kind: str
    content: str
    reason: str
    force_majeure: bool = False
    new_end: date | None = None
    new_pi: str = ""
    new_unit: str = ""
    new_user_unit: str = ""
    new_user: str = ""
    joins: str = ""
    leaves: str = ""
    member_name: str = ""
    member_joins: str = ""
    member_leaves: str = ""
    member_months: int | None = None
    targets: dict[str, str] | None = None
    shares: tuple[ShareDraft, ...] = ()
    budget: tuple[tuple[int | None, int | None], ...] = ()


def kinds_of(project: Project) -> Mapping[str, ChangeKind]:
    """What can be changed of it: only a project of an open call has an end user."""
    is_claimed = project.proposal.item_id is not None
    return {k: one for k, one in CHANGE_KINDS.items() if is_claimed or one.needs != "new_user"}


def draft_change(
    session: Session, project: Project, wanted: Wanted, by: Person, now: datetime
) -> ChangeRequest | Problems:
    if project.state in CLOSED_PROJECT or in_force(session, project) is None:
        return alone(_NO_CONTRACT)
    proposed = _proposed(session, project, wanted)
    if isinstance(proposed, Problems):
        return proposed
    if isinstance(joining := joining_unit(project, proposed), Problems):
        return joining
    case = ChangeRequest(project_id=project.id, change_kind=wanted.kind, drafted_by_id=by.id)
    case.project = project
    _fill(case, wanted, proposed, joining)
    if twin := _twin(session, case):
        return twin
    begin(session, case, by, now)
    return case


def _twin(session: Session, case: ChangeRequest) -> ChangeRequest | None:
    """A button pressed twice asks for what is drafted already."""
    drafts = select(ChangeRequest).where(
        ChangeRequest.project_id == case.project_id,
        ChangeRequest.change_kind == case.change_kind,
        ChangeRequest.state == "drafted",
    )
    with session.no_autoflush:
        return next((d for d in session.scalars(drafts) if stored(d) == stored(case)), None)


def save_change(session: Session, case: ChangeRequest, wanted: Wanted) -> Problems | None:
    """While it is a draft; the kind stays what it was begun as."""
    if case.state != "drafted":
        return alone(_SUBMITTED)
    proposed = _proposed(session, case.project, wanted)
    if isinstance(proposed, Problems):
        return proposed
    if isinstance(joining := joining_unit(case.project, proposed), Problems):
        return joining
    _fill(case, wanted, proposed, joining)
    session.flush()
    return None


def stored(case: ChangeRequest) -> dict[str, object]:
    """What stands in the draft now, for a page that may be open in two windows."""
    return {
        "content": case.content,
        "reason": case.reason,
        "force_majeure": case.force_majeure,
        "proposed": case.proposed,
        "joining": case.joining_unit_id,
    }


def propose_suspension(
    session: Session, project: Project, cause: str, reason: str, by: Person, now: datetime
) -> Suspension | Problems:
    if project.state != "active":
        return alone(_NOT_ACTIVE)
    if is_racing(session, project.proposal):
        return alone(team_is_not_racing.reason)
    if cause not in SUSPENSION_CAUSES:
        return Problems({"cause": _CHOOSE})
    case = Suspension(project_id=project.id, cause=cause, reason=reason.strip())
    case.project = project
    begin(session, case, by, now)
    return case


def file_appeal(
    session: Session, project: Project, grounds: str, by: Person, now: datetime
) -> Appeal | Problems:
    """Against what ended the project, once whatever came of it (J19)."""
    if project.state not in ENDED:
        return alone(_NOTHING_TO_APPEAL)
    if session.scalar(select(Appeal.id).where(Appeal.project_id == project.id)) is not None:
        return alone(_ONCE)
    case = Appeal(
        project_id=project.id,
        against=project.state,
        served_at=served_at(session, project) or now,  # who appeals before it came, has been told
        grounds=grounds.strip(),
        filed_at=now,
        filed_by_id=by.id,
    )
    case.project = project
    begin(session, case, by, now)
    return case


def _fill(
    case: ChangeRequest, wanted: Wanted, proposed: dict[str, Any], joining: int | None
) -> None:
    case.content, case.reason = wanted.content.strip(), wanted.reason.strip()
    case.force_majeure, case.proposed = wanted.force_majeure, proposed
    case.joining_unit_id, case.asked_unit_id = joining, None


def _proposed(session: Session, project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    """What the kind of change needs beside words, read and checked."""
    if wanted.kind not in kinds_of(project):
        return Problems({"kind": _CHOOSE})
    if project.mechanism == MECHANISM and wanted.kind in MOVES_OF_THE_RACE:
        return Problems({"kind": MOVES_OF_THE_RACE[wanted.kind]})
    needs = CHANGE_KINDS[wanted.kind].needs
    return _READ[needs](session, project, wanted) if needs else {}


def _later_end(_session: Session, project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    if wanted.new_end is None or wanted.new_end <= project.ends_on:
        return Problems({"new_end": _LATER.format(day=project.ends_on.isoformat())})
    return {"new_end": wanted.new_end.isoformat()}


def _other_leader(_session: Session, project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    """Of the team: of nobody else is anything told to whoever names them."""
    proposal, typed = project.proposal, clean_line(wanted.new_pi).lower()
    on_team = (m for m in proposal.members if m.confirmed_at and m.person_id != proposal.pi_id)
    leader = next((m.person_id for m in on_team if typed in addresses_of(m)), None)
    return {"new_pi": leader} if leader else Problems({"new_pi": _OF_THE_TEAM})


def _other_unit(session: Session, project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    unit = find_unit(session, wanted.new_unit)
    if isinstance(unit, Text):
        return Problems({"new_unit": unit})
    if unit.id == project.proposal.lead_unit_id:
        return Problems({"new_unit": _ANOTHER_UNIT})
    if problems := leading_problems(session, project, unit.id):
        return Problems({"new_unit": problems[0]})
    return {"new_unit": unit.id}


def _other_user(session: Session, _project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    """Whether the contact has an account is not for whoever names it."""
    unit, email = find_unit(session, wanted.new_user_unit), clean_line(wanted.new_user).lower()
    if isinstance(unit, Text):
        return Problems({"new_user_unit": unit})
    if not email:
        return Problems({"new_user": _A_CONTACT})
    return {"new_user": {"unit": unit.id, "email": email}}


def _targets(_session: Session, _project: Project, wanted: Wanted) -> dict[str, Any] | Problems:
    typed = wanted.targets or {}
    changed = {key: value.strip() for key, value in typed.items() if value.strip()}
    wrong = {f"target-{key}": _A_NUMBER for key, value in changed.items() if number(value) is None}
    if wrong:
        return Problems(wrong)
    return {"targets": changed} if changed else Problems({"": _NO_TARGET})


_READ: dict[str, Callable[[Session, Project, Wanted], dict[str, Any] | Problems]] = {
    "new_end": _later_end,
    "new_pi": _other_leader,
    "new_unit": _other_unit,
    "new_user": _other_user,
    "units": lambda session, project, wanted: proposed_units(
        session, project, wanted.joins, wanted.leaves
    ),
    "members": lambda _session, project, wanted: proposed_members(
        project,
        wanted.kind,
        Newcomer(wanted.member_name, wanted.member_joins),
        wanted.member_leaves,
        wanted.member_months,
    ),
    "targets": _targets,
    "shares": lambda session, project, wanted: proposed_shares(session, project, wanted.shares),
    "budget": lambda session, project, wanted: proposed_budget(session, project, wanted.budget),
    "total": lambda session, project, wanted: proposed_total(
        session, project, wanted.budget, wanted.shares
    ),
}
"""By what a kind of change needs (workflows.changes)."""


_NO_CONTRACT = Text(
    "任务书签订后方可申请变更。", "You can request a change only after the contract is signed."
)
_SUBMITTED = Text(
    "变更已提交，不能再修改。", "The change has been submitted and can no longer be edited."
)
_NOT_ACTIVE = Text("只有在研项目可以暂停。", "Only an active project can be suspended.")
_CHOOSE = Text("请在所列选项中选择", "Choose one of the options listed")
_LATER = Text("新的结束日期须晚于 {day}", "The new end date must be after {day}")
_OF_THE_TEAM = Text(
    "请填写接任负责人的账户邮箱：须是已经本人确认的项目成员，不能是现任负责人",
    "Enter the account email of the new project leader, who must be a confirmed member of the "
    "project and not its present leader",
)
_ANOTHER_UNIT = Text("该单位即现牵头单位", "That unit is already the lead unit")
_A_CONTACT = Text("请填写新最终用户联系人的邮箱", "Enter the email of the new end user's contact")
_A_NUMBER = Text("目标值须为数字", "The target must be a number")
_NO_TARGET = Text("请填写要变更的指标", "Fill in the metrics to change")
_NOTHING_TO_APPEAL = Text(
    "只对验收不通过、终止或撤销可申请复查。",
    "You can appeal only against failed acceptance, termination or revocation.",
)
_ONCE = Text(
    "复查以一次为限，本项目已申请过。", "You can appeal only once, and this project already has."
)

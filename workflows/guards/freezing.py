"""Rules of freezing the fund of a project, and of letting it go on (§3.10, J3-J13)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import FUND
from workflows.guards.fund import FundGuard
from workflows.guards.shapes import equals, forbids, requires
from workflows.hands import DECIDES, FINANCE, OFFICER, SUPERVISOR

frozen_for_verification = equals(
    "freeze_class",
    "integrity",
    of=FUND,
    key="frozen_for_verification",
    reason=Text("暂停不是因情况核实作出的。", "The freeze was not imposed to verify facts."),
    supplied_by=SUPERVISOR,
)
frozen_for_progress = equals(
    "freeze_class",
    "progress",
    of=FUND,
    key="frozen_for_progress",
    reason=Text(
        "经费因其他原因暂停拨付，须由作出暂停的部门解除。",
        "The money is frozen for another reason. Only the office that froze it can lift "
        "the freeze.",
    ),
    supplied_by=SUPERVISOR,
)
not_frozen_by_the_office = forbids(
    "frozen_by_office",
    of=FUND,
    key="not_frozen_by_the_office",
    reason=Text(
        "业务处室已另行暂停拨付，由业务处室解除。",
        "The programme office has frozen payments itself and lifts the freeze itself.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
project_goes_on = forbids(
    "is_suspended",
    of=FUND,
    key="project_goes_on",
    reason=Text(
        "项目暂停中，经费随项目恢复。",
        "The project is suspended. Its money is released when the project resumes.",
    ),
    supplied_by=DECIDES,
    marks_path=True,
)
project_still_runs = forbids(
    "has_ended",
    of=FUND,
    key="project_still_runs",
    reason=Text("项目已结束。", "The project has ended."),
    supplied_by=SUPERVISOR,
    marks_path=True,
)
project_stands_still = requires(
    "is_suspended",
    of=FUND,
    key="project_stands_still",
    reason=Text("项目没有暂停。", "The project is not suspended."),
    supplied_by=DECIDES,
    marks_path=True,
)
no_case_holds_it = forbids(
    "held_by",
    of=FUND,
    key="no_case_holds_it",
    reason=Text(
        "另有案件尚在办理，或已决定惩戒、尚未议定是否撤销项目。",
        "Another case is in progress, or a sanction has been decided and whether to revoke the "
        "project has not.",
    ),
    supplied_by=DECIDES | SUPERVISOR,
    marks_path=True,
)
sanction_may_revoke = equals(
    "held_by",
    "sanction",
    of=FUND,
    key="sanction_may_revoke",
    reason=Text(
        "暂停以来没有就本项目决定惩戒。",
        "No sanction concerning this project has been decided since the freeze.",
    ),
    supplied_by=DECIDES,
    marks_path=True,
)
frozen_for_another_cause = FundGuard(
    key="frozen_for_another_cause",
    reason=Text(
        "经费随项目暂停，项目恢复或议定继续实施时解除。",
        "The money was frozen with the project. It is released when the project resumes or the "
        "executive meeting decides to carry on.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.freeze_class != "progress",
    passing=replace(FUND, freeze_class="audit"),
    failing=replace(FUND, freeze_class="progress"),
)
money_may_be_paid = forbids(
    "ground",
    of=FUND,
    key="money_may_be_paid",
    reason=Text(
        "项目已终止、撤销、结题或判定不通过，不再拨付，无须暂停。",
        "The project was terminated, revoked, concluded or failed. Nothing more will be paid, so "
        "no freeze is needed.",
    ),
    supplied_by=FINANCE,
    marks_path=True,
)

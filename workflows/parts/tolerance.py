"""容错认定: an honest failure in open competition, found so with reasons, shields what comes later.

What 揭榜 and 赛马 have as the finding of fault (B18, R21) a project of open competition has here;
S0, chapters 8-9 (容错纠错).
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import After, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import ToleranceFacts
from workflows.guards import tolerance as rule
from workflows.hands import DECIDES, OFFICER, PI, SUPERVISOR, TEAM, UNIT
from workflows.parts.asks import MINUTES, REASON
from workflows.phases.project.ending import FINDING

_TOLD = TEAM | OFFICER | SUPERVISOR

TOLERANCE = Workflow(
    key="tolerance",
    version=1,
    label=Text("容错认定", "Finding of diligence"),
    facts=ToleranceFacts,
    clause=Text("S0 第八、九章 · 容错纠错", "S0 chapters 8-9 · tolerance of honest failure"),
    states=(
        State(
            "proposed",
            Text("拟认定", "Proposed"),
            Kind.START,
            DECIDES,
            After("tolerance_decide_days"),
        ),
        State("found", Text("认定勤勉尽责", "Found diligent"), Kind.FINAL),
        State("not_found", Text("不予认定", "Not found diligent"), Kind.FINAL),
        State("withdrawn", Text("已撤回", "Withdrawn"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="find_diligence",
            label=Text("认定勤勉尽责，予以容错", "Find diligent"),
            source=("proposed",),
            target="found",
            roles=DECIDES,
            guards=(rule.ended_without_success, rule.was_not_overdue, rule.no_misconduct),
            asks=(*MINUTES, FINDING),
            effects=(
                Apply("record_tolerance"),
                SendLetter("tolerance_finding"),
                Notify("tolerance_found", _TOLD),
            ),
            separation=("draft",),
            signature=True,
            clause=Text(
                "容错：勤勉尽责的失败不影响此后申报与支持",
                "Diligence: a diligent failure does not affect later applications or support",
            ),
        ),
        Transition(
            name="decline_diligence",
            label=Text("不予认定", "Refuse the finding"),
            source=("proposed",),
            target="not_found",
            roles=DECIDES,
            asks=(*MINUTES, FINDING),
            effects=(
                Apply("record_tolerance"),
                SendLetter("tolerance_finding"),
                Notify("tolerance_declined", _TOLD),
            ),
            separation=("draft",),
            signature=True,
            clause=Text("容错：不予认定须写明理由", "Diligence: a refusal needs a reason"),
        ),
        Transition(
            name="withdraw_proposal",
            label=Text("撤回", "Withdraw"),
            source=("proposed",),
            target="withdrawn",
            roles=PI | UNIT | OFFICER,
            asks=(REASON,),
            clause=Text("容错：提出方可撤回", "Diligence: whoever proposed it can withdraw it"),
        ),
    ),
)

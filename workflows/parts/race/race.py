"""The race (赛题): from its call to the finish; R1-R22. RUNNING(k) is the state with `race.stage`.

No move of the office ends a running race: only a finish, a rescue or final that failed, or the
panel's finding that others solved it. That is the rule (R3).
"""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import race as rule
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER
from workflows.parts.states import final
from workflows.phases.race.entering import ENTERING
from workflows.phases.race.finishing import FINISHING
from workflows.phases.race.halting import HALTING
from workflows.phases.race.refocusing import REFOCUSING
from workflows.phases.race.rescuing import RESCUING
from workflows.phases.race.stages import STAGES

_FOLLOWS_CALL = Text("随指南进行", "follows the call")


def _with_call(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.OPEN, CLOCK, undated=_FOLLOWS_CALL)


STATES = (
    State("draft", Text("草拟", "Draft"), Kind.START, CLOCK, undated=_FOLLOWS_CALL),
    _with_call("posted", "已发布赛题", "Posted"),
    _with_call("entry_closed", "报名截止", "Entries closed"),
    _with_call("entry_review", "入围评审", "Entry review"),
    State(
        "notice",
        Text("入围公示与签约", "Public notice and signing"),
        waits_on=OFFICER,
        due=After("race_start_days"),
    ),
    State("running", Text("攻关中", "In progress"), waits_on=CLOCK, due=At("call_at")),
    State(
        "checkpoint",
        Text("节点考核", "At a checkpoint"),
        waits_on=CLOCK,
        undated=Text("随节点进行", "follows the stage"),
    ),
    State(
        "result_notice",
        Text("结果公示", "Results on notice"),
        waits_on=CLOCK,
        undated=Text("随节点进行", "follows the stage"),
    ),
    State(
        "realloc",
        Text("再分配", "Reallocation"),
        waits_on=OFFICER | FINANCE,
        due=After("race_decide_working_days", Unit.WORKING_DAYS),
    ),
    State(
        "refocusing",
        Text("调整聚焦目标", "Adjusting the target"),
        waits_on=DECIDES,
        due=After("race_refocus_days"),
    ),
    State(
        "rescue",
        Text("保底救援", "In rescue"),
        waits_on=OFFICER | DECIDES,
        due=At("rescue_due_at"),
    ),
    State("halted", Text("暂停", "Halted"), waits_on=DECIDES, due=At("halt_until")),
    State(
        "final",
        Text("冲线评审", "Final review"),
        waits_on=DECIDES,
        due=After("race_final_days"),
        first=(rule.everybody_is_tested,),
    ),
    final("finished", "已冲线", "Finished"),
    final("no_finish", "未冲线终止", "Ended without a finish"),
    final("solved_elsewhere", "目标已被他方实现", "Target achieved by others"),
    final("cancelled", "撤销", "Called off"),
)


RACE = Workflow(
    key="race",
    version=13,
    label=Text("赛题", "Race"),
    facts=RaceFacts,
    clause=Text("domain §2.3", "domain §2.3"),
    states=STATES,
    transitions=(*ENTERING, *STAGES, *REFOCUSING, *RESCUING, *HALTING, *FINISHING),
)

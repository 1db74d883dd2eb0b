"""A team of a race (参赛团队), from entry to the finish or out of it; R2-R12, R15, R20-R22."""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State, Workflow
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import elimination
from workflows.guards.race import team as rule
from workflows.guards.race.card import no_retest_to_record
from workflows.hands import CLOCK, DECIDES, PI, SUPERVISOR
from workflows.parts.states import final
from workflows.phases.team.appealing import APPEALING
from workflows.phases.team.common import RULING
from workflows.phases.team.entering import ENTERING
from workflows.phases.team.finishing import FINISHING
from workflows.phases.team.leaving import LEAVING
from workflows.phases.team.rectifying import RECTIFYING
from workflows.phases.team.stages import STAGES
from workflows.phases.team.together import TOGETHER

STATES = (
    State("entered", Text("已入围", "Selected"), Kind.START, PI, After("race_start_days")),
    State(
        "reserve",
        Text("候补", "Reserve"),
        waits_on=CLOCK,
        undated=Text("赛事结束前有效", "valid until the race ends"),
    ),
    State(
        "racing",
        Text("在赛", "Racing"),
        waits_on=PI,
        due=At("evidence_due_at"),
        first=(rule.no_merger_to_decide,),
    ),
    State(
        "at_checkpoint",
        Text("考核中", "Being assessed"),
        waits_on=CLOCK,
        undated=Text("随节点结论", "follows the stage outcome"),
    ),
    State(
        "held",
        Text("保持观察（黄牌）", "Held (yellow card)"),
        waits_on=PI,
        due=At("card_due_at"),
        first=(rule.no_merger_to_decide, no_retest_to_record),
    ),
    State(
        "elim_pending",
        Text("拟淘汰", "Elimination proposed"),
        waits_on=DECIDES,
        due=RULING,
        first=(elimination.appeal_is_before_the_meeting,),
    ),
    State("suspended", Text("暂停", "Suspended"), waits_on=SUPERVISOR, due=After("race_halt_days")),
    State(
        "eliminated",
        Text("淘汰", "Eliminated"),
        waits_on=CLOCK,
        undated=Text("下一节点结束前可复活", "can be revived until the next stage ends"),
    ),
    final("closed_out", "淘汰（终结）", "Eliminated, final"),
    final("merged", "并入", "Merged"),
    final("withdrawn", "退赛", "Withdrawn"),
    final("disqualified", "取消资格", "Disqualified"),
    final("finished", "冲线（胜出）", "Finished (winner)"),
    final("runner_up", "完成未胜出", "Completed, not the winner"),
    final("not_finished", "未冲线", "Did not finish"),
)


TEAM_OF_RACE = Workflow(
    key="team",
    version=12,
    label=Text("参赛团队", "Race team"),
    facts=TeamFacts,
    clause=Text("domain §2.3", "domain §2.3"),
    states=STATES,
    transitions=(*ENTERING, *STAGES, *RECTIFYING, *APPEALING, *LEAVING, *TOGETHER, *FINISHING),
)

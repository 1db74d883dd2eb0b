"""Appeals, and what is ruled on them: R10-R11."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import elimination as rule
from workflows.hands import DECIDES, OFFICER, PI, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES, REASON
from workflows.phases.team.common import PROJECT_ENDS

APPEALING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="file_appeal",
        label=Text("申诉", "Appeal"),
        source=("elim_pending",),
        target="elim_pending",
        roles=PI,
        guards=(rule.appeal_is_in_time, rule.has_not_appealed),
        asks=(EVIDENCE,),
        effects=(Apply("open_appeal"), Notify("appeal_filed", SUPERVISOR | DECIDES)),
        until=At("appeals_end_at"),
        clause=Text("R9 · 申诉一次", "R9 · one appeal only"),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("elim_pending",),
            target="at_checkpoint",
            roles=DECIDES,
            guards=(rule.appeal_is_open, rule.stage_is_not_decided),
            asks=(*MINUTES, REASON),
            effects=(Apply(f"revise_to_{outcome}"), Notify("appeal_upheld", TEAM)),
            separation=("file_appeal",),
            clause=Text(
                "R11 · 申诉成立，结论随节点议定",
                "R11 · appeal upheld; the outcome follows the stage decision",
            ),
        )
        for name, outcome, label in (
            ("uphold_as_held", "hold", Text("申诉成立：保持", "Uphold: held")),
            ("uphold_as_advanced", "advance", Text("申诉成立：晋级", "Uphold: advanced")),
        )
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("elim_pending",),
            target=target,
            roles=DECIDES,
            guards=(rule.appeal_is_open, rule.stage_is_decided),
            asks=(*MINUTES, REASON),
            effects=(
                Apply(f"revise_to_{outcome}"),
                Apply("order_ring_fenced"),
                Notify("appeal_upheld", TEAM),
            ),
            separation=("file_appeal",),
            moves_money=True,
            clause=Text(
                "R11 · 动用保留经费，他队不减",
                "R11 · paid from the ring-fenced money; other teams' shares are not cut",
            ),
        )
        for name, outcome, target, label in (
            ("uphold_as_held", "hold", "held", Text("申诉成立：保持", "Uphold: held")),
            ("uphold_as_advanced", "advance", "racing", Text("申诉成立：晋级", "Uphold: advanced")),
        )
    ),
    Transition(
        name="dismiss_appeal",
        label=Text("申诉不成立", "Dismiss the appeal"),
        source=("elim_pending",),
        target="elim_pending",
        roles=DECIDES,
        guards=(rule.appeal_is_open, rule.stage_is_not_decided),
        asks=(*MINUTES, REASON),
        effects=(Apply("dismiss_appeal"), Notify("appeal_dismissed", TEAM)),
        separation=("file_appeal",),
        clause=Text(
            "R10 · 申诉不成立，随节点议定", "R10 · appeal dismissed; follows the stage decision"
        ),
    ),
    Transition(
        name="dismiss_appeal",
        label=Text("申诉不成立", "Dismiss the appeal"),
        source=("elim_pending",),
        target="eliminated",
        roles=DECIDES,
        guards=(rule.appeal_is_open, rule.stage_is_decided, rule.race_goes_on_without),
        asks=(*MINUTES, REASON),
        effects=(
            Apply("dismiss_appeal"),
            Cascade("payment", "void"),
            Apply("settle_team"),
            PROJECT_ENDS,
            SendLetter("elimination_letter"),
            Notify("appeal_dismissed", TEAM),
        ),
        separation=("file_appeal",),
        clause=Text("R10 · 保留经费释放", "R10 · the ring-fenced money is released"),
    ),
    Transition(
        name="dismiss_appeal",
        label=Text("申诉不成立，保底保持", "Dismiss the appeal: held as the last runner"),
        source=("elim_pending",),
        target="held",
        roles=DECIDES,
        guards=(rule.appeal_is_open, rule.stage_is_decided, rule.race_is_lost_without),
        asks=(*MINUTES, REASON),
        effects=(
            Apply("dismiss_appeal"),
            Apply("keep_last_runner"),
            Apply("order_ring_fenced"),
            Notify("appeal_dismissed_and_held", TEAM | OFFICER),
            Notify("card_shown", TEAM),
        ),
        separation=("file_appeal",),
        moves_money=True,
        clause=Text(
            "I1、I2 · 议定后其他团队离开，淘汰将使赛事失去可冲线的团队的，保底保持",
            "I1, I2 · other teams have left since the decision and the race would lose its last "
            "runner: the team is held",
        ),
    ),
)

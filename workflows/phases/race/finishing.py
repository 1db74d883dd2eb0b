"""The final test and how a race ends: R19-R22."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import RACE
from workflows.guards.late_money import nobody_wins_it_back
from workflows.guards.race import extending
from workflows.guards.race import race as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES
from workflows.parts.race.asks import DAYS, FINDING, REPORT
from workflows.phases.late_money import returning
from workflows.phases.race.common import EVERYTHING_ENDS

FINISHING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="open_final",
        label=Text("进入冲线评审", "Start the final review"),
        source=("running",),
        target="final",
        roles=CLOCK,
        guards=(rule.is_last_stage, rule.final_is_reached, rule.no_appeal_is_open),
        effects=(Cascade("stage", "begin_final"), Cascade("team", "enter_final")),
        due=At("final_at"),
        clause=Text("R19 · 同一测试台、第三方", "R19 · the same test bench and a third party"),
    ),
    *(
        Transition(
            name="hear_claim",
            label=Text("告知各队提前冲线申请", "Tell all teams of an early finish claim"),
            source=(state,),
            target=state,
            roles=CLOCK,
            effects=(Notify("finish_may_be_claimed", TEAM),),
            clause=Text("R22 · 随团队申请", "R22 · with the team's claim"),
        )
        for state in ("running", "realloc", "halted", "refocusing", "rescue")
    ),
    Transition(
        name="finish_early",
        label=Text("提前进入冲线评审", "Start the final review early"),
        source=("running",),
        target="final",
        roles=CLOCK,
        guards=(rule.claim_has_waited, rule.no_appeal_is_open),
        effects=(
            Apply("count_claim"),
            Cascade("stage", "begin_final"),
            Cascade("team", "enter_final"),
        ),
        due=At("claim_until"),
        clause=Text(
            "R22 · 其他团队 30 天内可跟进", "R22 · other teams can join the claim within 30 days"
        ),
    ),
    Transition(
        name="cross_line",
        label=Text("议定冲线", "Decide the finish"),
        source=("final",),
        target="finished",
        roles=DECIDES,
        guards=(rule.everybody_is_tested, rule.somebody_has_crossed),
        asks=MINUTES,
        effects=(
            Apply("place_teams"),
            Cascade("team", "finish"),
            Cascade("team", "come_second"),
            Apply("share_prize"),
            *EVERYTHING_ENDS,
            Apply("return_pool"),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R20 · 全部核心指标达到；先有效通过者胜",
            "R20 · every core metric met; the first valid pass wins",
        ),
    ),
    Transition(
        name="extend_final",
        label=Text("冲线延期", "Extend the final"),
        source=("final",),
        target="running",
        roles=DECIDES,
        guards=(
            rule.everybody_is_tested,
            rule.nobody_has_crossed,
            rule.is_close_to_the_line,
            rule.final_extension_is_left,
            extending.final_days_are_allowed,
        ),
        asks=(*MINUTES, DAYS),
        effects=(
            Apply("extend_final"),
            Cascade("stage", "reopen"),
            Cascade("team", "race_on"),
            Notify("final_extended", TEAM | OFFICER),
        ),
        clause=Text("R21 · 一次，≤ 6 个月", "R21 · once, at most 6 months"),
    ),
    Transition(
        name="end_without_finish",
        label=Text("议定未冲线", "Decide there is no finish"),
        source=("final",),
        target="no_finish",
        roles=DECIDES,
        guards=(
            rule.everybody_is_tested,
            rule.nobody_has_crossed,
            rule.no_extension_is_owed,
        ),
        asks=(*MINUTES, FINDING, REPORT),
        effects=(
            Apply("file_race_report"),
            *EVERYTHING_ENDS,
            Apply("return_pool"),
            SendLetter("no_finish_report"),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R21 · 随后逐队作责任认定", "R21 · followed by a finding of fault for each team"
        ),
    ),
    *returning(
        ("finished", "no_finish", "solved_elsewhere", "cancelled"),
        nobody_wins_it_back("race", of=RACE),
        "return_pool",
        Text(
            "R18、J20、I3 · 赛后退回或撤销的经费，交回财政",
            "R18, J20, I3 · money refunded or cancelled after the race goes back to the treasury",
        ),
    ),
)

"""A conflict that comes up during the review: the file is taken back, the score voided (§3.2)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ReviewFacts
from workflows.guards import review as rule
from workflows.hands import CLOCK, EXPERT, SUPERVISOR
from workflows.parts.asks import REASON

RECUSING: tuple[Transition[ReviewFacts], ...] = (
    Transition(
        name="bar",
        label=Text("查出回避情形，收回", "Conflict of interest found, withdraw the review"),
        source=("assigned", "reading"),
        target="recused",
        roles=CLOCK | SUPERVISOR,
        guards=(rule.conflict_has_come_up,),
        effects=(
            Apply("call_substitute"),
            Notify("review_recused", EXPERT),
            Apply("find_outliers"),
        ),
        clause=Text(
            "§3.2 · 查出回避情形即停止阅卷并替补",
            "§3.2 · when a conflict of interest is found, access ends and a substitute takes over",
        ),
    ),
    Transition(
        name="strike",
        label=Text("查出回避情形，评分作废", "Conflict of interest found, void the score"),
        source=("signed", "revising"),
        target="void",
        roles=CLOCK | SUPERVISOR,
        guards=(rule.conflict_has_come_up,),
        effects=(
            Apply("record_undeclared"),
            Apply("call_substitute"),
            Notify("own_score_struck", EXPERT),
            Notify("score_voided", SUPERVISOR),
            Cascade("review_group", "void_vote"),
            Apply("find_outliers"),
        ),
        clause=Text(
            "§3.2 · 评分后发现回避情形即作废",
            "§3.2 · a conflict of interest found after scoring voids the score",
        ),
    ),
    Transition(
        name="recuse_too",
        label=Text("一并回避", "Stand aside from all teams"),
        source=("assigned", "reading", "signed"),
        target="recused",
        roles=CLOCK,
        effects=(
            Apply("call_substitute"),
            Apply("find_outliers"),
            Cascade("review_group", "void_vote"),
        ),
        clause=Text(
            "§3.2(9) · 赛马：与一队有利益关系即回避全部",
            "§3.2(9) · in a race, a conflict with one team means standing aside from all",
        ),
    ),
    Transition(
        name="void",
        label=Text("作废", "Void"),
        source=("assigned", "reading", "signed", "revising"),
        target="void",
        roles=SUPERVISOR | CLOCK,
        asks=(REASON,),
        effects=(Apply("find_outliers"), Cascade("review_group", "void_vote")),
        clause=Text(
            "§3.2 · 评分后发现回避情形即作废",
            "§3.2 · a conflict of interest found after scoring voids the score",
        ),
    ),
)

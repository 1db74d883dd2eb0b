"""Rules of a demand side that does not sign with the winner of its item: B13, B10."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows.engine.model import After, Guard, Unit
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards.examples import FAR_OFF, PROJECT
from workflows.guards.shapes import forbids, requires
from workflows.hands import CLOCK, DEMANDER, PI

ANSWERED_BY = After("refusal_answer_working_days", Unit.WORKING_DAYS)

user_refuses_once = forbids(
    "user_refused_before",
    of=PROJECT,
    key="user_refuses_once",
    reason=Text(
        "厅务会已议定拒签理由不成立，不得再次拒签；须在期限内签订。",
        "The executive meeting has found the reasons for refusing insufficient, so signing cannot "
        "be refused again. Sign before the deadline.",
    ),
    supplied_by=DEMANDER,
)
user_alone_keeps_it = requires(
    "user_alone_unsigned",
    of=PROJECT,
    key="user_alone_keeps_it",
    reason=Text(
        "不只是发榜单位一方没有签名。",
        "The demand-side unit is not the only party that has not signed.",
    ),
    supplied_by=CLOCK,
)
not_the_user_alone = forbids(
    "user_alone_unsigned",
    of=PROJECT,
    key="not_the_user_alone",
    reason=Text(
        "只差发榜单位签名，须由厅务会议定。",
        "Only the demand-side unit has not signed; the executive meeting decides.",
    ),
    supplied_by=CLOCK,
)
winner_was_heard: Guard[ProjectFacts] = Guard(
    key="winner_was_heard",
    reason=Text(
        "中榜方尚未申述，申述期限也未届满。",
        "The winning bidder has not answered, and the time to answer has not ended.",
    ),
    supplied_by=PI,
    holds=lambda f: f.winner_answered or f.now >= _end(f),
    passing=replace(PROJECT, winner_answered=True),
    failing=replace(PROJECT, now=PROJECT.entered_at),
)


def _end(facts: ProjectFacts) -> datetime:
    return ANSWERED_BY.moment(facts) or FAR_OFF

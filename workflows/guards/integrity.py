"""Rules of integrity cases and sanctions."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards.examples import INTEGRITY, LATER, LONG_AGO
from workflows.roles import Role

IntegrityGuard = Guard[IntegrityFacts]

_SUPERVISOR = frozenset({Role.SUPERVISOR})
_DECIDES = frozenset({Role.DECISION_MAKER})

subject_known = IntegrityGuard(
    "subject_known",
    Text(
        "尚未确认当事人，请先在案件页面确认是哪个人或哪个单位。",
        "The respondent is not identified; name the person or the unit on the page of the case.",
    ),
    _SUPERVISOR,
    lambda f: f.subject_known,
    replace(INTEGRITY, subject_known=True),
    INTEGRITY,
)
case_extended_at_most_once = IntegrityGuard(
    "case_extended_at_most_once",
    Text("办理期只能延长一次。", "The investigation is extended once only."),
    _SUPERVISOR,
    lambda f: not f.extended,
    INTEGRITY,
    replace(INTEGRITY, extended=True),
)
term_within_ladder = IntegrityGuard(
    "term_within_ladder",
    Text("惩戒期不符合规定：{missing}。", "The term does not fit the ladder: {missing}."),
    _DECIDES,
    lambda f: not f.term_problems,
    INTEGRITY,
    replace(INTEGRITY, term_problems=("期限",)),
    lambda f: f.term_problems,
)
is_sanction = IntegrityGuard(
    "is_sanction",
    Text("本案没有给予惩戒。", "No sanction was imposed in this case."),
    _DECIDES,
    lambda f: f.outcome == "sanction",
    replace(INTEGRITY, outcome="sanction"),
    INTEGRITY,
    marks_path=True,
)
is_warning = IntegrityGuard(
    "is_warning",
    Text("本案给予了惩戒，不止警告。", "A sanction was imposed, more than a warning."),
    _DECIDES,
    lambda f: f.outcome == "warning",
    replace(INTEGRITY, outcome="warning"),
    INTEGRITY,
    marks_path=True,
)
sanction_has_ended = IntegrityGuard(
    "sanction_has_ended",
    Text("惩戒期未满。", "The sanction has not ended."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.sanction_ends_at is not None and f.now >= f.sanction_ends_at,
    replace(INTEGRITY, sanction_ends_at=LONG_AGO),
    replace(INTEGRITY, sanction_ends_at=LATER),
)
enough_was_served = IntegrityGuard(
    "enough_was_served",
    Text(
        "惩戒期执行过半（按规定比例）后方可申请信用修复；长期惩戒不适用修复。",
        "Repair may be asked after the set share of the term; a permanent bar is not repaired.",
    ),
    frozenset({Role.RESPONDENT}),
    lambda f: f.repair_from is not None and f.now >= f.repair_from,
    replace(INTEGRITY, repair_from=LONG_AGO),
    replace(INTEGRITY, repair_from=LATER),
)

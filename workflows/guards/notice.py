"""Rules of public notices and objections."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import NoticeFacts, ObjectionFacts
from workflows.guards.call import STANDS_STILL
from workflows.guards.examples import LATER, LONG_AGO, NOTICE, OBJECTION
from workflows.roles import Role

NoticeGuard = Guard[NoticeFacts]
ObjectionGuard = Guard[ObjectionFacts]

_SUPERVISOR = frozenset({Role.SUPERVISOR})

notice_stands_not_still = NoticeGuard(
    "notice_stands_not_still",
    STANDS_STILL,
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.stands_still,
    NOTICE,
    replace(NOTICE, stands_still=True),
)
has_items = NoticeGuard(
    "has_items",
    Text("公示中没有项目。", "The notice lists no proposal."),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: f.items > 0,
    replace(NOTICE, items=1),
    NOTICE,
)
only_proposed = NoticeGuard(
    "only_proposed",
    Text("未经议定拟立项，不得公示：{missing}。", "Not decided to be proposed: {missing}."),
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.not_proposed,
    NOTICE,
    replace(NOTICE, not_proposed=("某项目",)),
    lambda f: f.not_proposed,
)
notice_integrity_clear = NoticeGuard(
    "notice_integrity_clear",
    Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    _SUPERVISOR,
    lambda f: not f.integrity_findings,
    NOTICE,
    replace(NOTICE, integrity_findings=("某人",)),
    lambda f: f.integrity_findings,
)
period_is_over = NoticeGuard(
    "period_is_over",
    Text("公示期未满，不得提前结束。", "The notice is not over and cannot be shortened."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.ends_at is not None and f.now >= f.ends_at,
    replace(NOTICE, ends_at=LONG_AGO),
    replace(NOTICE, ends_at=LATER),
)
filed_in_period = ObjectionGuard(
    "filed_in_period",
    Text("异议在公示期外提出，不予受理。", "The objection was filed outside the period."),
    frozenset({Role.OBJECTOR}),
    lambda f: f.filed_in_period,
    OBJECTION,
    replace(OBJECTION, filed_in_period=False),
)
real_name = ObjectionGuard(
    "real_name",
    Text("异议须署真实姓名和联系方式。", "An objection needs a real name and contact."),
    frozenset({Role.OBJECTOR}),
    lambda f: f.real_name,
    OBJECTION,
    replace(OBJECTION, real_name=False),
)
has_evidence = ObjectionGuard(
    "has_evidence",
    Text("异议须附证据材料。", "An objection needs evidence."),
    frozenset({Role.OBJECTOR}),
    lambda f: f.has_evidence,
    OBJECTION,
    replace(OBJECTION, has_evidence=False),
)
extended_at_most_once = ObjectionGuard(
    "extended_at_most_once",
    Text("调查期只能延长一次。", "The investigation is extended once only."),
    _SUPERVISOR,
    lambda f: not f.extended,
    OBJECTION,
    replace(OBJECTION, extended=True),
)
project_has_left = ObjectionGuard(
    "project_has_left",
    Text(
        "项目仍在公示或异议核查中，须作出处理决定。",
        "The project is still on notice or under objection; it is to be decided on.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: f.project_left,
    replace(OBJECTION, project_left=True),
    OBJECTION,
    marks_path=True,
)

amendment_within_award = ObjectionGuard(
    "amendment_within_award",
    Text(
        "只有公开竞争项目“更正后重新公示”可以改定金额，且不得高于原议定金额。",
        "Only an amended award of open competition has another amount, and never a higher one.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.amount_out_of_bounds,
    OBJECTION,
    replace(OBJECTION, amount_out_of_bounds=True),
)

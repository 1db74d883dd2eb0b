"""Rules of public notices and objections."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.call import STANDS_STILL
from workflows.guards.examples import NOTICE, OBJECTION
from workflows.guards.shapes import forbids, has_come, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, SUPERVISOR
from workflows.roles import Role

notice_stands_not_still = forbids(
    "stands_still",
    of=NOTICE,
    key="notice_stands_not_still",
    reason=STANDS_STILL,
    supplied_by=DECIDES,
)
has_items = requires(
    "items",
    of=NOTICE,
    key="has_items",
    reason=Text("公示中没有项目。", "The notice lists no proposal."),
    supplied_by=OFFICER,
)
only_proposed = nothing_in(
    "not_proposed",
    of=NOTICE,
    key="only_proposed",
    reason=Text(
        "未经议定拟立项，不得公示：{missing}。",
        "These were not decided as proposed awards, so they cannot go on public notice: {missing}.",
    ),
    supplied_by=DECIDES,
)
notice_integrity_clear = nothing_in(
    "integrity_findings",
    of=NOTICE,
    key="notice_integrity_clear",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
period_is_over = has_come(
    "ends_at",
    of=NOTICE,
    key="period_is_over",
    reason=Text(
        "公示期未满，不得提前结束。",
        "The public notice period has not ended and cannot be cut short.",
    ),
    supplied_by=CLOCK,
)
filed_in_period = requires(
    "filed_in_period",
    of=OBJECTION,
    key="filed_in_period",
    reason=Text(
        "异议在公示期外提出，不予受理。",
        "The objection was made outside the public notice period, so it cannot be admitted.",
    ),
    supplied_by=frozenset({Role.OBJECTOR}),
)
real_name = requires(
    "real_name",
    of=OBJECTION,
    key="real_name",
    reason=Text(
        "异议须署真实姓名和联系方式。", "An objection must give a real name and contact details."
    ),
    supplied_by=frozenset({Role.OBJECTOR}),
)
has_evidence = requires(
    "has_evidence",
    of=OBJECTION,
    key="has_evidence",
    reason=Text("异议须附证据材料。", "An objection must include evidence."),
    supplied_by=frozenset({Role.OBJECTOR}),
)
extended_at_most_once = forbids(
    "extended",
    of=OBJECTION,
    key="extended_at_most_once",
    reason=Text("调查期只能延长一次。", "The investigation can be extended only once."),
    supplied_by=NOBODY,
)
project_has_left = requires(
    "project_left",
    of=OBJECTION,
    key="project_has_left",
    reason=Text(
        "项目仍在公示或异议核查中，须作出处理决定。",
        "The proposal is still on public notice or under objection, so the objection must be "
        "decided.",
    ),
    supplied_by=DECIDES,
    marks_path=True,
)

amendment_within_award = forbids(
    "amount_out_of_bounds",
    of=OBJECTION,
    key="amendment_within_award",
    reason=Text(
        "只有公开竞争项目“更正后重新公示”可以改定金额，且不得高于原议定金额。",
        "The amount can be changed only for an open competition proposal with the outcome “Amend "
        "and give notice again”, and cannot exceed the amount decided.",
    ),
    supplied_by=DECIDES,
)
re_review_is_left = forbids(
    "re_reviewed_before",
    of=OBJECTION,
    key="re_review_is_left",
    reason=Text(
        "该项目已复评过一次，不能再次复评，请选择其他处理结果。",
        "This proposal has already been re-reviewed once. Choose another outcome.",
    ),
    supplied_by=NOBODY,
)

"""A pledge is signed anew after a change of a party, and nothing goes on before: J11, B15."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import MILESTONE, PAYMENT, PROJECT
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import DECIDES
from workflows.roles import Role

SIGNERS = frozenset({Role.APPLICANT, Role.UNIT_ADMIN, Role.DEMANDER, Role.PLANNING_OFFICER})
"""Whoever signs a pledge; a race has no demand side."""

pledge_signed_anew = nothing_in(
    "pledge_unsigned_by",
    of=PROJECT,
    key="pledge_signed_anew",
    reason=Text(
        "军令状须重签，尚未签署的有：{missing}。",
        "The pledge must be signed again. Not yet signed by: {missing}.",
    ),
    supplied_by=SIGNERS,
)
pledge_waits_for_signing = requires(
    "pledge_unsigned_by",
    of=PROJECT,
    key="pledge_waits_for_signing",
    reason=Text("军令状无须重签。", "The pledge does not need to be signed again."),
    supplied_by=DECIDES,
)
pledge_signed_before_milestone = nothing_in(
    "pledge_unsigned_by",
    of=MILESTONE,
    key="pledge_signed_before_milestone",
    reason=Text(
        "军令状重签后方可进入节点，尚未签署的有：{missing}。",
        "The pledge must be signed again before the milestone can start. Not yet signed by: "
        "{missing}.",
    ),
    supplied_by=SIGNERS,
)
pledge_signed_before_payment = nothing_in(
    "pledge_unsigned_by",
    of=PAYMENT,
    key="pledge_signed_before_payment",
    reason=Text(
        "军令状重签后方可拨付，尚未签署的有：{missing}。",
        "The pledge must be signed again before any payment. Not yet signed by: {missing}.",
    ),
    supplied_by=SIGNERS,
)

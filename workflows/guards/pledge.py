"""A pledge is signed anew after a change of a party, and nothing goes on before: J11, B15."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts, PaymentFacts, ProjectFacts
from workflows.guards.examples import MILESTONE, PAYMENT, PROJECT
from workflows.roles import Role

ProjectGuard = Guard[ProjectFacts]
MilestoneGuard = Guard[MilestoneFacts]
PaymentGuard = Guard[PaymentFacts]

SIGNERS = frozenset({Role.APPLICANT, Role.UNIT_ADMIN, Role.DEMANDER, Role.PLANNING_OFFICER})
"""Whoever signs a pledge; a race has no demand side."""

pledge_signed_anew = ProjectGuard(
    "pledge_signed_anew",
    Text(
        "军令状须重签，尚未签署的有：{missing}。", "The pledge is to be signed anew by {missing}."
    ),
    SIGNERS,
    lambda f: not f.pledge_unsigned_by,
    PROJECT,
    replace(PROJECT, pledge_unsigned_by=("项目负责人",)),
    lambda f: f.pledge_unsigned_by,
)
pledge_waits_for_signing = ProjectGuard(
    "pledge_waits_for_signing",
    Text("军令状无须重签。", "There is no pledge to sign anew."),
    frozenset({Role.DECISION_MAKER}),
    lambda f: bool(f.pledge_unsigned_by),
    replace(PROJECT, pledge_unsigned_by=("项目负责人",)),
    PROJECT,
)
pledge_signed_before_node = MilestoneGuard(
    "pledge_signed_before_node",
    Text(
        "军令状重签后方可进入节点，尚未签署的有：{missing}。",
        "No milestone before the pledge is signed anew by {missing}.",
    ),
    SIGNERS,
    lambda f: not f.pledge_unsigned_by,
    MILESTONE,
    replace(MILESTONE, pledge_unsigned_by=("项目负责人",)),
    lambda f: f.pledge_unsigned_by,
)
pledge_signed_before_payment = PaymentGuard(
    "pledge_signed_before_payment",
    Text(
        "军令状重签后方可拨付，尚未签署的有：{missing}。",
        "No payment before the pledge is signed anew by {missing}.",
    ),
    SIGNERS,
    lambda f: not f.pledge_unsigned_by,
    PAYMENT,
    replace(PAYMENT, pledge_unsigned_by=("项目负责人",)),
    lambda f: f.pledge_unsigned_by,
)

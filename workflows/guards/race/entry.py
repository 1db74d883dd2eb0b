"""What a race asks of a proposal beyond its form."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import PROPOSAL
from workflows.roles import Role

entry_is_complete = Guard[ProposalFacts](
    "entry_is_complete",
    Text("参赛信息尚不完整：{missing}。", "The race entry lacks {missing}."),
    frozenset({Role.APPLICANT}),
    lambda f: not f.race_entry_problems,
    PROPOSAL,
    replace(PROPOSAL, race_entry_problems=("技术路线",)),
    lambda f: f.race_entry_problems,
)
may_be_admitted = Guard[ProposalFacts](
    "race_may_be_admitted",
    Text("不能列为赛题候补：{missing}。", "It cannot be held in reserve for the race: {missing}."),
    frozenset({Role.APPLICANT}),
    lambda f: not f.admission_problems,
    PROPOSAL,
    replace(PROPOSAL, admission_problems=("赛题不在保底救援",)),
    lambda f: f.admission_problems,
)
pool_bears_the_award = Guard[ProposalFacts](
    "race_pool_bears_the_award",
    Text(
        "赛事经费不足以资助新的团队：{missing}。",
        "The pool of the race does not bear another team: {missing}.",
    ),
    frozenset({Role.PROGRAMME_OFFICER}),
    lambda f: not f.pool_problems,
    PROPOSAL,
    replace(PROPOSAL, pool_problems=("余量不足",)),
    lambda f: f.pool_problems,
)

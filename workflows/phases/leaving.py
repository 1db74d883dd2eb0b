"""Withdrawal, disqualification, and the end of a call before its time: P19-P20, C9, C13."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.hands import CLOCK, OFFICER, PI, SUPERVISOR, TEAM, UNIT
from workflows.parts.asks import EVIDENCE, REASON
from workflows.roles import Role

_OFFENCE = replace(
    EVIDENCE,
    hint=Text(
        "抄袭、重复申报的，写明查重结果中的申报编号、相似比例和所在部分，逐段对照见申报书页的“查看查重结果”。",
        "For plagiarism or duplicate applications, give the application number, similarity and "
        "parts from the similarity check. “View similarity results” on the proposal page compares "
        "the passages.",
    ),
)
_DRAFTING = ("draft", "unit_review")
_LATER = (
    "recommend_review",
    "formal_check",
    "correction",
    "accepted",
    "online_review",
    "shortlisted",
    "defence",
    "scored",
    "re_review",
    "awaiting_notice",
    "proposed",
    "reserve",
    "notice",
)
_ANY = (*_DRAFTING, *_LATER, "objection", "rejected_formal", "formal_appeal")

LEAVING: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="withdraw",
        label=Text("撤回申报", "Withdraw the proposal"),
        source=_DRAFTING,
        target="withdrawn",
        roles=PI,
        effects=(Notify("withdrawn", UNIT),),
        clause=Text("P19 · 截止前自由撤回", "P19 · can be withdrawn freely before closing"),
    ),
    Transition(
        name="withdraw",
        label=Text("撤回申报", "Withdraw the proposal"),
        source=_LATER,
        target="withdrawn",
        roles=PI,
        approvals=(Role.UNIT_ADMIN,),
        asks=(REASON,),
        effects=(
            Apply("count_withdrawals"),
            Cascade("review", "fall_away"),
            Notify("withdrawn", OFFICER),
        ),
        clause=Text(
            "P19 · 提交后撤回须单位同意并说明理由；评审开始后撤回计次，达次数即提醒；公示中"
            "撤回的，备选可递补",
            "P19 · after submission, needs the unit's consent and a reason; withdrawals after "
            "review has begun are counted and trigger a warning at the limit; if on public "
            "notice, a reserve may be promoted",
        ),
    ),
    Transition(
        name="disqualify",
        label=Text("取消资格", "Disqualify"),
        source=_ANY,
        target="disqualified",
        roles=SUPERVISOR,
        asks=(_OFFENCE, REASON),
        effects=(
            Apply("file_offence_clue"),
            Cascade("review", "fall_away"),
            Notify("disqualified", TEAM | OFFICER),
        ),
        clause=Text(
            "P20 · 弄虚作假、请托、抄袭、重复申报；立为诚信线索",
            "P20 · false material, lobbying, plagiarism or duplicate applications; passed on as "
            "an integrity clue",
        ),
    ),
)

ENDING_WITH_CALL: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="end_with_call",
        label=Text("随指南终止", "Close with the call"),
        source=_ANY,
        target="ended",
        roles=CLOCK,
        effects=(Notify("proposal_ended", TEAM),),
        clause=Text(
            "C9、C13 · 指南撤销或流标，其申报一并终止，不公布评分",
            "C9, C13 · the call is cancelled or closed without an award: its proposals are closed "
            "and no scores are published",
        ),
    ),
)

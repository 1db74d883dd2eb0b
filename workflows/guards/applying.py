"""Rules of applying: from the complete form to the recommendation: P1-P3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import LATER, LONG_AGO, PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import CLOCK, DECIDES, PI
from workflows.roles import Role

members_confirmed = nothing_in(
    "unconfirmed_members",
    of=PROPOSAL,
    key="unconfirmed_members",
    reason=Text(
        "尚未本人确认参加的成员：{missing}。",
        "These members have not confirmed their participation in person: {missing}.",
    ),
    supplied_by=frozenset({Role.TEAM_MEMBER}),
)
pledge_signed = requires(
    "pledged",
    of=PROPOSAL,
    key="pledge_signed",
    reason=Text(
        "项目负责人尚未签署科研诚信承诺书。", "The PI has not signed the research integrity pledge."
    ),
    supplied_by=PI,
)


def _why_closed(f: ProposalFacts) -> tuple[Text, ...]:
    if f.call_state == "paused":
        return (Text("申报已暂停", "Applications are paused"),)
    if f.close_at is None or f.now < f.close_at:
        return (Text("申报未开放", "Applications are not open"),)
    at = deadline_words(f.close_at)
    return (
        Text(
            f"申报已截止（{at}，以服务器时间为准）",
            f"Applications closed at {at} (by the server's clock)",
        ),
    )


call_is_open = ProposalGuard(
    key="call_is_open",
    reason=Text(
        "{missing}，任何人不得为单个申报人重新开放。",
        "{missing}. Nobody may reopen them for one applicant.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.call_state == "open" and f.close_at is not None and f.now < f.close_at,
    passing=replace(PROPOSAL, close_at=LATER),
    failing=replace(PROPOSAL, close_at=LONG_AGO),
    missing=_why_closed,
)
recommending_is_open = ProposalGuard(
    key="recommending_is_open",
    reason=Text("推荐期已过。", "The recommendation period has ended."),
    supplied_by=DECIDES,
    holds=lambda f: (
        f.call_state in {"open", "recommending"}
        and f.recommend_until is not None
        and f.now < f.recommend_until
    ),
    passing=replace(PROPOSAL, recommend_until=LATER),
    failing=replace(PROPOSAL, recommend_until=LONG_AGO),
)


def _quota(f: ProposalFacts) -> Text:
    most = f.parameters["recommend_most"]
    return Text(
        f"上限 {most} 项，已推荐 {f.recommended} 项",
        f"limit {most}, {f.recommended} already recommended",
    )


within_recommenders_quota = ProposalGuard(
    key="within_recommenders_quota",
    reason=Text(
        "本批推荐名额已用完（{missing}），其余请不予推荐。",
        "This call's recommendation quota is used up ({missing}). The remaining proposals cannot "
        "be recommended.",
    ),
    supplied_by=frozenset({Role.RECOMMENDER}),
    holds=lambda f: (
        not f.parameters["recommend_most"] or f.recommended < f.parameters["recommend_most"]
    ),
    passing=replace(
        PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=1
    ),
    failing=replace(
        PROPOSAL, parameters={**PROPOSAL.parameters, "recommend_most": 2}, recommended=2
    ),
    missing=lambda f: (_quota(f),),
)
call_has_closed = ProposalGuard(
    key="call_has_closed",
    reason=Text("申报尚未截止。", "Applications have not closed yet."),
    supplied_by=CLOCK,
    holds=lambda f: f.call_state not in {"published", "open", "paused"},
    passing=replace(PROPOSAL, call_state="recommending"),
    failing=PROPOSAL,
)
recommending_has_ended = ProposalGuard(
    key="recommending_has_ended",
    reason=Text("推荐期未满。", "The recommendation period has not ended."),
    supplied_by=CLOCK,
    holds=lambda f: f.call_state not in {"published", "open", "recommending", "paused"},
    passing=replace(PROPOSAL, call_state="formal"),
    failing=PROPOSAL,
)

"""What applicants learn of the review of their proposal, once it is decided (domain §3.3): the band
of the total, the opinions without their authors, the panel's opinion, and the rule in words. Never
a reviewer, a single score or a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, bindparam, null, select, union_all
from sqlalchemy.orm import Session

from app.models import Call, GroupProposal, Proposal, Review, ReviewGroup
from app.services.awarding.ranking import counted
from app.services.letter_facts.bands import score_band
from app.services.review.further_panels import has_second_panel
from app.services.review.purposes import has_defence
from workflows.engine.text import Text

DECIDED = ("approved", "not_selected")
_NO_LIST_YET = ("review", "deliberation")
"""Of a call: whoever falls out during the review learns no more before the list is decided."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """`opinions` in the order of their words, which tells nothing of who wrote them."""

    band: Text
    opinions: tuple[str, ...]
    panel_opinion: str
    rule: Text


def feedback_on(session: Session, proposal: Proposal) -> Feedback | None:
    """None before the decision."""
    call = proposal.call
    step = call.paused_from if call.state == "paused" else call.state
    is_decided = proposal.state in DECIDED and step not in _NO_LIST_YET
    return made_of(session, proposal) if is_decided else None


def made_of(session: Session, proposal: Proposal) -> Feedback:
    rows = session.execute(_WORDS, {"proposal": proposal.id}).all()
    by_panels = {panel: words for panel, words in rows if panel is not None}
    return Feedback(
        band=score_band(proposal.score),
        opinions=tuple(sorted({words for panel, words in rows if panel is None})),
        panel_opinion=by_panels[max(by_panels)] if by_panels else "",
        rule=rule_in_words(proposal.call),
    )


_WORDS: CompoundSelect[int | None, str] = union_all(
    select(null().label("panel"), Review.overall.label("words")).where(
        Review.proposal_id == bindparam("proposal"), counted()
    ),
    select(ReviewGroup.id, GroupProposal.opinion)
    .join(ReviewGroup, ReviewGroup.id == GroupProposal.group_id)
    .where(
        GroupProposal.proposal_id == bindparam("proposal"),
        GroupProposal.voided_at.is_(None),
        GroupProposal.opinion != "",
        ReviewGroup.state == "locked",
    ),
)
"""Of the experts, and of the panels that have closed, the last of which counts."""


def rule_in_words(call: Call) -> Text:
    """How scores become a result in this call; the numbers are those it published."""
    rules = call.parameters
    parts = [_MEAN, *_of_rounds(call, rules), *_of_threshold(call), *_of_veto(rules)]
    slots = {key: str(value) for key, value in rules.items()}
    slots["online_percent"] = str(100 - rules["defence_percent"])
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts)).format(
        **slots
    )


def _of_rounds(call: Call, rules: Mapping[str, int]) -> list[Text]:
    found = [_COMBINED] if has_defence(call) else []
    return [*found, _CALIBRATED if rules["calibrated_ranking"] else _BY_MEAN]


def _of_threshold(call: Call) -> list[Text]:
    """Bids that reach it are shortlisted, and who wins is agreed upon later (B10-B11)."""
    if call.mechanism_key == "open_call":
        return [_SHORTLISTED]
    return [_THRESHOLD, *([_SECOND_PANEL] if has_second_panel(call) else [])]


def _of_veto(rules: Mapping[str, int]) -> list[Text]:
    return [_VETO] if rules["veto_experts"] else []


_MEAN = Text(
    "专家独立评分；有效评分达 {drop_extremes_from} 份的，去掉一个最高分和一个最低分后取平均分。",
    "Experts score independently. With {drop_extremes_from} or more valid scores, the "
    "highest and lowest are dropped and the rest averaged.",
)
_COMBINED = Text(
    "网络评审占 {online_percent}%，会议答辩占 {defence_percent}%。",
    "The online review counts for {online_percent}% and the defence for {defence_percent}%.",
)
_BY_MEAN = Text("按得分排序。", "Proposals are ranked by score.")
_CALIBRATED = Text(
    "按校准各专家宽严之后的期望名次排序。",
    "Proposals are ranked by expected rank, calibrated for how strict each expert is.",
)
_THRESHOLD = Text(
    "得分不低于 {pass_score} 分且半数以上专家建议资助的，方可拟立项。",
    "To be proposed for an award, a proposal needs at least {pass_score} points and a "
    "funding recommendation from at least half of the experts.",
)
_SHORTLISTED = Text(
    "得分不低于 {pass_score} 分且半数以上专家建议资助的按名次入围，每道榜题至多 "
    "{shortlisted_most} 家。",
    "Bids with at least {pass_score} points and a funding recommendation from at least "
    "half of the experts are shortlisted by rank, up to {shortlisted_most} per item.",
)
_SECOND_PANEL = Text(
    "非共识项目按规定另行复议。",
    "Non-consensus proposals are reconsidered separately under the rules.",
)
_VETO = Text(
    "{veto_experts} 名以上专家认定否决项或给出零分的，不予立项。",
    "A proposal is not awarded if {veto_experts} or more experts find grounds for veto "
    "or give it a zero.",
)

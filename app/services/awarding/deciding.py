"""The award decision of a call as the officer drafts it for the executive meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, lazyload

from app.asked import Listed, asking_once
from app.models import Call, Decision, DecisionItem, Person, Proposal
from app.names import unfit
from app.services.awarding import funding_line, ranking
from app.services.awarding.deviations import OUTCOMES, Placed, deviating
from app.services.awarding.ranking import Figures, may_be_proposed, may_use_channel
from app.services.awarding.ranking_outline import Outline, as_ranked, outline_of
from app.services.cases import DECISION
from app.services.problems import Problems, alone
from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed

OUTCOME_LABELS: dict[str, Text] = {
    "propose": Text("拟立项", "Propose"),
    "reserve": Text("备选", "Reserve"),
    "drop": Text("不予立项", "Drop"),
}

REASON_MOST = 1000

GONE = frozenset({"withdrawn", "disqualified"})

BY_CHANNEL = Text(
    "非共识通道：经第二评审组支持", "non-consensus channel: supported by the second panel"
)
_BY_LOT = Text(
    "评分分不出先后，由抽签决定（种子承诺 {commitment}）",
    "the scores cannot decide; decided by lot (seed commitment {commitment})",
)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What is drafted for one proposal. `amount` in 分."""

    outcome: str
    amount: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Money in 分: what the proposed awards sum to, and the budget of the call."""

    proposed: int
    budget: int

    @property
    def left(self) -> int:
        return self.budget - self.proposed


def decision_of(session: Session, call: Call) -> Decision | None:
    return next(iter(DECISION.of(session, call=call.id)), None)


LINES = Listed(
    DecisionItem,
    DecisionItem.decision_id.in_(select(Decision.id).where(Decision.call_id == bindparam("call"))),
    order=(DecisionItem.id,),
    options=(joinedload(DecisionItem.proposal),),
)


def still_there(figures: Sequence[Figures]) -> tuple[Figures, ...]:
    """What can be decided on: not what was withdrawn or disqualified since it was ranked, which
    keeps its rank and moves nobody (P13, P19, P20)."""
    return tuple(one for one in figures if one.proposal.state not in GONE)


def gone_of(session: Session, call: Call) -> frozenset[int]:
    """The ids of what cannot be decided on any more."""
    gone = select(Proposal.id).where(Proposal.call_id == call.id, Proposal.state.in_(GONE))
    return frozenset(session.scalars(gone))


def lines_of(decision: Decision) -> list[DecisionItem]:
    """The lines of a draft without those of proposals that are gone since."""
    return [line for line in decision.items if line.proposal.state not in GONE]


def items_of(
    session: Session, decision: Decision | None, proposals: Sequence[int] | None = None
) -> dict[int, DecisionItem]:
    """By proposal: what is drafted or decided of these, or of all."""
    if decision is None:
        return {}
    items = select(DecisionItem).where(DecisionItem.decision_id == decision.id)
    if proposals is not None:
        items = items.where(DecisionItem.proposal_id.in_(proposals))
    return {i.proposal_id: i for i in session.scalars(items.options(lazyload("*")))}


def begin_draft(session: Session, call: Call, by: Person) -> Decision:
    """The draft of this call; a new one follows the ranking."""
    found = decision_of(session, call)
    if found is not None:
        return found
    decision = Decision(call_id=call.id, drafted_by_id=by.id)
    decision.items = [
        DecisionItem(
            proposal_id=number,
            outcome=item.outcome,
            amount=item.amount,
            deviation_reason=item.reason,
        )
        for number, item in by_the_ranking(session, call).items()
    ]
    session.add(decision)
    session.flush()
    return decision


def by_the_ranking(session: Session, call: Call) -> dict[int, ItemDraft]:
    """What the ranking says of each proposal, by the line rule of the call, as far as the planned
    awards and the budget go."""
    figures = still_there(ranking.of_call(session, call))
    lots = funding_line.lots_of(session, call, figures)
    chosen = funding_line.proposed(call, figures, lots)
    outcomes = {f.proposal.id: "propose" if f.proposal.id in chosen else "drop" for f in figures}
    departing = deviations(call, figures, outcomes) if lots else frozenset()
    return {
        (number := one.proposal.id): ItemDraft(
            outcomes[number],
            funding_line.award(call, one) if number in chosen else 0,
            _BY_LOT.format(commitment=lots.commitment).zh if lots and number in departing else "",
        )
        for one in figures
    }


def suggested(session: Session, call: Call, gone: frozenset[int]) -> Mapping[int, ItemDraft]:
    """The same, kept as long as the ranking stands and nobody else is gone."""
    question = "suggested", gone
    return as_ranked(session, call, question, lambda: by_the_ranking(session, call))


def balance(call: Call, items: Sequence[DecisionItem]) -> Balance:
    return Balance(sum(i.amount for i in items if i.outcome == "propose"), call.budget)


def deviations(
    call: Call, figures: Sequence[Figures], outcomes: Mapping[int, str]
) -> frozenset[int]:
    """Ids of the proposals whose drafted outcome departs from the rank order. The non-consensus
    channel has its own rule and its own share, and moves nobody else."""
    return _departing(
        (
            (
                *(one.proposal.id, one.ranked.place),
                *(may_be_proposed(call, one), may_use_channel(call, one)),
            )
            for one in figures
        ),
        outcomes,
    )


def deviations_within(outline: Outline, outcomes: Mapping[int, str]) -> frozenset[int]:
    """The same, of what the outline of the ranking tells; `outcomes` of what is still there."""
    eligible, channel = outline.eligible, outline.channel
    return _departing(
        (
            (one.proposal, one.place, one.proposal in eligible, one.proposal in channel)
            for one in outline.order
        ),
        outcomes,
    )


def _departing(
    ranked: Iterable[tuple[int, int | None, bool, bool]], outcomes: Mapping[int, str]
) -> frozenset[int]:
    """Of each: its id, its place, whether it may be proposed, whether through the channel."""
    return deviating(
        [
            Placed(
                number,
                place,
                eligible,
                "drop" if beside and outcomes[number] == "propose" else outcomes[number],
            )
            for number, place, eligible, beside in ranked
            if number in outcomes
        ]
    )


def save(
    session: Session, decision: Decision, drafted: Mapping[int, ItemDraft], by: Person
) -> Problems | None:
    """Rewrite the draft for these proposals, as far as they are still there; whoever saves is a
    drafter and does not decide. What departs elsewhere for it, the meeting is told of."""
    call = decision.call
    if decision.decided_at is not None or call.state != "deliberation":
        return alone(
            Text(
                "方案已审议决定，不能再修改；变更须另行报厅务会",
                "The plan has been decided and can no longer be edited. Any change must be put to "
                "the executive meeting separately",
            )
        )
    with asking_once(session):  # nothing is written yet, so what is kept of the ranking holds
        outline, gone = outline_of(session, call), gone_of(session, call)
        places = [p for p in outline.order if p.proposal in drafted and p.proposal not in gone]
        figures = ranking.of_places(session, call, places)
    drafted = {place.proposal: drafted[place.proposal] for place in places}
    outcomes = {i.proposal_id: i.outcome for i in lines_of(decision)}
    outcomes |= {proposal: item.outcome for proposal, item in drafted.items()}
    departing = deviations_within(outline, outcomes)
    problems: dict[str, Text] = {}
    for one in figures:
        item = drafted.get(one.proposal.id)
        if item is not None:
            problems |= _problems(call, one, item, one.proposal.id in departing)
    if problems:
        return Problems(problems)
    _write(decision, drafted, departing, outline.channel)
    decision.drafted_by_id = by.id
    return None


def _write(
    decision: Decision,
    drafted: Mapping[int, ItemDraft],
    departing: frozenset[int],
    channel: frozenset[int],
) -> None:
    """What is proposed through the non-consensus channel, and not by its rank, says so."""
    rows = {row.proposal_id: row for row in decision.items}
    for proposal, item in drafted.items():
        row = rows.get(proposal) or DecisionItem(proposal_id=proposal)
        row.outcome = item.outcome
        row.amount = 0 if item.outcome == "drop" else item.amount
        row.deviation_reason = item.reason.strip() if proposal in departing else ""
        if proposal in channel and item.outcome == "propose":
            row.deviation_reason = item.reason.strip() or BY_CHANNEL.zh
        if proposal not in rows:
            decision.items.append(row)


def _problems(call: Call, figures: Figures, item: ItemDraft, departs: bool) -> dict[str, Text]:
    number = figures.proposal.id
    found: dict[str, Text] = {}
    if item.outcome not in OUTCOMES:
        found[f"outcome-{number}"] = Text("请选择处理意见", "Choose a decision")
        return found
    if item.outcome != "drop":
        if problem := _outcome_problem(call, figures):
            found[f"outcome-{number}"] = problem
        if problem := _amount_problem(call, figures.proposal, item.amount):
            found[f"amount-{number}"] = problem
    if departs and not item.reason.strip():
        found[f"reason-{number}"] = Text(
            "与评审排序不一致，请写明理由", "This departs from the review ranking: give a reason"
        )
    elif why := unfit(item.reason, REASON_MOST):
        found[f"reason-{number}"] = why
    return found


def _outcome_problem(call: Call, figures: Figures) -> Text | None:
    if may_use_channel(call, figures):
        return None
    if figures.vetoes:
        return Text(
            "否决项成立，不能立项：{items}", "Veto upheld, so it cannot be awarded: {items}"
        ).format(items=listed(figures.vetoes))
    if figures.ranked.standing.score is None:
        return Text(
            "没有有效评分，不能拟立项或备选",
            "It has no valid score, so it cannot be proposed or put on reserve",
        )
    if not figures.summary.is_supported:
        return Text(
            "建议资助票不足半数，无论得分高低都不能立项",
            "Fewer than half recommended funding, so it cannot be awarded whatever its score",
        )
    return None


def _amount_problem(call: Call, proposal: Proposal, amount: int) -> Text | None:
    most = min(call.award_most, proposal.requested)
    if amount <= 0:
        return Text("请填写资助金额", "Enter the award amount")
    if amount > most:
        return Text(
            "不得超过 {most}（资助上限与申请额中较低者）",
            "Must not exceed {most} (the lower of the maximum award and the amount requested)",
        ).format(most=amount_text(most))
    return None

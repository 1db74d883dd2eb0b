"""What moves of lists, items and bids do to their rows."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    BidTerms,
    Call,
    Decision,
    DecisionItem,
    Item,
    Person,
    Project,
    Proposal,
    Sanction,
    UserOpinion,
)
from app.services.awarding.large_awards import record_reply
from app.services.calendars import working_calendar
from app.services.contracts.drafting import newest
from app.services.contracts.renewing import renamed, replace_party
from app.services.contracts.terms import DEMANDER
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.open_call import (
    argument_draw,
    converting,
    judging,
    publishing,
    sealing,
    testing,
    users,
)
from app.services.review.sweeping import sweep_person
from app.services.telling.messages import tell
from workflows.engine.calendar import local_date
from workflows.engine.effects import Notify
from workflows.hands import DECIDES


@act
def open_collecting(session: Session, call: Call, move: Move) -> None:
    days = call.parameters["need_days"]
    call.open_at = move.now
    call.close_at = working_calendar(session).end_of_term(local_date(move.now), days)


@act
def draw_argument(session: Session, item: Item, move: Move) -> None:
    for drawn in argument_draw.draw_panel(session, item, move.now):
        argument_draw.tell_drawn(session, item, drawn, move)


@act
def open_posting(session: Session, item: Item, move: Move) -> None:
    publishing.open_round(session, item, move.given.get("reason", ""), move.now)


@act
def publish_amendment(session: Session, item: Item, move: Move) -> None:
    publishing.amend(session, item, move.given["reason"], move.now)


@act
def allow_extension(_session: Session, item: Item, _move: Move) -> None:
    item.extension_allowed = True


@act
def extend_posting(session: Session, item: Item, move: Move) -> None:
    publishing.extend(session, item, move.now)


@act
def stop_window(session: Session, item: Item, move: Move) -> None:
    publishing.stop_window(session, item, move.now)


@act
def move_window(session: Session, item: Item, move: Move) -> None:
    publishing.move_window(session, item, move.now)


@act
def release_key(session: Session, item: Item, move: Move) -> None:
    """From here the bids of this round can be opened, and the history says when and by whom."""
    item.key_released_at = move.now
    session.flush()


@act
def seal_bid(session: Session, bid: Proposal, move: Move) -> None:
    sealing.seal(session, bid, move.now)


@act
def open_bid(session: Session, bid: Proposal, move: Move) -> None:
    sealing.unseal(session, bid, move.now)


@act
def discard_sealed(session: Session, bid: Proposal, move: Move) -> None:
    sealing.discard(session, bid, move.now)


@act
def record_user_opinion(session: Session, bid: Proposal, move: Move) -> None:
    """The last word within the term counts; a new one reopens the review of a veto, of which those
    who review it hear."""
    row = judging.user_opinion(session, bid) or UserOpinion(proposal_id=bid.id)
    assert move.actor_id is not None, "people give opinions"
    row.stance, row.opinion = move.given["stance"], move.given["opinion"]
    row.veto_reason = move.given.get("veto_reason", "") if row.stance == "veto" else ""
    row.given_by_id, row.given_at = move.actor_id, move.now
    row.dismissed_at, row.dismissal = None, ""
    session.add(row)
    session.flush()
    if row.stance == "veto":
        tell(session, bid, Notify("veto_to_review", DECIDES), move, 0)


@act
def record_silence(session: Session, bid: Proposal, move: Move) -> None:
    session.add(UserOpinion(proposal_id=bid.id, stance="silent", opinion="", given_at=move.now))
    session.flush()


@act
def dismiss_veto(session: Session, bid: Proposal, move: Move) -> None:
    row = judging.user_opinion(session, bid)
    assert row is not None, "a guard has found the veto"
    row.dismissed_at, row.dismissal = move.now, move.given["reason"]
    session.flush()


@act
def record_terms(session: Session, bid: Proposal, move: Move) -> None:
    row = judging.terms_of(session, bid) or BidTerms(proposal_id=bid.id)
    row.price = int(move.given["price"])
    row.delivery, row.rights = move.given["delivery"], move.given["rights"]
    row.agreed_at = move.now
    session.add(row)
    session.flush()


@act
def record_selection(session: Session, item: Item, move: Move) -> None:
    """The decision on this item: the bid agreed with is proposed, the others are alternates."""
    decision = session.scalars(select(Decision).where(Decision.item_id == item.id)).first()
    if decision is None:
        decision = Decision(
            call_id=item.call_id, item_id=item.id, drafted_by_id=item.call.drafted_by_id
        )
        session.add(decision)
    decision.minutes_number = move.given["minutes_number"]
    decision.minutes_on = date.fromisoformat(move.given["minutes_date"])
    record_reply(decision, move.given)
    decision.plan_match = move.given["plan_match"]
    decision.decided_at, decision.decided_by_id = move.now, move.actor_id
    session.flush()
    for bid in judging.bids_of(session, item):
        if bid.state in ("matching", *judging.CANDIDATES):
            _decide(session, decision, item, bid)
    session.flush()


def _decide(session: Session, decision: Decision, item: Item, bid: Proposal) -> None:
    row = session.scalars(
        select(DecisionItem).where(DecisionItem.proposal_id == bid.id)
    ).first() or DecisionItem(decision_id=decision.id, proposal_id=bid.id, outcome="reserve")
    if bid.state == "matching":
        terms = judging.terms_of(session, bid)
        assert terms is not None, "a guard has found the terms"
        row.outcome, row.amount = "propose", judging.public_share(item, terms.price)
    session.add(row)


@act
def draft_converted_call(session: Session, item: Item, move: Move) -> None:
    converting.draft_call(session, item, move.given["mechanism"], move.now)


@act
def record_new_user(session: Session, project: Project, move: Move) -> None:
    """The new one signs the pledge, whose rows stay as they are."""
    unit = users.hand_over(project, session.get_one(Person, int(move.given["new_user"])))
    old = newest(session, project)
    assert old is not None, "a project that runs has its contract"
    assert move.actor_id is not None, "people decide"
    terms = renamed(dict(old.terms), DEMANDER, unit.name)
    replace_party(session, project, terms, session.get_one(Person, move.actor_id), move.now)


@act
def record_user_test(session: Session, project: Project, move: Move) -> None:
    test = testing.test_of(session, project)
    assert test is not None, "a guard has found the report"
    test.finding, test.signed_by_id, test.signed_at = move.given["opinion"], move.actor_id, move.now
    session.flush()


@act
def drop_user_test(session: Session, project: Project, _move: Move) -> None:
    """Its file and readings stay on record; the next test has a report of its own."""
    test = testing.test_of(session, project)
    if test is not None:
        session.delete(test)
        session.flush()


@act
def record_fault(session: Session, project: Project, move: Move) -> None:
    """An integrity record of the leader; how long it bars is for an integrity case to decide. The
    day it is made counts as the first."""
    days = project.proposal.call.parameters["fault_bar_days"]
    session.add(
        Sanction(
            person_id=project.proposal.pi_id,
            act=move.given["evidence"],
            basis="责任认定",
            decided_by=session.info["settings"].office_name,
            starts_on=local_date(move.now),
            ends_on=local_date(move.now) + timedelta(days=days - 1),
        )
    )
    sweep_person(session, project.proposal.pi_id, move.now)

"""Facts of the letters of 揭榜挂帅."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.amounts import in_figures
from app.documents.kinds.bid_letters import Lost, Winning
from app.documents.kinds.claim_letters import Fault, Success
from app.documents.kinds.list_letters import (
    Delisting,
    Pausing,
    PostedItem,
    Posting,
    Reposting,
    Unclaimed,
)
from app.documents.payload import in_words
from app.models import Call, Decision, Item, Project, Proposal
from app.services.assessing import calling
from app.services.assessing.opinions import ON_FAULT
from app.services.awarding import feedback
from app.services.awarding.noticing import supervision_channel
from app.services.calendars import working_calendar
from app.services.cases import workflow_of
from app.services.letter_facts.addressees import addressee
from app.services.letter_facts.days import closing_words
from app.services.letter_facts.register import says
from app.services.money.parts import planned_parts
from app.services.moves import Move
from app.services.open_call import judging, testing
from app.services.open_call.content import LABELS
from app.services.open_call.wording import DIRECTIONS, metric_line, node_line
from workflows.engine.calendar import last_day, local_date
from workflows.parts.lost_bids import WHY_LOST
from workflows.phases.item.posting import OTHER_WAYS


def _posted(item: Item) -> PostedItem:
    return PostedItem(
        title=item.title,
        demander=item.demander.name,
        end_user=item.end_user,
        target=item.target,
        content=item.content,
        requirements=item.requirements,
        metrics=tuple(
            (m.name, metric_line(m).removeprefix(m.name), f"{m.test_method}；{m.evidence_kind}")
            for m in item.metrics
        ),
        nodes=tuple(node_line(n) for n in item.nodes),
        ceiling=item.ceiling,
        cofunding=item.cofunding,
        acceptance=item.acceptance,
        rights=item.rights,
        closes=closing_words(item.close_at),
    )


def _minutes(move: Move) -> str:
    return move.given.get("minutes_number", "")


@says("posting_notice")
def _posting(session: Session, call: Call, move: Move) -> Posting:
    items = session.scalars(
        select(Item).where(Item.call_id == call.id, Item.state == "posted").order_by(Item.id)
    ).all()
    return Posting(
        list_title=call.title,
        tasks=tuple(f"{t.code} {t.text}" for t in call.tasks),
        plan_match=call.plan_match,
        items=tuple(_posted(item) for item in items),
        minutes=_minutes(move),
        contact=call.contact,
        phone=call.contact_phone,
    )


@says("reposting_notice")
def _reposting(_session: Session, item: Item, move: Move) -> Reposting:
    return Reposting(
        list_title=item.call.title,
        item=_posted(item),
        round=item.round,
        changes=tuple(
            (_part(path), _value(path, before), _value(path, after))
            for path, before, after in item.versions[-1].changes
        ),
        reason=move.given["reason"],
        minutes=_minutes(move),
    )


def _part(path: str) -> str:
    key, _, rest = path.partition(".")
    words = LABELS[key].zh if key in LABELS else key
    number = rest.partition(".")[0]
    return f"{words}第{int(number) + 1}行" if number.isdigit() else words


def _value(path: str, value: str) -> str:
    """As letters write it: a sum of money, a day, a direction, whether a metric is a core one."""
    if not value:
        return "—"
    match path.rpartition(".")[2]:
        case "ceiling" | "cofunding":
            return in_figures(int(value))
        case "due_on":
            return in_words(date.fromisoformat(value))
        case "direction":
            return DIRECTIONS[value]
        case "is_core":
            return "核心指标" if value == "True" else "一般指标"
        case _:
            return value


@says("unclaimed_notice")
def _unclaimed(_session: Session, item: Item, move: Move) -> Unclaimed:
    return Unclaimed(
        list_title=item.call.title,
        title=item.title,
        demander=item.demander.name,
        round=item.round,
        on=local_date(move.now),
    )


@says("delisting_notice")
def _delisting(_session: Session, item: Item, move: Move) -> Delisting:
    ways = dict(OTHER_WAYS)
    chosen = move.given.get("mechanism", "")
    return Delisting(
        list_title=item.call.title,
        title=item.title,
        demander=item.demander.name,
        way=ways[chosen].zh if chosen else "",
        reason=move.given["reason"],
        minutes=_minutes(move),
    )


@says("list_pause_notice", "list_resumption_notice")
def _pausing(session: Session, call: Call, move: Move) -> Pausing:
    """The items whose windows stand still, or run again: the cascade has just moved them."""
    halted = move.history.target == "paused"
    items = session.scalars(
        select(Item)
        .where(Item.call_id == call.id, Item.state == ("paused" if halted else "posted"))
        .order_by(Item.id)
    )
    step = move.history.source if halted else move.history.target
    return Pausing(
        list_title=call.title,
        step=workflow_of(call).state(step).label.zh,
        on=local_date(move.now),
        windows=tuple((item.title, closing_words(item.close_at)) for item in items),
        reason=move.given.get("reason", ""),
        minutes=_minutes(move),
        contact=call.contact,
        phone=call.contact_phone,
    )


@says("winning_letter")
def _winning(session: Session, bid: Proposal, move: Move) -> Winning:
    assert bid.item is not None, "bids are for items"
    project = session.scalars(select(Project).where(Project.proposal_id == bid.id)).one()
    decision = session.scalars(select(Decision).where(Decision.item_id == bid.item_id)).one()
    terms = judging.terms_of(session, bid)
    assert terms is not None, "whoever wins has agreed"
    assert project.due_at is not None, "a contract has its term"
    return Winning(
        unit=bid.lead_unit.name,
        title=bid.title,
        item=bid.item.title,
        demander=bid.item.demander.name,
        project_number=project.number,
        leader=bid.pi.name,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        price=terms.price,
        amount=project.amount,
        first_payment=next(iter(planned_parts(session, project)), 0),
        sign_until=last_day(project.due_at),
        minutes=decision.minutes_number or "",
    )


@says("bid_lost_letter")
def _lost(session: Session, bid: Proposal, move: Move) -> Lost:
    assert bid.item is not None, "bids are for items"
    learnt = feedback.made_of(session, bid)
    return Lost(
        unit=bid.lead_unit.name,
        title=bid.title,
        item=bid.item.title,
        number=bid.number or "",
        why=WHY_LOST[move.history.transition].zh,
        band=learnt.band.zh,
        opinions=learnt.opinions,
        panel_opinion=learnt.panel_opinion,
        channel=supervision_channel(session),
    )


@says("success_certificate")
def _success(session: Session, project: Project, move: Move) -> Success:
    bid = project.proposal
    assert bid.item is not None, "bids are for items"
    test = testing.test_of(session, project)
    assert test is not None, "a guard has found the test"
    return Success(
        unit=bid.lead_unit.name,
        title=bid.title,
        item=bid.item.title,
        demander=bid.item.demander.name,
        project_number=project.number,
        leader=bid.pi.name,
        metrics=testing.core_rows(session, project),
        tester=test.tester,
        minutes=_minutes(move),
    )


@says("fault_finding")
def _fault(session: Session, project: Project, move: Move) -> Fault:
    days = project.proposal.call.parameters["appeal_working_days"]
    return Fault(
        unit=addressee(project.proposal.lead_unit),
        title=project.proposal.title,
        project_number=project.number,
        leader=project.proposal.pi.name,
        is_exempt=move.history.target == "concluded",
        evidence=move.given["evidence"],
        panel=_panel_words(session, project),
        minutes=_minutes(move),
        appeal_days=days,
        appeal_until=working_calendar(session).add_working_days(local_date(move.now), days),
    )


def _panel_words(session: Session, project: Project) -> tuple[str, ...]:
    """How the experts voted, and what each wrote; who wrote what is not said."""
    given = calling.signed(session, project)
    counts = Counter(opinion.proposes for opinion in given)
    votes = "、".join(f"“{ON_FAULT[key].zh}”{count}人" for key, count in counts.most_common())
    return (
        f"随机抽取的专家{len(given)}人分别出具并签署意见：{votes}。",
        *(f"意见{n}：{opinion.overall}" for n, opinion in enumerate(given, start=1)),
    )

"""Facts of the letters about a call and its public notices."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.documents.kinds import CallNotice, NoticeRow, PublicNotice
from app.documents.kinds.awards import Awarded, AwardList
from app.documents.kinds.call_letters import CALL_LETTERS, CallChange
from app.documents.kinds.checks import AdmissionList
from app.documents.kinds.consulting import Consultation
from app.documents.kinds.recommending import Recommendation, Recommended
from app.documents.payload import in_words
from app.models import Call, Decision, History, Item, Notice, Organisation, Proposal
from app.services.calls.consulting import ends_at
from app.services.calls.rules import who_may_apply
from app.services.cases import workflow_of
from app.services.letter_facts.bands import amount_band
from app.services.letter_facts.days import closing_words, moment_words
from app.services.letter_facts.register import says
from app.services.moves import Move
from app.services.races.finding import race_of_call
from app.services.review.blinding import files_asked
from workflows.engine.calendar import local_date
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES


@says("consultation_letter")
def _consultation(session: Session, call: Call, _move: Move) -> Consultation:
    ready = select(Item.title).where(Item.call_id == call.id, Item.state == "ready")
    return Consultation(
        call_title=call.title,
        programme=call.programme.name,
        tasks=tuple(f"{t.code} {t.text}" for t in call.tasks),
        guide=_lines(call.guide),
        conditions=_lines(call.conditions),
        criteria=_criteria(call),
        items=tuple(session.scalars(ready.order_by(Item.id))),
        window=_window(call),
        budget=call.budget,
        award_most=call.award_most,
        until=closing_words(ends_at(session, call)),
        url=f"{session.info['settings'].base_url}/calls/{call.id}/consultation",
        contact=call.contact,
        phone=call.contact_phone,
    )


def _criteria(call: Call) -> tuple[str, ...]:
    return tuple(f"{one['zh']}（{one['weight']}分）" for one in call.criteria)


def _window(call: Call) -> str | None:
    if call.open_at is None or call.close_at is None:
        return None
    what = "需求征集" if call.mechanism_key == "open_call" else "申报"
    return f"拟自{moment_words(call.open_at)}起{what}，至{closing_words(call.close_at)}止。"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


_TAKEN = ("accepted", "online_review", "shortlisted", "defence", "scored", "re_review")


@says("admission_list")
def _admissions(session: Session, call: Call, _move: Move) -> AdmissionList:
    """When the formal check is over; whoever withdrew before is in neither number."""
    rows = session.execute(
        select(Proposal.number, Proposal.state)
        .where(Proposal.call_id == call.id, Proposal.state.in_((*_TAKEN, "closed_formal")))
        .order_by(Proposal.number)
    ).all()
    return AdmissionList(
        call_title=call.title,
        checked=len(rows),
        numbers=tuple(number or "" for number, state in rows if state in _TAKEN),
        contact=call.contact,
        phone=call.contact_phone,
    )


@says("call_notice")
def _call_notice(_session: Session, call: Call, _move: Move) -> CallNotice:
    return CallNotice(
        call_title=call.title,
        programme=call.programme.name,
        tasks=tuple(f"{t.code} {t.text}" for t in call.tasks),
        plan_match=call.plan_match,
        guide=_lines(call.guide),
        conditions=_lines(call.conditions),
        limits=tuple(
            f"{rule.label.zh}{rule.value.zh.replace(' ', '')}" for rule in who_may_apply(call)
        ),
        criteria=_criteria(call),
        files=tuple(file["zh"] for file in files_asked(call)),
        opens=moment_words(call.open_at),
        closes=closing_words(call.close_at),
        recommended_by=closing_words(call.recommend_until),
        budget=call.budget,
        award_most=call.award_most,
        contact=call.contact,
        phone=call.contact_phone,
        payment=f"经费{PAYMENT_MODES[call.payment_mode].zh}；联合申报的，财政资金"
        f"{PAYEE_MODES[call.payee_mode].zh}。",
    )


@says("public_notice")
def _public_notice(_session: Session, notice: Notice, _move: Move) -> PublicNotice:
    assert notice.starts_on is not None, "the period is fixed first"
    assert notice.ends_on is not None, "the period is fixed first"
    rules = notice.call.parameters
    return PublicNotice(
        mechanism=notice.call.mechanism_key,
        call_title=notice.call.title,
        rows=tuple(
            NoticeRow(
                i.proposal.item.title if i.proposal.item else i.proposal.title,
                i.proposal.lead_unit.name,
                amount_band(i.amount).zh.replace(" ", ""),
                i.proposal.pi.name if rules["leader_on_notice"] else "",
            )
            for i in notice.items
        ),
        starts_on=notice.starts_on + timedelta(days=1),
        ends_on=notice.ends_on,
        working_days=rules["notice_working_days"],
        channel=notice.channel,
        wave=notice.wave,
        nth=notice.nth,
    )


@says("recommendation_letter")
def _recommendation(session: Session, call: Call, _move: Move) -> Recommendation:
    """In the order of the seals; of a proposal returned and recommended again the last counts."""
    seals = session.execute(
        select(History.at, Proposal)
        .join(Proposal, Proposal.id == History.case_id)
        .where(
            Proposal.call_id == call.id,
            History.case_kind == Proposal.kind,
            History.transition == "recommend",
        )
        .options(joinedload(Proposal.lead_unit).joinedload(Organisation.recommender))
        .order_by(History.id)
    )
    return Recommendation(
        call_title=call.title,
        rows=tuple({p.id: _recommended(p, at) for at, p in seals}.values()),
    )


def _recommended(proposal: Proposal, at: datetime) -> Recommended:
    unit = proposal.lead_unit
    by = unit.recommender.name if unit.recommender else "—"
    return Recommended(by, proposal.title, unit.name, local_date(at))


@says("award_list")
def _award_list(session: Session, call: Call, _move: Move) -> AwardList:
    """What was proposed and is approved; objections and findings of integrity hold others up."""
    decision = session.scalars(
        select(Decision).where(Decision.call_id == call.id, Decision.item_id.is_(None))
    ).one()
    assert decision.minutes_number is not None, "the meeting has decided"
    assert decision.minutes_on is not None, "the meeting has decided"
    items = [i for i in decision.items if i.outcome == "propose" and i.proposal.state == "approved"]
    return AwardList(
        call_title=call.title,
        year=call.year,
        minutes_number=decision.minutes_number,
        minutes_on=decision.minutes_on,
        rows=tuple(
            Awarded(i.proposal.title, i.proposal.lead_unit.name, i.proposal.pi.name, i.amount)
            for i in items
        ),
        reply_number=decision.reply_number or "",
        reply_on=decision.reply_on,
    )


@says(*CALL_LETTERS)
def _change(session: Session, call: Call, move: Move) -> CallChange:
    """The dates as they are now: the act has just moved them."""
    step = move.history.source if move.history.target == "paused" else move.history.target
    return CallChange(
        call_title=call.title,
        step=workflow_of(call).state(step).label.zh,
        on=local_date(move.now),
        reason=move.given.get("reason", ""),
        minutes=move.given.get("minutes_number", ""),
        windows=_windows(session, call, step),
        contact=call.contact,
        phone=call.contact_phone,
    )


def _stages(session: Session, call: Call) -> tuple[str, ...]:
    """Of a race: when the evidence of each stage is due."""
    race = race_of_call(session, call)
    if race is None or not race.stages:
        return ()
    days = "、".join(f"第{one.number}节点{in_words(one.due_on)}" for one in race.stages)
    return (f"赛题各节点佐证截止日期：{days}。",)


def _windows(session: Session, call: Call, step: str) -> tuple[str, ...]:
    if step in ("published", "open"):
        return (
            f"申报截止时间为{closing_words(call.close_at)}，推荐截止时间为"
            f"{closing_words(call.recommend_until)}。",
            *_stages(session, call),
        )
    if step == "recommending":
        return (f"推荐截止时间为{closing_words(call.recommend_until)}。",)
    running = select(Notice).where(Notice.call_id == call.id, Notice.state == "published")
    return tuple(
        f"《{notice.title}》公示期至{closing_words(notice.ends_at)}止。"
        for notice in session.scalars(running.order_by(Notice.id))
    )

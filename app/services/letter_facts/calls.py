"""Facts of the letters about a call and its public notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.documents.kinds import CallNotice, NoticeRow, PublicNotice
from app.models import Call, Notice
from app.services.letter_facts.bands import amount_band
from app.services.letter_facts.days import moment_words
from app.services.moves import Move
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES
from workflows.parameters import DEFAULTS


def _call_notice(_session: Session, call: Call, _move: Move) -> CallNotice:
    return CallNotice(
        call_title=call.title,
        programme=call.programme.name,
        tasks=tuple(f"{t.code} {t.text}" for t in call.tasks),
        plan_match=call.plan_match,
        guide=tuple(line for line in call.guide.splitlines() if line.strip()),
        conditions=tuple(line for line in call.conditions.splitlines() if line.strip()),
        opens=moment_words(call.open_at),
        closes=moment_words(call.close_at),
        budget=call.budget,
        award_most=call.award_most,
        contact=call.contact,
        phone=call.contact_phone,
        payment=f"经费{PAYMENT_MODES[call.payment_mode].zh}；联合申报的，财政资金"
        f"{PAYEE_MODES[call.payee_mode].zh}。",
    )


def _public_notice(_session: Session, notice: Notice, _move: Move) -> PublicNotice:
    assert notice.starts_on is not None, "the period is fixed first"
    assert notice.ends_on is not None, "the period is fixed first"
    rules = DEFAULTS | notice.call.rules
    return PublicNotice(
        call_title=notice.call.title,
        rows=tuple(
            NoticeRow(i.proposal.title, i.proposal.lead_unit.name, amount_band(i.amount).zh)
            for i in notice.items
        ),
        starts_on=notice.starts_on + timedelta(days=1),
        ends_on=notice.ends_on,
        working_days=rules["notice_working_days"],
        channel=notice.channel,
        phone=notice.call.contact_phone,
    )


FACTS: dict[str, Callable[[Session, Any, Move], Any]] = {
    "call_notice": _call_notice,
    "public_notice": _public_notice,
}

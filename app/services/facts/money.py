"""What the guards of a fund and of a share look at, read from the tables today."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Fund, Payment, Share
from app.services.facts import Common, freezing
from app.services.facts.lazily import lazily, of_row
from app.services.facts.payments import is_settled
from app.services.money import (
    checking,
    dues,
    funds,
    parts,
    payments,
    receipts,
    recovering,
    shares,
    spending,
)
from app.services.money.positions import position
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import FundFacts, Names, ShareFacts
from workflows.money.modes import BY_COST, LEAD
from workflows.parts.payment import PAYMENT


class BooksPart(TypedDict):
    in_hand: int
    spent: int


class OnTheWayPart(TypedDict):
    on_its_way: int
    on_its_way_to: Names


class StandingPart(TypedDict):
    to_forward: int
    on_its_way: int
    held: int
    spent: int
    owes: int


def _of_books(session: Session, fund: Fund, common: Common) -> BooksPart:
    stands = position(session, fund.project)
    spent = _spent(session, fund, None, stands.spent, common)
    return {"in_hand": stands.in_hand, "spent": spent}


def _of_the_way(session: Session, fund: Fund, _common: Common) -> OnTheWayPart:
    forwarded = shares.on_their_way(session, fund.project)
    return {
        "on_its_way": sum(share.forwarding for share in forwarded),
        "on_its_way_to": tuple(share.unit.name for share in forwarded),
    }


def _ground(session: Session, fund: Fund, _common: Common) -> str:
    ended = funds.ended_as(session, fund.project)
    return ended if ended in funds.GROUNDS else ""


def _is_lump_sum(_session: Session, case: Fund | Share, _common: Common) -> bool:
    return case.project.proposal.call.budget_mode == "lump_sum"


def _has_ended(session: Session, case: Fund | Share, _common: Common) -> bool:
    return funds.ended_as(session, case.project) in funds.ENDED


def _is_lapsed(_session: Session, fund: Fund, _common: Common) -> bool:
    return fund.project.state == "lapsed"


def _missed(session: Session, fund: Fund, _common: Common) -> Names:
    return tuple(p.number for p in parts.missed(session, fund.project))


def _missed_in_vain(session: Session, fund: Fund, _common: Common) -> Names:
    return tuple(
        _IN_VAIN.format(number=p.number, unit=checking.payee_today(session, p).name)
        for p in parts.missed(session, fund.project)
        if not payments.to_order_anew(session, p)
    )


def _unfinished(session: Session, case: Fund | Share, _common: Common) -> Names:
    """Each with where it stands, which is with the office's finance."""
    state = PAYMENT.state
    return tuple(
        _BESIDE.format(number=p.number, what=state(p.state).label)
        for p in _payments_for(session, case)
        if p.state in _ON_THE_WAY
    )


def _unconfirmed(session: Session, case: Fund | Share, _common: Common) -> Names:
    """Each with its payee."""
    paid = (p for p in _payments_for(session, case) if p.state == "paid")
    return tuple(_BESIDE.format(number=p.number, what=p.payee.name) for p in paid)


def _payments_for(session: Session, case: Fund | Share) -> list[Payment]:
    """Of a partner that is paid directly its own; where the lead unit forwards, every one."""
    every = funds.payments_of(session, case.project)
    if isinstance(case, Fund) or case.project.proposal.call.payee_mode == LEAD:
        return list(every)
    return [p for p in every if p.payee_id == case.unit_id]


def _under_way(session: Session, fund: Fund, _common: Common) -> Names:
    """Payments the treasury has and has not answered for."""
    orders = (p for p in funds.payments_of(session, fund.project) if p.state == "batched")
    return tuple(sorted(p.number for p in orders if p.batch and p.batch.state == "sent"))


def _unreported(session: Session, fund: Fund, common: Common) -> Names:
    """Of a revoked project everything comes back, whatever was spent; where a balance was left to
    the units, they had reported before."""
    ends = freezing.reporting_ends(fund, common)
    if ends is None or common.now >= ends or dues.balance_was_left(session, fund):
        return ()
    until = local_date(ends).isoformat()
    return tuple(
        _UNTIL.format(unit=unit, until=until) for unit in spending.silent_units(session, fund)
    )


def _lead_is_silent(session: Session, fund: Fund, common: Common) -> bool:
    asked = freezing.reporting_ends(fund, common) is not None
    return asked and spending.lead_is_silent(session, fund)


build_fund = lazily(
    FundFacts,
    _of_books,
    _of_the_way,
    has_ended=_has_ended,
    is_lapsed=_is_lapsed,
    ground=_ground,
    owed=lambda session, fund, _common: dues.owed(session, fund),
    owed_by_lead=lambda session, fund, _common: dues.owed_by_lead(session, fund),
    for_partners=lambda session, fund, _common: shares.for_partners(session, fund.project),
    is_lump_sum=_is_lump_sum,
    is_pledged=lambda _session, fund, _common: fund.pledged_at is not None,
    accounts_published=lambda _session, fund, _common: fund.accounts_published_on is not None,
    is_settled=lambda _session, fund, _common: fund.settled_at is not None,
    forwarding=lambda session, fund, _common: checking.unforwarded(session, fund.project),
    is_by_cost=lambda _session, fund, _common: fund.project.proposal.call.payment_mode in BY_COST,
    missed=_missed,
    missed_in_vain=_missed_in_vain,
    unfinished=_unfinished,
    unconfirmed=_unconfirmed,
    freeze_ends_at=freezing.freeze_ends,
    is_suspended=freezing.is_suspended,
    frozen_by_office=freezing.frozen_by_office,
    held_by=freezing.held_by,
    balance_was_left=lambda session, fund, _common: (
        dues.balance_was_left(session, fund) and not dues.owed(session, fund)
    ),
    recover_by=freezing.recover_by,
    recovery_late_at=freezing.recovery_late,
    unreported=_unreported,
    is_silent=_lead_is_silent,
    takes_refunds=lambda session, fund, _common: recovering.takes_refunds(session, fund),
    refundable=lambda session, fund, _common: recovering.refundable(
        session, fund, dues.in_hand(fund)
    ),
    under_way=_under_way,
    **of_row("freeze_class"),
)


def _spent(session: Session, fund: Fund, share: Share | None, whole: int, common: Common) -> int:
    heading = common.given.get("heading")
    return min(whole, spending.spent_under(session, fund, share, heading)) if heading else whole


def _of_standing(session: Session, share: Share, common: Common) -> StandingPart:
    project, stands = share.project, shares.standing(session, share)
    fund, spent = funds.fund_of(session, project), stands.spent
    return {
        "to_forward": stands.to_forward,
        "on_its_way": stands.on_its_way,
        "held": stands.held,
        "spent": spent if fund is None else _spent(session, fund, share, spent, common),
        "owes": dues.owed_by_share(session, share),
    }


def _is_recovering(session: Session, share: Share, _common: Common) -> bool:
    fund = funds.fund_of(session, share.project)
    return fund is not None and fund.state in _RECOVERING


def _is_silent(session: Session, share: Share, common: Common) -> bool:
    """And the balance of the project comes back, but is not being recovered yet."""
    fund = funds.fund_of(session, share.project)
    if fund is None or fund.state in _RECOVERING:
        return False
    asked = freezing.reporting_ends(fund, common) is not None
    return asked and spending.is_silent(session, share)


def _takes_refunds(session: Session, share: Share, _common: Common) -> bool:
    fund = funds.fund_of(session, share.project)
    return fund is not None and recovering.takes_refunds(session, fund)


def _refundable(session: Session, share: Share, _common: Common) -> int:
    fund = funds.fund_of(session, share.project)
    return recovering.refundable(session, fund, shares.held_by(share)) if fund else 0


build_share = lazily(
    ShareFacts,
    _of_standing,
    confirmed=lambda session, share, _common: receipts.confirmed_last(session, share),
    is_lump_sum=_is_lump_sum,
    has_ended=_has_ended,
    is_recovering=_is_recovering,
    is_settled=is_settled,
    is_silent=_is_silent,
    takes_refunds=_takes_refunds,
    refundable=_refundable,
    unfinished=_unfinished,
    unconfirmed=_unconfirmed,
)


_RECOVERING = ("to_recover", "recovering", "demanded", "defaulted")
_ON_THE_WAY = (
    *("ordered", "awaiting_unit", "approved", "held", "barred", "batched", "returned"),
    "not_arrived",
)
_IN_VAIN = Text("{number}（{unit}）", "{number} ({unit})")
_UNTIL = Text("{unit}（限至 {until}）", "{unit} (until {until})")
_BESIDE = Text("{number}（{what}）", "{number} ({what})")

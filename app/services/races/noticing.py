"""What of a race is on public notice: the results of its stage, a weaker target; and results that
were withdrawn because an objection was upheld, scores do not stand, or the outcomes can no longer
take effect (§3.2, §3.4, R15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Race, Stage
from app.services.awarding.noticing import supervision_channel
from app.services.notice_periods import lengthened
from app.services.races import refocusing
from workflows.engine.calendar import last_day, local_date

_ON_NOTICE = ("notice", "objection")
_UPHELD = ("uphold_objection", "uphold_objection_to_scores")
WITHDRAWN = (
    *_UPHELD,
    "withdraw_result",
    "withdraw_for_new_panel",
    "decide_withdrawal_for_new_panel",
)
"""Moves by which results on notice are withdrawn."""
_DONE_AGAIN = ("assessing", "result_draft")


@dataclass(frozen=True, slots=True)
class OnNotice:
    """`begins` and `ends` are its first and last day; objections are taken at `channel`."""

    begins: date
    ends: date
    channel: str
    is_running: bool
    lengthened: Sequence[History] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Results that were on notice, and why they are none: by an objection that was upheld, with
    `minutes` and `reason`; else as scores do not stand, of which the public reads no more, or as
    the outcomes could no longer take effect."""

    minutes: str = ""
    reason: str = ""
    scores_void: bool = False


def results_on_notice(session: Session, race: Race, now: datetime) -> OnNotice | None:
    stage = race.current
    if stage is None or stage.state not in _ON_NOTICE:
        return None
    assert stage.notice_from is not None, "it is on notice"
    assert stage.notice_to is not None, "it is on notice"
    is_running = local_date(now) <= stage.notice_to
    return OnNotice(
        stage.notice_from,
        stage.notice_to,
        supervision_channel(session),
        is_running,
        lengthened(session, stage),
    )


def target_on_notice(session: Session, race: Race, now: datetime) -> OnNotice | None:
    """Day one is the day after it was proposed."""
    ends_at = refocusing.notice_ends_at(session, race)
    if ends_at is None:
        return None
    begins = local_date(race.state_entered_at)
    return OnNotice(begins, last_day(ends_at), supervision_channel(session), now < ends_at)


def results_withdrawn(session: Session, race: Race) -> Withdrawn | None:
    """Until new ones are on notice."""
    stage = race.current
    if stage is None or stage.state not in _DONE_AGAIN:
        return None
    last = _last_move(session, stage, (*WITHDRAWN, "call_checkpoint"))
    if last is None or last.transition not in WITHDRAWN:
        return None
    if last.transition in _UPHELD:
        return Withdrawn(last.given["minutes_number"], last.given["reason"])
    followed = _last_move(session, race, ("withdraw_results", "redraft_results"))
    return Withdrawn(scores_void=followed is None or followed.transition == "withdraw_results")


def _last_move(session: Session, case: Race | Stage, names: tuple[str, ...]) -> History | None:
    return session.scalars(
        select(History)
        .where(
            History.case_kind == case.kind,
            History.case_id == case.id,
            History.transition.in_(names),
        )
        .order_by(History.id.desc())
        .limit(1)
    ).first()

"""Ends that letters name and lists are sorted by follow the days that are ordered before they have
come; published moments stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    Notice,
    NoticeItem,
    OrderedDays,
    ProjectEnding,
    ProjectMilestone,
    Proposal,
    Race,
    RoleProposal,
    Stage,
    Team,
)
from app.services import history
from app.services.awarding.noticing import takes_objections
from app.services.calendars import forget_calendar
from app.services.cases import place_at_start
from app.services.days_ordered import decide, enter
from app.services.days_typed import Order
from app.services.door.timers import refresh_timers
from app.services.kept_ends import lengthen_notices, put_off
from app.services.notice_periods import lengthened, of_list
from tests import factories
from tests.filling import filled
from workflows.engine.calendar import SHANGHAI, end_of_day, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

MONDAY = datetime(2026, 7, 27, 10, tzinfo=SHANGHAI)
TUESDAY, NEXT_MONDAY = date(2026, 7, 28), date(2026, 8, 3)
TYPHOON = Order("福建省人民政府", "闽政办明电〔2026〕5号", local_date(MONDAY), "2026-07-28", "")
WORKED = Order("福建省人民政府", "闽政办明电〔2026〕6号", local_date(MONDAY), "", "2026-08-01")


@pytest.fixture
def notice(session: Session) -> Notice:
    """Five working days from Monday on: to the Monday after."""
    call = factories.call(session)
    row = Notice(call=call, title="公示", drafted_by_id=call.drafted_by_id)
    place_at_start(row, MONDAY)
    row.state, row.starts_on = "published", local_date(MONDAY)
    row.items = [NoticeItem(proposal=factories.proposal(session, call=call, state="notice"))]
    session.add(row)
    session.flush()
    of_list(session, row)
    for case in (row, row.items[0].proposal):
        refresh_timers(session, case, MONDAY)
    return row


def confirmed(session: Session, order: Order, now: datetime = MONDAY) -> OrderedDays:
    one, other = (factories.official(session, Role.SYS_ADMIN) for _ in range(2))
    assert enter(session, order, one, now) is None
    row: OrderedDays = session.query(OrderedDays).order_by(OrderedDays.id.desc()).all()[0]
    assert isinstance(decide(session, row, confirm=True, reason="", by=other, now=now), int)
    return row


def test_a_running_notice_is_lengthened_by_a_day_off_and_says_when_and_by_which_document(
    session: Session, notice: Notice
) -> None:
    listed: Proposal = notice.items[0].proposal
    close, until = notice.call.close_at, notice.call.recommend_until
    assert notice.ends_on == NEXT_MONDAY
    order = confirmed(session, TYPHOON)
    assert notice.ends_on == date(2026, 8, 4)
    assert notice.ends_at == notice.due_at == listed.due_at == end_of_day(date(2026, 8, 4))
    assert takes_objections(notice, end_of_day(NEXT_MONDAY))
    (noted,) = lengthened(session, notice)
    days = {"before": "2026-08-03", "after": "2026-08-04"}
    assert noted.given == {"source": order.source} | days
    assert (notice.call.close_at, notice.call.recommend_until) == (close, until)


@pytest.mark.parametrize(
    ("mechanism", "ends"),
    [("open_competition", date(2026, 8, 5)), ("open_call", date(2026, 8, 4))],
)
def test_a_pause_counts_for_the_notices_of_a_call_and_not_for_those_of_a_list_which_run_on(
    session: Session, notice: Notice, mechanism: str, ends: date
) -> None:
    notice.call.mechanism_key = mechanism
    for name, source, target in (("pause", "notice", "paused"), ("resume", "paused", "notice")):
        history.append(
            session,
            notice.call,
            name,
            source=source,
            target=target,
            actor_id=None,
            role=Role.DECISION_MAKER,
            now=MONDAY + timedelta(days=2),
            given={},
        )
    confirmed(session, TYPHOON)
    assert notice.ends_on == ends


def test_a_notice_that_is_over_and_a_working_day_ordered_change_no_notice(
    session: Session, notice: Notice
) -> None:
    confirmed(session, WORKED)
    assert notice.ends_on == NEXT_MONDAY
    confirmed(session, TYPHOON, now=MONDAY + timedelta(days=8))
    assert notice.ends_on == NEXT_MONDAY
    assert not lengthened(session, notice)


def test_notices_of_stages_and_acceptances_are_lengthened_as_those_of_lists(
    session: Session,
) -> None:
    factories.proposal(session)
    stage, acceptance = filled(session, Stage), filled(session, Acceptance)
    stage.state, acceptance.state = "notice", "noticing"
    stage.notice_from, stage.notice_to = TUESDAY, NEXT_MONDAY
    acceptance.notice_starts_on = TUESDAY - timedelta(days=DEFAULTS["accept_notice_days"])
    acceptance.notice_ends_on = TUESDAY
    ordered(session)
    found = lengthen_notices(session, TUESDAY, MONDAY)
    assert set(found) == {stage, acceptance}
    assert stage.notice_to == date(2026, 8, 4)
    assert acceptance.notice_ends_on == TUESDAY + timedelta(days=1)


def test_terms_that_are_kept_are_put_off_from_a_day_off_while_they_run(session: Session) -> None:
    factories.proposal(session)
    milestone, team = filled(session, ProjectMilestone), filled(session, Team)
    ending, race = filled(session, ProjectEnding), filled(session, Race)
    milestone.state, milestone.rectify_until = "rectifying", TUESDAY
    team.rectify_until = ending.audit_until = TUESDAY
    race.entry_until = end_of_day(TUESDAY)
    proposed = RoleProposal(
        person=factories.person(session),
        role="finance",
        proposed_by=factories.person(session),
        proposed_at=MONDAY,
        lapses_at=end_of_day(NEXT_MONDAY),
    )
    session.add(proposed)
    ordered(session)
    put_off(session, TUESDAY, MONDAY)
    wednesday = TUESDAY + timedelta(days=1)
    assert milestone.rectify_until == team.rectify_until == ending.audit_until == wednesday
    assert race.entry_until == end_of_day(wednesday)
    assert proposed.lapses_at == end_of_day(date(2026, 8, 4))


def ordered(session: Session) -> None:
    """Tuesday is a day off, as was confirmed on Monday."""
    one, other = (factories.person(session) for _ in range(2))
    row = OrderedDays(
        issuer=TYPHOON.issuer,
        document_number=TYPHOON.document_number,
        document_date=TYPHOON.document_date,
        days_off=[TUESDAY.isoformat()],
        working_days=[],
        entered_by=one,
        entered_at=MONDAY,
        is_confirmed=True,
        decided_by=other,
        decided_at=MONDAY,
    )
    session.add(row)
    forget_calendar(session)

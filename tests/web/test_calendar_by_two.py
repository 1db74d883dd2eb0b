"""The working calendar: a document is entered by one and confirmed by another, on two pages, and a
notice that it lengthens says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Notice, OrderedDays, Person
from app.services import history
from app.services.cases import place_at_start
from app.services.notice_periods import LENGTHENED
from tests.conftest import START, SignInAs
from tests.factories import call, official
from tests.web.accounts import HASH, PASSWORD
from workflows.engine.calendar import end_of_day
from workflows.roles import Role

TYPED = {
    "issuer": "国务院办公厅",
    "document_number": "国办发明电〔2026〕1号",
    "document_date": "2026-03-01",
    "year": "2027",
    "days_off": "2027-02-05 至 2027-02-06",
    "working_days": "2027-02-14",
}
ANSWER = {"signing_password": PASSWORD}


@pytest.fixture
def two(session: Session) -> tuple[Person, Person]:
    admin = official(session, Role.SYS_ADMIN, password_hash=HASH)
    supervisor = official(session, Role.SUPERVISOR, password_hash=HASH)
    session.commit()
    return admin, supervisor


def test_a_year_waits_on_the_home_page_of_whoever_may_confirm_it_and_counts_from_then_on(
    session: Session, sign_in: SignInAs, two: tuple[Person, Person]
) -> None:
    admin, supervisor = (sign_in(one) for one in two)
    assert admin.post("/admin/calendar", data=TYPED).status_code == 303
    page = f"/admin/calendar/{session.scalars(select(OrderedDays.id)).one()}"
    session.rollback()
    assert page not in admin.get("/home").text, "nobody confirms what they entered"
    assert page in supervisor.get("/home").text
    shown = supervisor.get(page).text
    assert "国务院办公厅 国办发明电〔2026〕1号 2026-03-01" in shown
    assert "2027-02-05—2027-02-06" in shown
    assert supervisor.post(page, data=ANSWER | {"answer": "confirm"}).status_code == 303
    assert "已确认 2027 年" in admin.get("/admin/calendar").text
    assert "已由他人办理" in supervisor.get(page).text
    assert page not in supervisor.get("/home").text


def test_whoever_entered_days_takes_them_back_with_a_reason(
    session: Session, sign_in: SignInAs, two: tuple[Person, Person]
) -> None:
    admin = sign_in(two[0])
    admin.post("/admin/calendar", data=TYPED)
    page = f"/admin/calendar/{session.scalars(select(OrderedDays.id)).one()}"
    session.rollback()
    assert admin.post(page, data=ANSWER | {"answer": "confirm"}).status_code == 422
    refused = ANSWER | {"answer": "refuse", "reason": "日期录错"}
    assert admin.post(page, data=refused).status_code == 303
    assert "日期录错" in admin.get("/admin/calendar").text


def test_the_page_of_a_notice_says_when_and_by_which_document_it_was_lengthened(
    session: Session, client: FlaskClient
) -> None:
    of = call(session)
    notice = Notice(call=of, title="公示", drafted_by_id=of.drafted_by_id)
    place_at_start(notice, START)
    notice.state, notice.starts_on = "published", START.date()
    notice.ends_on, notice.ends_at = date(2026, 3, 10), end_of_day(date(2026, 3, 10))
    session.add(notice)
    session.flush()
    given = {"source": "省政府 5号 2026-03-03", "before": "2026-03-09", "after": "2026-03-10"}
    by: dict[str, Any] = {"actor_id": None, "role": Role.SYS_ADMIN, "now": START}
    history.note(session, notice, LENGTHENED, given=given, **by)
    session.commit()
    page = client.get(f"/notices/{notice.id}").text
    assert "2026-03-02 依据 省政府 5号 2026-03-03" in page
    assert "由 2026-03-09 延长至 2026-03-10 24:00" in page

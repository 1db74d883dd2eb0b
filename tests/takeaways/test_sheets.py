"""A list is taken away as its page shows it: same rows, same rights, and no cell that computes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.access.guard import GUARD
from app.files.places import takeaway_files_of
from app.models import Outbox, Person, Takeaway
from app.services.takeaways import asking
from app.services.takeaways.listings import LISTINGS, Asker
from app.worker.context import Context
from app.worker.jobs import work
from tests.conftest import START, SignInAs, StillClock
from tests.factories import call, grant, official, organisation, person, proposal
from tests.web.looking import looking
from tests.web.one_of_each import World
from workflows.engine.calendar import end_of_day
from workflows.roles import OF_A_UNIT, SYSTEM_ROLES, Role


def rows_of(book: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(book)).worksheets[0]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.fixture
def unit(session: Session) -> Person:
    """Whoever seals for a unit with three proposals, one named like a formula."""
    lab = organisation(session)
    made = person(session, organisation_id=lab.id)
    grant(session, made, Role.UNIT_ADMIN, organisation_id=lab.id)
    of_call = call(session)
    for title in ('=HYPERLINK("http://example.org")', "+1", "@电池"):
        row = proposal(session, call=of_call, lead_unit=lab, state="unit_review")
        row.title = title
    proposal(session, call=of_call, lead_unit=lab, state="draft")
    proposal(session, call=of_call, state="unit_review")
    session.commit()
    return made


def test_a_short_list_comes_at_once_and_holds_no_formula(unit: Person, sign_in: SignInAs) -> None:
    answer = sign_in(unit).get("/sheets/our-proposals.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == {
        *('=HYPERLINK("http://example.org")', "+1", "@电池")
    }
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "inlineStr", "n"}
    assert sheet["B1"].value == "标题"


def test_the_sheet_speaks_the_language_of_the_page(unit: Person, sign_in: SignInAs) -> None:
    answer = sign_in(unit).get("/sheets/our-proposals.xlsx?lang=en")
    assert rows_of(answer.data)[0][:3] == ("Number", "Title", "Call")


def test_a_sheet_names_a_call_and_its_close_as_the_page_does(
    session: Session, sign_in: SignInAs
) -> None:
    named = call(session)
    named.title_en, named.close_at = "Batteries", end_of_day(date(2026, 12, 6))
    reader = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    for language, title in (("en", "Batteries"), ("zh_Hans_CN", named.title)):
        answer = sign_in(reader).get(f"/sheets/calls.xlsx?lang={language}")
        row = rows_of(answer.data)[1]
        assert (row[0], row[4]) == (title, "2026-12-06 24:00")


def test_a_sheet_is_for_whoever_may_open_the_page_of_its_list(
    app: Flask, world_of_lists: World, sign_in: SignInAs
) -> None:
    session = world_of_lists.session
    holders = {r.value: official(session, r) for r in Role if r not in SYSTEM_ROLES | OF_A_UNIT}
    for of_unit in OF_A_UNIT:
        holders[of_unit.value] = someone = person(session)
        grant(session, someone, of_unit, organisation_id=world_of_lists.lab.id)
    session.commit()
    for key, listing in LISTINGS.items():
        guard = getattr(app.view_functions[listing.endpoint], GUARD)
        allowed = guard.removeprefix("role:").split(",") if guard.startswith("role:") else holders
        path = f"/sheets/{key}.xlsx?number={world_of_lists.call.id}"
        for role in ("programme_officer", "supervisor", "finance", "applicant", "unit_admin"):
            answer = sign_in(holders[role]).get(path)
            assert answer.status_code == (200 if role in allowed else 403), (key, role)


@pytest.fixture
def world_of_lists(session: Session) -> World:
    return World(session)


def test_every_column_can_be_written_for_every_list(world_of_lists: World) -> None:
    """One row at least in each, where the world has one."""
    session = world_of_lists.session
    world_of_lists.proposal.state, world_of_lists.item.round = "formal_check", 1
    world_of_lists.fund.state, world_of_lists.after[0].state = "frozen", "reviewing"
    world_of_lists.notice.state = "ended"
    officer = official(session, Role.SUPERVISOR)
    session.flush()
    asker = Asker(session, officer, START)
    empty = set()
    for key, listing in LISTINGS.items():
        query = listing.query(asker, {"number": str(world_of_lists.call.id)})
        assert query is not None, key
        rows = session.scalars(query).unique().all()
        if not rows:
            empty.add(key)
        for row in rows:
            assert all(column.of(row) is not None for column in listing.columns), key
    nothing = {"our-proposals", "recommending", "register", "changes", "found-result", "own-fees"}
    assert empty <= nothing


def test_a_long_list_is_made_in_the_background_for_its_owner_only_and_not_for_ever(
    app: Flask,
    context: Context,
    session: Session,
    unit: Person,
    sign_in: SignInAs,
    clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE_MOST", 2)
    other = person(session)
    session.commit()
    client = sign_in(unit)
    assert "共 3 行" in client.get("/sheets/our-proposals.xlsx").text
    page = client.post("/sheets/our-proposals.xlsx").headers["Location"]
    assert "正在生成" in client.get(page).text
    assert client.get(f"{page}/file").status_code == 404
    with looking(app) as reading:
        job = reading.query(Outbox).filter_by(job="takeaway").one().id
    work(context, job, clock.now())
    work(context, job, clock.now())
    assert "下载" in client.get(page).text
    with client.get(f"{page}/file") as answer:
        assert len(rows_of(answer.data)) == 4
    assert sign_in(other).get(page).status_code == 404
    assert sign_in(other).get(f"{page}/file").status_code == 404
    clock.advance(days=7)
    assert client.get(f"{page}/file").status_code == 404
    with looking(app) as reading:
        digest = reading.query(Takeaway).one().sha256 or ""
    assert takeaway_files_of(context.settings).exists(digest)
    with context.transaction() as writing:
        asking.clear_expired(writing, clock.now())
    assert not takeaway_files_of(context.settings).exists(digest)


def test_a_sheet_made_in_the_background_speaks_the_language_of_the_page_too(
    app: Flask,
    context: Context,
    unit: Person,
    sign_in: SignInAs,
    clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE_MOST", 2)
    client = sign_in(unit)
    page = client.post("/sheets/our-proposals.xlsx?lang=en").headers["Location"]
    with looking(app) as reading:
        job = reading.query(Outbox).filter_by(job="takeaway").one().id
    work(context, job, clock.now())
    with client.get(f"{page}/file") as answer:
        assert rows_of(answer.data)[0][:3] == ("Number", "Title", "Call")


def test_whoever_has_lost_the_role_meanwhile_gets_nothing(
    app: Flask, context: Context, session: Session, unit: Person, clock: StillClock
) -> None:
    made = asking.ask_for_sheet(
        *(session, unit, "our-proposals", {}, ["unit_admin"], "x.xlsx", clock.now()), language="en"
    )
    unit.grants[0].ends_at = clock.now()
    session.commit()
    with looking(app) as reading:
        job = reading.query(Outbox).filter_by(job="takeaway").one().id
    work(context, job, clock.now())
    with looking(app) as reading:
        found = reading.get_one(Takeaway, made.id)
        assert (found.status, found.sha256) == ("failed", None)

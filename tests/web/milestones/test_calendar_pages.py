"""The schedule of milestones and the calendar: each reader finds the days of own cases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient

from app.models import Person
from app.services.review.meetings import meeting_of
from tests.conftest import SignInAs
from tests.factories import person
from tests.services.calls_in_review import drawn
from tests.services.defences import begun, both_shortlisted, planned, seat_of
from tests.services.running import Running, awarded
from tests.services.stage import Stage
from tests.web.counting import counting
from tests.web.visiting import visit
from workflows.engine.calendar import end_of_day, local_date
from workflows.roles import Role


def test_the_schedule_is_filtered_by_month_and_its_queries_do_not_grow(
    announced: Running, sign_in: SignInAs, app: Any
) -> None:
    stage = announced.stage
    officer = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    page = officer.get("/office/milestones?month=2026-09").text
    assert "中期样机" in page
    assert "终期</a>" not in page
    assert "中期样机" not in officer.get("/office/milestones?month=2028-03&late=1").text
    assert officer.get("/office/milestones?month=nonsense&programme=x").status_code == 200
    with counting(app.extensions["database"].engine) as few:
        officer.get("/office/milestones")
    for _ in range(3):
        more = awarded(stage)
        more.sign()
    stage.session.commit()
    with counting(app.extensions["database"].engine) as many:
        assert officer.get("/office/milestones").text.count("样机") > 3
    assert len(many) == len(few)


def test_a_calendar_address_is_read_without_signing_in_until_it_is_changed(
    announced: Running, sign_in: SignInAs, client: FlaskClient
) -> None:
    stage = announced.stage
    leader = visit(sign_in, stage, announced.awarded.applied.pi)
    assert "/calendar/" not in leader.get("/my/calendar").text
    leader.post("/my/calendar")
    found = re.search(r"(/calendar/[0-9a-f-]+\.ics)", leader.get("/my/calendar").text)
    assert found is not None
    address = found.group(1)
    feed = client.get(address)
    assert feed.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20260930" in feed.text
    assert all(len(line.encode()) <= 75 for line in feed.text.split("\r\n"))
    leader.post("/my/calendar")
    assert client.get(address).status_code == 404
    assert client.get(address.replace("-", "-0")).status_code == 404


def test_a_calendar_speaks_the_language_of_the_page_where_its_address_was_taken(
    announced: Running, sign_in: SignInAs, client: FlaskClient
) -> None:
    stage = announced.stage
    leader = visit(sign_in, stage, announced.awarded.applied.pi)
    leader.post("/my/calendar")
    said = {"zh_Hans_CN": "冲线 · 节点与期限", "en": "Chongxian · milestones and deadlines"}
    for language, name in said.items():
        page = leader.get(f"/my/calendar?lang={language}").text
        found = re.search(r"(/calendar/[0-9a-f-]+\.ics)(\?lang=\w+)", page)
        assert found is not None
        assert f"X-WR-CALNAME:{name}" in client.get(found[0]).text
        older = found[1]
    announced.awarded.applied.pi.locale = "en"
    stage.session.commit()
    assert said["en"] in client.get(older).text, "an address of before speaks as the account"
    assert said["en"] in client.get(f"{older}?lang=fr").text, "and one in a language there is not"


def test_the_calendar_of_a_stranger_is_empty(
    announced: Running, sign_in: SignInAs, client: FlaskClient
) -> None:
    stranger = visit(sign_in, announced.stage, person(announced.stage.session))
    stranger.post("/my/calendar")
    found = re.search(r"(/calendar/[0-9a-f-]+\.ics)", stranger.get("/my/calendar").text)
    assert found is not None
    assert "BEGIN:VEVENT" not in client.get(found.group(1)).text


def test_a_month_shows_each_reader_the_milestones_of_own_cases_and_marks_today(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage, milestone = submitted.stage, submitted.milestone
    path = f"/my/calendar?month={milestone.due_on:%Y-%m}"
    line = re.compile(
        rf'<td[^>]*><time datetime="{milestone.due_on}">(?:(?!</td>).)*{milestone.title}', re.S
    )
    for reader in (submitted.awarded.applied.pi, stage.holder(Role.PROGRAMME_OFFICER)):
        page = visit(sign_in, stage, reader).get(path).text
        assert line.search(page)
        assert f'href="/milestones/{milestone.id}"' in page
    stranger = visit(sign_in, stage, person(stage.session))
    assert milestone.title not in stranger.get(path).text
    now = stranger.get("/my/calendar?month=never").text
    assert re.search(rf'aria-current="date"><time datetime="{local_date(stage.now)}"', now)


def test_a_call_stands_on_its_last_day_and_leads_where_its_reader_may_go(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    call = submitted.project.proposal.call
    call.close_at = end_of_day(date(2026, 8, 31))
    addresses = {
        stage.holder(Role.PROGRAMME_OFFICER): f"/office/calls/{call.id}",
        person(stage.session): f"/calls/{call.id}",
    }
    for reader, address in addresses.items():
        page = visit(sign_in, stage, reader).get("/my/calendar?month=2026-08").text
        day = page.split('datetime="2026-08-31"')[1].split("</td>")[0]
        assert f'href="{address}"' in day
        assert (
            call.title not in visit(sign_in, stage, reader).get("/my/calendar?month=2026-09").text
        )


def test_whoever_is_to_be_at_a_defence_has_it_in_the_calendar_once_notice_is_given(
    stage: Stage, sign_in: SignInAs, client: FlaskClient
) -> None:
    call = both_shortlisted(stage)
    group = drawn(stage, call, "defence")
    planned(stage, group)
    meeting = meeting_of(stage.session, group)
    assert meeting is not None
    team, expert = group.items[0].proposal.pi, group.sitting[0].expert.person
    stranger = person(stage.session)
    path = f"/my/calendar?month={local_date(meeting.starts_at):%Y-%m}"
    assert "答辩" not in visit(sign_in, stage, team).get(path).text
    stage.moved(group, "call_meeting", stage.holder(Role.PROGRAMME_OFFICER))
    stage.session.commit()
    for who, named in ((team, group.items[0].proposal.title), (expert, group.name)):
        reader = visit(sign_in, stage, who)
        assert named in reader.get(path).text
        reader.post("/my/calendar")
        found = re.search(r"(/calendar/[0-9a-f-]+\.ics)", reader.get(path).text)
        assert found is not None
        feed = client.get(found.group(1)).text.replace("\r\n ", "")
        assert f"DTSTART;VALUE=DATE:{local_date(meeting.starts_at):%Y%m%d}" in feed
        assert named in feed
    page = visit(sign_in, stage, stranger).get(path).text
    assert not any(item.proposal.title in page for item in group.items)
    assert group.name not in page


def test_a_panel_finds_the_day_a_defence_was_moved_to_and_whoever_left_finds_none(
    stage: Stage, sign_in: SignInAs, client: FlaskClient
) -> None:
    group = begun(stage, both_shortlisted(stage))
    group.name_en = "Panel of the defence"
    group.call.rules = {**group.call.rules, "defence_new_dates": 1}
    absent, officer = group.items[1].proposal, stage.holder(Role.PROGRAMME_OFFICER)
    leaving, staying = group.sitting[0].expert.person, group.sitting[1].expert.person
    later = stage.now + timedelta(days=6)
    given = {"new_defence_at": later.isoformat(), "evidence": "住院。"}
    first_day = local_date(stage.now)
    stage.moved(absent, "excuse_absence", officer, **given)
    stage.moved(group, "drop_out", officer, seat=seat_of(group, 0), reason="突发疾病。")
    stage.session.commit()

    def feed(of: Person) -> str:
        reader = visit(sign_in, stage, of)
        reader.post("/my/calendar")
        found = re.search(r"(/calendar/[0-9a-f-]+\.ics)", reader.get("/my/calendar").text)
        assert found is not None
        return client.get(found.group(1)).text.replace("\r\n ", "")

    staying.locale = "en"
    stage.session.commit()
    told = re.findall(r"UID:(defence-\S+)|SUMMARY:Defence \S+ · (.+)\r", feed(staying))
    assert len({uid for uid, _title in told if uid}) == 2
    assert {title for _uid, title in told if title} == {"Panel of the defence"}
    for day in (first_day, local_date(later)):
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in feed(staying)
        page = visit(sign_in, stage, staying).get(f"/my/calendar?month={day:%Y-%m}").text
        assert page.split(f'datetime="{day}"')[1].split("</td>")[0].count("Panel of the") == 1
    assert "UID:defence-" not in feed(leaving)

"""A draft exists for its writers only, and tells them what it needs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.models import Outbox, ProposalMember, Sanction
from app.models.proposals import SECTIONS
from app.services.upkeep.queue import clear_done
from tests.conftest import START, SignInAs, StillClock
from tests.factories import grant, official, person, proposal
from tests.web.editions import edition
from tests.web.visiting import seen
from workflows.roles import Role


@pytest.mark.parametrize(("state", "others"), [("draft", 404), ("unit_review", 200)])
def test_who_else_holds_a_role_sees_a_proposal_once_it_is_submitted(
    session: Session, sign_in: SignInAs, state: str, others: int
) -> None:
    mine = proposal(session, state=state)
    unit = person(session, organisation_id=mine.lead_unit_id)
    grant(session, unit, Role.UNIT_ADMIN, organisation_id=mine.lead_unit_id)
    people = [mine.pi, unit, official(session, Role.PROGRAMME_OFFICER)]
    session.commit()
    found = [sign_in(one).get(f"/proposals/{mine.id}").status_code for one in people]
    assert found == [200, others, others]


@pytest.mark.parametrize("is_held", [True, False])
def test_what_waits_on_a_role_of_a_unit_that_nobody_holds_says_so(
    session: Session, sign_in: SignInAs, is_held: bool
) -> None:
    mine = proposal(session, state="unit_review")
    if is_held:
        unit = person(session, organisation_id=mine.lead_unit_id)
        grant(session, unit, Role.UNIT_ADMIN, organisation_id=mine.lead_unit_id)
    session.commit()
    page = sign_in(mine.pi).get(f"/proposals/{mine.id}").text
    assert "目前由谁办理：" in page
    assert ("目前无人担任申报单位管理员" in page) is not is_held


def test_what_is_needed_to_submit_is_not_called_optional(
    session: Session, sign_in: SignInAs
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    page = sign_in(draft.pi).get(f"/proposals/{draft.id}/edit/sections").text
    assert (page.count("（提交前须填）"), "（选填）" in page) == (len(SECTIONS), False)


@pytest.mark.parametrize(
    ("part", "row", "missing"),
    [
        ("units", {"rows-0-tasks": "中试", "rows-0-fiscal": "60"}, "单位全称"),
        ("metrics", {"rows-0-target": "5"}, "指标"),
        ("milestones", {"rows-0-due_on": "2027-01-01"}, "节点"),
    ],
)
def test_what_stands_beside_an_empty_first_field_is_asked_for_and_never_dropped(
    session: Session, sign_in: SignInAs, part: str, row: dict[str, str], missing: str
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    client, path = sign_in(draft.pi), f"/proposals/{draft.id}/edit/{part}"
    reply = client.post(path, data={"edition": str(draft.edition)} | row)
    assert reply.status_code == 422
    assert f"请填写“{missing}”" in reply.text
    assert all(f'value="{typed}"' in reply.text for typed in row.values())
    empty = dict.fromkeys(row, "")
    assert client.post(path, data={"edition": str(draft.edition)} | empty).status_code == 303


@pytest.mark.parametrize(
    ("part", "field", "typed"),
    [
        ("basics", "title", {"title": "题" * 300}),
        ("milestones", "rows-0-due_on", {"rows-0-title": "小试", "rows-0-due_on": "明年"}),
    ],
)
def test_a_draft_that_saves_itself_says_at_which_field_something_is_wrong(
    session: Session, sign_in: SignInAs, part: str, field: str, typed: dict[str, str]
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    client, edition = sign_in(draft.pi), {"edition": str(draft.edition)}
    reply = client.post(f"/proposals/{draft.id}/autosave/{part}", data=edition | typed)
    assert reply.status_code == 422
    assert list((reply.json or {})["wrong"]) == [field]
    assert f'id="{field}"' in client.get(f"/proposals/{draft.id}/edit/{part}").text


def test_a_draft_that_saves_itself_says_who_saved_first_unless_it_says_the_same(
    session: Session, sign_in: SignInAs
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    client, opened = sign_in(draft.pi), {"edition": str(draft.edition)}
    path = f"/proposals/{draft.id}/autosave/sections"
    for _window in range(2):
        assert client.post(path, data=opened | {"summary": "甲稿"}).status_code == 200
    late = client.post(path, data=opened | {"summary": "乙稿"})
    assert late.status_code == 409
    assert "在另一窗口保存了其他内容" in (late.json or {})["conflict"]


def test_two_parts_of_a_draft_are_written_in_two_windows_and_neither_holds_up_the_other(
    session: Session, sign_in: SignInAs
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    client, of = sign_in(draft.pi), f"/proposals/{draft.id}"
    body, pledge = (
        edition(client.get(f"{of}/edit/{part}").text, "") for part in ("sections", "pledge")
    )
    saved = client.post(f"{of}/autosave/sections", data=body | {"summary": "甲稿"})
    assert saved.status_code == 200
    assert client.post(f"{of}/edit/pledge", data=pledge | {"agreed": "y"}).status_code == 303
    opened = {"edition": str((saved.json or {})["edition"])}
    again = client.post(f"{of}/autosave/sections", data=opened | {"summary": "乙稿"})
    assert again.status_code == 200
    assert (
        client.post(f"{of}/autosave/sections", data=body | {"summary": "丙稿"}).status_code == 409
    )
    session.expire_all()
    assert draft.sections["summary"] == "乙稿"
    assert draft.pledged_at is not None


def test_what_an_earlier_version_saved_of_any_part_is_not_undone_unseen(
    session: Session, sign_in: SignInAs
) -> None:
    """While a site is renewed, one that names no parts may still save."""
    draft = proposal(session, state="draft")
    session.commit()
    client, path = sign_in(draft.pi), f"/proposals/{draft.id}/autosave/sections"
    opened = {"edition": str(draft.edition)}
    draft.edition += 1
    session.commit()
    assert client.post(path, data=opened | {"summary": "乙稿"}).status_code == 409
    now = {"edition": str(draft.edition)}
    assert client.post(path, data=now | {"summary": "乙稿"}).status_code == 200


def test_each_part_of_a_draft_says_how_much_it_lacks_and_leads_on(
    session: Session, sign_in: SignInAs
) -> None:
    draft = proposal(session, state="draft", sections={}, pledged_at=None)
    session.commit()
    client = sign_in(draft.pi)
    page = client.get(f"/proposals/{draft.id}/edit/basics").text
    assert f"正文 <b>还差 {len(SECTIONS)} 项</b>" in page
    assert "诚信承诺 <b>还差 1 项</b>" in page
    assert "本部分待完善：" not in page
    assert "本部分待完善：未签署诚信承诺" in client.get(f"/proposals/{draft.id}/edit/pledge").text
    assert (
        f'<a href="/proposals/{draft.id}/edit/pledge">' in client.get(f"/proposals/{draft.id}").text
    )
    form = {"edition": str(draft.edition), "summary": "摘要", "onward": "yes"}
    assert client.post(f"/proposals/{draft.id}/edit/sections", data=form).location == (
        f"/proposals/{draft.id}/edit/metrics"
    )


def test_whoever_is_named_a_member_finds_it_among_what_waits_while_it_can_be_submitted(
    session: Session, sign_in: SignInAs
) -> None:
    named = person(session)
    for state in ("draft", "withdrawn"):
        of = proposal(session, state=state)
        of.members.append(
            ProposalMember(name=named.name, email=named.email, person_id=named.id, duty=state)
        )
    session.commit()
    page = sign_in(named).get("/home").text
    assert "您被列为项目参加人（draft），请本人确认" in page
    assert "（withdrawn）" not in page


def test_the_budget_of_a_draft_says_what_its_call_allows(
    session: Session, sign_in: SignInAs
) -> None:
    draft = proposal(session)
    draft.call.award_most = 4_000_000_00
    client, path = sign_in(draft.pi), f"/proposals/{draft.id}/edit/budget"
    for percent, said in ((150, True), (0, False)):
        draft.call.rules = {**draft.call.rules, "matching_percent_least": percent}
        session.commit()
        page = client.get(path).text
        assert "单项资助上限 400.00 万元" in page
        assert ("不低于申请财政经费的 150%" in page) == said


def test_whoever_names_a_member_cannot_tell_whether_there_is_such_an_account(
    session: Session, sign_in: SignInAs, clock: StillClock
) -> None:
    """Nor by what name it goes, nor whether its person is barred."""
    draft = proposal(session, state="draft")
    session.commit()
    about = f"/proposals/{draft.id}"
    client, path = sign_in(draft.pi), f"{about}/edit/members"
    named = {"name": "李工", "email": "li@example.org", "unit_name": "福州大学", "duty": "测试"}
    session.commit()

    def read() -> str:
        clock.advance(seconds=1)
        assert client.post(path, data=named).status_code == 303
        page = seen(client, path) + seen(client, about)
        [remove] = re.findall(r'action="(/proposals/\d+/members/\d+/remove)"', page)
        client.post(remove)
        assert "已移除。" in client.get(path).text
        return page

    without = read()
    assert "已请李工确认参加。请您同时转告：用邮箱 li@example.org 登录确认" in without
    known = person(session, name="李工", email="li@example.org")
    barred = {"act": "造假", "basis": "某办法", "decided_by": "某厅"}
    session.add(Sanction(person=known, starts_on=START.date(), **barred))
    session.commit()
    assert read() == without
    known.name = "王工"
    session.commit()
    assert read() == without


@pytest.mark.parametrize(
    ("error", "days", "read"),
    [
        ("", 1, "待确认"),
        ("FinalError: 550 nobody", 91, "邮件未能送达，请您转告；邮件服务器的回答：550 nobody"),
    ],
)
def test_a_leader_reads_what_became_of_the_mail_that_asked_a_member_to_register(
    session: Session, sign_in: SignInAs, error: str, days: int, read: str
) -> None:
    """Also once work done long ago is cleared."""
    draft = proposal(session, state="draft")
    draft.members.append(ProposalMember(name="李工", email="li@example.org", asked_by="asked"))
    session.add(
        Outbox(
            key="asked",
            job="invitation",
            payload={},
            status="failed" if error else "done",
            error=error,
            not_before=START,
            done_at=None if error else START,
        )
    )
    session.flush()
    clear_done(session, START + timedelta(days=days))
    session.commit()
    assert read in sign_in(draft.pi).get(f"/proposals/{draft.id}/edit/members").text


def test_a_button_that_removes_says_whom_or_what(session: Session, sign_in: SignInAs) -> None:
    """For whoever hears the buttons of a list one after the other."""
    draft = proposal(session, state="draft")
    for name in ("李工", "王工"):
        draft.members.append(ProposalMember(name=name, email=f"{len(name)}{name}@example.org"))
    session.commit()
    page = sign_in(draft.pi).get(f"/proposals/{draft.id}/edit/members").text
    for name in ("李工", "王工"):
        assert f'aria-label="移除“{name}”"' in page


def test_who_begins_a_second_draft_is_led_to_the_first(session: Session, sign_in: SignInAs) -> None:
    draft = proposal(session, state="draft")
    other = person(session, organisation_id=draft.lead_unit_id)
    draft.call.state = "open"
    session.commit()
    again = sign_in(draft.pi).post(f"/calls/{draft.call_id}/proposals")
    first = sign_in(other).post(f"/calls/{draft.call_id}/proposals")
    assert (again.status_code, first.status_code) == (409, 303)
    assert f'href="/proposals/{draft.id}/edit/basics">打开已有的草稿</a>' in again.text

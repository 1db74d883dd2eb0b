"""What was typed and not sent is offered again in the same tab, until it was taken."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.factories import grant, person, proposal
from tests.journeys.theatre import PASSWORD, Theatre, follow, may_sign_in
from workflows.roles import Role

WORDS = "发票日期早于合同，金额与合同不符，供货单位从未供货。"


def test_what_was_typed_survives_the_other_language_and_is_gone_once_it_was_taken(
    theatre: Theatre, session: Session
) -> None:
    supervisor = person(session)
    grant(session, supervisor, Role.SUPERVISOR)
    may_sign_in(supervisor)
    session.commit()
    visitor = theatre.visitor(supervisor)
    page = visitor.page
    visitor.open("/integrity/new")
    visitor.fill(act=WORDS)
    follow(page.get_by_role("link", name="English"))
    expect(page.locator("[name=act]")).to_have_value("")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("[name=act]")).to_have_value(WORDS)
    follow(page.locator("main form button.btn-primary"))
    expect(page.locator("[name=act]")).to_have_value(WORDS)
    expect(page.locator(".told")).to_have_count(0)  # refused, and shown as it was typed
    visitor.fill(subject="某单位", when_and_where="2026年")
    follow(page.locator("main form button.btn-primary"))
    assert visitor.number()
    visitor.open("/integrity/new")
    expect(page.locator(".told")).to_have_count(0)


def test_who_types_on_after_the_session_ended_is_told_so_and_loses_nothing(
    theatre: Theatre, session: Session
) -> None:
    draft = proposal(session)
    may_sign_in(draft.pi)
    session.commit()
    visitor = theatre.visitor(draft.pi)
    page = visitor.page
    visitor.open(f"/proposals/{draft.id}/edit/sections")
    page.context.clear_cookies(name="session")
    page.locator("[name=summary]").fill(WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("登录已过期")
    follow(page.get_by_role("button", name="保存", exact=True))
    page.get_by_label("邮箱").fill(draft.pi.email)
    page.get_by_label("密码").fill(PASSWORD)
    follow(page.get_by_role("button", name="登录"))
    follow(page.get_by_role("button", name="继续提交"))
    expect(page.locator(".told-success")).to_have_count(1)
    expect(page.locator("[name=summary]")).to_have_value(WORDS)

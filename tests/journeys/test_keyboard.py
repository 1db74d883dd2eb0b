"""Without a mouse, at 200 % zoom: signing in, past the menu, into the form, a mistake, saved."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize
from sqlalchemy.orm import Session

from app.models import Proposal
from tests.factories import call, organisation, person, proposal
from tests.journeys.theatre import PASSWORD, Theatre, may_sign_in

ZOOMED: ViewportSize = {"width": 640, "height": 450}
"""A window of 1280 × 900 at 200 % (WCAG 1.4.10)."""
_STEPS_MOST = 60


def test_a_proposal_is_written_and_saved_with_the_keyboard_alone_at_double_size(
    theatre: Theatre, session: Session
) -> None:
    leader = person(session, organisation_id=organisation(session).id)
    draft = proposal(session, call=call(session), pi=leader)
    may_sign_in(leader)
    session.commit()

    page = theatre.stranger()
    page.set_viewport_size(ZOOMED)
    page.goto("/account/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(leader.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    enter(page)
    assert page.url.endswith("/home")

    page.goto(f"/proposals/{draft.id}/edit/basics")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文", "the first stop skips the menu"
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1

    tab_to(page, "[name=title]")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    tab_to(page, "form.panel button[type=submit]")
    enter(page)
    assert page.locator(".summary:focus").count() == 1, "what is wrong is read out first"
    tab_to(page, ".summary a")
    page.keyboard.press("Enter")
    assert page.locator("[name=title]:focus").count() == 1, "the summary leads to the field"

    page.keyboard.type("只用键盘写成的申报书")
    tab_to(page, "form.panel button[type=submit]")
    enter(page)
    with theatre.look() as reading:
        assert reading.get_one(Proposal, draft.id).title == "只用键盘写成的申报书"


def tab_to(page: Page, wanted: str) -> None:
    """Stop by stop; each shows that it has the focus and lies within the width of the window."""
    for _ in range(_STEPS_MOST):
        page.keyboard.press("Tab")
        seen = page.evaluate(_LOOK, wanted)
        assert seen["shown"], f"{seen['what']} does not show its focus"
        assert seen["inside"], f"{seen['what']} lies outside the window"
        if seen["arrived"]:
            return
    raise AssertionError(f"{wanted} is not reached with the keyboard")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


_LOOK = """wanted => {
  const one = document.activeElement;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    what: one.outerHTML.slice(0, 120),
    // The parts of a date show it themselves, where no script of a page can look.
    shown: style.outlineStyle !== "none" || style.boxShadow !== "none" || one.type === "date",
    inside: box.left >= -1 && box.right <= innerWidth + 1,
    arrived: one.matches(wanted),
  };
}"""

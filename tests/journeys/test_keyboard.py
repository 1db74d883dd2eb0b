"""Without a mouse, at 200 % zoom: an applicant from signing in to a mistake mended and saved, a
reviewer from signing in to the signed scores."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize
from sqlalchemy.orm import Session

from app.models import (
    GroupProposal,
    PanelSeat,
    Person,
    Proposal,
    ProposalMember,
    Review,
    ReviewGroup,
)
from app.services.moves import begin
from tests.conftest import START
from tests.factories import call, expert, organisation, person, proposal
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

    page = signed_in_by_keyboard(theatre, leader)
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
    assert page.locator("form.panel button[type=submit]:focus").inner_text() == "保存"
    told = page.locator("form.panel .told[role=status]")
    assert told.inner_text() == "已保存。", "beside the button, from which one goes on"


def test_whoever_removed_a_row_with_the_keyboard_goes_on_within_the_page(
    theatre: Theatre, session: Session
) -> None:
    leader = person(session, organisation_id=organisation(session).id)
    draft = proposal(session, call=call(session), pi=leader)
    draft.members = [ProposalMember(name="骨干甲", email="jia@example.org", duty="试验")]
    may_sign_in(leader)
    session.commit()

    page = signed_in_by_keyboard(theatre, leader)
    page.goto(f"/proposals/{draft.id}/edit/members")
    tab_to(page, "[aria-label^='移除']")
    enter(page)
    assert page.locator("main:focus").count() == 1, "past the menus"
    assert page.locator(".told[role=status]").inner_text() == "已移除。"


def test_in_forced_colours_a_button_shows_that_it_has_the_focus(
    theatre: Theatre, session: Session
) -> None:
    leader = person(session)
    may_sign_in(leader)
    session.commit()
    page = theatre.stranger()
    page.emulate_media(forced_colors="active")
    page.goto("/account/sign-in")
    for _ in range(_STEPS_MOST):
        page.keyboard.press("Tab")
        if page.locator("main button[type=submit]:focus").count():
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "shadows are not drawn"


def test_scores_are_given_and_signed_with_the_keyboard_alone_at_double_size(
    theatre: Theatre, session: Session
) -> None:
    review = on_the_desk(session)
    number = review.id
    page = signed_in_by_keyboard(theatre, review.expert.person)
    tab_to(page, f"main a[href='/reviews/{number}']")
    enter(page)

    tab_to(page, "a[href$='declare_no_conflict']")
    enter(page)
    tab_to(page, "[name=signing_password]")
    page.keyboard.type(PASSWORD)
    enter(page)
    page.goto(f"/reviews/{number}")
    for name in [row["key"] for row in review.group.criteria]:
        tab_to(page, f"[name='score-{name}']")
        page.keyboard.type("88")
        tab_to(page, f"[name='comment-{name}']")
        page.keyboard.type("路线可行，指标可测。")
    tab_to(page, "[name=overall]")
    page.keyboard.type("总体可行。")
    tab_to(page, "[name=recommends]")
    page.keyboard.press("Space")
    tab_to(page, "form.panel button[type=submit]")
    enter(page)

    tab_to(page, "[name=onward]")
    enter(page)
    tab_to(page, "form.panel button[type=submit]")
    enter(page)
    with theatre.look() as reading:
        signed = reading.get_one(Review, number)
        assert (signed.state, signed.total, signed.recommends) == ("signed", 8800, True)


def on_the_desk(session: Session) -> Review:
    """A review that waits for its expert to declare, in a panel at work."""
    about = proposal(session, call=call(session, state="review"), state="online_review")
    seated, officer = expert(session), about.call.drafted_by
    group = ReviewGroup(
        call=about.call, name="第一组", formed_by_id=officer.id, seed="s", seed_commitment="c"
    )
    group.seats, group.items = [PanelSeat(expert=seated, seat=1)], [GroupProposal(proposal=about)]
    begin(session, group, officer, START)
    group.state = "reviewing"
    review = Review(group=group, proposal=about, expert=seated)
    begin(session, review, officer, START)
    may_sign_in(seated.person)
    session.commit()
    return review


def signed_in_by_keyboard(theatre: Theatre, person: Person) -> Page:
    page = theatre.stranger()
    page.set_viewport_size(ZOOMED)
    page.goto("/account/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(person.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    enter(page)
    assert page.url.endswith("/home")
    return page


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

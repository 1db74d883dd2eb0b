"""What is clicked does not slip from under the pointer, whatever arrives meanwhile."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.factories import call, organisation, person, proposal
from tests.journeys.theatre import Theatre, may_sign_in

WRONG_MONEY = "两百五十"


def test_a_flaw_found_while_a_button_is_pressed_is_said_after_the_click(
    theatre: Theatre, session: Session
) -> None:
    leader = person(session, organisation_id=organisation(session).id)
    draft = proposal(session, call=call(session), pi=leader)
    may_sign_in(leader)
    session.commit()
    visitor = theatre.visitor(leader)
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 3000})
    visitor.open(f"/proposals/{draft.id}/edit/budget")
    button = page.get_by_role("button", name="保存", exact=True)
    before = button.bounding_box()
    assert before is not None
    with page.expect_response("**/autosave/**"):
        visitor.fill(requested=WRONG_MONEY)
        page.mouse.move(before["x"] + before["width"] / 2, before["y"] + 2)
        page.mouse.down()
    page.evaluate("() => new Promise((seen) => setTimeout(() => requestAnimationFrame(seen), 100))")
    assert button.bounding_box() == before
    with page.expect_navigation():
        page.mouse.up()
    expect(page.locator(".summary")).to_be_visible()

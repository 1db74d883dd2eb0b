"""What is clicked does not slip from under the pointer, whatever arrives meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Route, expect

from app.models import Proposal
from tests.journeys.theatre import Theatre

WRONG_MONEY = "两百五十"
STANDS = """(field) => new Promise((seen) => {
  const button = document.querySelector("form.panel button[type=submit]"), tops = new Set();
  const look = (left) => {
    tops.add(button.getBoundingClientRect().top);
    if (left) { requestAnimationFrame(() => look(left - 1)); } else { seen([...tops]); }
  };
  field.focus();
  look(30);
})"""
"""Where the button of the form stands, picture by picture, once a field has the focus."""
_WHILE = "window.over = new AbortController(); AbortSignal.timeout = () => over.signal;"


def test_a_page_is_at_the_field_in_hand_at_once(theatre: Theatre, draft: Proposal) -> None:
    visitor = theatre.visitor(draft.pi)
    visitor.open(f"/proposals/{draft.id}/edit/basics")
    last = visitor.page.locator("form.panel [name=ends_on]")
    assert len(last.evaluate(STANDS)) == 1
    assert visitor.page.evaluate("scrollY") > 0


def test_a_flaw_found_while_a_button_is_pressed_is_said_after_the_click(
    theatre: Theatre, draft: Proposal
) -> None:
    visitor = theatre.visitor(draft.pi)
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


def test_whoever_presses_while_a_page_saves_itself_is_not_overtaken_by_it(
    theatre: Theatre, draft: Proposal
) -> None:
    visitor = theatre.visitor(draft.pi)
    page = visitor.page
    visitor.open(f"/proposals/{draft.id}/edit/sections")
    under_way: list[tuple[Route, APIResponse]] = []
    page.route("**/autosave/**", lambda route: under_way.append((route, route.fetch())))
    with page.expect_request("**/autosave/**"):
        visitor.fill(summary="先写的一句。")
    while not under_way:
        page.wait_for_timeout(50)
    visitor.fill(summary="先写的一句，后写的一句。")
    page.get_by_role("button", name="保存", exact=True).click()
    ((route, saved),) = under_way
    route.fulfill(response=saved)
    expect(page.locator(".told-success")).to_contain_text("已保存")
    expect(page.locator("[name=summary]")).to_have_value("先写的一句，后写的一句。")


@pytest.mark.parametrize("is_cut", [True, False])
def test_whoever_presses_while_nothing_gets_through_stays_on_the_page_and_may_press_again(
    theatre: Theatre, draft: Proposal, is_cut: bool
) -> None:
    """A line that is cut says so; one that is silent is given up after a while, which ends here
    when the test says so."""
    visitor = theatre.visitor(draft.pi)
    page = visitor.page
    page.add_init_script(_WHILE)
    visitor.open(f"/proposals/{draft.id}/edit/sections")
    under_way: list[Route] = []
    page.route("**/autosave/**", lambda route: under_way.append(route))
    with page.expect_request("**/autosave/**"):
        visitor.fill(summary="隧道里写的一句。")
    while not under_way:
        page.wait_for_timeout(50)
    button = page.get_by_role("button", name="保存", exact=True)
    button.click()
    expect(page.locator("[data-autosave-status]")).to_contain_text("正在保存")
    if is_cut:
        under_way[0].abort()
    else:
        page.evaluate("over.abort()")
    expect(page.locator("[data-autosave-status]")).to_contain_text("未能连接")
    expect(page.locator("[name=summary]")).to_have_value("隧道里写的一句。")
    button.click()
    expect(page.locator(".told-success")).to_contain_text("已保存")

"""A need goes back to the demand side and comes again; its money keeps to the list: B1-B3, B8."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.services.open_call import needs
from tests.conftest import SignInAs
from tests.open_call.courses import MORE, drafted, reposted
from tests.open_call.posting import CONTENT
from tests.open_call.story import Story
from tests.services.stage import MINUTES

WHY = {"reason": "请写明测试方法。"}


def saved(story: Story, **changes: Any) -> None:
    item = story.item
    wrong = needs.save(
        story.session,
        item,
        CONTENT | changes,
        {"money": True, "trial": True},
        item.edition,
        by=story.contact,
        now=story.stage.now,
        is_demander=True,
        field_id=item.technology_field_id,
    )
    assert wrong is None


def collecting_is_over(story: Story) -> None:
    assert story.list.close_at is not None
    story.stage.at(story.list.close_at)
    assert story.list.state == "arguing"


def test_a_need_returned_after_the_collecting_is_bettered_and_handed_in_again(
    story: Story,
) -> None:
    late = story.need()
    story.screened()
    collecting_is_over(story)
    assert "list_collects_needs" in story.stage.refused(late, "submit_need", story.contact)
    story.stage.moved(story.item, "return_need", story.officer, **WHY)
    assert (story.item.state, story.item.due_at) > ("returned", story.stage.now)
    saved(story, target="今年须实现十层以下石墨烯均匀分散。")
    story.stage.moved(story.item, "submit_need", story.contact)
    assert story.item.state == "need_submitted"


def test_what_is_ready_goes_back_before_the_consultation_and_not_during_it(story: Story) -> None:
    """One milestone that passed meanwhile would else keep the whole list from the meeting."""
    story.ready()
    collecting_is_over(story)
    story.stage.at(story.stage.now + timedelta(days=500))
    put_forward = ("submit_for_consult", story.officer)
    assert "ready_items_complete" in story.stage.refused(story.list, *put_forward)
    story.stage.moved(story.item, "return_need", story.officer, **WHY)
    saved(story, nodes=[{"title": "中试", "due_on": "2028-03-31"}])
    story.ready()
    story.stage.moved(story.list, *put_forward)
    for move in ("return_need", "refuse_need"):
        refused = story.stage.refused(story.item, move, story.officer, **WHY)
        assert refused.keys() == {"list_takes_needs_back"}
    story.stage.moved(story.list, "return_to_draft", story.officer, reason="榜题须改")
    story.stage.moved(story.item, "refuse_need", story.officer, **WHY)
    assert story.item.state == "delisted"


def test_the_demand_side_betters_what_was_returned_on_the_page(
    story: Story, sign_in: SignInAs
) -> None:
    story.screened()
    story.stage.moved(story.item, "return_need", story.officer, **WHY)
    story.session.commit()
    client = sign_in(story.contact)
    assert f"/items/{story.item.id}/edit" in client.get(f"/cases/items/{story.item.id}").text
    page = client.get(f"/items/{story.item.id}/edit").text
    assert "不低于财政与发榜单位出资总额的 50%" in page
    assert "起草更正或修订" not in page


@pytest.mark.parametrize("ceiling", [300_000_001, 300_000_000])
def test_no_item_asks_for_more_than_the_list_gives_to_one_project(
    story: Story, ceiling: int
) -> None:
    """A bid could never ask for it: its own ceiling is the list's."""
    story.list.award_most = 300_000_000
    saved(story, ceiling=ceiling, cofunding=ceiling)
    if ceiling > story.list.award_most:
        refused = story.stage.refused(story.item, "submit_need", story.contact)
        assert "300" in refused["money_within_list"].zh
    else:
        story.stage.moved(story.item, "submit_need", story.contact)


def test_a_list_that_lowers_its_ceiling_names_the_items_above_it(story: Story) -> None:
    story.ready()
    collecting_is_over(story)
    story.list.award_most = story.item.ceiling - 1
    refused = story.stage.refused(story.list, "submit_for_consult", story.officer)
    assert story.item.title in refused["ready_items_complete"].zh


def test_a_revision_keeps_the_demand_sides_share_and_the_budget_of_the_list(story: Story) -> None:
    story.posted()
    story.closed()
    story.stage.moved(story.item, "revise", story.officer)
    drafted(story, ceiling=320_000_000, cofunding=300_000_000)
    refused = story.stage.refused(story.item, "repost", story.officer, reason="提高经费")
    assert "50%" in refused["promises_given"].zh
    assert "money_within_list" not in refused
    story.list.budget = 310_000_000
    drafted(story, ceiling=320_000_000, cofunding=320_000_000)
    refused = story.stage.refused(story.item, "repost", story.officer, reason="提高经费")
    assert "money_within_list" in refused
    assert "promises_given" not in refused
    story.list.budget = 3_000_000_000
    drafted(story, **MORE)
    story.argued()
    reposted(story)
    assert story.item.round == 2


def test_a_word_of_what_is_posted_is_put_right_whatever_its_ceiling_was_posted_under(
    story: Story,
) -> None:
    story.posted()
    story.list.award_most = story.item.ceiling - 1
    item, officer = story.item, story.officer
    drafted(story, target="在工业规模下实现十层以下石墨烯在聚酯熔体中的均匀分散。")
    story.stage.signed(item, "amend", officer, **MINUTES, reason="更正文字")
    drafted(story, ceiling=story.item.ceiling + 100, cofunding=story.item.ceiling + 100)
    refused = story.stage.refused(item, "amend", officer, **MINUTES, reason="提高经费")
    assert "money_within_list" in refused


def test_the_milestones_of_a_need_stand_in_the_order_of_their_days(story: Story) -> None:
    late, early = CONTENT["nodes"][1], CONTENT["nodes"][0]
    saved(story, nodes=[late, early])
    assert [node.title for node in story.item.nodes] == [early["title"], late["title"]]

"""A posted list is paused, resumed and cancelled with a public reason (C13)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Letter, SealedBid
from app.queries.calls.items import public_item
from app.services.letter_facts.days import closing_words
from tests.open_call.story import Bidder, Story
from tests.services.stage import MINUTES

WHY = {**MINUTES, "reason": "需求方重组，暂缓揭榜。"}


def with_bids(story: Story) -> tuple[Bidder, Bidder]:
    """One bid is sealed, the other a draft."""
    story.posted()
    return story.sealed(), story.bidder()


def test_a_paused_window_stands_still_and_gets_its_days_back(story: Story) -> None:
    sealed, draft = with_bids(story)
    stage, close = story.stage, story.item.close_at
    assert close is not None
    stage.at(close - timedelta(days=3))
    stage.moved(story.list, "pause", story.decides, **WHY)
    assert "call_is_open" in stage.refused(draft.bid, "submit", draft.pi)
    stage.at(close + timedelta(days=4))
    assert (story.item.state, sealed.bid.state, draft.bid.state) == ("paused", "sealed", "draft")
    assert story.item.key_released_at is None
    stage.moved(story.list, "resume", story.decides, **WHY)
    assert (story.list.state, story.item.state) == ("posted", "posted")
    assert story.item.close_at == close + timedelta(days=8)
    stage.moved(draft.bid, "submit", draft.pi)
    stage.moved(draft.bid, "unit_seal", draft.admin)
    story.closed()
    assert [one.bid.state for one in (sealed, draft)] == ["formal_check", "formal_check"]


def test_every_pause_and_every_return_is_a_public_letter_of_its_own(story: Story) -> None:
    story.posted()
    stage, close = story.stage, story.item.close_at
    assert close is not None
    for _time in range(2):
        stage.moved(story.list, "pause", story.decides, **WHY)
        stage.at(stage.now + timedelta(days=2))
        stage.moved(story.list, "resume", story.decides, **MINUTES, reason="重组完成。")
    letters = story.session.scalars(
        select(Letter).where(Letter.letter_kind.like("list_%")).order_by(Letter.id)
    ).all()
    kinds = ["list_pause_notice", "list_resumption_notice"]
    assert [letter.letter_kind for letter in letters] == kinds * 2
    assert all(letter.is_public for letter in letters)
    paused, resumed = (str(letter.payload) for letter in letters[:2])
    assert WHY["reason"] in paused
    assert f"经厅务会审议（{MINUTES['minutes_number']}）" in paused
    assert closing_words(close) in paused
    assert closing_words(close + timedelta(days=3)) in resumed


def test_what_is_sealed_is_never_opened_when_the_list_is_cancelled(story: Story) -> None:
    sealed, draft = with_bids(story)
    stage = story.stage
    stage.moved(story.list, "cancel", story.decides, **WHY)
    assert (story.list.state, story.item.state) == ("cancelled", "delisted")
    assert (sealed.bid.state, draft.bid.state) == ("returned", "ended")
    row = story.session.scalars(select(SealedBid)).one()
    assert (row.content, row.opened_at, sealed.bid.opened_at) == ("", None, None)
    assert story.item.key_released_at is None
    letter = story.session.scalars(
        select(Letter).where(Letter.letter_kind == "delisting_notice")
    ).one()
    assert WHY["reason"] in str(letter.payload)
    assert public_item(story.session, story.item.id) is not None


def test_a_list_with_a_winner_is_not_cancelled_and_the_refusal_names_the_item(
    story: Story,
) -> None:
    story.posted()
    story.item.state = "attacking"
    refused = story.stage.refused(story.list, "cancel", story.decides, **WHY)
    assert story.item.title in refused["no_item_is_bound"].zh
    story.item.state = "posted"
    story.session.flush()
    before_panel = story.bidder().bid
    story.item.state, before_panel.state = "vetted", "online_review"
    assert "no_item_is_bound" in story.stage.refused(story.list, "cancel", story.decides, **WHY)


def test_one_item_is_delisted_and_the_others_stay(story: Story) -> None:
    story.posted()
    story.list.state = "collecting"
    other = story.need()
    story.list.state = "posted"
    other.state, other.round, other.close_at = "posted", 1, story.item.close_at
    story.session.flush()
    story.stage.moved(story.item, "delist", story.decides, **WHY)
    assert (story.item.state, other.state, story.list.state) == ("delisted", "posted", "posted")

"""The public page of an item tells a reader who is signed in whether and how to bid."""

from __future__ import annotations

from app.models import Proposal
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.open_call.story import Story


def test_whoever_may_not_bid_reads_why_in_place_of_the_button(
    story: Story, sign_in: SignInAs
) -> None:
    path = f"/items/{story.posted().item.id}"
    anybody = person(story.session, organisation_id=organisation(story.session).id)
    owned = organisation(story.session, kind="enterprise", parent_id=story.demander.id)
    related = person(story.session, organisation_id=owned.id)
    alone = person(story.session)
    alone.organisation_id = None
    story.session.commit()
    button = f'action="{path}/bids"'
    assert button in sign_in(anybody).get(path).text
    pages = {who: sign_in(who).get(path).text for who in (related, alone)}
    assert {who for who, page in pages.items() if button in page} == set()
    assert f"{owned.name} → {story.demander.name}" in pages[related]
    assert "/account/unit" in pages[alone]


def test_whoever_has_begun_a_bid_is_led_to_it_and_never_begins_a_second(
    story: Story, sign_in: SignInAs
) -> None:
    path = f"/items/{story.posted().item.id}"
    pi = person(story.session, organisation_id=organisation(story.session).id)
    story.session.commit()
    client = sign_in(pi)
    first, again = (client.post(f"{path}/bids") for _ in range(2))
    assert first.location == again.location
    assert story.session.query(Proposal).filter_by(pi_id=pi.id).count() == 1
    page = client.get(path).text
    assert "继续填写揭榜申请" in page
    assert f'action="{path}/bids"' not in page


def test_a_bid_that_is_sealed_is_seen_and_not_written_on(story: Story, sign_in: SignInAs) -> None:
    made = story.posted().sealed()
    story.session.commit()
    client, path = sign_in(made.pi), f"/items/{story.item.id}"
    assert "查看我的揭榜申请" in client.get(path).text
    assert client.post(f"{path}/bids").location.endswith(f"/proposals/{made.bid.id}")

"""Items that nobody claimed: extended once, posted again, converted (B9)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Call, Letter
from app.queries.attention.waiting import waiting_for
from app.services.door.awaiting import turn_of
from app.services.open_call import needs
from app.services.open_call.content import working_copy
from app.services.open_call.converting import draft_call
from app.services.races.finding import race_of_call
from app.services.races.planning import plan_problems
from tests.conftest import SignInAs
from tests.open_call.courses import MORE, drafted, reposted
from tests.open_call.posting import CONTENT
from tests.open_call.story import Story
from tests.services.stage import MINUTES
from workflows.roles import Role


def test_nobody_bids_and_the_allowed_extension_comes_once(story: Story) -> None:
    item = story.posted().item
    story.stage.moved(item, "allow_extension", story.officer, reason="题难，多留时间")
    story.closed()
    assert (item.state, item.extended) == ("posted", True)
    assert "extension_still_open" in story.stage.refused(
        item, "allow_extension", story.officer, reason="再延"
    )
    story.closed()
    assert item.state == "unclaimed"


def test_an_allowed_extension_falls_away_when_somebody_bid(story: Story) -> None:
    item = story.posted().item
    story.stage.moved(item, "allow_extension", story.officer, reason="题难")
    story.sealed()
    story.closed()
    assert (item.state, item.extended) == ("bid_closed", False)


def test_an_item_unclaimed_twice_is_converted_with_what_may_be_carried(story: Story) -> None:
    story.list.conditions = "独立法人均可揭榜，不设门槛。"
    item = story.posted().item
    story.closed()
    assert item.state == "unclaimed"
    words = MINUTES | {"reason": "两轮流榜", "mechanism": "open_competition"}
    assert "rounds_used_up" in story.stage.refused(item, "convert", story.decides, **words)
    story.stage.moved(item, "revise", story.officer)
    same = needs.save(
        story.session,
        item,
        CONTENT,
        {},
        item.edition,
        by=story.officer,
        now=story.stage.now,
        is_demander=False,
    )
    assert same is None
    assert "change_is_material" in story.stage.refused(
        item, "repost", story.officer, **MINUTES, reason="再发"
    )
    drafted(story, **MORE)
    story.argued()
    reposted(story)
    assert (item.state, item.round, len(item.versions)) == ("posted", 2, 2)
    story.closed()
    assert "a_round_is_left" in story.stage.refused(item, "revise", story.officer)
    story.stage.moved(item, "convert", story.decides, **words)
    call = story.session.get_one(Call, item.converted_call_id)
    assert (item.state, call.state, call.mechanism_key) == (
        "converted",
        "draft",
        "open_competition",
    )
    assert item.target in call.guide
    assert call.conditions == ""
    assert "导热系数不低于0.8" in call.guide
    kinds = list(story.session.scalars(select(Letter.letter_kind)))
    assert (kinds.count("unclaimed_notice"), kinds.count("delisting_notice")) == (2, 1)


@pytest.mark.parametrize(
    ("way", "words"), [("parallel_teams", "赛马争先"), ("commission", "定向委托")]
)
def test_what_an_item_was_turned_into_is_said_to_all_and_leads_the_officer_there(
    story: Story, client: FlaskClient, sign_in: SignInAs, way: str, words: str
) -> None:
    item = story.posted().item
    story.closed()
    item.round = 2
    words_given = MINUTES | {"reason": "两轮流榜", "mechanism": way}
    story.stage.moved(item, "convert", story.decides, **words_given)
    story.session.commit()
    assert f"已转为{words}" in client.get(f"/items/{item.id}").text
    page = sign_in(story.officer).get(f"/cases/items/{item.id}").text
    assert f"已转为{words}。" in page
    link = f'href="/office/calls/{item.converted_call_id}"'
    assert (link in page) is (way != "commission")
    assert ("定向委托不在本系统组织申报" in page) is (way == "commission")
    assert link not in sign_in(story.contact).get(f"/cases/items/{item.id}").text


def test_an_item_converted_into_a_race_brings_its_target_and_its_finish_line(story: Story) -> None:
    item = story.posted().item
    call = draft_call(story.session, item, "parallel_teams", story.stage.now)
    assert call is not None
    race = race_of_call(story.session, call)
    assert race is not None
    assert (call.state, race.state, race.target) == ("draft", "draft", item.target)
    assert race.pool == call.budget
    core = [m for m in item.metrics if m.is_core]
    assert [(row["name"], row["target"]) for row in race.finish_line] == [
        (m.name, m.threshold) for m in core
    ]
    assert any("节点" in missing.zh for missing in plan_problems(race))


def test_what_a_revision_changed_is_published_as_letters_write_it(
    story: Story, client: FlaskClient
) -> None:
    story.posted()
    story.closed()
    story.stage.moved(story.item, "revise", story.officer)
    first, second = CONTENT["metrics"]
    longer = {"title": "小试", "due_on": "2027-06-30"}
    drafted(
        story,
        metrics=[first | {"direction": "at_most"}, second | {"is_core": False}],
        nodes=[longer, CONTENT["nodes"][1]],
    )
    story.argued()
    reposted(story)
    sent = select(Letter.payload).where(Letter.letter_kind == "reposting_notice")
    blocks = story.session.scalars(sent).one()["blocks"]
    changes = next(block["rows"] for block in blocks if block["type"] == "table")
    assert changes == [
        ["考核指标第1行", "不低于", "不高于"],
        ["考核指标第2行", "核心指标", "一般指标"],
        ["时间节点第1行", "2027年3月31日", "2027年6月30日"],
    ]
    story.session.commit()
    page = client.get(f"/items/{story.item.id}").text
    assert "at_most" not in page
    assert "<ins>≤</ins>" in page


def test_a_promise_taken_back_before_it_is_posted_again_stops_the_posting(
    story: Story, sign_in: SignInAs
) -> None:
    """Only the demand side promises: what the office saves beside it says nothing of that."""
    item = story.posted().item
    story.closed()
    story.stage.moved(item, "revise", story.officer)
    drafted(story, **MORE)
    story.argued()
    again = MINUTES | {"reason": "再发"}
    content = working_copy(item)
    story.stage.signed(item, "repost", story.officer, **again)
    for promises, is_demander, stands in (
        ({}, False, True),
        ({"money": True, "trial": False}, True, False),
    ):
        wrong = needs.save(
            story.session,
            item,
            content,
            promises,
            item.edition,
            by=story.contact if is_demander else story.officer,
            now=story.stage.now,
            is_demander=is_demander,
        )
        assert wrong is None
        assert item.promises_trial is stands
    reasons = story.stage.refused(item, "repost", story.officer, **again)
    assert "首试首用" in str(reasons)
    story.session.commit()
    path = f"/items/{item.id}/edit"
    assert "promises_trial" in sign_in(story.contact).get(path).text
    assert "promises_trial" not in sign_in(story.officer).get(path).text


def test_the_notice_of_an_unclaimed_item_names_no_bidder(story: Story) -> None:
    story.list.rules = story.list.rules | {"min_bids": 2}
    story.posted()
    bidder = story.sealed()
    story.closed()
    assert (story.item.state, bidder.bid.state) == ("unclaimed", "returned")
    letter = story.session.scalars(
        select(Letter).where(Letter.letter_kind == "unclaimed_notice")
    ).one()
    assert bidder.unit.name not in str(letter.payload)
    assert bidder.pi.name not in str(letter.payload)


def test_while_an_item_is_revised_the_office_reads_that_the_earlier_argument_does_not_count(
    story: Story, sign_in: SignInAs
) -> None:
    item = story.posted().item
    story.closed()
    office, path = sign_in(story.officer), f"/cases/items/{item.id}"
    said = "以下是对第 1 轮所张榜题的论证，不计入修订内容的论证"
    story.session.commit()
    assert said not in office.get(path).text
    story.stage.moved(item, "revise", story.officer)
    story.session.commit()
    assert said in office.get(path).text


def test_the_draft_of_a_revision_is_said_to_be_published_only_while_it_may_be(
    story: Story, sign_in: SignInAs
) -> None:
    item = story.posted().item
    story.closed()
    story.stage.moved(item, "revise", story.officer)
    drafted(story, **MORE)
    office, path = sign_in(story.officer), f"/cases/items/{item.id}"
    story.session.commit()
    assert "待发布的更正或修订" in office.get(path).text
    story.stage.moved(item, "delist", story.decides, **MINUTES, reason="需求已消失。")
    story.session.commit()
    assert "待发布的更正或修订" not in office.get(path).text


def test_an_unclaimed_item_waits_for_the_officer_while_a_round_is_left_and_then_for_the_meeting(
    story: Story,
) -> None:
    item = story.posted().item
    story.closed()

    def awaited() -> frozenset[Role]:
        return turn_of(story.session, item, story.stage.now).hands

    assert awaited() == {Role.PROGRAMME_OFFICER}
    story.stage.moved(item, "revise", story.officer)
    drafted(story, **MORE)
    story.argued()
    reposted(story)
    story.closed()
    assert (item.state, item.round) == ("unclaimed", 2)
    assert awaited() == {Role.DECISION_MAKER}


@pytest.mark.parametrize("is_said", [True, False])
def test_who_revises_an_unclaimed_item_finds_it_whether_or_not_the_call_says_how_many_rounds(
    story: Story, is_said: bool
) -> None:
    item = story.posted().item
    story.closed()
    if not is_said:
        item.call.rules = {k: v for k, v in item.call.rules.items() if k != "rounds_most"}
        story.session.flush()
    for someone, finds in ((story.officer, True), (story.decides, False)):
        found = waiting_for(story.session, someone, story.stage.now).page.rows
        assert (item in found) is finds

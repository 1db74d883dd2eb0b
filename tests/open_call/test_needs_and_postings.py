"""Needs, the list, amendments, unclaimed items: B1-B9."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Item, Message, Sanction
from app.queries.record.trail import trail_of
from app.services.open_call import needs
from app.services.open_call.bidding import Answer, save_answers
from app.services.open_call.content import content_of
from app.services.problems import Problems
from tests.factories import grant, organisation, person
from tests.open_call.courses import drafted
from tests.open_call.posting import CONTENT, HARDER, changed
from tests.open_call.story import Story
from tests.services.stage import MATCHED, MINUTES
from workflows.engine.calendar import deadline_words, local_date
from workflows.engine.text import Text
from workflows.guards import need
from workflows.parts.item import ITEM
from workflows.roles import Role

PARTS = {
    "target": ("需求目标", ""),
    "content": ("攻关内容", ""),
    "requirements": ("考核要求", ""),
    "end_user": ("最终用户", ""),
    "acceptance": ("验收方式", ""),
    "rights": ("知识产权规则", ""),
    "nodes": ("时间节点", []),
    "metrics": ("考核指标", []),
    "ceiling": ("财政出资上限", 0),
}


@pytest.mark.parametrize("part", PARTS)
def test_without_a_mandatory_part_nothing_is_posted_and_the_refusal_says_which(
    story: Story, part: str
) -> None:
    words, nothing = PARTS[part]
    item = story.need(**{part: nothing})
    reasons = story.stage.refused(item, "submit_need", story.contact)
    assert words in reasons["posting_complete"].zh
    story.stage.moved(story.need(), "submit_need", story.contact)


def test_a_need_is_sent_in_by_somebody_whom_the_unit_has_confirmed(story: Story) -> None:
    """What was written stays, and says who confirms it."""
    story.contact.unit_confirmed_at = None
    reasons = story.stage.refused(story.item, "submit_need", story.contact)
    assert reasons.keys() == {"contact_belongs"}
    assert "请单位管理员在“单位人员”中确认" in reasons["contact_belongs"].zh
    story.contact.unit_confirmed_at = story.stage.now
    story.stage.moved(story.item, "submit_need", story.contact)


@pytest.mark.parametrize("waits", [True, False])
def test_whoever_confirms_is_told_once_until_when_a_need_of_somebody_who_waits_can_be_sent(
    story: Story, waits: bool
) -> None:
    session, call = story.session, story.item.call
    keeper = person(session, organisation_id=story.demander.id)
    grant(session, keeper, Role.UNIT_ADMIN, organisation_id=story.demander.id)
    if waits:
        story.contact.unit_confirmed_at = None
    for title in ("甲", "乙"):
        assert isinstance(needs.start(session, call, story.contact, title, story.stage.now), Item)
    told = session.scalars(select(Message.body).where(Message.person_id == keeper.id)).all()
    assert len(told) == waits
    assert call.close_at is not None
    assert all(f"需求征集至 {deadline_words(call.close_at)} 截止" in body for body in told)


def test_a_need_names_its_field_of_technology(story: Story) -> None:
    story.item.technology_field_id = None
    reasons = story.stage.refused(story.item, "submit_need", story.contact)
    assert "技术领域" in reasons["posting_complete"].zh


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"city": "厦门市"}, "计划单列市"),
        ({"city": "上海市"}, "不在本省"),
        ({"kind": "government"}, "企业"),
    ],
)
def test_only_units_of_the_province_outside_the_separate_city_have_needs(
    story: Story, fields: dict[str, str], words: str
) -> None:
    for name, value in fields.items():
        setattr(story.demander, name, value)
    assert (
        words
        in story.stage.refused(story.item, "submit_need", story.contact)["demander_may_post"].zh
    )


def test_a_unit_under_a_ban_submits_no_need_and_reads_who_is_barred_and_until_when(
    story: Story,
) -> None:
    """Nor is one of its needs taken further, or posted, while the ban lasts."""
    stage, until = story.stage, local_date(story.stage.now) + timedelta(days=30)
    bar = Sanction(
        organisation_id=story.demander.id,
        act="提供虚假材料",
        basis="科研失信行为调查处理规则",
        decided_by="调查处理机构",
        starts_on=local_date(stage.now),
        ends_on=until,
    )
    stage.session.add(bar)
    stage.session.flush()
    refused = stage.refused(story.item, "submit_need", story.contact)
    assert f"{story.demander.name}处于惩戒期（至 {until}" in refused["demander_not_barred"].zh
    bar.starts_on = until
    stage.moved(story.item, "submit_need", story.contact)
    bar.starts_on = local_date(stage.now)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert "demander_not_barred" in stage.refused(story.item, "screen", officer, opinion="属实。")


def test_the_separate_city_is_a_rule_of_the_list(story: Story) -> None:
    story.demander.city = "厦门市"
    story.list.rules = story.list.rules | {"exclude_separate_city": 0}
    story.stage.moved(story.item, "submit_need", story.contact)


def test_the_demand_side_promises_money_of_its_share_and_trial_use(story: Story) -> None:
    item = story.need(cofunding=100)
    item.promises_trial = False
    words = story.stage.refused(item, "submit_need", story.contact)["promises_given"].zh
    assert "首试首用" in words
    assert "50%" in words


def test_a_metric_that_cannot_be_tested_is_named(story: Story) -> None:
    metrics = [CONTENT["metrics"][0] | {"threshold": "较高", "test_method": " "}]
    reasons = story.stage.refused(story.need(metrics=metrics), "submit_need", story.contact)
    assert "导热系数" in reasons["metrics_quantifiable"].zh


def test_a_time_node_that_has_passed_is_named_on_submission_and_again_before_the_posting(
    story: Story,
) -> None:
    late = [{"title": "小试", "due_on": story.stage.now.date().isoformat()}]
    need = story.need(nodes=late)
    reasons = story.stage.refused(need, "submit_need", story.contact)
    assert "小试" in reasons["nodes_lie_ahead"].zh
    story.ready()
    assert story.list.close_at is not None
    story.stage.at(story.list.close_at)
    story.stage.moved(story.list, "submit_for_consult", story.officer)
    story.stage.at(datetime(2027, 4, 1, 1, tzinfo=UTC))
    reasons = story.stage.refused(story.list, "post", story.decides, **MATCHED)
    assert "小试 2027-03-31" in reasons["ready_items_complete"].zh


@pytest.mark.parametrize("test", ["is_real", "is_urgent", "is_beyond_them", "is_open_to_all"])
def test_a_need_that_fails_one_test_of_the_argument_is_not_listed(story: Story, test: str) -> None:
    story.screened()
    story.argued(**{test: False})
    assert story.stage.refused(story.item, "argue", story.officer).keys() == {"every_test_carried"}


def test_each_opinion_stands_in_the_history_and_only_the_office_reads_who_said_what(
    story: Story,
) -> None:
    story.screened()
    story.argued(is_urgent=False)
    as_read = {
        who.id: [
            (line.who, line.given)
            for line in trail_of(story.session, story.item, who, roles)
            if line.label.zh == "签署论证意见"
        ]
        for who, roles in (
            (story.officer, {Role.PROGRAMME_OFFICER}),
            (story.contact, {Role.DEMANDER}),
        )
    }
    said = ((Text("论证意见", "Opinion"), Text("同意。", "同意。")),)
    assert as_read[story.contact.id] == [(None, ())] * 5
    assert [given for _, given in as_read[story.officer.id]] == [said] * 5
    assert all(who for who, _ in as_read[story.officer.id])


@pytest.mark.parametrize("state", ["screened", "revising"])
def test_a_need_without_experts_waits_for_whoever_draws_them_and_names_that_hand(
    state: str,
) -> None:
    (draw,) = (move for move in ITEM.leaving(state) if move.name == "draw_argument")
    assert draw.roles <= ITEM.state(state).hands
    assert draw.roles <= need.argued_by_enough.supplied_by


def test_nobody_of_the_demand_side_argues_its_need(story: Story) -> None:
    story.screened()
    parent = organisation(story.session, kind="enterprise")
    story.demander.parent_id = parent.id
    inside = story.experts(1, unit=story.demander) + story.experts(1, unit=parent)
    story.argued()
    drawn = {o.expert_id for o in story.item.opinions}
    assert len(drawn) == 5
    assert drawn.isdisjoint({e.id for e in inside})


def test_the_drafter_does_not_post_the_list(story: Story) -> None:
    story.ready()
    assert story.list.close_at is not None
    story.stage.at(story.list.close_at)
    story.stage.moved(story.list, "submit_for_consult", story.officer)
    story.stage.at(story.stage.now + timedelta(days=9))
    assert "role_required" in story.stage.refused(story.list, "post", story.officer, **MATCHED)
    story.stage.moved(story.list, "post", story.decides, **MATCHED)
    assert (story.item.state, story.item.round) == ("posted", 1)


def test_a_demander_who_edits_a_metric_after_posting_is_refused(story: Story) -> None:
    item = story.posted().item
    before = content_of(item)
    answer = needs.save(
        story.session,
        item,
        changed(metrics=HARDER),
        {},
        item.edition,
        by=story.contact,
        now=story.stage.now,
        is_demander=True,
    )
    assert isinstance(answer, Problems)
    assert "更正公告" in answer.by_field[""].zh
    assert (content_of(item), item.draft) == (before, {})


def amended(story: Story, **changes: Any) -> None:
    item = story.item
    drafted(story, **changes)
    refused = story.stage.refused(item, "amend", story.officer, reason="用户工况变化")
    assert {"missing_minutes_number", "missing_minutes_date"} <= refused.keys()
    story.stage.signed(item, "amend", story.officer, **MINUTES, reason="用户工况变化")
    story.stage.signed(item, "amend", story.contact)
    story.stage.moved(item, "amend", story.decides)


def test_an_amended_metric_is_a_published_version_that_restarts_the_window(
    story: Story, client: FlaskClient
) -> None:
    item = story.posted().item
    first_close = item.close_at
    bidder = story.sealed()
    story.stage.at(story.stage.now + timedelta(days=10))
    amended(story, metrics=HARDER)
    assert first_close is not None
    assert item.close_at is not None
    assert item.close_at - first_close >= timedelta(days=10)
    assert item.versions[-1].is_material
    assert ["metrics.0.threshold", "0.8", "1.2"] in item.versions[-1].changes
    story.session.commit()
    page = client.get(f"/items/{item.id}").text
    assert "考核指标 第 1 行 · 门槛值" in page, "it is said which field became another"
    assert bidder.bid.state == "returned"


def test_whoever_is_drafting_a_bid_when_a_metric_is_amended_answers_it_anew(story: Story) -> None:
    story.posted()
    drafting, sealed = story.bidder(), story.sealed()
    amended(story, metrics=HARDER)
    assert (drafting.bid.state, sealed.bid.state) == ("draft", "returned")
    reasons = story.stage.refused(drafting.bid, "submit", drafting.pi)
    assert "导热系数" in reasons["every_metric_answered"].zh
    answers = {m.id: Answer("4.0", "新路线", "新佐证") for m in story.item.metrics}
    edition = drafting.bid.edition
    saved = save_answers(
        story.session, drafting.bid, answers, edition, drafting.pi, story.stage.now
    )
    assert saved is None
    story.stage.moved(drafting.bid, "submit", drafting.pi)


def test_a_bid_that_was_never_submitted_is_not_called_so_when_it_is_saved_too_late(
    story: Story,
) -> None:
    story.posted()
    late, closes = story.bidder(), story.item.close_at
    assert closes is not None
    story.stage.at(closes)
    assert late.bid.state == "expired"
    wrong = save_answers(story.session, late.bid, {}, late.bid.edition, late.pi, story.stage.now)
    assert isinstance(wrong, Problems)
    (words,) = wrong.by_field.values()
    assert "逾期" in words.zh
    assert "已提交" not in words.zh


def test_an_amended_wording_keeps_the_window_and_the_sealed_bids(story: Story) -> None:
    item = story.posted().item
    close_at, bidder = item.close_at, story.sealed()
    story.stage.at(story.stage.now + timedelta(days=10))
    amended(story, acceptance="在发榜单位3号线实测。")
    assert (item.close_at, bidder.bid.state) == (close_at, "sealed")
    assert not item.versions[-1].is_material

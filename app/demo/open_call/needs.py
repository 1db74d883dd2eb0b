"""The list begins: needs are collected, argued by drawn experts, and posted."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import Any

from sqlalchemy import select

from app.demo.cast import DOMAIN, PASSWORD, WAN
from app.demo.office import DECISION, MANAGER, OFFICER, WITNESS, matched, person
from app.demo.open_call.cast import Listing, Posted
from app.demo.stage import Stage, StoryBroken, must
from app.models import (
    Call,
    Item,
    Organisation,
    Person,
    Programme,
    TechnologyField,
)
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft
from app.services.calls.criteria import USUAL
from app.services.identity.passwords import hashed
from app.services.open_call import arguing, needs
from workflows.parameters import defaults_of

_OPINIONS = (
    "需求来自一线，指标可测。",
    "企业自身难以解决，省内有单位能够承担。",
    "门槛值合理，未限定技术路线和供应方。",
    "应用场景明确，成果可在本企业直接验证。",
    "经费和时间安排与难度相称，建议发榜。",
)
"""What the experts who argue a need say of it, each in turn."""


def demander_mail(posted: Posted) -> str:
    return f"need-{posted.key}@{DOMAIN}"


def collect(stage: Stage, listing: Listing) -> Call:
    stage.chapter("揭榜挂帅：需求征集")
    _ten_o_clock(stage, listing.collected)
    posting = _draft(stage, listing)
    stage.move(posting, "collect_needs", OFFICER)
    stage.tell(f"《{posting.title}》开始征集需求")
    return posting


def argue_and_post(stage: Stage, posting: Call, listing: Listing) -> dict[str, Item]:
    _ten_o_clock(stage, listing.submitted)
    items = {posted.key: submit(stage, posting, posted) for posted in listing.items}
    _ten_o_clock(stage, listing.screened)
    for item in items.values():
        stage.move(item, "screen", OFFICER, opinion="需求清楚，送专家论证。")
        stage.move(item, "draw_argument", MANAGER)
        stage.move(item, "draw_argument", WITNESS)
    _ten_o_clock(stage, listing.argued)
    for item in items.values():
        argue(stage, item)
        stage.move(item, "argue", OFFICER, opinion="真实、紧迫、可量化，非为特定对象设置。")
        stage.move(item, "make_ready", OFFICER)
    stage.tell(f"{len(items)} 项需求通过专家论证，列入拟发榜")
    _ten_o_clock(stage, listing.consulted)
    stage.move(posting, "submit_for_consult", OFFICER)
    _ten_o_clock(stage, listing.posted)
    agreed = matched(stage, posting, listing.minutes, listing.posted.isoformat())
    stage.move(posting, "post", DECISION, **agreed)
    stage.tell(f"厅务会批准张榜，{len(items)} 道榜题公开")
    stage.wait_for_the_worker()
    return items


def _ten_o_clock(stage: Stage, day: date) -> None:
    stage.at(day.year, day.month, day.day, 10)


def argue(stage: Stage, item: Item) -> None:
    """Every drawn expert affirms the five tests."""
    with stage.scene() as session:
        live = session.get_one(Item, item.id)
        said, now = dict.fromkeys(arguing.TESTS, True), stage.now
        for opinion, words in zip(arguing.opinions_of(session, live), cycle(_OPINIONS)):
            wrong = arguing.sign(session, opinion, said, words, now, authenticated_at=now)
            if wrong is not None:
                raise StoryBroken("论证意见未能签署")


def _draft(stage: Stage, listing: Listing) -> Call:
    with stage.scene() as session:
        programme = session.scalars(select(Programme).where(Programme.number == 8)).one()
        officer = person(session, OFFICER)
        written = _written(programme, listing)
        return must(calls.draft(session, programme, "open_call", written, officer, stage.now))


def _written(programme: Programme, listing: Listing) -> CallDraft:
    rules = defaults_of("open_call") | {"need_days": 20}
    return CallDraft(
        year=listing.year,
        title=listing.title,
        title_en=listing.title_en,
        guide="面向龙头骨干企业征集制约产业发展的关键技术需求，谁能干就让谁干。",
        conditions="独立法人单位均可揭榜，不设年龄、学历、职称、注册年限门槛。",
        contact="林知远",
        contact_phone="0591-00000000",
        budget=2000 * WAN,
        award_most=500 * WAN,
        planned_awards=len(listing.items),
        budget_mode="lump_sum",
        rules=rules,
        criteria=USUAL["open_call"],
        tasks=(programme.tasks[listing.task - 1],),
    )


def submit(stage: Stage, posting: Call, posted: Posted) -> Item:
    """The need of a unit that registers with it."""
    with stage.scene() as session:
        unit = Organisation(name=posted.demander, kind="enterprise", city=posted.city)
        session.add(unit)
        session.flush()
        contact = Person(
            name=posted.contact,
            email=demander_mail(posted),
            password_hash=hashed(PASSWORD),
            email_confirmed_at=stage.now,
            organisation_id=unit.id,
            unit_confirmed_at=stage.now,
            created_at=stage.now,
        )
        session.add(contact)
        session.flush()
        live = session.get_one(Call, posting.id)
        item = must(needs.start(session, live, contact, posted.title, stage.now))
        field = session.scalars(
            select(TechnologyField.id).where(TechnologyField.name == posted.field)
        ).one()
        promises = {"money": True, "trial": True}
        must(
            needs.save(
                session,
                item,
                content_of(posted),
                promises,
                0,
                by=contact,
                now=stage.now,
                is_demander=True,
                field_id=field,
            )
        )
    stage.move(item, "submit_need", demander_mail(posted))
    return item


def content_of(posted: Posted) -> dict[str, Any]:
    return {
        "title": posted.title,
        "target": posted.target,
        "content": posted.content,
        "requirements": "真实场景连续运行，核心指标全部达到。",
        "end_user": posted.demander,
        "acceptance": "在发榜单位生产或应用现场实测，由具备CMA或CNAS资质的机构出具报告。",
        "rights": "知识产权归揭榜方，发榜单位享有优先实施权。",
        "ceiling": posted.ceiling * WAN,
        "cofunding": posted.ceiling * WAN,
        "metrics": [_metric(posted.metric), _metric(posted.second)],
        "nodes": [
            {"title": "样品（样机）", "due_on": date(posted.year, 6, 30).isoformat()},
            {"title": "真实场景实测", "due_on": date(posted.year, 12, 31).isoformat()},
        ],
    }


def _metric(row: tuple[str, str, str, str]) -> dict[str, Any]:
    name, unit, threshold, _promised = row
    return {
        "name": name,
        "unit": unit,
        "direction": "at_most" if name == "判读时间" else "at_least",
        "threshold": threshold,
        "test_method": "按国家标准第三方检测",
        "evidence_kind": "检测报告",
        "is_core": True,
    }

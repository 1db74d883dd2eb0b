"""Bids are sealed until the close, opened by the clock, and vetted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.demo.cast import DOMAIN, PASSWORD, WAN, mail_of, unit_mail
from app.demo.office import OFFICER, person
from app.demo.open_call.cast import ITEMS, Bid, Posted
from app.demo.open_call.needs import demander_mail
from app.demo.proposing import check
from app.demo.stage import Stage, StoryBroken, must
from app.models import BudgetLine, Item, ItemQuestion, Milestone, Organisation, Person, Proposal
from app.models.proposals import SECTIONS
from app.services.identity.passwords import hashed
from app.services.open_call import bidding, questions
from app.services.open_call.bidding import Answer


def leader_mail(posted: Posted, number: int) -> str:
    return f"bid-{posted.key}{number}@{DOMAIN}"


def seal(stage: Stage, items: dict[str, Item]) -> dict[str, list[Proposal]]:
    stage.chapter("揭榜：公开答疑、密封提交")
    stage.at(2025, 11, 14, 10)
    _ask(stage, items["fibre"])
    stage.at(2025, 12, 1, 10)
    found: dict[str, list[Proposal]] = {}
    for posted in ITEMS:
        found[posted.key] = [
            _bid(stage, items[posted.key], posted, number, bid)
            for number, bid in enumerate(posted.bids, start=1)
        ]
    stage.tell("揭榜申请加密封存，截止前任何人都不能查看")
    return found


def open_all(stage: Stage, items: dict[str, Item]) -> None:
    stage.at(2025, 12, 11, 10)
    for posted in ITEMS:
        stage.tell(f"《{posted.title}》：{stage.state_of(items[posted.key])}")
    stage.wait_for_the_worker()


def vet(stage: Stage, item: Item, bids: list[Proposal]) -> None:
    for bid in bids:
        check(stage, bid)
    stage.move(item, "finish_vetting", OFFICER)


def _ask(stage: Stage, item: Item) -> None:
    with stage.scene() as session:
        live = session.get_one(Item, item.id)
        asker, demander = (
            person(session, mail_of(7, "pi")),
            person(session, demander_mail(ITEMS[0])),
        )
        asked = questions.ask(session, live, "导热系数按哪个方向测试？", asker, stage.now)
        if isinstance(asked, ItemQuestion):
            questions.answer(asked, "按织物面内方向测试，标准见考核指标。", demander, stage.now)


def _bid(stage: Stage, item: Item, posted: Posted, number: int, planted: Bid) -> Proposal:
    mail = leader_mail(posted, number)
    with stage.scene() as session:
        unit = session.scalars(select(Organisation).where(Organisation.name == planted.unit)).one()
        leader = Person(
            name=planted.leader,
            email=mail,
            password_hash=hashed(PASSWORD),
            email_confirmed_at=stage.now,
            organisation_id=unit.id,
            unit_confirmed_at=stage.now,
            created_at=stage.now,
        )
        session.add(leader)
        session.flush()
        live = session.get_one(Item, item.id)
        bid = must(bidding.start(session, live, leader, stage.now))
        _fill(stage, bid, posted)
        promised = (posted.metric[3], posted.second[3])
        answers = {
            metric.id: Answer(value, "按分解路线逐级验证。", "前期试验数据。", "两个节点推进。")
            for metric, value in zip(live.metrics, promised, strict=True)
        }
        if bidding.save_answers(session, bid, answers, 0, leader, stage.now) is not None:
            raise StoryBroken(f"指标应答未能保存：{posted.title}")
    stage.move(bid, "submit", mail)
    stage.move(bid, "unit_seal", unit_mail(planted.unit))
    return bid


def _fill(stage: Stage, bid: Proposal, posted: Posted) -> None:
    asked = posted.ceiling * WAN * 9 // 10
    bid.title = f"{posted.title}攻关"
    bid.sections = dict.fromkeys(SECTIONS, f"{posted.content}路线清楚，风险有应对。")
    bid.starts_on, bid.ends_on = date(2026, 2, 1), date(2026, 12, 31)
    bid.requested, bid.matching, bid.pledged_at = asked, asked, stage.now
    bid.budget_lines = [BudgetLine(position=0, heading="包干经费", fiscal=asked, own=asked)]
    bid.milestones = [
        Milestone(
            position=0, title="样品（样机）", due_on=date(2026, 6, 30), deliverable="样品与检测记录"
        )
    ]

"""Vetting, evaluation with a user seat, the user's opinions, matching, notice, the alternate."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.cast import WAN, unit_mail
from app.demo.office import DECISION, OFFICER, chair_of, matched, minutes, person
from app.demo.open_call.bidding import leader_mail, vet
from app.demo.open_call.cast import ITEMS, Posted
from app.demo.open_call.needs import demander_mail
from app.demo.panels import draw_panel, form_panel
from app.demo.stage import Stage, must
from app.models import Call, Item, Project, Proposal, Review, ReviewGroup
from app.services.awarding import noticing
from app.services.review import reviewing
from app.services.review.reviewing import Opinion

Bids = dict[str, list[Proposal]]
_CLAIMED = [posted for posted in ITEMS if posted.bids]
_BY_KEY = {posted.key: posted for posted in ITEMS}


def judge(stage: Stage, posting: Call, items: dict[str, Item], bids: Bids) -> None:
    stage.chapter("资格审查与评榜：用户席位不足三分之一")
    for posted in _CLAIMED:
        vet(stage, items[posted.key], bids[posted.key])
    stage.at(2025, 12, 16, 10)
    _evaluate(stage, posting, bids)
    for posted in _CLAIMED:
        stage.move(items[posted.key], "finish_evaluation", OFFICER)
    stage.at(2025, 12, 22, 10)
    _opinions(stage, bids)
    for posted in _CLAIMED:
        stage.move(items[posted.key], "start_matching", OFFICER)
    stage.wait_for_the_worker()


def award(stage: Stage, posting: Call, items: dict[str, Item], bids: Bids) -> dict[str, Project]:
    stage.chapter("供需对接、拟中榜、公示")
    stage.at(2025, 12, 29, 10)
    for posted in _CLAIMED:
        _agree(stage, posted, bids[posted.key][0], 1)
    stage.at(2026, 1, 6, 10)
    for posted in _CLAIMED:
        words = matched(stage, posting, "厅务会纪要〔2026〕1号", "2026-01-06")
        stage.move(items[posted.key], "select", DECISION, **words)
    winners = [bids[posted.key][0] for posted in _CLAIMED]
    _give_notice(stage, posting, winners)
    stage.at(2026, 1, 16, 10)
    stage.wait_for_the_worker()
    return {
        posted.key: _project(stage, bids[posted.key][0])
        for posted in _CLAIMED
        if posted.key != "wall"
    }


def promote_the_alternate(
    stage: Stage, posting: Call, item: Item, bids: list[Proposal]
) -> dict[str, Project]:
    """The winner gives up before signing; the alternate has a matching and a notice of its own."""
    posted = _BY_KEY["wall"]
    stage.at(2026, 1, 22, 10)
    given_up = _project(stage, bids[0])
    stage.move(
        given_up, "give_up", unit_mail(posted.bids[0].unit), reason="中试线被占用，无力承担。"
    )
    stage.tell("《储热型轻质预制墙体》中榜方拒签军令状，候补递补")
    stage.at(2026, 1, 26, 10)
    _agree(stage, posted, bids[1], 2)
    stage.at(2026, 1, 29, 10)
    stage.move(
        item,
        "select",
        DECISION,
        **matched(stage, posting, "厅务会纪要〔2026〕3号", "2026-01-29"),
    )
    _give_notice(stage, posting, [bids[1]])
    stage.at(2026, 2, 6, 10)
    return {"wall": _project(stage, bids[1])}


def _evaluate(stage: Stage, posting: Call, bids: Bids) -> None:
    every = [bid for found in bids.values() for bid in found]
    group = form_panel(stage, posting, every, "评榜组")
    draw_panel(stage, group)
    merit = {bids[p.key][n].id: one.merit for p in _CLAIMED for n, one in enumerate(p.bids)}
    _score(stage, group, merit)
    stage.move(group, "lock", chair_of(stage, group), opinion="逐项响应情况清楚，排序一致。")
    stage.tell("评榜组锁定签名")


def _score(stage: Stage, group: ReviewGroup, merit: dict[int, int]) -> None:
    with stage.scene() as session:
        reviews = [
            (r, r.expert.person.email, merit[r.proposal_id])
            for r in session.scalars(select(Review).where(Review.group_id == group.id))
        ]
    for review, mail, points in reviews:
        stage.move(review, "declare_no_conflict", mail)
        with stage.scene() as session:
            live = session.get_one(Review, review.id)
            keys = [c["key"] for c in live.group.criteria]
            opinion = Opinion(
                dict.fromkeys(keys, str(points)),
                dict.fromkeys(keys, "逐项响应榜单指标，有依据。"),
                "方案可行，建议按名次洽谈。",
                True,
            )
            must(reviewing.save(live, opinion))
        stage.move(review, "submit_scores", mail)


def _opinions(stage: Stage, bids: Bids) -> None:
    """One veto is reviewed and dismissed, the others are in favour."""
    for posted in _CLAIMED:
        for bid in bids[posted.key]:
            vetoed = posted.key == "glass"
            words = {"stance": "veto" if vetoed else "support", "opinion": "已查看方案。"}
            if vetoed:
                words["veto_reason"] = "高校牵头，担心产线配合时间。"
            stage.move(bid, "give_user_opinion", demander_mail(posted), **words)
            if vetoed:
                held = minutes("厅务会纪要〔2025〕28号", "2025-12-22")
                why = "不以单位性质论，方案已有排期。"
                stage.move(bid, "dismiss_veto", DECISION, **held, reason=why)
    stage.tell("用户意见齐全；一项否决经复核不成立")


def _agree(stage: Stage, posted: Posted, bid: Proposal, number: int) -> None:
    price = posted.ceiling * WAN * 17 // 10
    terms = {
        "price": str(price),
        "delivery": "样品一批，中试线工艺包一套。",
        "rights": "归揭榜方，发榜单位优先实施。",
    }
    stage.move(bid, "agree_terms", leader_mail(posted, number), **terms)
    stage.move(bid, "agree_terms", demander_mail(posted))


def _give_notice(stage: Stage, posting: Call, bids: list[Proposal]) -> None:
    with stage.scene() as session:
        live = session.get_one(Call, posting.id)
        rows = [session.get_one(Proposal, bid.id) for bid in bids]
        officer = person(session, OFFICER)
        notice = must(noticing.draft_notice(session, live, rows, officer, stage.now))
    stage.move(notice, "publish", OFFICER)
    stage.tell(f"公示拟中榜 {len(bids)} 项")


def _project(stage: Stage, bid: Proposal) -> Project:
    with stage.scene() as session:
        return session.scalars(select(Project).where(Project.proposal_id == bid.id)).one()

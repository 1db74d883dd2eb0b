"""An item that nobody claims twice, and what becomes of it."""

from __future__ import annotations

from app.demo.office import DECISION, MANAGER, OFFICER, WITNESS, minutes, person
from app.demo.open_call.cast import ITEMS
from app.demo.open_call.needs import argue, content_of, demander_mail
from app.demo.stage import Stage, StoryBroken
from app.models import Item
from app.services.open_call import needs

_POSTED = next(posted for posted in ITEMS if posted.key == "oral")


def revise(stage: Stage, item: Item) -> None:
    """More money and a wider scope, argued again, posted again."""
    stage.chapter("流榜：实质修订后第二轮张榜")
    stage.move(item, "revise", OFFICER)
    before = content_of(_POSTED)
    after = before | {
        "ceiling": before["ceiling"] * 5 // 4,
        "cofunding": before["cofunding"] * 5 // 4,
        "content": f"{_POSTED.content}不限影像设备型号。",
    }
    with stage.scene() as session:
        live = session.get_one(Item, item.id)
        officer = person(session, OFFICER)
        wrong = needs.save(
            *(session, live, after, {}, live.edition),
            by=officer,
            now=stage.now,
            is_demander=False,
        )
        if wrong is not None:
            raise StoryBroken("榜题未能修订")
    stage.move(item, "draw_argument", MANAGER)
    stage.move(item, "draw_argument", WITNESS)
    stage.at(2025, 12, 15, 10)
    argue(stage, item)
    words = minutes("厅务会纪要〔2025〕27号", "2025-12-15") | {
        "reason": "提高榜额并放宽设备限制，扩大揭榜范围。"
    }
    stage.move(item, "repost", OFFICER, **words)
    stage.move(item, "repost", demander_mail(_POSTED))
    stage.move(item, "repost", DECISION)
    stage.tell("《AI 口腔医疗辅助诊断》第二轮张榜，新旧差别公开")


def convert(stage: Stage, item: Item) -> None:
    stage.at(2026, 2, 9, 10)
    words = minutes("厅务会纪要〔2026〕4号", "2026-02-09")
    stage.move(
        item,
        "convert",
        DECISION,
        mechanism="parallel_teams",
        reason="两轮无人揭榜，技术路线分歧大，宜多路线并行攻关。",
        **words,
    )
    stage.tell("两轮流榜，转为赛马争先，需求目标和指标带入新赛题草案")

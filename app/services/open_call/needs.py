"""A need (需求): begun and edited by a demand-side unit, and nobody's to edit once posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Call, Item, Organisation, Person
from app.services.door.pending_signatures import void_signatures
from app.services.moves import begin
from app.services.open_call.content import Content, content_of, write
from app.services.problems import NO_UNIT, Problems, alone
from workflows.engine.text import Text

SEPARATE_CITY = "厦门市"
"""The city of the province that is planned separately (计划单列市)."""
PROVINCE_CITIES = (
    *("福州市", "厦门市", "漳州市", "泉州市", "三明市"),
    *("莆田市", "南平市", "龙岩市", "宁德市", "平潭综合实验区"),
)


def start(
    session: Session, call: Call, person: Person, title: str, now: datetime
) -> Item | Problems:
    if call.mechanism_key != "open_call" or call.state != "collecting":
        return alone(Text("不在需求征集期内。", "Needs are not being collected now."))
    if person.organisation_id is None:
        return alone(NO_UNIT)
    if not title.strip():
        return Problems({"title": Text("请填写榜题名称", "Enter the title")})
    item = Item(
        call_id=call.id,
        demander_id=person.organisation_id,
        contact_id=person.id,
        title=title.strip(),
        draft={},
    )
    item.call, item.contact = call, person
    item.demander = session.get_one(Organisation, person.organisation_id)
    begin(session, item, person, now)
    return item


def may_edit(item: Item, is_demander: bool) -> bool:
    """A draft is the demand side's own; what is posted or revised is drafted by the office, too."""
    return (item.state == "draft" and is_demander) or item.state in ("posted", "revising")


def save(
    session: Session,
    item: Item,
    content: Content,
    promises: Mapping[str, bool],
    edition: int | None,
    *,
    is_demander: bool,
    field_id: int | None = None,
) -> Problems | None:
    """A draft is written at once; of a posted item only an amendment is drafted, and published by
    its own move with consent of both sides (C5, B8). Whoever has signed for that signed other words
    than those that are drafted now, and signs again."""
    if problem := closed_to(item, is_demander=is_demander) or _overtaken(item, edition):
        return alone(problem)
    if item.state == "draft":
        write(item, content)
        item.technology_field_id = field_id
        item.promises_money, item.promises_trial = promises["money"], promises["trial"]
    else:
        draft = {} if dict(content) == content_of(item) else dict(content)
        if draft != dict(item.draft):
            for move in ("amend", "repost"):
                void_signatures(session, item, move)
        item.draft = draft
    item.edition += 1
    return None


def closed_to(item: Item, *, is_demander: bool) -> Text | None:
    """Why it is not to be edited now, if it is not."""
    if item.state == "posted" and is_demander:
        return Text(
            "榜题已张榜，发榜单位不得修改指标和内容；确需更正的，请主办人起草更正公告，"
            "经双方确认后公开发布并按规则重新计算张榜期。",
            "The item is posted; the demand side may not edit it. The officer can draft an "
            "amendment, which is published with the consent of both and restarts the window.",
        )
    if not may_edit(item, is_demander):
        return Text("榜题现在不能修改。", "The item cannot be edited now.")
    return None


def _overtaken(item: Item, edition: int | None) -> Text | None:
    if edition == item.edition:
        return None
    return Text(
        "他人已先保存了修改；您填写的内容仍在页面上，请核对后再保存",
        "Somebody else saved first; what you typed is still here, compare and save again",
    )


def demander_findings(unit: Organisation, rules: Mapping[str, int]) -> tuple[Text, ...]:
    """In the province, a unit that may need and pay, not of the city planned separately (S1)."""
    found = []
    if unit.city not in PROVINCE_CITIES:
        found.append(Text(f"{unit.name}不在本省", f"{unit.name} is not of this province"))
    if rules["exclude_separate_city"] and unit.city == SEPARATE_CITY:
        found.append(
            Text(
                f"{unit.name}属计划单列市，本批不予受理",
                f"{unit.name} is of the city planned separately, which this list excludes",
            )
        )
    if unit.kind not in ("enterprise", "university", "institute"):
        found.append(
            Text("须为龙头骨干企业、高校或科研院所", "it is no enterprise, university or institute")
        )
    return tuple(found)


def missing_promises(item: Item, rules: Mapping[str, int]) -> tuple[Text, ...]:
    found = []
    if not item.promises_money:
        found.append(Text("承诺出资", "to pay its share"))
    if not item.promises_trial:
        found.append(Text("承诺首试首用", "to be the first to try and use it"))
    share, whole = rules["demander_share_percent"], item.ceiling + item.cofunding
    if item.cofunding * 100 < whole * share:
        now = f"{item.cofunding * 100 / whole:.1f}%"
        found.append(
            Text(
                f"出资占总额不低于 {share}%（现为 {now}）",
                f"at least {share}% of the whole sum (now {now})",
            )
        )
    return tuple(found)

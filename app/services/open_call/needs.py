"""A need (需求): begun and edited by a demand-side unit, and nobody's to edit once posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Call, Item, Organisation, Person
from app.services.door.pending_signatures import void_signatures
from app.services.editing import Overtaken
from app.services.edits import changed_parts, note_edit, overtaken_on
from app.services.identity import affiliations
from app.services.moves import begin
from app.services.open_call.content import (
    LABELS,
    Content,
    content_of,
    in_order,
    working_copy,
    write,
)
from app.services.problems import NO_UNIT, Problems, alone
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.roles import Role

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
        return Problems({"title": Text("请填写榜题名称", "Enter the title of the item")})
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
    if call.close_at is not None:
        affiliations.ask_before(session, person, call.id, item.title, call.close_at, now)
    return item


ITEM = "item."
PROMISES: dict[str, Text] = {
    "money": Text("承诺按期足额出资", "undertake to contribute on time and in full"),
    "trial": Text("承诺首试首用", "undertake to be the first user"),
}
ITEM_PARTS: dict[str, Text] = {
    f"{ITEM}{key}": words
    for key, words in (LABELS | PROMISES | {"field": Text("技术领域", "technology field")}).items()
}
"""What is said of an edit to have been changed."""
IN_DRAFT = ("draft", "returned")
"""Where what is saved stands at once, and is no amendment."""


def may_edit(item: Item, is_demander: bool) -> bool:
    """A draft is the demand side's own; what is posted or revised is drafted by the office, too."""
    return (item.state in IN_DRAFT and is_demander) or item.state in ("posted", "revising")


def save(
    session: Session,
    item: Item,
    content: Content,
    promises: Mapping[str, bool],
    edition: int | None,
    *,
    by: Person,
    now: datetime,
    is_demander: bool,
    field_id: int | None = None,
) -> Problems | Overtaken | None:
    """A draft is written at once; of a posted item only an amendment is drafted, and published by
    its own move with consent of both sides (C5, B8), and not decided on by whoever drafted it.
    Whoever has signed for that signed other words than those that are drafted now, and signs
    again."""
    if problem := closed_to(item, is_demander=is_demander):
        return alone(problem)
    content = in_order(content)
    changed = _changed(item, content, promises if is_demander else {}, field_id)
    if edition != item.edition and changed:
        return overtaken_on(session, item, item.edition)
    if item.state in IN_DRAFT:
        write(item, content)
        item.technology_field_id = field_id
    else:
        item.draft = {} if dict(content) == content_of(item) else dict(content)
        for move in ("amend", "repost") if changed else ():
            void_signatures(session, item, move)
    if is_demander:
        item.promises_money, item.promises_trial = promises["money"], promises["trial"]
    role = Role.DEMANDER if is_demander else Role.PROGRAMME_OFFICER
    note_edit(session, item, changed, by, now, role)
    item.edition += 1
    return None


def closed_to(item: Item, *, is_demander: bool) -> Text | None:
    """Why it is not to be edited now, if it is not."""
    if item.state == "posted" and is_demander:
        return Text(
            "榜题已张榜，发榜单位不得修改指标和内容；确需更正的，请主办人起草更正公告，"
            "经双方确认后公开发布并按规则重新计算张榜期。",
            "The item has been posted, so the demand side cannot change its metrics or "
            "content. If a correction is needed, the programme officer drafts a correction "
            "notice; once both sides confirm, it is published and the bidding period is "
            "recalculated under the rules.",
        )
    if not may_edit(item, is_demander):
        return Text("榜题现在不能修改。", "The item cannot be edited now.")
    return None


def _changed(
    item: Item, content: Content, promised: Mapping[str, bool], field_id: int | None
) -> list[str]:
    """The parts written otherwise; none as a button pressed twice sends again what stands
    already."""
    before = working_copy(item) | {key: getattr(item, f"promises_{key}") for key in PROMISES}
    after = dict(content) | dict(promised)
    if item.state in IN_DRAFT:
        before["field"], after["field"] = item.technology_field_id, field_id
    return changed_parts(before, after, ITEM)


def demander_findings(unit: Organisation, rules: Mapping[str, int]) -> tuple[Text, ...]:
    """In the province, a unit that may need and pay, not of the city planned separately (S1)."""
    found = []
    if unit.city not in PROVINCE_CITIES:
        found.append(Text(f"{unit.name}不在本省", f"{unit.name} is not in this province"))
    if rules["exclude_separate_city"] and unit.city == SEPARATE_CITY:
        found.append(
            Text(
                f"{unit.name}属计划单列市，本批不予受理",
                f"{unit.name} is in a city with separate state planning, which is not eligible for "
                "this list",
            )
        )
    if unit.kind not in ("enterprise", "university", "institute"):
        found.append(
            Text(
                "须为龙头骨干企业、高校或科研院所",
                "must be a leading enterprise, a university or a research institute",
            )
        )
    return tuple(found)


def missing_promises(item: Item, content: Content, rules: Mapping[str, int]) -> tuple[Text, ...]:
    found = []
    if not item.promises_money:
        found.append(Text("按期足额出资", "contribute on time and in full"))
    if not item.promises_trial:
        found.append(Text("首试首用", "be the first user"))
    share, own = rules["demander_share_percent"], content["cofunding"]
    whole = content["ceiling"] + own
    if own * 100 < whole * share:
        now = f"{own * 100 / whole:.1f}%"
        found.append(
            Text(
                f"出资占总额不低于 {share}%（现为 {now}）",
                f"contribute at least {share}% of the total (now {now})",
            )
        )
    return tuple(found)


def hints(call: Call) -> dict[str, Text]:
    """What the list asks of the money of a need, said where it is typed."""
    share = call.parameters["demander_share_percent"]
    said = {}
    if call.award_most:
        most = amount_text(call.award_most)
        said["ceiling"] = Text("不超过 {most}", "Must not exceed {most}").format(most=most)
    if share:
        said["cofunding"] = Text(
            f"不低于财政与发榜单位出资总额的 {share}%",
            f"Must be at least {share}% of public funds and the demand side's contribution "
            "together",
        )
    return said


def above_one_award(call: Call, ceiling: int) -> tuple[Text, ...]:
    """What is posted is not beyond what the list gives to one project."""
    if not call.award_most or ceiling <= call.award_most:
        return ()
    words = Text("单项资助不超过 {most}", "maximum award per project: {most}")
    return (words.format(most=amount_text(call.award_most)),)


def money_findings(session: Session, item: Item, ceiling: int) -> tuple[Text, ...]:
    """Of one project and, of what is changed once it was posted, of the whole list. What is posted
    already stands: a word of it may be put right whatever its ceiling was posted under."""
    if item.round and ceiling <= item.ceiling:
        return ()
    found = above_one_award(item.call, ceiling)
    others = _others_posted(session, item) if item.round else 0
    if others + ceiling <= item.call.budget:
        return found
    words = Text(
        "本批经费总额 {budget}，其余榜题已占 {others}",
        "the total budget of this list is {budget}, of which its other items take {others}",
    )
    budget = amount_text(item.call.budget)
    return (*found, words.format(budget=budget, others=amount_text(others)))


def _others_posted(session: Session, item: Item) -> int:
    """分 that the other items of the list still take."""
    query = select(func.coalesce(func.sum(Item.ceiling), 0)).where(
        *(Item.call_id == item.call_id, Item.id != item.id),
        *(Item.round > 0, Item.state.not_in(("delisted", "converted"))),
    )
    return int(session.scalars(query).one())

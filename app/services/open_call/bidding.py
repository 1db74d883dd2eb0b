"""A bid (揭榜申请): begun for one item, and answered metric by metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Item, ItemMetric, Metric, MetricAnswer, Organisation, Person, Proposal
from app.services.cases import state_of
from app.services.door.turns import take_turn
from app.services.editing import Overtaken, count_edit_of_part, part_overtaken
from app.services.eligibility.beside import hears_of_bids, led_by_others, too_many_for_item
from app.services.metric_values import number
from app.services.moves import begin
from app.services.open_call.relations import of_the_demand_side, path_between, paths_to
from app.services.open_call.thresholds import promised_below
from app.services.problems import NO_UNIT, Problems, alone
from app.services.proposals.completeness import lacking
from app.services.proposals.drafting import PARTS, only_task
from workflows.engine.text import Text, listed

LIVE = ("draft", "unit_review", "sealed")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bidder promises for one posted metric; `price` in 分."""

    target: str
    route: str = ""
    evidence: str = ""
    plan: str = ""
    price: int = 0


_ITS_OWN = Text(
    "本榜题由贵单位发榜，贵单位不得揭榜。", "Your unit posted this item and may not bid for it."
)


def start(session: Session, item: Item, person: Person, now: datetime) -> Proposal | Problems:
    """A draft of this person for the unit of the account; nobody is asked for a title or an age.
    Who is related to the demand side hears it before anything is written, and at each later step.
    One person has one bid for an item: who has begun it already gets that one."""
    if refused := why_not(session, item, person, now):
        return alone(refused)
    take_turn(session)
    if mine := bid_of(session, item, person):
        return mine
    unit = session.get_one(Organisation, person.organisation_id)
    bid = Proposal(
        call_id=item.call_id,
        item_id=item.id,
        pi_id=person.id,
        lead_unit_id=unit.id,
        title=item.title,
        technology_field_id=item.technology_field_id,
        plan_task_id=only_task(item.call),
        sections={},
    )
    bid.call, bid.item, bid.pi = item.call, item, person
    bid.lead_unit = unit
    begin(session, bid, person, now)
    return bid


def why_not(session: Session, item: Item, person: Person, now: datetime) -> Text | None:
    """Why this person cannot begin a bid; None where one can."""
    if item.state != "posted" or item.close_at is None or now >= item.close_at:
        return Text("该榜题不在揭榜期内。", "This item is not open for bids.")
    if person.organisation is None:
        return NO_UNIT
    if person.organisation_id == item.demander_id:
        return _ITS_OWN
    if path := path_between(session, person.organisation, item.demander):
        return Text(
            f"贵单位与发榜单位存在关联关系，不得揭榜：{path}。"
            "登记的控股关系有误的，请系统管理员更正。",
            f"Your unit is related to the demand side and may not bid: {path}. If the "
            "shareholding on record is wrong, ask the system administrator to correct it.",
        )
    rules = item.call.parameters
    handed_in = tuple(too_many_for_item(session, item, person.organisation, person, rules))
    return Text("{why}。", "{why}.").format(why=listed(handed_in)) if handed_in else None


def beside(session: Session, item: Item, person: Person) -> Text | None:
    """Who else of the unit of this person writes a bid for the item: the unit seals no more of them
    than the list allows, and whoever writes in vain is to know it early."""
    if not hears_of_bids(item, person):
        return None
    led = led_by_others(session, item, person.organisation_id, person)
    others = [name for name, state in led if state in ("draft", "unit_review")]
    most = item.call.parameters["unit_per_item_most"]
    if len(others) < most:
        return None
    return Text(
        f"贵单位的{{names}}也在写本榜题的揭榜申请。每个单位对同一榜题限牵头 {most} 项，"
        "由单位管理员审核后盖章密封，先密封的有效；请先与其商定由谁牵头。",
        f"{{names}} in your unit is also writing a bid for this item. Each unit may lead at most "
        f"{most} per item. The unit administrator checks, stamps and seals the bid, and the first "
        "one sealed counts. Agree with them first who will lead.",
    ).format(names=listed(others))


def bid_of(session: Session, item: Item, person: Person) -> Proposal | None:
    """What this person has begun or handed in for the item in this round."""
    mine = select(Proposal).where(
        Proposal.item_id == item.id, Proposal.pi_id == person.id, Proposal.state.in_(LIVE)
    )
    return session.scalar(mine)


def save_answers(
    session: Session,
    bid: Proposal,
    answers: Mapping[int, Answer],
    edition: int | None,
    by: Person,
    now: datetime,
) -> Problems | Overtaken | None:
    """Write the answers by id of the posted metric; they are the bid's only metrics."""
    if bid.state != "draft" or bid.item is None:
        return alone(
            Text(
                "揭榜申请只能在草稿时修改，现在的状态是“{state}”。",
                "A bid can be edited only while it is a draft. It is now “{state}”.",
            ).format(state=state_of(bid).label)
        )
    if faster := part_overtaken(bid, "metrics", edition):
        return faster
    if wrong := _not_numbers(bid.item, answers):
        return Problems(wrong)
    _put_in_place(session, bid, bid.item, answers)
    count_edit_of_part(bid, "metrics", by, now)
    session.flush()
    return None


def _not_numbers(item: Item, answers: Mapping[int, Answer]) -> dict[str, Text]:
    return {
        f"target-{m.id}": Text(
            f"“{m.name}”的承诺值须为数字", f"The promised value for “{m.name}” must be a number"
        )
        for m in item.metrics
        if m.id in answers and not _has_a_number(answers[m.id])
    }


def _put_in_place(
    session: Session, bid: Proposal, item: Item, answers: Mapping[int, Answer]
) -> None:
    """Of the earlier answers and of the metrics made from them."""
    session.execute(
        delete(MetricAnswer).where(MetricAnswer.metric_id.in_([m.id for m in bid.metrics]))
    )
    bid.metrics = [
        _promise(posted, answers[posted.id])
        for posted in item.metrics
        if posted.id in answers and answers[posted.id].target
    ]
    session.flush()
    for metric in bid.metrics:
        assert metric.item_metric_id is not None, "made from a posted metric"
        answer = answers[metric.item_metric_id]
        session.add(
            MetricAnswer(
                metric_id=metric.id,
                route=answer.route,
                evidence=answer.evidence,
                plan=answer.plan,
                price=answer.price,
            )
        )


def _has_a_number(answer: Answer) -> bool:
    """What is said of a metric hangs on the promise for it; an empty answer says nothing."""
    if not answer.target:
        return answer == Answer("", "", "", "", 0)
    return number(answer.target) is not None


def _promise(posted: ItemMetric, answer: Answer) -> Metric:
    return Metric(
        position=posted.position,
        name=posted.name,
        unit=posted.unit,
        direction=posted.direction,
        target=answer.target,
        test_method=posted.test_method,
        is_core=posted.is_core,
        item_metric_id=posted.id,
    )


def answers_of(session: Session, bid: Proposal) -> dict[int, tuple[Metric, MetricAnswer | None]]:
    """By id of the posted metric."""
    rows = session.scalars(
        select(MetricAnswer).where(MetricAnswer.metric_id.in_([m.id for m in bid.metrics]))
    )
    by_metric = {row.metric_id: row for row in rows}
    return {
        m.item_metric_id: (m, by_metric.get(m.id))
        for m in bid.metrics
        if m.item_metric_id is not None
    }


def unanswered(session: Session, bid: Proposal) -> tuple[str, ...]:
    """Posted metrics without a promise, a route and evidence."""
    if bid.item is None:
        return ()
    answers = answers_of(session, bid)
    return tuple(
        posted.name for posted in bid.item.metrics if not _is_whole(answers.get(posted.id))
    )


def lacking_of(session: Session, proposal: Proposal) -> dict[str, tuple[Text, ...]]:
    """`lacking`; the metrics of a bid are its answers to the posted ones, and a unit or somebody of
    it that is related to the demand side is named where it is written (B4)."""
    found = lacking(proposal)
    if proposal.item is not None:
        found["metrics"] = tuple(_answer_gaps(session, proposal))
        partners = [row.organisation for row in proposal.units]
        for part, units in (("basics", [proposal.lead_unit]), ("units", partners)):
            paths = paths_to(session, units, proposal.item.demander)
            found[part] = (*found.get(part, ()), *(_RELATED.format(path=path) for path in paths))
        for number, words in of_the_demand_side(session, proposal).items():
            part = "basics" if number == proposal.pi_id else "members"
            found[part] = (*found.get(part, ()), words)
    return {part: found[part] for part in PARTS if found.get(part)}


_RELATED = Text("与发榜单位存在关联关系：{path}", "related to the demand side: {path}")


def _answer_gaps(session: Session, bid: Proposal) -> Iterator[Text]:
    for name in unanswered(session, bid):
        yield Text(
            f"“{name}”尚缺承诺值、技术路线或依据",
            f"“{name}” lacks a promised value, technical route or basis",
        )
    for how in promised_below(bid):
        yield Text(
            "承诺值低于榜单要求：{how}", "the promised value is below the posted requirement: {how}"
        ).format(how=how)


def _is_whole(found: tuple[Metric, MetricAnswer | None] | None) -> bool:
    if found is None or found[1] is None:
        return False
    return bool(found[0].target and found[1].route.strip() and found[1].evidence.strip())

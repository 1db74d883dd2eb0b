"""What the guards of a call look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.models import Call, GroupProposal, Item, Proposal
from app.queries.calls.notices import (
    NOTICES,
    is_left_to_the_meeting,
    is_reserve_untold,
    is_to_be_noticed,
)
from app.services.awarding.ranking import PANELS
from app.services.calls import consulting
from app.services.calls.call_drafts import EDITABLE, race_problems
from app.services.calls.counting import by_state
from app.services.facts import Common, annual_pool, late_money
from app.services.facts.drafted import of_decision
from app.services.facts.lazily import lazily
from app.services.facts.naming import titles
from app.services.facts.rehearsal import unrehearsed
from app.services.facts.urgent import of_urgent, stands_until
from app.services.open_call import judging
from app.services.open_call.content import content_of, missing_parts, nodes_passed
from app.services.open_call.needs import above_one_award
from app.services.races.finding import MECHANISM, race_of_call
from app.services.races.planning import is_due_before_close, plan_problems
from app.services.races.reserves import not_to_be_called
from workflows.engine.calendar import local_date
from workflows.engine.text import Text, listed
from workflows.facts import CallFacts, Names
from workflows.parameters import PARAMETERS
from workflows.parts.item import SETTLED

_CHECKING = ("formal_check", "correction", "rejected_formal", "formal_appeal")
_REVIEWING = ("accepted", "online_review", "shortlisted", "defence", "re_review")
_IN_PLAY = ("reserve", "notice", "objection", "scored", "re_review", "approved")


class GuidePart(TypedDict):
    guide_problems: Names
    plan_tasks: Names


class WindowPart(TypedDict):
    criteria_weight: int
    budget: int
    window_days: int
    open_at: datetime | None
    close_at: datetime | None
    recommend_until: datetime | None
    consulted_until: datetime | None
    paused_from: str


class PausePart(TypedDict, total=False):
    pause_until: datetime


class CommentsPart(TypedDict):
    comments_unanswered: int


class CheckingPart(TypedDict):
    in_formal_check: Names


class ValidPart(TypedDict):
    valid_count: int


class ReviewingPart(TypedDict):
    not_reviewed: Names


class NoticePart(TypedDict):
    notices_ended: int
    waiting_for_notice: Names
    untold: bool
    notice_drafted: bool
    notice_ends_at: datetime | None
    notice_until: datetime | None


class ItemsPart(TypedDict, total=False):
    needs_until: datetime | None
    items_ready: int
    items_unready: Names
    items_open: Names
    items_bound: Names
    ceilings_sum: int


def _of_guide(session: Session, call: Call, common: Common) -> GuidePart:
    return {
        "guide_problems": (*_guide_problems(call), *_race_problems(session, call, common)),
        "plan_tasks": tuple(task.code for task in call.tasks),
    }


def _of_window(session: Session, call: Call, common: Common) -> WindowPart:
    return {
        "criteria_weight": sum(c["weight"] for c in call.criteria),
        "budget": call.budget,
        "window_days": (
            (call.close_at - call.open_at).days if call.open_at and call.close_at else 0
        ),
        "open_at": call.open_at,
        "close_at": call.close_at,
        "recommend_until": call.recommend_until,
        "consulted_until": consulting.ends_at(session, call),
        "paused_from": call.paused_from or "",
    }


def _of_pause(session: Session, call: Call, common: Common) -> PausePart:
    if call.state != "paused":
        return {}
    start = local_date(common.entered_at)
    longest = common.calendar.end_of_term(start, common.parameters["pause_days"])
    return {"pause_until": stands_until(session, call, "pause", longest, common)}


def _of_comments(session: Session, call: Call, _common: Common) -> CommentsPart:
    return {"comments_unanswered": consulting.unanswered(session, call)}


def _of_checking(session: Session, call: Call, common: Common) -> CheckingPart:
    return {"in_formal_check": _titles(session, call, _CHECKING, common)}


def _of_valid(session: Session, call: Call, _common: Common) -> ValidPart:
    counts = by_state(session, call)
    return {"valid_count": sum(counts.get(state, 0) for state in _REVIEWING)}


def _of_reviewing(session: Session, call: Call, common: Common) -> ReviewingPart:
    under_way = _titles(session, call, _REVIEWING, common)
    return {"not_reviewed": (*under_way, *_before_second_panels(session, call, common))}


def _guide_problems(call: Call) -> tuple[Text, ...]:
    needed: dict[Text, object] = {
        Text("指南名称", "the title"): call.title.strip(),
        Text("指南正文", "the topics"): call.guide.strip(),
        Text("联系人", "a contact"): call.contact.strip(),
        Text("联系电话", "a phone number"): call.contact_phone.strip(),
        Text("评审指标", "the criteria"): call.criteria,
        Text("单项资助上限", "the maximum award per project"): call.award_most,
    }
    if call.mechanism_key != "open_call":
        needed[Text("申报开始时间", "the application opening time")] = call.open_at
        needed[Text("申报截止时间", "the application closing time")] = call.close_at
    if call.state in EDITABLE:
        needed[Text("服务的规划任务", "the plan tasks it serves")] = call.tasks
    return tuple(name for name, value in needed.items() if not value)


def _race_problems(session: Session, call: Call, common: Common) -> tuple[Text, ...]:
    """What the plan of a race and its numbers lack, as long as they may be written."""
    race = race_of_call(session, call) if call.mechanism_key == MECHANISM else None
    if race is None or call.state not in EDITABLE:
        return ()
    lacking = (*plan_problems(race), *([_STAGE_AFTER_CLOSE] if is_due_before_close(race) else []))
    in_plan = Text("赛题方案的{what}", "in the race plan: {what}")
    valid = Text("合规的“{number}”取值（{rule}）", "a valid value for “{number}” ({rule})")
    return (
        *(
            valid.format(number=_NUMBERS[field], rule=rule)
            for field, rule in race_problems(common.parameters)
        ),
        *(in_plan.format(what=one) for one in lacking[:1]),
        *lacking[1:],
    )


_STAGE_AFTER_CLOSE = Text(
    "第 1 节点佐证截止日期（晚于申报截止）", "a stage 1 evidence deadline after applications close"
)
_NUMBERS = {f"rule_{one.key}": one.label for one in PARAMETERS}


def _first_stage_due(session: Session, call: Call, _common: Common) -> date | None:
    race = race_of_call(session, call) if call.mechanism_key == MECHANISM else None
    return race.stages[0].due_on if race and race.stages else None


def _titles(session: Session, call: Call, states: tuple[str, ...], common: Common) -> Names:
    if by_state(session, call).keys().isdisjoint(states):
        return ()
    return titles(session, common, Proposal.call_id == call.id, Proposal.state.in_(states))


def _before_second_panels(session: Session, call: Call, common: Common) -> Names:
    """Titles of what a second panel (非共识) has not finished."""
    at_work = [
        group.id
        for group in PANELS.of(session, call=call.id)
        if group.purpose == "second" and group.state not in ("locked", "dissolved")
    ]
    if not at_work:
        return ()
    rows = session.execute(
        select(Proposal.id, Proposal.title)
        .join(GroupProposal, GroupProposal.proposal_id == Proposal.id)
        .where(GroupProposal.group_id.in_(at_work))
        .order_by(Proposal.id)
    )
    return tuple(common.named(number, title) for number, title in rows)


def _of_notices(session: Session, call: Call, common: Common) -> NoticePart:
    """A call is on notice until its first notice has ended; promoted reserves have their own."""
    there = [one for one in NOTICES.of(session, call=call.id) if one.state != "withdrawn"]
    notices = [notice for notice in there if notice.state != "draft"]
    ends_at = notices[0].ends_at if notices else None
    return {
        "notices_ended": sum(n.state == "ended" for n in notices),
        "waiting_for_notice": ()
        if notices
        else titles(session, common, Proposal.call_id == call.id, is_to_be_noticed()),
        "untold": not notices and "awaiting_notice" in by_state(session, call),
        "notice_drafted": bool(there),
        "notice_ends_at": ends_at,
        "notice_until": ends_at or _to_be_noticed_by(call, common),
    }


def _in_play(session: Session, call: Call, common: Common) -> Names:
    """A reserve that cannot be called is none of it."""
    lost = not_to_be_called(session, call, common.now)
    there = or_(is_to_be_noticed(), _waits_in_play())
    return titles(session, common, Proposal.call_id == call.id, there, Proposal.id.not_in(lost))


def _waits_in_play() -> ColumnElement[bool]:
    """Held in reserve, told or not; under an objection or a re-review, or resolved on after it."""
    return or_(Proposal.state.in_(_IN_PLAY), is_reserve_untold())


def _left_to_the_meeting(session: Session, call: Call, _common: Common) -> bool:
    left = select(Call.id).where(Call.id == call.id, is_left_to_the_meeting())
    return session.scalar(left) is not None


def _to_be_noticed_by(call: Call, common: Common) -> datetime | None:
    if call.state != "notice":
        return None
    days = common.parameters["draw_days"]
    return common.calendar.end_of_term(local_date(common.entered_at), days)


def _of_items(session: Session, call: Call, common: Common) -> ItemsPart:
    """Of a list: which items may be posted, and which are not settled yet."""
    if call.mechanism_key != "open_call":
        return {}
    items = session.scalars(select(Item).where(Item.call_id == call.id).order_by(Item.id)).all()
    ready = [item for item in items if item.state == "ready"]
    lacking = ((item, _unready(item, local_date(common.now))) for item in ready)
    return {
        "needs_until": call.close_at,
        "items_ready": len(ready),
        "items_unready": tuple(
            Text("{title}（{parts}）", "{title} ({parts})").format(
                title=item.title, parts=listed(parts)
            )
            for item, parts in lacking
            if parts
        ),
        "items_open": tuple(i.title for i in items if i.state not in SETTLED),
        "items_bound": judging.bound(session, items),
        "ceilings_sum": sum(item.ceiling for item in ready),
    }


def _unready(item: Item, today: date) -> Names:
    content = content_of(item)
    return (
        *missing_parts(item, content),
        *nodes_passed(content["nodes"], today),
        *above_one_award(item.call, content["ceiling"]),
    )


build = lazily(
    CallFacts,
    _of_guide,
    _of_window,
    _of_pause,
    of_urgent("pause"),
    _of_comments,
    _of_checking,
    _of_valid,
    _of_reviewing,
    of_decision,
    _of_notices,
    _of_items,
    unrehearsed=unrehearsed,
    first_stage_due=_first_stage_due,
    in_play=_in_play,
    left_to_the_meeting=_left_to_the_meeting,
    pool=annual_pool.in_force,
    pool_drawn=annual_pool.drawn,
    late_money=late_money.of_budget,
    project_appeals=late_money.project_appeals,
    appeal_terms=late_money.appeal_terms,
    awards_to_come=late_money.awards_to_come,
)

"""The defence meeting (答辩会): its day, order and slots, and who was there (P9-P10, §3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Meeting, MeetingSlot, Proposal, Review, ReviewGroup
from app.models.reviews import GONE
from app.services.problems import Problems
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.guards.meeting import earliest_day, earliest_words


def meeting_of(session: Session, group: ReviewGroup) -> Meeting | None:
    return session.scalar(select(Meeting).where(Meeting.group_id == group.id))


def planned(meeting: Meeting | None) -> list[object]:
    """What is planned now, for a page that two officers may have open at once."""
    if meeting is None:
        return []
    order = [slot.proposal_id for slot in meeting.slots]
    return [meeting.starts_at.isoformat(), meeting.place, order]


def slot_of(session: Session, proposal: Proposal) -> MeetingSlot | None:
    """The newest slot of a proposal whose team has been given notice of it."""
    return session.scalars(
        select(MeetingSlot)
        .join(Meeting, Meeting.id == MeetingSlot.meeting_id)
        .join(ReviewGroup, ReviewGroup.id == Meeting.group_id)
        .where(
            MeetingSlot.proposal_id == proposal.id,
            Meeting.called_at.is_not(None),
            ReviewGroup.state != "dissolved",
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()


def was_seen(session: Session, review: Review) -> bool:
    """Whether the team came, by the meeting of the panel, whose notice may have been taken back."""
    seen = (
        select(MeetingSlot.id)
        .join(Meeting, Meeting.id == MeetingSlot.meeting_id)
        .where(
            Meeting.group_id == review.group_id,
            MeetingSlot.proposal_id == review.proposal_id,
            MeetingSlot.attended_at.is_not(None),
        )
    )
    return session.scalar(seen) is not None


def slot_length(rules: Mapping[str, int]) -> timedelta:
    return timedelta(minutes=rules["presentation_minutes"] + rules["questions_minutes"])


def plan(
    session: Session,
    group: ReviewGroup,
    starts_at: datetime | None,
    place: str,
    order: Sequence[int],
    now: datetime,
) -> Problems | None:
    """Set or change day, place and order (ids of proposals); slots follow one another. A change
    after the notice takes the notice back: it has to be given again. Who was heard before the
    meeting was postponed stays recorded as present."""
    rules = group.call.parameters
    waiting = [item.proposal_id for item in group.on_the_table]
    problems = _problems(group, starts_at, place, order, waiting, rules, now)
    if problems or starts_at is None:
        return Problems(problems)
    meeting = meeting_of(session, group) or Meeting(group_id=group.id)
    heard = _heard_before(group, meeting)
    meeting.starts_at, meeting.place, meeting.called_at = starts_at, place.strip(), None
    meeting.slots.clear()
    session.add(meeting)
    session.flush()
    length = slot_length(rules)
    for position, proposal_id in enumerate(order):
        begins = starts_at + position * length
        slot = MeetingSlot(proposal_id=proposal_id, position=position + 1, starts_at=begins)
        slot.attended_at = heard.get(proposal_id)
        meeting.slots.append(slot)
    session.flush()
    return None


def _heard_before(group: ReviewGroup, meeting: Meeting) -> dict[int, datetime]:
    """By the id of the proposal, when its team was seen at a meeting that was then postponed."""
    return {
        slot.proposal_id: slot.attended_at
        for slot in meeting.slots
        if slot.attended_at is not None
        and (group.state == "postponed" or slot.attended_at < slot.starts_at - _ON_THE_DAY)
    }


def attend(slot: MeetingSlot, now: datetime) -> Problems | None:
    """The team is there; seen on the day, not before it, and as long as it is on the table."""
    if slot.proposal.state in GONE:
        words = Text("该项目已不在本次答辩之列", "This proposal is no longer in this defence")
        return Problems({"": words})
    if now < slot.starts_at - _ON_THE_DAY:
        words = Text(
            "未到答辩当日，不能登记到场", "You can record attendance only on the day of the defence"
        )
        return Problems({"": words})
    slot.attended_at = slot.attended_at or now
    return None


def take_back_attendance(slot: MeetingSlot, group: ReviewGroup) -> Problems | None:
    """What was recorded by mistake, as long as nothing rests on it."""
    if group.state not in ("drawn", "reviewing"):
        words = Text(
            "评审组已锁定，到场登记不能再改",
            "The panel has been locked, so attendance can no longer be changed",
        )
        return Problems({"": words})
    slot.attended_at = None
    return None


def _problems(
    group: ReviewGroup,
    starts_at: datetime | None,
    place: str,
    order: Sequence[int],
    waiting: Sequence[int],
    rules: Mapping[str, int],
    now: datetime,
) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if group.purpose != "defence" or group.state not in ("forming", "drawn", "postponed"):
        found[""] = Text("现在不能排定答辩", "The defence cannot be scheduled now")
    if starts_at is None or starts_at <= now:
        found["starts_at"] = Text("请填写将来的时间", "Enter a time in the future")
    elif local_date(starts_at) < (earliest := earliest_day(now, rules)):
        found["starts_at"] = _TOO_SOON.format(
            days=rules["defence_notice_days"], earliest=earliest_words(earliest)
        )
    if not place.strip():
        found["place"] = Text("请填写地点或会议链接", "Enter the venue or meeting link")
    if sorted(order) != sorted(waiting):
        found["order"] = Text(
            "每个入围项目排一次", "Each shortlisted proposal must be scheduled once"
        )
    elif len(order) > (most := rules["defences_a_day"]):
        found["order"] = Text(f"一天最多答辩 {most} 项", f"At most {most} defences a day")
    return found


_ON_THE_DAY = timedelta(hours=12)
_TOO_SOON = Text(
    "通知须至少提前 {days} 天：{earliest}",
    "Notice must be sent at least {days} days ahead: {earliest}",
)

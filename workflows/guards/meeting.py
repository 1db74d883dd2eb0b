"""Rules of a defence meeting (答辩会): domain P9-P10, §3.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from workflows.engine.calendar import local_date, moment_words
from workflows.engine.text import Text
from workflows.facts import ReviewGroupFacts
from workflows.guards.examples import GROUP, LATER, LONG_AGO, NOON
from workflows.guards.review import GroupGuard
from workflows.guards.shapes import forbids, nothing_in
from workflows.hands import MANAGER, OFFICER


def earliest_day(now: datetime, parameters: Mapping[str, int]) -> date:
    """Of a defence, were notice of it given now."""
    return local_date(now) + timedelta(days=parameters["defence_notice_days"])


def earliest_words(day: date) -> Text:
    return Text(
        f"今天发出通知，最早可定在 {day}", f"if notice is given today, the earliest date is {day}"
    )


def _still_to_wait(f: ReviewGroupFacts) -> Text:
    if not f.meeting_called or f.meeting_at is None:
        return Text("尚未发出答辩通知", "notice of the defence has not been given")
    at = moment_words(f.meeting_at)
    return Text(f"答辩定于 {at}", f"the defence is set for {at}")


_DEFENCE = replace(GROUP, purpose="defence", seats=7, seats_needed=7)

is_a_defence = GroupGuard(
    key="is_a_defence",
    reason=Text("本组不是答辩组。", "This panel does not hold a defence."),
    supplied_by=OFFICER,
    holds=lambda f: f.purpose == "defence",
    passing=_DEFENCE,
    failing=GROUP,
    marks_path=True,
)
meeting_planned = GroupGuard(
    key="meeting_planned",
    reason=Text(
        "尚未排定答辩时间和顺序：{missing}。",
        "The time or order of the defence has not been set for: {missing}.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.meeting_at is not None and not f.unplanned,
    passing=replace(_DEFENCE, meeting_at=LATER),
    failing=replace(_DEFENCE, unplanned=("某项目",)),
    missing=lambda f: f.unplanned or (Text("答辩会", "the meeting"),),
)
notice_still_to_give = forbids(
    "meeting_called",
    of=_DEFENCE,
    key="notice_still_to_give",
    reason=Text(
        "答辩通知已经发出；改动时间或顺序后再发。",
        "Notice of the defence has been given. Give it again only after a change of time or order.",
    ),
    supplied_by=OFFICER,
)
notice_long_enough = GroupGuard(
    key="notice_long_enough",
    reason=Text(
        "通知距答辩不足规定天数，请改期：{missing}。",
        "The defence is too soon for the required notice. Choose another date: {missing}.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.meeting_at is None or local_date(f.meeting_at) >= earliest_day(f.now, f.parameters)
    ),
    passing=replace(_DEFENCE, meeting_at=LATER),
    failing=replace(_DEFENCE, meeting_at=NOON),
    missing=lambda f: (earliest_words(earliest_day(f.now, f.parameters)),),
)
meeting_has_begun = GroupGuard(
    key="meeting_has_begun",
    reason=Text("尚不能开始答辩：{missing}。", "The defence cannot begin yet: {missing}."),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.purpose != "defence"
        or (f.meeting_called and f.meeting_at is not None and f.now >= f.meeting_at)
    ),
    passing=replace(_DEFENCE, meeting_called=True, meeting_at=LONG_AGO),
    failing=replace(_DEFENCE, meeting_called=True, meeting_at=LATER),
    missing=lambda f: (_still_to_wait(f),),
)
panel_is_odd = GroupGuard(
    key="panel_is_odd",
    reason=Text("答辩专家组须为单数。", "The defence panel must have an odd number of members."),
    supplied_by=MANAGER,
    holds=lambda f: f.purpose != "defence" or f.seats % 2 == 1,
    passing=_DEFENCE,
    failing=replace(_DEFENCE, seats=8),
)
attendance_taken = nothing_in(
    "not_seen",
    of=_DEFENCE,
    key="attendance_taken",
    reason=Text(
        "尚未登记是否到场的项目：{missing}。",
        "Attendance has not been recorded for: {missing}.",
    ),
    supplied_by=OFFICER,
)
attendance_up_to_date = nothing_in(
    "heard_unrecorded",
    of=_DEFENCE,
    key="attendance_up_to_date",
    reason=Text(
        "答辩时段已过、尚未登记是否到场的项目：{missing}。已听取答辩的评分有效，须先登记。",
        "The slot has passed and attendance is not recorded for: {missing}. Record it first, "
        "because scores stand for teams that were heard.",
    ),
    supplied_by=OFFICER,
)
seat_is_taken = nothing_in(
    "unknown_seat",
    of=_DEFENCE,
    key="seat_is_taken",
    reason=Text(
        "没有这个席位，或该席位已无人：{missing}。",
        "There is no such seat, or it is already empty: {missing}.",
    ),
    supplied_by=OFFICER,
)
enough_members_remain = GroupGuard(
    key="enough_members_remain",
    reason=Text(
        "该专家退出后有效专家不足规定人数，须改期。",
        "Too few valid members would remain, so the meeting must be postponed.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.seats - 1 >= f.parameters["meeting_members_least"],
    passing=_DEFENCE,
    failing=replace(_DEFENCE, seats=5),
)

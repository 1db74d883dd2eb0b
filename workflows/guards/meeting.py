"""Rules of a defence meeting (答辩会): domain P9-P10, §3.1."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.guards.examples import GROUP, LATER, LONG_AGO, NOON
from workflows.guards.review import GroupGuard
from workflows.roles import Role

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_DEFENCE = replace(GROUP, purpose="defence", seats=7, seats_needed=7)

is_a_defence = GroupGuard(
    "is_a_defence",
    Text("本组不是答辩组。", "This panel holds no defence."),
    _OFFICER,
    lambda f: f.purpose == "defence",
    _DEFENCE,
    GROUP,
    marks_path=True,
)
meeting_planned = GroupGuard(
    "meeting_planned",
    Text(
        "尚未排定答辩时间和顺序：{missing}。",
        "The meeting has no time or order yet for: {missing}.",
    ),
    _OFFICER,
    lambda f: f.meeting_at is not None and not f.unplanned,
    replace(_DEFENCE, meeting_at=LATER),
    replace(_DEFENCE, unplanned=("某项目",)),
    lambda f: f.unplanned or (Text("答辩会", "the meeting"),),
)
notice_long_enough = GroupGuard(
    "notice_long_enough",
    Text("通知距答辩不足规定天数，请改期。", "The notice would be too short: choose a later day."),
    _OFFICER,
    lambda f: (
        f.meeting_at is None
        or (local_date(f.meeting_at) - local_date(f.now)).days
        >= f.parameters["defence_notice_days"]
    ),
    replace(_DEFENCE, meeting_at=LATER),
    replace(_DEFENCE, meeting_at=NOON),
)
meeting_has_begun = GroupGuard(
    "meeting_has_begun",
    Text(
        "答辩尚未通知，或未到答辩时间。", "The teams have no notice, or the meeting is yet to come."
    ),
    _OFFICER,
    lambda f: (
        f.purpose != "defence"
        or (f.meeting_called and f.meeting_at is not None and f.now >= f.meeting_at)
    ),
    replace(_DEFENCE, meeting_called=True, meeting_at=LONG_AGO),
    replace(_DEFENCE, meeting_called=True, meeting_at=LATER),
)
panel_is_odd = GroupGuard(
    "panel_is_odd",
    Text("答辩专家组须为单数。", "A defence panel has an odd number of members."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: f.purpose != "defence" or f.seats % 2 == 1,
    _DEFENCE,
    replace(_DEFENCE, seats=8),
)
seat_is_taken = GroupGuard(
    "seat_is_taken",
    Text(
        "没有这个席位，或该席位已无人：{missing}。", "There is no member on that seat: {missing}."
    ),
    _OFFICER,
    lambda f: not f.unknown_seat,
    _DEFENCE,
    replace(_DEFENCE, unknown_seat=("9",)),
    lambda f: f.unknown_seat,
)
enough_members_remain = GroupGuard(
    "enough_members_remain",
    Text(
        "退出后有效专家不足规定人数，须改期。",
        "Too few members would remain: the meeting must be postponed.",
    ),
    _OFFICER,
    lambda f: f.seats - 1 >= f.parameters["meeting_members_least"],
    _DEFENCE,
    replace(_DEFENCE, seats=5),
)

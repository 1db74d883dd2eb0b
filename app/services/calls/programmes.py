"""What a programme of the plan, a call for it, its notices, panels and samples are called."""

from __future__ import annotations

from app.documents.kinds.notices import NOTICE_WAVES, which_of_wave
from app.models import AuditSample, Call, Notice, Programme, ReviewGroup
from workflows.engine.text import Text


def name_of(programme: Programme) -> Text:
    """The plan is in Chinese; whoever loads one may give English names beside."""
    return Text(programme.name, programme.name_en or programme.name)


def title_of(call: Call) -> Text:
    """In English where the office has given an English title."""
    return Text(call.title, call.title_en or call.title)


def name_of_panel(group: ReviewGroup) -> Text:
    return Text(group.name, group.name_en or group.name)


def title_of_sample(sample: AuditSample) -> Text:
    return Text(sample.title, f"{title_of(sample.call).en} ({sample.nth})")


def title_of_notice(notice: Notice) -> Text:
    """As it was published; in English after the English title of its call, if there is one."""
    of_call = notice.call.title_en
    wave = f"{NOTICE_WAVES[notice.wave].en}{which_of_wave(notice.nth).en}"
    return Text(notice.title, f"{wave}: {of_call}" if of_call else notice.title)

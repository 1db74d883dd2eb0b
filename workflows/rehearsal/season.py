"""One rehearsal from where the call stands to where it ends, and what is left undone."""

from __future__ import annotations

from workflows.registry import workflow_for
from workflows.rehearsal.competing import Season
from workflows.rehearsal.listing import Listing
from workflows.rehearsal.model import Report, Setting
from workflows.rehearsal.money import account
from workflows.rehearsal.playing import Play
from workflows.rehearsal.racing import race
from workflows.rehearsal.supposed import supposed


def rehearse(setting: Setting) -> Report:
    report = Report(supposed=list(supposed(setting)))
    play = Play(setting.facts.calendar, report)
    played = Listing if setting.mechanism == "open_call" else Season
    season = played(setting, play)
    season.run()
    if isinstance(season, Season):
        if season.field.common.get("close_at"):  # nobody applies before it opens
            report.outcomes = season.field.outcomes()
        _account(setting, season, play)
    report.ends_in = workflow_for("call", setting.mechanism).state(season.call.state).label
    report.course.sort(key=lambda one: one.at)
    return report


def _account(setting: Setting, season: Season, play: Play) -> None:
    if setting.race is not None and season.signed_at is not None:
        race(setting, len(season.awarded), play, season.signed_at)
    else:
        play.report.money = account(setting, [entry.requested for entry in season.awarded])

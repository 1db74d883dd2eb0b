"""What whoever keeps the system running is told on their pages, before it stands still."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.documents.certificate import Standing, certificate_standing
from app.services.calendars import working_calendar
from config import Settings
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

ANNOUNCED_BY = 11
"""The month in which the State Council's notice is usually out."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`tone`: `` a notice, `warning` or `danger`; `endpoint` where it is mended, if on a page."""

    tone: str
    text: Text
    endpoint: str = ""


def notices(session: Session, settings: Settings, now: datetime) -> list[Notice]:
    return [
        *_of_certificate(certificate_standing(settings, now)),
        *_of_calendar(working_calendar(session).known_years, local_date(now)),
    ]


def _of_calendar(known: Set[int], today: date) -> list[Notice]:
    """The days off of a year are announced in the autumn before it."""
    wanted = [today.year, *([today.year + 1] if today.month >= ANNOUNCED_BY else [])]
    return [
        Notice(
            "warning" if year > today.year else "danger",
            _NO_CALENDAR.format(year=year),
            "admin.calendar",
        )
        for year in wanted
        if year not in known
    ]


def _of_certificate(found: Standing) -> list[Notice]:
    day = local_date(found.ends_at).isoformat() if found.ends_at else ""
    match found.state:
        case "none" | "ok":
            return []
        case "unreadable" | "early" | "ended":
            return [Notice("danger", _with_way_out(_UNFIT[found.state].format(day=day)))]
    tone = {"notice": "", "warning": "warning", "alarm": "danger"}[found.state]
    return [Notice(tone, _with_way_out(_ENDS.format(day=day, days=found.days)))]


def _with_way_out(text: Text) -> Text:
    return Text("{said}{way_out}", "{said}{way_out}").format(said=text, way_out=_RENEW)


_NO_CALENDAR = Text(
    "{year} 年的放假和调休安排尚未录入或者尚未确认，该年的期限只按周末计算。请系统管理员或监督"
    "诚信处人员在“工作日历”页面录入，另一人确认后期限随之重算。",
    "The public holidays and make-up days for {year} have not been entered or "
    "confirmed, so deadlines that year count weekends only. A system administrator or "
    "a supervisor must enter them on the “Working calendar” page; once another person "
    "confirms them, deadlines are recalculated.",
)
_ENDS = Text(
    "公文签章证书将于 {day} 到期，还有 {days} 天。",
    "The certificate for signing letters expires on {day}, in {days} days. ",
)
_UNFIT = {
    "unreadable": Text(
        "公文签章证书读不出来，公文都在等待。",
        "The certificate for signing letters cannot be read, so all letters are waiting. ",
    ),
    "early": Text(
        "公文签章证书尚未生效，公文都在等待。",
        "The certificate for signing letters is not valid yet, so all letters are waiting. ",
    ),
    "ended": Text(
        "公文签章证书已于 {day} 到期，公文都在等待。",
        "The certificate for signing letters expired on {day}, so all letters are waiting. ",
    ),
}
_RENEW = Text(
    "请运维人员换上新证书（CHONGXIAN_SIGNING_IDENTITY，见运行手册）。",
    "Ask the system operator to install a new certificate (CHONGXIAN_SIGNING_IDENTITY, "
    "see the runbook).",
)

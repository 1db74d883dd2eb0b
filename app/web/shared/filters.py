"""What templates may say: words in the reader's language, money, and moments of Shanghai."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, g
from flask_babel import get_locale

from app.models import Case
from app.money import in_ten_thousands
from app.services.cases import case_id, workflow_of
from app.web.shared.links import url_for_case
from app.web.shared.paging import page_url
from workflows.engine.calendar import SHANGHAI, local_date
from workflows.engine.model import State
from workflows.engine.text import Text
from workflows.roles import ROLE_LABELS, Role

_INSTANT = timedelta(microseconds=1)


def init_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        say=say, money=in_ten_thousands, moment=moment, day=day, until=until, role=role_label
    )
    app.jinja_env.globals.update(
        case_id=case_id,
        case_url=lambda case: url_for_case(case.kind, case_id(case)),
        days_left=days_left,
        html_lang=html_lang,
        is_overdue=lambda due: due is not None and due <= g.now,
        page_url=page_url,
        say_all=lambda texts: [say(t) for t in texts],
        state_of=state_of,
        url_for_case=url_for_case,
    )


def say(text: Text | str) -> str:
    """The wording in the reader's language."""
    return text.within(str(get_locale())) if isinstance(text, Text) else str(text)


def moment(at: datetime) -> str:
    """`2026-03-02 10:00`, Shanghai time."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def day(of: date | datetime) -> str:
    """`2026-03-02`; of a moment, the day it is in Shanghai."""
    return (local_date(of) if isinstance(of, datetime) else of).isoformat()


def until(due: datetime) -> str:
    """A deadline; one at midnight ends the day before: `2026-03-09 24:00`."""
    local = due.astimezone(SHANGHAI)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{(local - _INSTANT).date().isoformat()} 24:00"
    return moment(due)


def days_left(due: datetime) -> int:
    """Calendar days from today to the last day; negative once that day is over."""
    return (local_date(due - _INSTANT) - local_date(g.now)).days


def role_label(role: Role | str) -> str:
    return say(ROLE_LABELS[Role(role)])


def state_of(case: Case) -> State:
    return workflow_of(case).state(case.state)


def html_lang() -> str:
    """The language tag of the page, such as `zh-Hans-CN`."""
    locale: Any = get_locale()
    return str(locale).replace("_", "-")

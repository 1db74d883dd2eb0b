"""Awards above the sum that a call reports to the provincial government (报省政府, domain §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.models import Call, Decision
from app.services.races.finding import race_of
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import Names

_WAN = 10_000_00


def large_awards(
    session: Session,
    call: Call,
    awards: Iterable[tuple[Text | str, int]],
    rules: Mapping[str, int],
) -> Names:
    """Of `awards`, name and 分, those that are reported; a call that names no sum reports none."""
    above = rules["report_above_wan"] * _WAN
    if not above:
        return ()
    ahead = _still_to_come(session, call)
    words = _IN_ALL if ahead else _AWARD
    return tuple(
        words.format(name=name, sum=amount_text(amount + ahead))
        for name, amount in awards
        if amount + ahead > above
    )


def _still_to_come(session: Session, call: Call) -> int:
    """分 that a race may give one team after its award, which pays one stage: the stages ahead,
    should it alone be left, and the prize. Elsewhere the award is all."""
    race = race_of(session, call)
    if race is None:
        return 0
    paid_by_award = max(1, race.stage)
    return race.prize + sum(stage.pool for stage in race.stages if stage.number > paid_by_award)


_AWARD = Text("{name}（{sum}）", "{name} ({sum})")
_IN_ALL = Text(
    "{name}（连同后续节点和冲线奖励，最多可得 {sum}）",
    "{name} (up to {sum}, including later stages and the finish-line prize)",
)


def record_reply(decision: Decision, given: Mapping[str, str]) -> None:
    """Where the move asked for it."""
    if "reply_number" in given:
        decision.reply_number = given["reply_number"]
        decision.reply_on = date.fromisoformat(given["reply_date"])

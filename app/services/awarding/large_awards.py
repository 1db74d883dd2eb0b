"""Awards above the sum that a call reports to the provincial government (报省政府, domain §1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.models import Decision
from workflows.engine.money import amount_text
from workflows.engine.text import Text

_WAN = 10_000_00


def is_large(amount: int, rules: Mapping[str, int]) -> bool:
    """`amount` in 分; a call that names no sum reports nothing."""
    above = rules["report_above_wan"] * _WAN
    return 0 < above < amount


def with_amount(name: Text | str, amount: int) -> Text:
    words = Text(name, name) if isinstance(name, str) else name
    return Text("{name}（{sum}）", "{name} ({sum})").format(name=words, sum=amount_text(amount))


def record_reply(decision: Decision, given: Mapping[str, str]) -> None:
    """Where the move asked for it."""
    if "reply_number" in given:
        decision.reply_number = given["reply_number"]
        decision.reply_on = date.fromisoformat(given["reply_date"])

"""Where the money of a race lies, as one bar; the table beside it says the same."""

from __future__ import annotations

from app.services.races.purse import Purse
from workflows.engine.money import amount_text
from workflows.engine.text import Text

_WIDTH, _HEIGHT, _TOP = 720, 74, 6
_SEGMENTS = (
    ("paid", Text("已拨付", "Paid"), "#1d6b45", ""),
    ("ordered", Text("在途", "On its way"), "#1f4e8c", ""),
    ("ring_fenced", Text("申诉期留存", "Ring-fenced"), "#8a5300", ""),
    ("free", Text("未分配", "Free"), "#fff", "#52606f"),
    ("prize", Text("冲线奖励", "Prize"), "#c01530", ""),
    ("returned", Text("交回财政", "Returned"), "#d9dfe6", ""),
)
_MONEY = Text("赛事经费", "Money of the race")


def money_picture(purse: Purse, pool: int, locale: str) -> str:
    """An SVG bar of the whole pool (分). What is nothing is left out."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lanes" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'role="img" aria-label="{_MONEY.within(locale)}">'
    ]
    shown = [(s, getattr(purse, s[0])) for s in _SEGMENTS if getattr(purse, s[0]) > 0]
    x = 2.0
    for place, ((_, label, fill, stroke), amount) in enumerate(shown):
        width = (_WIDTH - 4) * amount / pool if pool else 0
        parts.append(
            f'<rect x="{x:.1f}" y="{_TOP}" width="{width:.1f}" height="24" fill="{fill}" '
            f'stroke="{stroke or fill}"/>'
        )
        column = 2 + place * (_WIDTH - 4) / len(shown)
        parts.append(
            f'<rect x="{column:.1f}" y="44" width="10" height="10" fill="{fill}" '
            f'stroke="{stroke or fill}"/>'
            f'<text x="{column + 15:.1f}" y="54" font-size="12" fill="#16202c">'
            f"{label.within(locale)}</text>"
            f'<text x="{column + 15:.1f}" y="70" font-size="12" fill="#52606f">'
            f"{amount_text(amount).within(locale)}</text>"
        )
        x += width
    return "".join([*parts, "</svg>"])

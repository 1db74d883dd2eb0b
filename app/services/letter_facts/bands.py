"""What outsiders learn of a score and of an amount: a band, never the figure."""

from __future__ import annotations

from workflows.engine.text import Text


def score_band(score: int | None) -> Text:
    """Applicants learn the band of the total, never a single expert's score (domain §3.3)."""
    if score is None:
        return Text("无有效评分", "no valid score")
    return next((band for least, band in _BANDS if score >= least), _LOWEST_BAND)


_BANDS = (
    (9000, Text("90 分以上", "90 or more")),
    (8000, Text("80—89 分", "80–89")),
    (7000, Text("70—79 分", "70–79")),
    (6000, Text("60—69 分", "60–69")),
)
_LOWEST_BAND = Text("60 分以下", "below 60")


def amount_band(amount: int) -> Text:
    """Public pages name a band, not the amount; steps of a hundred 万元."""
    low, high = (end // _TEN_THOUSAND_YUAN for end in band_of(amount))
    return Text(f"{low}—{high} 万元", f"¥{low * 10_000:,}–{high * 10_000:,}")


def band_of(amount: int) -> tuple[int, int]:
    """Its two ends, in 分."""
    low = amount // _STEP * _STEP
    return low, low + _STEP


_TEN_THOUSAND_YUAN = 10_000_00
_STEP = 100 * _TEN_THOUSAND_YUAN

"""What the plan promises of money over its five years (闽政办〔2021〕58号, chapter 8), in 分."""

from __future__ import annotations

_HUNDRED_MILLION_YUAN = 10_000_000_000

FISCAL_LEAST = 5 * _HUNDRED_MILLION_YUAN
OWN_LEAST = 30 * _HUNDRED_MILLION_YUAN

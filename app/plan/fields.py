"""What the technology fields of the plan are called in both languages."""

from __future__ import annotations

from functools import cache

from app.plan.loader import load_catalogues
from workflows.engine.text import Text


def worded(name: str) -> Text:
    """Of a catalogue or an entry of one; a name that the plan does not know has no English."""
    return Text(name, _english().get(name, name))


def placed(catalogue: str, entry: str) -> Text:
    """An entry under the name of its catalogue."""
    above, below = worded(catalogue), worded(entry)
    return Text(f"{above.zh} · {below.zh}", f"{above.en} · {below.en}")


@cache
def _english() -> dict[str, str]:
    catalogues = load_catalogues()
    entries = (item for catalogue in catalogues for item in catalogue.items)
    return {named.name: named.name_en for named in (*catalogues, *entries)}

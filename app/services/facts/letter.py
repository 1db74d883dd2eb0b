"""What the guards of a letter look at."""

from __future__ import annotations

from app.services.facts.lazily import lazily
from workflows.facts import LetterFacts

build = lazily(LetterFacts, has_number=lambda _session, letter, _common: letter.number is not None)

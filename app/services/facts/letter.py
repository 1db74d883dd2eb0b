"""What the guards of a letter look at."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Letter
from app.services.facts import Common
from workflows.facts import LetterFacts


def build(_session: Session, letter: Letter, common: Common) -> LetterFacts:
    return LetterFacts(**common.as_dict(), has_number=letter.number is not None)

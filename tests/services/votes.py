"""A secret vote of a panel whose scores leave proposals equal."""

from __future__ import annotations

from app.models import Person, ReviewGroup, SecretVote
from app.services.review import voting
from tests.services.calls_in_review import accepted, at_work, chair, sign_all
from tests.services.stage import Stage

SMALL = {"panel_size": 3, "min_valid_reviews": 3}


def tied_panel(stage: Stage) -> ReviewGroup:
    """Three members who gave both proposals the same points, and now talk."""
    group = at_work(stage, accepted(stage, many=2, experts=9, **SMALL))
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    return group


def opened(stage: Stage, group: ReviewGroup) -> SecretVote:
    stage.moved(group, "open_vote", chair(group))
    (vote,) = voting.open_votes(stage.session, group)
    return vote


def people(group: ReviewGroup) -> list[Person]:
    return [seat.expert.person for seat in group.sitting]

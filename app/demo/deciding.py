"""What is decided on a call, and its notice, where the story has nothing to add."""

from __future__ import annotations

from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.stage import Stage, must
from app.models import Call, Notice
from app.queries.calls.office import proposed_without_notice
from app.services.awarding import deciding, noticing


def decide_as_ranked(stage: Stage, call: Call, minutes: str, on: str) -> None:
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        must(deciding.save(session, deciding.begin_draft(session, live, officer), {}, officer))
    stage.move(call, "decide_list", DECISION, **matched(stage, call, minutes, on))


def give_notice(stage: Stage, call: Call) -> Notice:
    """Of whoever is proposed now."""
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        proposed = proposed_without_notice(session, live)
        officer = person(session, OFFICER)
        notice = must(noticing.draft_notice(session, live, proposed, officer, stage.now))
    stage.move(notice, "publish", OFFICER)
    return notice

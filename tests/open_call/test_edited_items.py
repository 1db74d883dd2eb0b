"""Whoever drafted what is to be published of an item proposes it, and never decides on it (B8)."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.access.roles import roles_on
from app.models import Person
from app.services.editing import Overtaken
from app.services.edits import PARTS
from app.services.history import EDITED, rows_of
from app.services.open_call import needs
from tests.factories import grant, person
from tests.open_call.courses import MORE, REPOSTED, drafted
from tests.open_call.posting import HARDER, changed
from tests.open_call.story import Story
from tests.services.stage import MINUTES
from workflows.engine.decide import Refusals
from workflows.roles import Role

AMENDED = {**MINUTES, "reason": "用户工况变化"}


def drafting(story: Story, **changes: Any) -> Person:
    """By an officer who has moved into the executive meeting since."""
    item, editor = story.item, story.stage.holder(Role.PROGRAMME_OFFICER, "second")
    wrong = needs.save(
        story.session,
        item,
        changed(**changes),
        {},
        item.edition,
        by=editor,
        now=story.stage.now,
        is_demander=False,
    )
    assert wrong is None
    for row in list(editor.grants):
        row.ends_at = story.stage.now
    grant(story.session, editor, Role.DECISION_MAKER)
    story.session.flush()
    return editor


def test_whoever_drafted_an_amendment_does_not_approve_it(story: Story) -> None:
    item = story.posted().item
    editor = drafting(story, metrics=HARDER)
    story.stage.signed(item, "amend", story.officer, **AMENDED)
    story.stage.signed(item, "amend", story.contact)
    answer = story.stage.take(item, "amend", editor)
    assert isinstance(answer, Refusals)
    (refused,) = answer.reasons
    assert refused.key == "separation_of_duties"
    assert refused.people == {Role.DECISION_MAKER}
    story.stage.moved(item, "amend", story.decides)


def test_nobody_is_officer_and_decision_maker_of_one_item(story: Story) -> None:
    """So whoever drafts an amendment as officer is never asked to decide on it (domain §1)."""
    item = story.posted().item
    assert Role.PROGRAMME_OFFICER in roles_on(story.session, story.officer, item, story.stage.now)
    grant(story.session, story.officer, Role.DECISION_MAKER)
    assert roles_on(story.session, story.officer, item, story.stage.now) == frozenset()


def test_whoever_revised_an_item_does_not_approve_its_posting(story: Story) -> None:
    item = story.posted().item
    story.closed()
    story.stage.moved(item, "revise", story.officer)
    editor = drafting(story, **MORE)
    story.argued()
    story.stage.signed(item, "repost", story.officer, **REPOSTED)
    story.stage.signed(item, "repost", story.contact)
    assert "separation_of_duties" in story.stage.refused(item, "repost", editor)
    story.stage.moved(item, "repost", story.decides)


def test_whoever_drafted_it_proposes_it(story: Story) -> None:
    """The officer who wrote it and the demand side that asked for it sign as before."""
    item = story.posted().item
    drafted(story, metrics=HARDER)
    story.stage.signed(item, "amend", story.officer, **AMENDED)


def test_the_history_of_a_need_tells_what_of_it_its_writers_changed(story: Story) -> None:
    need, colleague = story.item, person(story.session, organisation_id=story.item.demander_id)
    seen = need.edition
    save = partial(needs.save, story.session, need, is_demander=True, now=story.stage.now)
    kept: Any = {"money": need.promises_money, "trial": need.promises_trial}, seen
    field = need.technology_field_id
    assert save(changed(), *kept, by=colleague, field_id=field) is None, "as it stands"
    assert edits_of(story)[-1][0] == story.contact.id
    wanted = changed(target="千吨级", metrics=HARDER)
    assert save(wanted, {"money": False, "trial": True}, need.edition, by=colleague) is None
    parts = "item.target item.metrics item.money item.field"
    assert edits_of(story)[-1] == (colleague.id, parts)
    told = save(changed(), *kept, by=story.contact, field_id=field)
    assert isinstance(told, Overtaken)
    assert (told.by, told.at) == (colleague, story.stage.now)


def edits_of(story: Story) -> list[tuple[int | None, str]]:
    rows = rows_of(story.session, story.item)
    return [(row.actor_id, row.given[PARTS]) for row in rows if row.transition == EDITED]

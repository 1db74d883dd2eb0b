"""A list is written before the needs are collected, and to its end beside them: §2.0, B1."""

from __future__ import annotations

from tests.conftest import SignInAs
from tests.open_call.story import Story
from tests.web.test_calls import form_of


def test_needs_are_collected_for_a_list_that_says_what_it_serves(story: Story) -> None:
    """And for one that says nothing of its window, which the collecting sets."""
    written = story.list
    written.state, written.open_at, written.close_at = "draft", None, None
    tasks, written.tasks = list(written.tasks), []
    refused = story.stage.refused(written, "collect_needs", story.officer)
    assert refused.keys() == {"guide_complete"}
    assert "规划任务" in refused["guide_complete"].zh
    assert "申报" not in refused["guide_complete"].zh
    written.tasks = tasks
    story.stage.moved(written, "collect_needs", story.officer)
    assert written.close_at is not None


def test_a_list_is_written_to_its_end_before_its_consultation_and_keeps_its_collecting(
    story: Story, sign_in: SignInAs
) -> None:
    story.ready()
    written = story.list
    tasks, written.tasks = [task.id for task in written.tasks], []
    story.session.commit()
    client, path = sign_in(story.officer), f"/office/calls/{written.id}/edit"
    form = form_of(written) | {"budget": "3000", "guide": "支持方向：纤维。", "contact": "林"}
    form |= {"contact_phone": "0591", "tasks": str(tasks[0])}
    assert client.post(path, data=form).status_code == 409, "needs are still being collected"
    assert written.close_at is not None
    closed = written.close_at
    story.stage.at(closed)
    refused = story.stage.refused(written, "submit_for_consult", story.officer)
    assert refused.keys() == {"guide_complete"}
    story.session.commit()
    assert path in client.get(f"/office/calls/{written.id}").text
    form["revision"] = str(written.revision)
    assert client.post(path, data=form).status_code == 303
    story.session.expire_all()
    assert (written.guide, written.close_at) == ("支持方向：纤维。", closed)
    story.stage.moved(written, "submit_for_consult", story.officer)
    story.session.commit()
    assert client.post(path, data=form).status_code == 409

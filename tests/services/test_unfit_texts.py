"""Texts in fields that are made by their case: none that is too long or bears the mark of a state
secret is kept (§3.11), and what was kept before stays."""

from __future__ import annotations

import pytest

from app.names import unfit
from app.services.awarding import deciding
from app.services.awarding.deciding import ItemDraft
from app.services.milestones import reporting, visiting
from app.services.problems import Problems
from app.services.review import reviewing
from tests.services.awarding import drafted, ranked
from tests.services.calls_in_review import accepted, at_work, opinion, reads, reviews_in
from tests.services.running import Running
from tests.services.stage import Stage
from workflows.roles import Role

MARK = "机密★10年"


@pytest.mark.parametrize(
    ("text", "says"),
    [("四个字长", None), ("五个字长了", "最多 4 字，现有 5 字"), (MARK, "密级标志")],
)
def test_a_text_is_kept_unless_it_is_too_long_or_marked(text: str, says: str | None) -> None:
    why = unfit(text, 4)
    assert (why is None) if says is None else (why is not None and says in why.zh)


@pytest.mark.parametrize(("typed", "is_kept"), [("字" * 4000, True), ("字" * 4001, False)])
def test_a_milestone_report_is_kept_up_to_the_length_its_page_counts_to(
    announced: Running, typed: str, is_kept: bool
) -> None:
    assert (reporting.save_report(announced.milestone, typed) is None) is is_kept
    assert (announced.milestone.report == typed) is is_kept


@pytest.mark.parametrize(("typed", "is_kept"), [("现场属实。", True), (MARK, False)])
def test_no_record_of_a_visit_bears_the_mark_of_a_state_secret(
    submitted: Running, typed: str, is_kept: bool
) -> None:
    stage, milestone = submitted.stage, submitted.milestone
    by = stage.holder(Role.PROGRAMME_OFFICER)
    answer = visiting.save(
        stage.session, milestone, None, {"seen": typed}, edition=0, by=by, now=stage.now
    )
    assert isinstance(answer, Problems) is not is_kept
    assert (visiting.of_milestone(stage.session, milestone).seen == typed) is is_kept


@pytest.mark.parametrize(("typed", "is_kept"), [("可行。", True), (MARK, False)])
def test_no_review_bears_the_mark_of_a_state_secret(
    stage: Stage, typed: str, is_kept: bool
) -> None:
    review = reviews_in(stage, at_work(stage, accepted(stage)))[0]
    reads(stage, review)
    answer = reviewing.save(review, opinion(review.group, overall=typed))
    assert (answer is None) is is_kept
    assert (review.overall == typed) is is_kept


@pytest.mark.parametrize(("typed", "is_kept"), [("经费不足。", True), (MARK, False)])
def test_no_reason_of_a_decision_bears_the_mark_of_a_state_secret(
    stage: Stage, typed: str, is_kept: bool
) -> None:
    of_two = ranked(stage, 92, 90)
    decision = drafted(stage, of_two, "propose", "drop")
    first, second = of_two.proposals
    items = {
        first.id: ItemDraft("drop", 0, typed),
        second.id: ItemDraft("propose", second.requested, typed),
    }
    answer = deciding.save(stage.session, decision, items, stage.holder(Role.PROGRAMME_OFFICER))
    assert (answer is None) is is_kept
    assert any(item.deviation_reason == typed for item in decision.items) is is_kept

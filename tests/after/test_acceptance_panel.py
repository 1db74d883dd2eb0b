"""The panel of an acceptance: its size, and how it is made up (§3.1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Letter
from app.services.assessing import panel_rules
from tests.after.underway import Underway, underway
from tests.services.called import formed_earlier, seated, witnessed, writing
from tests.services.running import panel_of
from tests.services.stage import Stage

_CONCLUDED = {"score": "85", "opinion": "意见一致。"}


def test_a_panel_that_lost_its_chair_is_made_up_by_the_next_of_the_draw_and_goes_on(
    of: Underway,
) -> None:
    case, stage = of.applied(), of.stage
    panel_of(stage)
    panel_of(stage)
    seated(stage, case)
    stage.moved(case, "convene", of.officer, meeting="3月20日9时，第一会议室")
    given = writing(stage, case)
    former, others = given[0], given[1:]
    of.judged(others, "pass")
    assert of.chair(case).id == former.expert.person_id, "the first drawn presides"
    stage.moved(former, "declare_assessor_conflict", former.expert.person, reason="有合作关系。")
    assert of.chair(case).id == others[0].expert.person_id, "whoever left presides no more"
    (waiting,) = writing(stage, case)
    assert waiting.expert_id not in {o.expert_id for o in given}, "signed opinions stay"
    refused = stage.refused(case, "conclude_pass", of.chair(case), **_CONCLUDED)
    assert "acceptance_opinions_signed" in refused
    assert of.project.state == "accept_review", "the review is not interrupted"
    of.judged([waiting], "pass")
    stage.moved(case, "conclude_pass", of.chair(case), **_CONCLUDED)
    kinds = stage.session.scalars(select(Letter.letter_kind)).all()
    assert kinds.count("acceptance_convened") == 1


@pytest.mark.parametrize("is_drawn", [False, True])
def test_documents_are_sent_back_until_the_review_and_a_drawn_panel_keeps_its_seats(
    of: Underway, is_drawn: bool
) -> None:
    case, stage = of.applied(), of.stage
    panel_of(stage)
    stage.moved(case, "ask_for_panel", of.officer, beyond="0")
    if is_drawn:
        witnessed(stage, case)
    stage.moved(case, "request_correction", of.officer, reason="补充决算。")
    stage.moved(case, "resubmit", of.pi)
    if not is_drawn:
        seated(stage, case)
    stage.moved(case, "convene", of.officer, meeting="3月20日9时，第一会议室")
    assert "state_has_changed" in stage.refused(
        case, "request_correction", of.officer, reason="补充决算。"
    )


@pytest.mark.parametrize(
    ("requested", "size", "fits"),
    [
        (2_000_000_00, 5, True),
        (2_999_999_99, 5, True),
        (3_000_000_00, 5, False),
        (3_000_000_00, 7, True),
    ],
)
def test_much_public_money_takes_a_panel_of_seven(
    stage: Stage, requested: int, size: int, fits: bool
) -> None:
    of = underway(stage)
    of.project.amount = requested
    case = of.applied()
    formed_earlier(stage, case, panel_of(stage, size))
    lacking = " ".join(text.zh for text in panel_rules.problems(stage.session, case, stage.now))
    assert ("人数不足" not in lacking) is fits

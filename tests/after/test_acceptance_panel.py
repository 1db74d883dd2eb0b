"""The panel of an acceptance: its size, and how it is made up (§3.1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Letter
from app.services.assessing import panel_rules, panels
from tests.after.underway import Underway, underway
from tests.factories import expert
from tests.services.running import panel_of
from tests.services.stage import Stage

_CONCLUDED = {"score": "85", "opinion": "意见一致。"}


def test_a_panel_that_has_signed_and_keeps_the_rules_is_not_called_off(of: Underway) -> None:
    case = of.applied()
    given = of.convened(case)
    of.judged(given[:-1], "fail")
    last = given[-1:]
    assert "acceptance_panel_wants_somebody" not in of.stage.refused(case, "reform_panel", of.pi)
    of.judged(last, "fail")
    refused = of.stage.refused(case, "reform_panel", of.officer, reason="再议。")
    assert "acceptance_panel_wants_somebody" in refused


def test_a_panel_that_lost_its_chair_is_made_up_by_somebody_else_and_goes_on(of: Underway) -> None:
    case = of.applied()
    given = of.convened(case)
    former, others = given[0], given[1:]
    of.judged(others, "pass")
    of.stage.moved(former, "declare_assessor_conflict", former.expert.person, reason="有合作关系。")
    assert of.chair(case).id == others[0].expert.person_id, "whoever left presides no more"
    assert "enough_acceptance_opinions" in of.stage.refused(
        case, "conclude_pass", of.chair(case), **_CONCLUDED
    )
    of.stage.moved(case, "reform_panel", of.officer, reason="一人回避。")
    assert of.project.state == "accept_applied"
    substitute = expert(of.stage.session)
    ids = [o.expert_id for o in others]
    panels.appoint(of.stage.session, case, [former.expert_id, *ids], None, of.officer, of.stage.now)
    of.stage.session.expire_all()
    refused = of.stage.refused(case, "convene", of.officer, meeting="再议")
    assert "已回避，不得再任" in refused["acceptance_panel_valid"].zh
    ids.append(substitute.id)
    panels.appoint(of.stage.session, case, ids, None, of.officer, of.stage.now)
    of.stage.session.expire_all()
    of.stage.moved(case, "convene", of.officer, meeting="3月27日9时，第一会议室")
    assert case.assessment is not None
    waiting = [o for o in case.assessment.opinions if o.state == "writing"]
    assert [o.expert_id for o in waiting] == [substitute.id], "signed opinions stay"
    of.judged(waiting, "pass")
    of.stage.moved(case, "conclude_pass", of.chair(case), **_CONCLUDED)
    kinds = of.stage.session.scalars(select(Letter.letter_kind)).all()
    assert kinds.count("acceptance_convened") == 2, "each meeting has its notice"


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
    ids = [one.id for one in panel_of(stage, size)]
    panels.appoint(stage.session, case, ids, ids[0], of.officer, stage.now)
    stage.session.flush()
    lacking = " ".join(text.zh for text in panel_rules.problems(stage.session, case, stage.now))
    assert ("人数不足" not in lacking) is fits

"""An award above the sum that a call reports is made with the provincial government's reply only
(domain §1, 报省政府)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Decision, Letter, Person
from app.services.awarding.large_awards import large_awards
from app.services.door.offering import offers
from tests.conftest import SignInAs
from tests.services.awarding import Ranked, drafted, published, ranked
from tests.services.racing import WAN
from tests.services.racing import drafted as racing_draft
from tests.services.stage import MATCHED, MINUTES, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

REPLY = {"reply_number": "闽政文〔2026〕8号", "reply_date": "2026-01-10"}
LIMIT, BELOW = 200, 199
"""Every award here is of two million yuan, 200 万元."""


@pytest.fixture
def decider(stage: Stage) -> Person:
    return stage.holder(Role.DECISION_MAKER)


def resolved(stage: Stage, above: int) -> Ranked:
    """Two proposed and one in reserve, as the officer drafted it."""
    made = ranked(stage, 92, 90, 88, rules=DEFAULTS | {"report_above_wan": above})
    drafted(stage, made, "propose", "propose", "reserve")
    return made


def test_a_list_with_a_large_award_is_decided_with_the_reply_only(
    stage: Stage, decider: Person
) -> None:
    made = resolved(stage, BELOW)
    reasons = stage.refused(made.call, "decide_list", decider, **MATCHED)
    assert reasons.keys() == {"no_large_award"}
    first, second, reserve = (p.title for p in made.proposals)
    said = reasons["no_large_award"].zh
    assert [title in said for title in (first, second, reserve)] == [True, True, False]
    assert "200.00 万元" in said
    stage.moved(made.call, "decide_list", decider, **MATCHED, **REPLY)
    decision = stage.session.scalars(select(Decision)).one()
    assert (decision.reply_number, str(decision.reply_on)) == tuple(REPLY.values())


@pytest.mark.parametrize("above", [LIMIT, 0])
def test_an_award_up_to_the_sum_or_of_a_call_that_names_none_needs_no_reply(
    stage: Stage, decider: Person, above: int
) -> None:
    made = resolved(stage, above)
    stage.moved(made.call, "decide_list", decider, **MATCHED)
    assert stage.session.scalars(select(Decision)).one().reply_number is None


def test_the_page_of_the_decision_asks_for_the_reply_where_an_award_is_large(
    stage: Stage, decider: Person, sign_in: SignInAs
) -> None:
    client = sign_in(decider)
    for above, asked in ((BELOW, True), (LIMIT, False)):
        call = resolved(stage, above).call
        [offer] = (
            o
            for o in offers(stage.session, call, decider, stage.now)
            if o.transition.name == "decide_list"
        )
        assert offer.is_open
        stage.session.commit()
        page = client.get(f"/cases/call/{call.id}/moves/decide_list").get_data(as_text=True)
        assert ('name="reply_number"' in page) is asked


def test_a_large_reserve_is_promoted_with_the_reply_only(stage: Stage, decider: Person) -> None:
    made = resolved(stage, BELOW)
    stage.moved(made.call, "decide_list", decider, **MATCHED, **REPLY)
    published(stage, made)
    first, _, reserve = made.proposals
    why = {"evidence": "检测报告系伪造。", "reason": "查实。"}
    stage.moved(first, "disqualify", stage.holder(Role.SUPERVISOR), **why)
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    assert stage.refused(reserve, "promote", decider, **words).keys() == {"no_large_award"}
    stage.moved(reserve, "promote", decider, **words, **REPLY)


@pytest.mark.parametrize(("at_stage", "most"), [(0, 960), (2, 480)])
def test_of_a_race_counts_what_a_team_may_get_in_all(
    stage: Stage, at_stage: int, most: int
) -> None:
    """Stages of 360, 480 and 240, a prize of 120 万元: the award pays the stage it is made in."""
    race, award = racing_draft(stage), ("甲队", 120 * WAN)
    race.stage = at_stage
    of_call = (stage.session, race.call, [award])
    (reported,) = large_awards(*of_call, {"report_above_wan": most - 1})
    assert f"最多可得 {most}.00 万元" in str(reported)
    assert large_awards(*of_call, {"report_above_wan": most}) == ()


@pytest.mark.parametrize("above", [BELOW, LIMIT])
def test_the_list_of_awards_cites_the_reply(stage: Stage, decider: Person, above: int) -> None:
    made = resolved(stage, above)
    reply = REPLY if above == BELOW else {}
    stage.moved(made.call, "decide_list", decider, **MATCHED, **reply)
    notice = published(stage, made)
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    issued = stage.session.scalars(select(Letter).where(Letter.letter_kind == "award_list")).one()
    assert (REPLY["reply_number"] in str(issued.payload)) is (above == BELOW)

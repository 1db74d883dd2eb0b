"""A proposal whose notice is over and whose award cannot follow says why, to those it concerns."""

from __future__ import annotations

from datetime import date, timedelta

from app.models import Sanction
from tests.conftest import SignInAs
from tests.services.awarding import decided, objected, published
from tests.services.conftest import stage
from tests.services.stage import Stage
from tests.web.visiting import visit
from workflows.roles import Role

__all__ = ["stage"]

HELD_UP = "期限已到，还不能“立项”"


def test_a_bar_that_keeps_an_award_waiting_is_told_to_the_house_and_the_applicant_until_it_ends(
    stage: Stage, sign_in: SignInAs
) -> None:
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    barred, sound = of_five.proposals[:2]
    bar = Sanction(
        organisation_id=barred.lead_unit_id,
        act="提供虚假材料",
        basis="科研失信行为调查处理规则",
        decided_by="调查处理机构",
        starts_on=date(2026, 1, 1),
    )
    stage.session.add(bar)
    path = f"/proposals/{barred.id}"
    readers = {
        "leader": barred.pi,
        "officer": stage.holder(Role.PROGRAMME_OFFICER),
        "recommender": stage.holder(Role.RECOMMENDER),
    }
    before = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in before.items() if HELD_UP in page} == set()
    stage.at(ends_at)
    pages = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in pages.items() if HELD_UP in page} == {"leader", "officer"}
    assert f"{barred.lead_unit.name}处于惩戒期" in pages["leader"]
    assert HELD_UP not in visit(sign_in, stage, sound.pi).get(f"/proposals/{sound.id}").text
    bar.ends_on = ends_at.date()
    stage.at(ends_at + timedelta(days=1))
    assert barred.state == "approved"
    assert HELD_UP not in visit(sign_in, stage, barred.pi).get(path).text


def test_of_an_objection_that_is_not_admitted_the_house_reads_and_the_applicant_does_not(
    stage: Stage, sign_in: SignInAs
) -> None:
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    disputed = of_five.proposals[0]
    assert objected(stage, disputed).state == "filed"
    stage.at(ends_at)
    readers = {"leader": disputed.pi, "supervisor": stage.holder(Role.SUPERVISOR)}
    path = f"/proposals/{disputed.id}"
    pages = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in pages.items() if HELD_UP in page} == {"supervisor"}

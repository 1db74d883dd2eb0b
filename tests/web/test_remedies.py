"""What may be done against a result stands on the page of the case: of whom, and until when."""

from __future__ import annotations

import pytest

from tests.conftest import SignInAs
from tests.services.awarding import decided, published
from tests.services.race_course import assessed
from tests.services.race_course import published as results_published
from tests.services.racing import started
from tests.services.stage import Stage

OBJECT = "对公示结果有异议的，可在公示期内向"
APPEAL = "如不服，可"


def test_who_is_left_out_reads_where_to_object_while_the_notice_runs_and_neither_before_nor_after(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = decided(stage)
    dropped = made.applied[-1]
    page = f"/proposals/{dropped.proposal.id}"
    stage.session.commit()
    client = sign_in(dropped.pi)
    before = client.get(page).text
    assert "结果待公示" in before
    assert OBJECT not in before
    notice = published(stage, made)
    stage.session.commit()
    told = client.get(page).text
    assert OBJECT in told
    assert f"/notices/{notice.id}" in told
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    stage.session.commit()
    assert OBJECT not in client.get(page).text


@pytest.mark.parametrize("who", ["pi", "unit"])
def test_a_team_proposed_for_elimination_reads_that_it_may_appeal_once_until_when_and_to_whom(
    stage: Stage, sign_in: SignInAs, who: str
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    results_published(racing)
    reader = getattr(racing, who)("C")
    stage.session.commit()
    page = f"/races/teams/{racing.team('C').id}"
    told = sign_in(reader).get(page).text
    assert f"{APPEAL}“申诉”，仅一次：由申报人提出，由厅务会办理。" in told
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    stage.session.commit()
    assert APPEAL not in sign_in(reader).get(page).text

"""Two officials have one page open: whoever saves second is told so, keeps what was typed, and may
save once more. What one sends twice is saved."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Call
from app.services.proposals import formal
from tests.conftest import SignInAs
from tests.factories import call, official, proposal
from tests.services.awarding import ranked
from tests.services.race_course import assessed
from tests.services.racing import drafted, started
from tests.services.stage import Stage
from tests.web.editions import second_is_told
from tests.web.test_calls import form_of
from workflows.roles import Role

OWN = "在另一窗口保存了其他内容"
OWN = "在另一窗口保存了其他内容"


def test_a_finding_of_one_checker_is_not_undone_unseen_by_another(
    session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    checker = official(session, Role.FORMAL_CHECKER, name="甲审查")
    second = official(session, Role.FORMAL_CHECKER, name="乙审查")
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{checked.id}/formal"
    not_met = {"answer-scope": "not_met", "note-scope": "不在支持方向内。"}
    other = {"answer-scope": "met", "answer-unit": "not_met", "note-unit": "注册不足一年。"}
    page = second_is_told(client, path, not_met, other, by=sign_in(second))
    assert "没有保存：甲审查 已在 2026-" in page
    assert "注册不足一年。" in page
    session.expire_all()
    assert formal.answered(session, checked)["scope"] == ["met", ""]


def test_a_draft_of_the_award_is_not_undone_unseen_by_another_officer(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = ranked(stage, 92, 90)
    first, second = (one.id for one in of.proposals)
    client = sign_in(stage.holder(Role.PROGRAMME_OFFICER))
    path = f"/office/calls/{of.call.id}/decision"
    both = {f"outcome-{n}": "propose" for n in (first, second)}
    amounts = {f"amount-{first}": "150", f"amount-{second}": "120"}
    others = {f"amount-{first}": "160", f"amount-{second}": "120"}
    page = second_is_told(client, path, both | amounts, both | others)
    assert OWN in page
    assert 'value="160"' in page


def test_drafted_outcomes_of_a_stage_are_not_undone_unseen_by_another_officer(
    stage: Stage, sign_in: SignInAs
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    client, path = sign_in(racing.officer), f"/races/stages/{racing.race_stage.id}"
    teams = [(r.team_id, r.proposed or "") for r in racing.race_stage.results]
    stage.session.commit()
    ruled = {f"outcome-{team}": outcome for team, outcome in teams}
    held = {f"outcome-{teams[1][0]}": "hold", f"reason-{teams[1][0]}": "路线唯一。"}
    other = {f"outcome-{teams[0][0]}": "hold", f"reason-{teams[0][0]}": "另有理由。"}
    page = second_is_told(client, path, ruled | held, ruled | other, to=f"{path}/outcomes")
    assert OWN in page
    assert "另有理由。" in page


def test_the_plan_of_a_race_is_not_undone_unseen_by_another_officer(
    stage: Stage, sign_in: SignInAs
) -> None:
    race, officer = drafted(stage), official(stage.session, Role.PROGRAMME_OFFICER)
    path = f"/races/of-call/{race.call_id}/plan"
    stage.session.commit()
    client = sign_in(officer)
    whole = {
        "finish_line": "能量密度 ≥ 400 Wh/kg",
        "loser_rule": "归其所有",
        "converge_at": "1",
        "formula": "base_merit",
    }
    page = second_is_told(
        client,
        path,
        whole | {"target": "甲写的目标"},
        whole | {"target": "乙写的目标"},
    )
    assert OWN in page
    assert "乙写的目标" in page


def test_whoever_was_overtaken_on_a_call_may_save_after_comparing(
    session: Session, sign_in: SignInAs
) -> None:
    of: Call = call(session, state="draft", open_at=None, close_at=None, recommend_until=None)
    session.commit()
    client, typed = sign_in(of.drafted_by), form_of(of)
    del typed["edition"]
    page = second_is_told(
        client,
        f"/office/calls/{of.id}/edit",
        typed | {"conditions": "甲写的条件"},
        typed | {"conditions": "乙写的条件"},
    )
    assert OWN in page
    assert "乙写的条件" in page
    assert "查看最新内容" in page

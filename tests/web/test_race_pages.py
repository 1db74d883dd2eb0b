"""The pages of a race: what the rules publish for everybody, a team's own for the team, the rest
inside the house."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Letter
from tests.conftest import SignInAs
from tests.services.race_course import (
    SOLVED,
    after_first_stage,
    assessed,
    found_solved,
    judged,
    measured,
    published,
    to_checkpoint,
)
from tests.services.racing import Racing, drafted, started
from tests.services.stage import MINUTES, Stage
from tests.services.test_race_retests import carded, chair
from tests.web.boards import turns
from tests.web.counting import MOST, asked
from workflows.engine.calendar import end_of_day
from workflows.roles import Role


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*', r"\1", answer.text)


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """After its first stage, decided and shared."""
    return after_first_stage(stage)


def test_everybody_reads_lanes_and_decisions_and_nobody_outside_the_money(
    racing: Racing, client: FlaskClient
) -> None:
    page = text(client, f"/races/{racing.race.id}")
    assert "<svg" in page
    assert "▲ 晋级 88.00" in page
    assert "✕ 淘汰 54.00" in page
    assert "低于保持线 60 分" in page
    assert "第2节点</strong>：攻关中" in page
    assert "能否冲线" not in page
    assert "未分配" not in page
    assert racing.race.title in text(client, "/races")
    path = f"/races/{racing.race.id}"
    racing.stage.session.commit()
    files = {which: client.get(f"{path}/{which}.svg") for which in ("lanes", "money")}
    assert {which: file.status_code for which, file in files.items()} == {
        "lanes": 200,
        "money": 404,
    }
    assert files["lanes"].text in page


def test_a_team_finds_the_way_to_its_own_page_and_to_no_rivals(
    racing: Racing, sign_in: SignInAs, client: FlaskClient
) -> None:
    ours, theirs = (f'href="/races/teams/{racing.team(lane).id}"' for lane in "AB")
    path = f"/races/{racing.race.id}"
    for one in (racing.pi("A"), racing.unit("A")):
        page = text(sign_in(one), path)
        assert "本队在赛题中的进展" in page
        assert ours in page
        assert theirs not in page
    office, anybody = text(sign_in(racing.officer), path), text(client, path)
    assert ours in office
    assert theirs in office
    assert "/races/teams/" not in anybody


def test_the_page_of_the_call_links_the_announcement_of_its_race(
    racing: Racing, client: FlaskClient
) -> None:
    """Once it is filed, as every letter; what is about a stage is read on the board."""
    session = racing.stage.session
    notice = session.scalars(select(Letter).where(Letter.letter_kind == "race_notice")).one()
    path, link = f"/calls/{racing.race.call_id}", f"/letters/{notice.id}.pdf"
    assert link not in text(client, path)
    notice.state = "filed"
    session.commit()
    assert link in text(client, path)
    assert f"Race announcement: {notice.title}" in text(client, f"{path}?lang=en")


def test_the_board_speaks_english_whole(racing: Racing, client: FlaskClient) -> None:
    page = text(client, f"/races/{racing.race.id}?lang=en")
    assert "Lanes of the race" in page
    assert "Advanced 88.00" in page
    assert "Teams so far: 3. Still racing: 2. Technical routes: 2. Stage 2 of 3." in page


def test_before_its_teams_are_selected_the_board_says_what_its_call_waits_for(
    stage: Stage, client: FlaskClient
) -> None:
    """Not that the system's clock handles a race that is posted: nobody can do anything of that."""
    race = drafted(stage)
    race.state, race.call.state = "posted", "open"
    race.call.due_at = race.call.close_at
    stage.session.commit()
    page = text(client, f"/races/{race.id}")
    assert "指南</strong>：申报中，到期自动进入下一步" in page
    assert "系统时钟" not in page


def test_a_team_reads_on_its_own_page_what_the_race_waits_for(
    racing: Racing, sign_in: SignInAs
) -> None:
    stage, team = racing.stage, racing.team("A")
    stage.moved(team, "ask_extension", racing.pi("A"), reason="检测排队。")
    stage.session.commit()
    page = text(sign_in(racing.pi("B")), f"/races/teams/{racing.team('B').id}")
    assert "联合延期</strong>：A 队已申请，B 队也申请后方可批准" in page


def test_a_halt_says_why_and_what_becomes_of_it_until_the_race_goes_on(
    stage: Stage, client: FlaskClient, sign_in: SignInAs
) -> None:
    racing = started(stage)
    race, meeting = racing.race, racing.decision_maker
    why, lapses = (
        "检测机构的实验室起火。",
        "此为紧急暂停，2026-03-09 24:00之前未获厅务会追认的，自行恢复",
    )

    def told(words: str) -> set[bool]:
        """To everybody, and to a team on its own page."""
        stage.session.commit()
        team = sign_in(racing.pi("A"))
        pages = text(client, f"/races/{race.id}"), text(team, f"/races/teams/{racing.team('A').id}")
        return {words in page for page in pages}

    stage.moved(race, "halt_at_once", meeting, reason=why)
    assert told(why) == told(lapses) == {True}
    stage.moved(race, "ratify_halt", meeting, **MINUTES)
    assert (told(why), told("自行恢复")) == ({True}, {False})
    stage.moved(race, "resume", meeting, **MINUTES, reason="复业。")
    assert told(why) == {False}


def test_the_public_does_not_read_which_teams_ask_for_an_extension_and_the_office_does(
    racing: Racing, sign_in: SignInAs, client: FlaskClient
) -> None:
    stage = racing.stage
    stage.moved(racing.team("A"), "ask_extension", racing.pi("A"), reason="检测排队。")
    stage.session.commit()
    address = f"/races/{racing.race.id}"
    assert "联合延期</strong>" not in text(client, address)
    assert "联合延期</strong>：A 队已申请" in text(sign_in(racing.officer), address)


def test_the_board_is_played_back_turn_by_turn_without_a_script(
    racing: Racing, client: FlaskClient
) -> None:
    listed = turns(text(client, f"/races/{racing.race.id}"))
    words = "".join(words for _, words in listed)
    start = next(address for address, words in listed if "起跑" in words)
    assert turns(text(client, listed[0][0])) == listed
    assert "第1节点：公示节点结果" in words
    assert "第1节点：议定节点结论" in words
    begun = text(client, start)
    assert "88.00" not in begun
    assert "在赛" in begun
    noticed = text(client, next(a for a, w in listed if "公示节点结果" in w))
    assert "✕ 拟淘汰 54.00" in noticed
    assert "▲ 拟晋级 88.00" in noticed
    decided = text(client, next(a for a, w in listed if "议定节点结论" in w))
    assert "✕ 淘汰 54.00" in decided


def test_nothing_that_is_only_being_prepared_is_a_turn(stage: Stage, client: FlaskClient) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    page = text(client, f"/races/{made.race.id}")
    assert "拟定结论" not in "".join(words for _, words in turns(page))


def test_an_appeal_upheld_later_does_not_change_what_was_shown_before(
    stage: Stage, client: FlaskClient
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    published(made)
    stage.at(stage.now + timedelta(days=1))
    stage.moved(made.team("C"), "file_appeal", made.pi("C"), evidence="检测样品编号有误。")
    ruling = {**MINUTES, "reason": "检测有误。"}
    stage.moved(made.team("C"), "uphold_as_held", made.decision_maker, **ruling)
    stage.session.commit()
    page = text(client, f"/races/{made.race.id}")
    assert "◆ 拟保持（黄牌） 54.00" in page
    before = next(a for a, w in turns(page) if "公示节点结果" in w)
    assert "✕ 拟淘汰 54.00" in text(client, before)


def test_the_money_is_played_back_from_the_books(
    racing: Racing, client: FlaskClient, sign_in: SignInAs
) -> None:
    listed = turns(text(client, f"/races/{racing.race.id}"))
    officer = sign_in(racing.officer)
    begun = text(officer, next(a for a, w in listed if "起跑" in w))
    on_its_way = '<td class="number" data-label="在途">{}.00 万元</td>'
    assert on_its_way.format(360) in begun
    assert on_its_way.format(720) not in begun
    assert on_its_way.format(720) in text(officer, f"/races/{racing.race.id}")


def test_a_race_not_yet_posted_does_not_exist_outside(stage: Stage, client: FlaskClient) -> None:
    race = drafted(stage)
    stage.session.commit()
    text(client, f"/races/{race.id}", 404)
    assert race.title not in text(client, "/races")


def test_results_under_assessment_change_nothing_that_outsiders_see(
    stage: Stage, client: FlaskClient, sign_in: SignInAs
) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    rival = sign_in(racing.pi("A"))
    paths = (f"/races/{racing.race.id}", f"/races/teams/{racing.team('A').id}")
    before = [text(client, paths[0]), text(rival, paths[1])]
    for result in racing.race_stage.results:
        if result.team.lane != "A":
            result.score, result.proposed, result.hard_met = 5000, "eliminate", False
            result.evidence = "他队佐证"
    stage.session.commit()
    assert [text(client, paths[0]), text(rival, paths[1])] == before


def test_a_team_sees_its_own_page_and_no_other(racing: Racing, sign_in: SignInAs) -> None:
    mine = sign_in(racing.pi("A"))
    assert "能否冲线" in text(mine, f"/races/teams/{racing.team('A').id}")
    text(mine, f"/races/teams/{racing.team('B').id}", 404)
    text(mine, f"/races/stages/{racing.race.stages[0].id}", 403)
    assert "能否冲线" not in text(mine, f"/races/{racing.race.id}")


def test_the_office_sees_the_arithmetic_and_the_alarm(racing: Racing, sign_in: SignInAs) -> None:
    officer = sign_in(racing.officer)
    page = text(officer, f"/races/{racing.race.id}")
    assert "缺口" in page
    assert "余量" in page
    assert "拨付记录" in page


def test_the_board_asks_no_more_of_the_database_with_more_teams(
    app: Flask, stage: Stage, sign_in: SignInAs
) -> None:
    two, five = (started(stage, routes) for routes in (("硫化物", "氧化物"), FIVE))
    counts = []
    for racing in (two, five):
        client = sign_in(stage.holder(Role.SUPERVISOR))
        stage.session.commit()
        text(client, f"/races/{racing.race.id}")
        counts.append(asked(app, client, f"/races/{racing.race.id}"))
    assert counts[1] <= counts[0]


FIVE = ("硫化物", "氧化物", "聚合物", "卤化物", "复合")


def test_a_race_that_is_over_asks_little_while_a_team_may_still_appeal(
    app: Flask, stage: Stage, racing: Racing, sign_in: SignInAs
) -> None:
    found_solved(racing)
    client = sign_in(stage.holder(Role.FINANCE))
    for address in (f"/races/{racing.race.id}", "/home"):
        assert asked(app, client, address) <= MOST


def test_only_who_signs_the_end_of_a_race_and_the_house_read_that_it_is_about_to_be_ended(
    stage: Stage, sign_in: SignInAs, client: FlaskClient
) -> None:
    racing = started(stage)
    group, path = judged(racing), f"/races/{racing.race.id}"
    assert group.chair is not None
    chair, move = group.chair.person, f"/cases/race/{racing.race.id}/moves/find_solved"
    assert move not in text(sign_in(chair), path), "nobody has asked for it"
    stage.signed(racing.race, "find_solved", racing.decision_maker, **SOLVED)
    stage.session.commit()
    awaits_the_chair = "赛题</strong>：攻关中，由专家组组长办理"
    assert awaits_the_chair in text(sign_in(racing.officer), path)
    page = text(sign_in(chair), path)
    assert awaits_the_chair in page
    assert move in page
    for outside in (client, sign_in(racing.pi("A"))):
        assert "赛题</strong>：攻关中，到期自动进入下一步" in text(outside, path)


def test_who_signs_a_retest_is_no_member_of_the_team(stage: Stage, sign_in: SignInAs) -> None:
    racing = carded(stage, rectified=True)
    page = text(sign_in(chair(racing)), f"/races/{racing.race.id}")
    assert "待您会签的复测：B" in page
    assert "本队在赛题中的进展" not in page


def test_in_the_last_stage_nobody_looks_for_evidence_to_hand_in(
    stage: Stage, sign_in: SignInAs
) -> None:
    racing = started(stage)
    client, path = sign_in(racing.pi("A")), f"/races/teams/{racing.team('A').id}"
    assert "提交节点佐证" in text(client, path)
    racing.race.stage = len(racing.race.stages)
    stage.session.commit()
    page = text(client, path)
    assert "提交节点佐证</" not in page
    assert "本节点为最后节点，不提交节点佐证" in page


def test_a_finished_race_shows_who_crossed(
    stage: Stage, client: FlaskClient, sign_in: SignInAs
) -> None:
    racing = started(stage)
    stage.moved(racing.team("B"), "claim_finish", racing.pi("B"), evidence="已达标。")
    stage.at(end_of_day(stage.now + timedelta(days=32)))
    for lane, value in (("A", "350"), ("B", "401"), ("C", "300")):
        measured(racing, lane, value)
    stage.session.commit()
    move = f"/cases/race/{racing.race.id}/moves/cross_line"
    signing = text(sign_in(racing.decision_maker), move)
    assert "第 1 名：B 队" in signing
    assert "冲线奖励 84.00 万元" in signing
    assert "完成目标 87%" in signing, "of A"
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    stage.session.commit()
    page = text(client, f"/races/{racing.race.id}")
    assert "冲线（胜出）" in page
    won = racing.team("B")
    unit, route = won.proposal.lead_unit.name, won.route.name
    assert f"冲线：B队（{unit}，{route}路线）首个达到全部核心指标。" in page
    assert "401 Wh/kg，标准 能量密度 ≥ 400 Wh/kg" in page
    assert "候补，未启用" in page, "D never raced"
    page = text(sign_in(racing.officer), f"/races/stages/{racing.race_stage.id}")
    assert "能量密度 ≥ 400 Wh/kg" in page, "by the line, and not by what the stage asked for"
    assert "晋级名额" not in page
    assert "未提交" not in page

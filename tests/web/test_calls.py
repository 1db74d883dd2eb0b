"""A call is read in full by whoever decides about it and by whoever may apply."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Call
from app.services.calls.call_drafts import rule_problems
from tests.conftest import SignInAs, StillClock
from tests.factories import call, official
from tests.web.test_moves import seen as seen_on
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import DEFAULTS, defaults_of
from workflows.roles import Role


def test_whoever_approves_a_call_reads_its_text_and_what_departs_from_the_defaults(
    session: Session, sign_in: SignInAs
) -> None:
    asked = call(session, state="consulting", conditions="省内注册的独立法人单位。")
    asked.rules = {**defaults_of(asked.mechanism), "pass_score": 80}
    decider = official(session, Role.DECISION_MAKER)
    session.commit()
    page = sign_in(decider).get(f"/office/calls/{asked.id}").text
    assert asked.guide in page
    assert asked.conditions in page
    assert "1 个与默认值不同" in page
    assert "80 分 <strong>（与默认值不同）</strong>" in page


@pytest.mark.parametrize(
    ("state", "first"), [("consulting", "btn-primary"), ("formal", "btn-outline-primary")]
)
def test_the_move_that_leads_a_call_on_comes_first_and_none_stands_out_where_others_are_awaited(
    session: Session, sign_in: SignInAs, state: str, first: str
) -> None:
    asked = call(session, state=state)
    decider = official(session, Role.DECISION_MAKER)
    session.commit()
    _, _, moves = sign_in(decider).get(f"/office/calls/{asked.id}").text.partition('class="moves"')
    assert moves.partition('class="btn ')[2].startswith(first)


def test_whoever_may_apply_reads_the_limits_the_system_holds_them_to(
    session: Session, client: FlaskClient
) -> None:
    asked = call(session, title_en="New energy", guide_en="Topics: tests.")
    asked.rules = {**asked.rules, "age_most": 55, "failed_bar_years": 0}
    session.commit()
    page = client.get(f"/calls/{asked.id}").text
    assert "55 岁" in page
    assert "项目不通过后限制主持申报" not in page
    english = client.get(f"/calls/{asked.id}?lang=en").text
    assert "<h1>New energy</h1>" in english
    assert "Topics: tests." in english


@pytest.fixture
def drafted(session: Session) -> Call:
    return call(session, state="draft", open_at=None, close_at=None, recommend_until=None)


def form_of(of: Call) -> dict[str, str]:
    """The editor of a draft as it is filled in for that call."""
    typed = {
        "edition": of.revision,
        "programme_id": of.programme_id,
        "year": of.year,
        "title": of.title,
        "budget": "1000",
        "award_most": "500",
        "planned_awards": of.planned_awards,
        "budget_mode": of.budget_mode,
        "payment_mode": of.payment_mode,
        "payee_mode": of.payee_mode,
    }
    rules = {f"rule_{key}": value for key, value in defaults_of(of.mechanism).items()}
    rows = {
        f"criteria-{number}-{name}": row[name]
        for number, row in enumerate(of.criteria)
        for name in ("key", "zh", "en", "weight")
    }
    return {name: str(value) for name, value in (typed | rules | rows).items()}


def test_a_document_asked_for_needs_no_code(
    session: Session, sign_in: SignInAs, drafted: Call
) -> None:
    session.commit()
    client, path = sign_in(drafted.drafted_by), f"/office/calls/{drafted.id}/edit"
    form = form_of(drafted)
    form |= {"required_files-0-zh": "单位承诺书", "required_files-1-zh": "可行性研究报告"}
    assert client.post(path, data=form).status_code == 303
    session.refresh(drafted)
    assert [file["zh"] for file in drafted.required_files] == ["单位承诺书", "可行性研究报告"]
    assert len({file["key"] for file in drafted.required_files}) == 2


def test_a_rule_out_of_range_is_told_beside_its_field(
    session: Session, sign_in: SignInAs, drafted: Call
) -> None:
    session.commit()
    client, path = sign_in(drafted.drafted_by), f"/office/calls/{drafted.id}/edit"
    reply = client.post(path, data=form_of(drafted) | {"rule_panel_size": "99"})
    assert '<a href="#rule_panel_size">每组专家数</a>' in reply.text
    assert '<details class="part" open>' in reply.text


def test_a_panel_is_not_set_smaller_than_its_kind_needs_nor_even_where_it_votes() -> None:
    """§3.1, P8, P10, R6."""
    for mechanism, rule, least in (
        ("open_competition", "panel_size", 5),
        ("open_competition", "defence_panel_size", 7),
        ("parallel_teams", "race_panel_size", 7),
        ("open_call", "panel_size", 7),
    ):
        sound = DEFAULTS | defaults_of(mechanism) | {"min_valid_reviews": 3}
        votes = rule != "panel_size" or mechanism == "open_call"
        for size, is_taken in ((least - 1, False), (least, True), (least + 1, not votes)):
            found = dict(rule_problems(sound | {rule: size}, mechanism))
            assert (f"rule_{rule}" not in found) is is_taken, (mechanism, rule, size)


@pytest.mark.parametrize(("days", "is_taken"), [("4", False), ("5", True)])
def test_no_call_has_a_public_notice_of_less_than_five_working_days(
    session: Session, sign_in: SignInAs, drafted: Call, days: str, is_taken: bool
) -> None:
    session.commit()
    client, path = sign_in(drafted.drafted_by), f"/office/calls/{drafted.id}/edit"
    reply = client.post(path, data=form_of(drafted) | {"rule_notice_working_days": days})
    assert (reply.status_code == 303) is is_taken
    assert ("已保存。" in client.get(f"/office/calls/{drafted.id}").text) is is_taken
    assert ('href="#rule_notice_working_days"' in reply.text) is not is_taken


@pytest.mark.parametrize(
    ("days", "said"),
    [((1, 31), None), ((-1, 31), "新的申报开始时间须晚于现在"), ((1, 20), "新的申报期为 19 天")],
)
def test_a_call_whose_opening_passed_before_it_was_published_is_given_another_window(
    session: Session, sign_in: SignInAs, clock: StillClock, days: tuple[int, int], said: str | None
) -> None:
    late = call(session, state="approved")
    session.commit()
    officer, path = sign_in(late.drafted_by), f"/cases/call/{late.id}/moves"
    assert "请先改定申报时间" in officer.get(f"/office/calls/{late.id}").text
    opens, closes = (clock.now() + timedelta(days=number) for number in days)
    window = {"new_open_at": in_shanghai(opens), "new_close_at": in_shanghai(closes)}
    seen = seen_on(officer.get(f"{path}/set_window").text)
    reply = officer.post(f"{path}/set_window", data={"seen": seen} | window)
    session.refresh(late)
    if said is not None:
        assert reply.status_code == 422
        assert said in reply.text.partition('id="new_open_at-error"')[2].partition("</p>")[0]
        return
    assert (late.open_at, late.close_at) == (opens, closes)
    assert late.recommend_until == closes + timedelta(days=late.rules["recommend_days"])
    assert late.due_at == opens
    assert officer.get(f"{path}/publish").status_code == 200


def in_shanghai(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes")[:16]


def test_a_call_says_to_everybody_how_it_is_ranked_and_whether_there_is_a_defence(
    session: Session, sign_in: SignInAs, client: FlaskClient
) -> None:
    asked = call(session)
    pages = (client, f"/calls/{asked.id}"), (sign_in(asked.drafted_by), f"/office/calls/{asked.id}")
    for defended in (0, 1):
        asked.rules = {**asked.rules, "defence_round": defended, "defence_percent": 70}
        session.commit()
        for reader, path in pages:
            page = reader.get(path).text
            assert "得分不低于 75 分" in page
            assert ("网络评审占 30%，会议答辩占 70%。" in page) == bool(defended)


def test_bids_reach_the_shortlist_and_no_defence_whatever_an_older_call_was_published_with(
    session: Session, sign_in: SignInAs, client: FlaskClient
) -> None:
    bids = call(session, mechanism_key="open_call", state="posted")
    bids.rules = {**bids.rules, "defence_round": 1, "nonconsensus_percent": 10}
    session.commit()
    officer = sign_in(bids.drafted_by)
    pages = (client, f"/calls/{bids.id}"), (officer, f"/office/calls/{bids.id}")
    for reader, path in pages:
        page = reader.get(path).text
        assert "得分不低于 75 分且半数以上专家建议资助的按名次入围，每道榜题至多 3 家。" in page
        assert not any(words in page for words in ("会议答辩占", "方可拟立项", "另行复议"))
    assert officer.get(f"/office/calls/{bids.id}/shortlist").status_code == 404
    assert f"/office/calls/{bids.id}/shortlist" not in officer.get(f"{pages[1][1]}/further").text


@pytest.mark.parametrize(("percent", "said"), [(10, True), (0, False)])
def test_a_call_says_that_what_divides_its_experts_may_be_looked_at_again(
    session: Session, client: FlaskClient, percent: int, *, said: bool
) -> None:
    asked = call(session)
    asked.rules = {**asked.rules, "nonconsensus_percent": percent}
    session.commit()
    page = client.get(f"/calls/{asked.id}").text
    assert ("方可拟立项。非共识项目按规定另行复议。" in page) == said


@pytest.mark.parametrize(
    ("mechanism", "name"),
    [("open_competition", "公开竞争"), ("open_call", "揭榜挂帅"), ("parallel_teams", "赛马争先")],
)
def test_whoever_drafts_a_call_reads_of_which_kind_and_finds_the_way_back(
    session: Session, sign_in: SignInAs, drafted: Call, mechanism: str, name: str
) -> None:
    drafted.mechanism_key = mechanism
    session.commit()
    officer = sign_in(drafted.drafted_by)
    new = officer.get(f"/office/calls/new?mechanism={mechanism}").text
    assert f"<h1>起草指南 · {name}</h1>" in new
    assert '<a href="/office/calls">' in new.partition("<main")[2]
    written = officer.get(f"/office/calls/{drafted.id}/edit").text
    assert f"<h1>编辑指南 · {name}</h1>" in written
    assert f'<a href="/office/calls/{drafted.id}">' in written


_LAST_EVENING = timedelta(days=7, hours=10)
"""After a Monday at ten."""


@pytest.mark.parametrize(
    ("ahead", "warned"),
    [(timedelta(days=3), True), (_LAST_EVENING, True), (timedelta(days=8), False)],
)
def test_an_opening_before_the_consultation_can_end_is_told_while_it_costs_nothing(
    session: Session,
    sign_in: SignInAs,
    clock: StillClock,
    drafted: Call,
    ahead: timedelta,
    *,
    warned: bool,
) -> None:
    session.commit()
    officer, path = sign_in(drafted.drafted_by), f"/office/calls/{drafted.id}/edit"
    opens = clock.now().astimezone(SHANGHAI) + ahead
    window = {"open_at": opens, "close_at": opens + timedelta(days=40)}
    typed = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in window.items()}
    page = officer.post(path, data=form_of(drafted) | typed, follow_redirects=True).text
    said = f"{opens:%Y-%m-%d %H:%M} 早于征求意见期满（今日提交的，至 2026-03-09 24:00）"
    assert (said in page) == warned


def test_whoever_signs_in_to_apply_comes_back_to_the_call(
    session: Session, client: FlaskClient
) -> None:
    number = call(session).id
    session.commit()
    assert f'href="/account/sign-in?next=/calls/{number}"' in client.get(f"/calls/{number}").text

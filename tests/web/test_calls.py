"""A call is read in full by whoever decides about it and by whoever may apply."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Call
from tests.conftest import SignInAs, StillClock
from tests.factories import call, official
from tests.web.test_moves import seen as seen_on
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import defaults_of
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
        "revision": of.revision,
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

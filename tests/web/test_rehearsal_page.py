"""The page on which a call is rehearsed, and what its report says to the office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Outbox
from app.worker.context import Context
from app.worker.jobs import work
from tests.conftest import START, SignInAs, StillClock
from tests.factories import call, official
from workflows.roles import Role

TYPED = {"applicants": "9", "panel_most": "5", "seed": "seed"}


@pytest.fixture
def approved(session: Session) -> Call:
    opens = START + timedelta(days=10)
    closes = opens + timedelta(days=40)
    window = {"open_at": opens, "close_at": closes, "recommend_until": closes + timedelta(days=5)}
    made = call(session, state="approved", contact="某某", contact_phone="0000", **window)
    session.commit()
    return made


def test_an_officer_rehearses_a_call_and_reads_what_it_came_to(
    session: Session, sign_in: SignInAs, approved: Call, context: Context, clock: StillClock
) -> None:
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    page = f"/office/calls/{approved.id}/rehearsal"
    assert "尚未演练" in officer.get(f"/office/calls/{approved.id}").text
    assert officer.post(page, data=TYPED).status_code == 303
    assert "后台正在演练" in officer.get(page).text
    job = session.scalars(select(Outbox.id).where(Outbox.job == "rehearse")).one()
    session.commit()
    work(context, job, clock.now())
    session.expire_all()
    told = officer.get(page).text
    for words in ("指南终于", "时间表", "经费总额", "<code>seed</code>", "演练假设", "缺什么"):
        assert words in told
    first = told.index("先办第 1 处")
    assert first < told.index("第 1 处受阻：") < told.index("以下以第 1 处已补齐为前提")
    english = officer.get(f"{page}?lang=en").text
    assert "What follows assumes number 1 is filled" in english
    assert "尚未演练" not in officer.get(f"/office/calls/{approved.id}?lang=zh").text


@pytest.mark.parametrize(("applicants", "status"), [("0", 422), ("201", 422), ("200", 303)])
def test_a_rehearsal_is_bounded(
    session: Session, sign_in: SignInAs, approved: Call, applicants: str, status: int
) -> None:
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    typed = TYPED | {"applicants": applicants}
    page = f"/office/calls/{approved.id}/rehearsal"
    assert officer.post(page, data=typed).status_code == status


def test_others_of_the_office_read_it_and_do_not_ask_for_it(
    session: Session, sign_in: SignInAs, approved: Call
) -> None:
    decider = sign_in(official(session, Role.DECISION_MAKER))
    page = f"/office/calls/{approved.id}/rehearsal"
    assert 'name="applicants"' not in decider.get(page).text
    decider.post(page, data=TYPED)
    assert session.scalars(select(Outbox).where(Outbox.job == "rehearse")).all() == []


def test_whoever_asks_for_another_rehearsal_while_one_is_played_is_told_to_wait(
    session: Session, sign_in: SignInAs, approved: Call
) -> None:
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    page = f"/office/calls/{approved.id}/rehearsal"
    assert officer.post(page, data=TYPED).status_code == 303
    assert officer.post(page, data=TYPED).status_code == 303
    other = officer.post(page, data=TYPED | {"applicants": "12"})
    assert other.status_code == 422
    assert "上一次演练还没有完成" in other.text
    assert 'value="12"' in other.text


def test_of_a_call_that_was_published_meanwhile_the_officer_is_told_why_nothing_is_rehearsed(
    session: Session, sign_in: SignInAs, approved: Call
) -> None:
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    approved.state = "published"
    session.commit()
    late = officer.post(f"/office/calls/{approved.id}/rehearsal", data=TYPED)
    assert late.status_code == 422
    assert "只有尚未发布的指南可以演练" in late.text

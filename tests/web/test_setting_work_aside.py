"""Failed work that nobody can mend is set aside, with a reason that stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Outbox
from app.queries.administering.operating import standing
from app.services.telling.messages import tell_person
from app.services.upkeep.faults import WORK
from app.services.upkeep.setting_aside import MAY_BE_LEFT, SET_ASIDE
from tests.conftest import START, SignInAs
from tests.factories import call, official, person, proposal
from workflows.parts.messages.wording import say
from workflows.roles import Role

pytestmark = pytest.mark.each_database

WHY = "收件邮箱已停用，已电话告知本人"


def failed(session: Session, job: str, key: str = "k") -> Outbox:
    row = Outbox(key=key, job=job, payload={}, status="failed", not_before=START)
    row.error = "FinalError: 550 nobody of that name"
    session.add(row)
    session.commit()
    return row


def test_what_is_set_aside_with_a_reason_has_failed_no_more_and_stands_in_the_history(
    session: Session, sign_in: SignInAs
) -> None:
    row = failed(session, "mail")
    administrator = sign_in(official(session, Role.SYS_ADMIN))
    asked = f"/admin/queue/{row.id}/aside"
    assert "550 nobody" in administrator.get(asked).text
    assert administrator.post(asked, data={"reason": " "}).status_code == 422
    assert standing(session, START).outbox["failed"] == 1
    session.commit()
    assert administrator.post(asked, data={"reason": WHY}).status_code == 303
    session.expire_all()
    assert row.status == "set_aside"
    assert not any(standing(session, START).outbox.values())
    session.commit()
    queue = administrator.get("/admin/queue").text
    assert "已搁置 1" in queue
    assert asked not in queue
    assert "失败的作业不再办理" in administrator.get("/admin/history").text
    kept = session.scalars(select(History).where(History.transition == SET_ASIDE)).one()
    assert kept.given == {"work": "mail", "number": str(row.id), "reason": WHY}
    session.commit()
    assert administrator.post(asked, data={"reason": WHY}).status_code == 409, "it was, already"


def test_what_was_set_aside_by_mistake_can_be_tried_again(
    session: Session, sign_in: SignInAs
) -> None:
    row = failed(session, "mail")
    administrator = sign_in(official(session, Role.SYS_ADMIN))
    administrator.post(f"/admin/queue/{row.id}/aside", data={"reason": WHY})
    assert administrator.post(f"/admin/queue/{row.id}/retry").status_code == 303
    session.expire_all()
    assert (row.status, row.error) == ("waiting", "")


@pytest.mark.parametrize("job", sorted(WORK))
def test_only_work_whose_leaving_out_breaks_no_rule_is_set_aside(
    session: Session, sign_in: SignInAs, job: str
) -> None:
    may_be_left = job in ("digest", "invitation", "mail", "takeaway", "webhook")
    assert may_be_left is (job in MAY_BE_LEFT)
    row = failed(session, job)
    if job == "letter":
        row.payload = {"letter_id": 0}
        session.commit()
    administrator = sign_in(official(session, Role.SYS_ADMIN))
    asked = f"/admin/queue/{row.id}/aside"
    assert (asked in administrator.get("/admin/queue").text) is may_be_left
    answer = administrator.post(asked, data={"reason": WHY})
    assert answer.status_code == (303 if may_be_left else 409)


def test_the_officer_goes_on_to_read_that_a_mail_did_not_arrive(
    session: Session, sign_in: SignInAs
) -> None:
    about = proposal(session, call=call(session), state="accepted")
    wording = say("受理", "accepted", "b", "b")
    tell_person(session, about.pi, "accepted", wording, key="k", about=about, now=START)
    session.flush()
    row = session.scalars(select(Outbox).where(Outbox.job == "mail")).one()
    row.status, row.error = "failed", "FinalError: 550 nobody of that name"
    session.commit()
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    page = f"/office/calls/{about.call_id}/outbox"
    assert "550 nobody" in officer.get(page).text
    administrator = sign_in(official(session, Role.SYS_ADMIN))
    administrator.post(f"/admin/queue/{row.id}/aside", data={"reason": WHY})
    assert "550 nobody" in officer.get(page).text


def test_nobody_but_an_administrator_sets_work_aside(session: Session, sign_in: SignInAs) -> None:
    row = failed(session, "mail")
    for other in (person(session), official(session, Role.PROGRAMME_OFFICER)):
        asked = f"/admin/queue/{row.id}/aside"
        assert sign_in(other).post(asked, data={"reason": WHY}).status_code in (403, 404)
    session.expire_all()
    assert row.status == "failed"

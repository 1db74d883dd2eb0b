"""Personal data goes after its years; a record, and whoever is still needed, stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.checkpoint import verify_history
from app.models import ConsultationComment, History, Message, Person, SignIn
from app.queries.record.trail import lines_of
from app.services import history
from app.services.fees.accounts import Account, account_of, name_account
from app.services.upkeep.retention import NAMELESS, RETAINED, retain
from tests.conftest import SignInAs
from tests.factories import expert, official, person, proposal
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.each_database


def seen(stage: Stage, who: Person) -> None:
    """A sign-in now, for an hour."""
    stage.session.add(
        SignIn(
            person_id=who.id,
            digest=f"{who.id:064d}",
            device="d",
            address="192.0.2.1",
            browser="b",
            with_factor=False,
            began_at=stage.now,
            expires_at=stage.now + timedelta(hours=1),
        )
    )


def test_whoever_is_gone_for_years_is_anonymised_and_a_record_keeps_its_name(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    session = stage.session
    gone, applied, back = (person(session, name=n, born_on=date(1970, 1, 1)) for n in "甲乙丙")
    holder, pooled = official(session, Role.FINANCE), expert(session).person
    case = proposal(session, pi=applied, state="not_funded")
    case.due_at = None
    left = expert(session, removed_at=stage.now)
    name_account(session, left, Account("某某银行", "营业部", "62220000"), left.person, stage.now)
    seen(stage, gone)
    session.add(
        Message(
            key="m", message_kind="", person_id=back.id, subject="", body="", created_at=stage.now
        )
    )
    comment = ConsultationComment(
        call_id=case.call_id,
        receipt_code="A",
        part="guide",
        text="留下的意见",
        sender="甲",
        contact="0591",
        sent_by_id=back.id,
        filed_at=stage.now,
    )
    session.add(comment)
    stage.clock.moment = stage.now.replace(year=2036)
    history.note(
        session, case, "seen", actor_id=back.id, role=Role.APPLICANT, now=stage.now, given={}
    )
    session.commit()
    answer = app.test_cli_runner().invoke(args=["personal", "retention", "--years=5", "--dry-run"])
    assert answer.exit_code == 0, answer.output
    session.expire_all()
    assert (gone.name, session.scalar(select(SignIn.address))) == ("甲", "192.0.2.1")

    report = retain(session, stage.now.replace(year=2031), stage.now)
    assert {gone.id, applied.id} <= set(report.people)
    assert not {back.id, holder.id, pooled.id} & set(report.people)
    assert (gone.name, applied.name) == (NAMELESS, "乙")
    assert account_of(session, left) is None
    for one in (gone, applied):
        assert (one.born_on, one.is_active, one.email) == (None, False, f"gone-{one.id}@invalid")
    assert (report.sign_ins, report.messages, report.senders) == (1, 1, 1)
    session.flush()
    session.refresh(comment)
    assert (comment.text, comment.sender, comment.sent_by_id) == ("留下的意见", "", None)
    assert verify_history(session, session.info["settings"].audit_keys) is None
    row = session.scalars(select(History).where(History.transition == RETAINED)).one()
    (line,) = lines_of(session, [row], holder, frozenset({Role.SUPERVISOR}))
    assert line.label.en == "Personal data removed"
    given = {label.en: words.en for label, words in line.given}
    assert given["Anonymised account ids"] == ", ".join(map(str, report.people))
    assert given["Of which names also removed"] == ", ".join(map(str, report.nameless))
    for words in (one.email, "1970", "192.0.2.1"):
        assert words not in str(row.given)
    session.commit()
    supervisor = sign_in(official(session, Role.SUPERVISOR))
    for path in ("/admin/history", "/integrity/history"):
        assert "清理个人信息" in supervisor.get(path).text
    again = retain(session, stage.now.replace(year=2031), stage.now)
    assert again.people == ()

"""The floor: a bare Flask view that writes the rows of a submission, in one transaction.

The same tables with all their keys, indexes and checks, through plain SQLAlchemy, for the same
clients, who fetch a page before and send its form. It asks nothing, judges nothing, links nothing.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from flask import Flask, Response, redirect, render_template_string
from sqlalchemy import create_engine, delete, insert, update
from sqlalchemy.orm import Session

from app.models import (
    History,
    Message,
    Outbox,
    Pledge,
    Proposal,
    ProposalVersion,
    SearchEntry,
    Timer,
    search_word,
)

_VERSION = 2
"""The drafts that it writes about were submitted before, in the rush."""

_WORDS = 3
_PATH = "/cases/proposal/<int:number>/moves/submit"
_FORM = (
    '<!doctype html><form method="post"><input name="csrf_token" value="{{ token }}">'
    '<input name="seen" value="{{ number }}"></form>'
)
_CONTENT = {"sections": "内容充实。" * 900}
"""About what the snapshot of a complete proposal holds."""


def create(url: str | None = None) -> Flask:
    app = Flask(__name__)
    engine = create_engine(url or os.environ["CHONGXIAN_DATABASE_URL"], pool_size=40)

    @app.get("/healthz")
    @app.get("/")
    @app.get("/calls/1")
    def ready() -> str:
        return ""

    @app.get(_PATH)
    def show(number: int) -> str:
        return render_template_string(_FORM, token=uuid4().hex, number=number)

    @app.post(_PATH)
    def write(number: int) -> Response:
        with Session(engine) as session, session.begin():
            _write(session, session.get_one(Proposal, number), uuid4().hex)
        return redirect("/", 303)  # type: ignore[return-value]

    return app


def _write(session: Session, proposal: Proposal, mark: str) -> None:
    now = datetime.now(UTC)
    proposal.state, proposal.state_entered_at, proposal.number = "unit_review", now, mark
    of_case = {"case_kind": Proposal.kind, "case_id": proposal.id}
    about = {"about_kind": Proposal.kind, "about_id": proposal.id}
    moved = _history("submit", now, actor_id=proposal.pi_id, **of_case)
    message = Message(
        key=mark,
        message_kind="seal_wanted",
        call_id=proposal.call_id,
        person_id=proposal.pi_id,
        subject="请审核并盖章",
        body=_CONTENT["sections"][:200],
        created_at=now,
        goes_at=now,
        by_mail="at_once",
        **about,
    )
    session.execute(delete(Timer).filter_by(**of_case))
    session.add_all((moved, message))
    session.flush()
    session.add_all(
        (
            ProposalVersion(
                proposal_id=proposal.id,
                version=_VERSION,
                content=_CONTENT,
                digest=mark * 2,
                receipt_number=mark,
                submitted_at=now,
                submitted_by_id=proposal.pi_id,
            ),
            Pledge(person_id=proposal.pi_id, moment="submit", text_version=1, made_at=now, **about),
            Outbox(
                key=mark,
                history_id=moved.id,
                job="mail",
                payload={"message_id": message.id},
                not_before=now,
            ),
            Timer(transition="expire", due_at=now + timedelta(days=5), **of_case),
            _history("seal", now, case_kind="house", case_id=0),
        )
    )
    entry = update(SearchEntry).filter_by(kind=Proposal.kind, case_id=proposal.id)
    session.execute(entry.values(text=proposal.title + mark, words=mark))
    words = (f"{mark[:12]}{n}" for n in range(_WORDS))
    rows = [{"kind": Proposal.kind, "word": word, "case_id": proposal.id} for word in words]
    session.execute(insert(search_word), rows)


def _history(transition: str, now: datetime, **of: object) -> History:
    mac = uuid4().hex * 2
    return History(
        transition=transition,
        source="draft",
        target="unit_review",
        role="applicant",
        at=now,
        given={},
        workflow="open_competition",
        workflow_version=1,
        previous_mac=mac,
        mac=mac,
        **of,
    )

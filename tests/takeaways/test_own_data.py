"""One's own data: everything that is kept of the person who asks, and nothing of anybody else."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Outbox
from app.services.fees.accounts import Account, name_account
from app.worker.context import Context
from app.worker.jobs import work
from tests.conftest import START, SignInAs
from tests.factories import expert, person, proposal


def test_whoever_asks_gets_what_is_kept_of_them_and_nothing_of_others(
    session: Session,
    app: Flask,
    context: Context,
    sign_in: SignInAs,
) -> None:
    me, other = person(session, name="林巧稚"), person(session, name="旁人")
    proposal(session, pi=me, title="本人的项目")
    proposal(session, pi=other, title="旁人的项目")
    for one in (me, other):
        session.add(
            Message(
                message_kind="approved",
                goes_at=START,
                key=f"m-{one.id}",
                person_id=one.id,
                subject=f"致{one.name}",
                body="",
                created_at=START,
            )
        )
    session.add(
        Message(
            message_kind="approved",
            goes_at=None,
            key="held",
            person_id=me.id,
            subject="仍在主办人手中",
            body="",
            created_at=START,
        )
    )
    account = Account("某某银行", "营业部", "62220000")
    assert name_account(session, expert(session, person=me), account, me, START) is None
    client = sign_in(me)
    page = client.post("/takeaways/own-data").headers["Location"]
    asked = session.scalars(select(Outbox.id).where(Outbox.job == "takeaway")).one()
    session.commit()
    work(context, asked, START)
    with client.get(f"{page}/file") as answer, ZipFile(BytesIO(answer.data)) as archive:
        read = {n: archive.read(n).decode() for n in archive.namelist() if n.endswith(".json")}
    rows = {name.removesuffix(".json"): json.loads(text) for name, text in read.items()}
    assert [row["email"] for row in rows["account"]] == [me.email]
    assert [row["title"] for row in rows["proposals_led"]] == ["本人的项目"]
    assert [row["subject"] for row in rows["messages"]] == ["致林巧稚"], "and nothing that is held"
    assert len(rows["sign_ins"]) == 1
    assert rows["account_for_fees"] == [asdict(account)]
    whole = "".join(read.values())
    for hidden in ("旁人", me.password_hash, other.email):
        assert hidden not in whole
    assert sign_in(other).get(page).status_code == 404

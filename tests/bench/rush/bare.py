"""The floor: a bare Flask view that writes as many rows as a submission, in one transaction."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import create_engine, text

INSERTED, UPDATED, DELETED = 10, 3, 1
"""By the counts of PostgreSQL: two rows of history, the version, the pledge, a message, its work, a
timer and three words are new; the proposal is written twice and its entry in the search once; the
timer of the state before goes."""

_CONTENT = "内容充实。" * 900
"""About what the snapshot of a complete proposal holds."""

_INSERT = text("INSERT INTO bare (content) VALUES (:content) RETURNING id")
_UPDATE = text("UPDATE bare SET content = 'y' WHERE id = :id")
_DELETE = text("DELETE FROM bare WHERE id = :id")

app = Flask(__name__)
engine = create_engine(os.environ["CHONGXIAN_DATABASE_URL"], pool_size=10)
with engine.begin() as setting_up:
    setting_up.execute(text("SELECT pg_advisory_xact_lock(1)"))  # each process comes by here
    setting_up.execute(
        text("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, content text)")
    )


@app.get("/")
def ready() -> str:
    return ""


@app.post("/")
def write() -> str:
    with engine.begin() as connection:
        contents = [_CONTENT, *["x" * 400] * (INSERTED - 1)]
        ids = [connection.execute(_INSERT, {"content": one}).scalar_one() for one in contents]
        for number in ids[:UPDATED]:
            connection.execute(_UPDATE, {"id": number})
        for number in ids[-DELETED:]:
            connection.execute(_DELETE, {"id": number})
    return ""

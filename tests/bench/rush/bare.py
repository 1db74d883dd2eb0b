"""The floor: a bare Flask view that inserts as many rows as a submission, in one transaction."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import create_engine, text

ROWS = 6
"""A submission writes a version, a history row, an outbox row, a message, a timer, the proposal."""

_CONTENT = "内容充实。" * 900
"""About what the snapshot of a complete proposal holds."""

app = Flask(__name__)
engine = create_engine(os.environ["CHONGXIAN_DATABASE_URL"], pool_size=10)
with engine.begin() as setting_up:
    setting_up.execute(
        text("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, content text)")
    )


@app.get("/")
def ready() -> str:
    return ""


@app.post("/")
def insert() -> str:
    with engine.begin() as connection:
        for number in range(ROWS):
            content = _CONTENT if number == 0 else "x" * 400
            connection.execute(text("INSERT INTO bare (content) VALUES (:c)"), {"c": content})
    return ""

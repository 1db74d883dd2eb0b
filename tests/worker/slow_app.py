"""A view that keeps its thread for a while and says how long its request had waited for it."""

from __future__ import annotations

import time

from flask import Flask

from app.arrival import waited

app = Flask(__name__)

PATIENCE = 1.0


@app.get("/")
def answer() -> str:
    seconds = waited().total_seconds()
    time.sleep(PATIENCE)
    return str(seconds)

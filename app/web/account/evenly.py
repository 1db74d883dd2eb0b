"""Answers that take as long whether there is such an account or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from flask import Response, g

SECONDS = 1.0
"""Longer than it takes to make an account, a link and a mail, which is done for some only."""


def answered_evenly(view: Callable[[], Response]) -> Callable[[], Response]:
    """What was done is stored first, so that nobody waits for it with the database in hand; a
    refusal is the same for everybody anyway."""

    @wraps(view)
    def answering() -> Response:
        began = time.monotonic()
        response = view()
        if response.status_code < 400:
            g.db.commit()
            time.sleep(max(0.0, began + SECONDS - time.monotonic()))
        return response

    return answering

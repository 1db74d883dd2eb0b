"""What the reader stands aside from, for the lists and sheets that leave it out."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from app.access.recused import aside_from


def hidden_from_me() -> frozenset[int]:
    """Ids of proposals."""
    return aside_from(g.db, current_user.person)

"""Removes the parts of a file that a form has taken, or that its sender gave up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.files.places import parts_of
from app.worker.context import Context


def remove_upload_parts(context: Context, payload: dict[str, Any], _now: datetime) -> None:
    """Handed over in the commit that forgets the upload, whose key comes never again; safe to
    repeat."""
    parts_of(context.settings, payload["upload"]).clear()

"""What the browser keeps for us and cannot alter: signed, and dated."""

from __future__ import annotations

from flask import current_app
from itsdangerous import URLSafeTimedSerializer


def serializer(purpose: str) -> URLSafeTimedSerializer:
    """What was signed for one purpose counts for no other."""
    keys = current_app.config["SETTINGS"].secret_keys
    # Of several keys this library signs with the last one.
    return URLSafeTimedSerializer(keys[::-1], salt=purpose)

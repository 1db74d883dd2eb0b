"""A mail server of the tests."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any


class Post:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def __call__(self, *_args: Any, **_settings: Any) -> Post:
        return self

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def send_message(self, mail: EmailMessage) -> None:
        mail.as_bytes()  # a header with a line break fails here, as on its way out
        self.mails.append(mail)

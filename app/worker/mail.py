"""Sends a message by mail; without a mail server the message waits in the site's inbox only."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from app.models import Message, Person
from app.names import clean_line
from app.services.tokens import with_links
from app.worker.context import Context
from app.worker.errors import RetryableError


def send_mail(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """A crash between sending and marking can repeat a mail; the Message-ID lets mail readers
    recognise the repeat.

    Raises RetryableError: the mail server did not take it.
    """
    with context.database.session(writing=False) as session:
        message = session.get_one(Message, int(payload["message_id"]))
        mail = _mail(session, message, context) if message.mailed_at is None else None
    if mail is None or context.settings.mail_server is None:
        return
    post(context, mail)
    with context.transaction() as session:
        session.get_one(Message, int(payload["message_id"])).mailed_at = now


def post(context: Context, mail: EmailMessage) -> None:
    """Raises RetryableError: the mail server did not take it."""
    assert context.settings.mail_server is not None, "asked for where there is a server"
    try:
        with smtplib.SMTP(context.settings.mail_server, timeout=20) as server:
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise RetryableError(str(error)) from error


def envelope(context: Context, person: Person, subject: str, key: str) -> EmailMessage:
    """A mail to one person without its text yet; the same `key` is known as a repeat."""
    mail = EmailMessage()
    mail["Subject"] = clean_line(subject)  # a line break would begin another header
    mail["From"] = context.settings.mail_sender
    mail["To"] = person.email
    mail["Message-ID"] = f"<{key}@{context.settings.mail_sender.partition('@')[2]}>"
    return mail


def _mail(session: Session, message: Message, context: Context) -> EmailMessage:
    mail = envelope(context, message.person, message.subject, message.key)
    # The secret of a link stands nowhere but in the mail itself.
    mail.set_content(with_links(session, message.body, message.person_id, context.settings))
    return mail

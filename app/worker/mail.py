"""Sends a message by mail; without a mail server the message waits in the site's inbox only."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from ssl import create_default_context
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from app.models import Message
from app.names import clean_line
from app.services.identity.tokens import with_links
from app.services.telling.messages import ADDRESS_NOT_ASCII, wording_of
from app.worker.context import Context
from app.worker.errors import FinalError, RetryableError
from connections import MailServer, MailTLS
from workflows.engine.text import Text
from workflows.parts.messages.topics import TOPIC_OF
from workflows.telling import REQUIRED

_SECONDS = 20
"""Of silence, after which the mail server counts as away."""

_LEFT_ALONE = 60
"""Seconds for which nobody asks again, once it was silent: letters wait in the same line, and each
mail would hold them up anew."""

_silent: dict[MailServer, tuple[float, str]] = {}
"""Until when each is left alone, and what its silence was called."""


def send_mail(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """A crash between sending and marking can repeat a mail; the Message-ID lets mail readers
    recognise the repeat.

    Raises RetryableError, FinalError: see `post`.
    """
    with context.database.session(writing=False) as session:
        message = session.get_one(Message, int(payload["message_id"]))
        mail = _mail(session, message, context, now) if message.mailed_at is None else None
    if mail is None or context.settings.mail_server is None:
        return
    post(context, mail)
    with context.transaction() as session:
        session.get_one(Message, int(payload["message_id"])).mailed_at = now


def post(context: Context, mail: EmailMessage) -> None:
    """Raises RetryableError: the mail server was away, or has put this mail off. FinalError: it
    refuses this mail or its address for good (RFC 5321: a reply of 5xx), or cannot write the
    address (RFC 6531)."""
    server = context.settings.mail_server
    assert server is not None, "asked for where there is a server"
    until, answer = _silent.get(server, (0.0, ""))
    began = time.monotonic()
    if began < until:
        raise RetryableError(answer)
    try:
        with _conversation(server) as smtp:
            if not mail["To"].isascii() and not _knows_unicode(smtp):
                raise FinalError(ADDRESS_NOT_ASCII)
            smtp.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        if (now := time.monotonic()) - began >= _SECONDS:
            _silent[server] = now + _LEFT_ALONE, _answer(error)
        raise (FinalError if _is_for_good(error) else RetryableError)(_answer(error)) from error


@contextmanager
def _conversation(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Signed in where the server knows us; its certificate must be good, and must be its own."""
    trusted = create_default_context()
    opened = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=trusted)
        if server.tls is MailTLS.IMPLICIT
        else smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    )
    with opened as smtp:
        if server.tls is MailTLS.STARTTLS:
            smtp.starttls(context=trusted)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp


def _knows_unicode(smtp: smtplib.SMTP) -> bool:
    smtp.ehlo_or_helo_if_needed()
    return smtp.has_extn("smtputf8")


def _answer(error: Exception) -> str:
    """What the server said, as it is read: `550 5.1.1 nobody of that name`."""
    replies: list[tuple[int, bytes | str]]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [*error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        replies = [(error.smtp_code, error.smtp_error)]
    else:
        return str(error)
    return "; ".join(
        f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        for code, said in replies
    )


def _is_for_good(error: Exception) -> bool:
    """A password or a sender that is refused is a matter of the settings: once they are mended,
    everything waiting goes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def envelope(
    context: Context, to: str, subject: str, key: str, now: datetime, *, may_be_ended: bool
) -> EmailMessage:
    """A mail to one address without its text yet; the same `key` is known as a repeat. Whoever may
    end such mails is told where."""
    mail = EmailMessage()
    mail["Subject"] = clean_line(subject)  # a line break would begin another header
    mail["From"] = context.settings.mail_sender
    mail["To"] = to
    mail["Date"] = format_datetime(now)
    mail["Auto-Submitted"] = "auto-generated"  # asks for no answer that somebody is away (RFC 3834)
    if may_be_ended:
        mail["List-Unsubscribe"] = f"<{context.settings.base_url}/account/notifications>"
    # A space or a colon would end it there, and mails that begin alike would be one (RFC 5322).
    site = context.settings.mail_sender.partition("@")[2]
    mail["Message-ID"] = f"<{quote(key, safe='')}@{site}>"
    return mail


def _mail(session: Session, message: Message, context: Context, now: datetime) -> EmailMessage:
    kind = message.message_kind
    may_be_ended = kind in TOPIC_OF and kind not in REQUIRED
    locale, wording = message.person.locale, wording_of(message)
    subject = wording.subject.within(locale)
    to, key = message.person.email, message.key
    mail = envelope(context, to, subject, key, now, may_be_ended=may_be_ended)
    # The secret of a link stands nowhere but in the mail itself.
    words = wording.body.within(locale)
    if message.about_kind:
        link = f"{context.settings.base_url}/home/inbox"
        words += "\n\n" + _SEE.format(link=link).within(locale)
    mail.set_content(with_links(session, words, message.person_id, context.settings))
    return mail


_SEE = Text("详见：{link}", "See {link}")

"""Mail to a server of one's own provider: encrypted, signed in, and to nobody who only says so."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Outbox
from app.services.telling.messages import tell_person
from app.worker.context import Context
from app.worker.jobs import work
from config import settings_from
from connections import MailServer, MailTLS
from environment import BadSetting
from tests.bench.site import free_port
from tests.conftest import START
from tests.factories import person
from workflows.parts.messages.wording import say

# The library does not see that a connection was encrypted before it began to speak.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

USER, PASSWORD = "office", "a long password"
ENCRYPTED = (MailTLS.STARTTLS, MailTLS.IMPLICIT)


class Taking:
    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.signed_in: list[str] = []

    async def handle_DATA(  # noqa: N802 - named by the library
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        self.mails.append(envelope.content)
        return "250 ok"

    def knows(
        self, _server: Any, _session: Any, _envelope: Any, _way: str, said: Any
    ) -> AuthResult:
        if said == LoginPassword(USER.encode(), PASSWORD.encode()):
            self.signed_in.append(USER)
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of `localhost`, by nobody but itself; its key stands in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START - timedelta(days=3650))
        .not_valid_after(START + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "localhost.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def listening(port: int, tls: MailTLS, certificate: Path) -> Iterator[Taking]:
    taking = Taking()
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate)
    ways: dict[str, Any] = {"ssl_context": own, "auth_require_tls": False}
    if tls is MailTLS.STARTTLS:
        ways = {"tls_context": own, "require_starttls": True}
    server = Controller(
        taking,
        hostname="localhost",
        port=port,
        authenticator=taking.knows,
        auth_required=True,
        server_hostname="localhost",
        **ways,
    )
    server.start()
    try:
        yield taking
    finally:
        server.stop()


def sent(context: Context, session: Session, server: MailServer) -> Outbox:
    """The one mail there is, after the queue has tried it."""
    wording = say("标题", "title", "正文", "text")
    tell_person(session, person(session), "account", wording, key="k", about=None, now=START)
    session.commit()
    row = session.scalars(select(Outbox).where(Outbox.job == "mail")).one()
    session.commit()
    work(replace(context, settings=replace(context.settings, mail_server=server)), row.id, START)
    session.refresh(row)
    return row


@pytest.mark.parametrize("tls", ENCRYPTED)
def test_mail_is_handed_over_encrypted_to_a_server_that_knows_us(
    context: Context,
    session: Session,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    tls: MailTLS,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = free_port()
    with listening(port, tls, certificate) as taking:
        row = sent(context, session, MailServer("localhost", port, tls, USER, PASSWORD))
    assert (row.status, row.error) == ("done", "")
    assert (len(taking.mails), taking.signed_in) == (1, [USER])


@pytest.mark.parametrize("tls", ENCRYPTED)
def test_no_password_and_no_mail_goes_to_a_server_whose_certificate_nobody_vouches_for(
    context: Context, session: Session, certificate: Path, tls: MailTLS
) -> None:
    port = free_port()
    with listening(port, tls, certificate) as taking:
        row = sent(context, session, MailServer("localhost", port, tls, USER, PASSWORD))
    assert row.status == "waiting"
    assert "CERTIFICATE_VERIFY_FAILED" in row.error
    assert (taking.mails, taking.signed_in) == ([], [])


def test_a_password_that_is_refused_leaves_the_mail_waiting_until_the_setting_is_mended(
    context: Context, session: Session, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port = free_port()
    with listening(port, MailTLS.STARTTLS, certificate) as taking:
        server = MailServer("localhost", port, MailTLS.STARTTLS, USER, "another")
        row = sent(context, session, server)
    assert (row.status, taking.mails) == ("waiting", [])
    assert "535" in row.error
    assert "another" not in row.error


GIVEN = {"CHONGXIAN_MODE": "test", "CHONGXIAN_MAIL_SERVER": "mail.example.org:587"}
ACCOUNT = {"CHONGXIAN_MAIL_USER": USER, "CHONGXIAN_MAIL_PASSWORD": PASSWORD}


@pytest.mark.parametrize(
    ("more", "server"),
    [
        ({}, MailServer("mail.example.org", 587)),
        ({"CHONGXIAN_MAIL_SERVER": "mail.example.org"}, MailServer("mail.example.org", 25)),
        (
            {"CHONGXIAN_MAIL_TLS": "starttls", **ACCOUNT},
            MailServer("mail.example.org", 587, MailTLS.STARTTLS, USER, PASSWORD),
        ),
        ({"CHONGXIAN_MAIL_SERVER": ""}, None),
    ],
)
def test_the_settings_name_the_server(more: dict[str, str], server: MailServer | None) -> None:
    assert settings_from(GIVEN | more).mail_server == server


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"CHONGXIAN_MAIL_TLS": "ssl"}, "CHONGXIAN_MAIL_TLS"),
        ({"CHONGXIAN_MAIL_USER": USER}, "CHONGXIAN_MAIL_PASSWORD"),
        (ACCOUNT, "CHONGXIAN_MAIL_TLS"),
        ({"CHONGXIAN_MAIL_SERVER": "mail.example.org:smtp"}, "CHONGXIAN_MAIL_SERVER"),
    ],
)
def test_settings_that_would_not_work_or_send_a_password_in_the_open_are_refused(
    more: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSetting, match=named):
        settings_from(GIVEN | more)

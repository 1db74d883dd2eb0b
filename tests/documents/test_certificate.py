"""The end of the signing certificate is told in time; what opens its file is a setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from app.documents.certificate import certificate_standing
from app.documents.sign import NoIdentity, identity_of
from app.operating.notices import _of_certificate
from config import Settings, settings_from
from environment import BadSetting
from tests.conftest import settings_of_tests

ENDS = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    """With a locked PKCS #12 whose certificate is valid through 2026."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "某厅")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(ENDS)
    locked = pkcs12.serialize_key_and_certificates(
        b"office", key, made.sign(key, hashes.SHA256()), None, BestAvailableEncryption(b"open")
    )
    file = tmp_path / "office.p12"
    file.write_bytes(locked)
    settings = settings_of_tests(tmp_path, "sqlite://")
    return replace(settings, signing_identity=file, signing_passphrase="open")


@pytest.mark.parametrize(
    ("left", "state", "tone"),
    [
        (61, "ok", None),
        (60, "notice", ""),
        (30, "warning", "warning"),
        (7, "alarm", "danger"),
        (0, "ended", "danger"),
        (-3, "ended", "danger"),
    ],
)
def test_the_operator_is_told_sixty_thirty_and_seven_days_before_the_end(
    office: Settings, left: int, state: str, tone: str | None
) -> None:
    now = ENDS - timedelta(days=left)
    found = certificate_standing(office, now)
    assert (found.state, found.days) == (state, left)
    assert [one.tone for one in _of_certificate(found)] == ([] if tone is None else [tone])


def test_a_locked_file_is_opened_by_the_passphrase_and_by_nothing_else(office: Settings) -> None:
    assert identity_of(office).signing_cert is not None
    for wrong in ("", "wrong"):
        shut = replace(office, signing_passphrase=wrong)
        assert certificate_standing(shut, ENDS).state == "unreadable"
        with pytest.raises(NoIdentity, match="CHONGXIAN_SIGNING_PASSPHRASE"):
            identity_of(shut)


def test_before_its_beginning_and_without_a_file_the_standing_says_so(office: Settings) -> None:
    assert certificate_standing(office, ENDS - timedelta(days=400)).state == "early"
    assert certificate_standing(replace(office, signing_identity=None), ENDS).state == "none"


def test_a_passphrase_without_a_file_is_a_mistake() -> None:
    with pytest.raises(BadSetting, match="SIGNING_IDENTITY"):
        settings_from({"CHONGXIAN_MODE": "test", "CHONGXIAN_SIGNING_PASSPHRASE": "open"})

"""PAdES signatures: a letter says who signed it, and any change of a byte shows. What is no PDF is
signed beside it (CMS, as `openssl cms -verify` reads it)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.documents.stamps import Authority, CannotSign, Stamp, judging, require_sound, stamp_in
from config import Settings

SigningIdentity = signers.SimpleSigner

_FIELD = "Signature"
_DEMO_NAME = "冲线演示签章（无法律效力） Demo"
_PASSPHRASE = b"demo"


class NoIdentity(CannotSign):
    """There is nothing to sign with: production names no file, it cannot be read, or its
    certificate is not valid at this time."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """`intact`: not a byte was changed; `valid`: the signature is the certificate's, and its time
    stamp, if it has one, is of this signature."""

    intact: bool
    valid: bool
    signer: str
    stamp: Stamp | None = None


_NONE = SignatureReport(intact=False, valid=False, signer="")


class Signed(NamedTuple):
    pdf: bytes
    stamp: Stamp | None


def sign(
    pdf: bytes, identity: SigningIdentity, at: datetime, authority: Authority | None = None
) -> Signed:
    """`at` is written into the signature as the claimed time of signing; where there is an
    authority, its time stamp beside it. Raises NoStamp."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    signer = _SignerAt(at, metadata, _signing_pdfs(identity), timestamper=authority)
    out = signer.sign_pdf(writer, bytes_reserved=_room_for(identity, authority))
    signed = bytes(out.getbuffer())
    if authority is None:
        return Signed(signed, None)
    stamp = signature_report(signed, authority.roots).stamp
    return Signed(signed, require_sound(stamp, at))


class _SignerAt(signers.PdfSigner):
    """By the clock of the house, which a demonstration moves; the library looks at its own."""

    def __init__(self, at: datetime, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at = at

    def init_signing_session(self, *given: Any, **named: Any) -> Any:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._at
        return session


@lru_cache(maxsize=2)
def _signing_pdfs(identity: SigningIdentity) -> SigningIdentity:
    """Signs as `identity` does, and encodes the mark of its certificate once for all letters."""
    once = copy(identity)
    once.signed_attr_prov_spec = _Encoded(as_signing_certificate_v2(identity.signing_cert).dump())
    return once


class _Encoded(SignedAttributeProviderSpec, CMSAttributeProvider):
    """The one attribute that PAdES asks of a signature: which certificate it is of. Given as the
    library builds it, each part that it stands in would encode it anew, three hundred times a
    letter, which was more than half of signing."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded

    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[CMSAttributeProvider]:
        return [self]

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(self._encoded)


@lru_cache(maxsize=2)
def _room_for(identity: SigningIdentity, authority: Authority | None) -> int:
    """Hexadecimal digits that a signature takes, and half as many to spare. Told once: to be asked
    for each letter, the library would sign it twice."""
    size = len(asyncio.run(_beside(b"", identity, authority)))
    return 3 * size // 2 * 2


def signature_report(pdf: bytes, roots: Sequence[asn1_x509.Certificate] = ()) -> SignatureReport:
    """Checks the first signature against its own certificate; whom to trust is another question.
    A time stamp is trusted that goes back to one of the roots."""
    embedded = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not embedded:
        return _NONE
    own = embedded[0].signer_cert
    stamping = judging(embedded[0].signer_info, roots)
    trusted = ValidationContext(trust_roots=[own])
    return _report(own, validate_pdf_signature(embedded[0], trusted, stamping))


def sign_beside(
    content: bytes, identity: SigningIdentity, at: datetime, authority: Authority | None = None
) -> bytes:
    """A detached signature of `content`, with a time stamp where there is an authority: CMS in DER.
    Raises NoStamp."""
    signed = asyncio.run(_beside(content, identity, authority))
    if authority is not None:
        require_sound(report_beside(content, signed, authority.roots).stamp, at)
    return signed


async def _beside(content: bytes, identity: SigningIdentity, authority: Authority | None) -> bytes:
    signed = await identity.async_sign_general_data(content, "sha256", timestamper=authority)
    return bytes(signed.dump())


def report_beside(
    content: bytes, signature: bytes, roots: Sequence[asn1_x509.Certificate] = ()
) -> SignatureReport:
    """As `signature_report`, of content and its detached signature. What is no signature at all is
    neither intact nor valid."""
    try:
        signed = cms.ContentInfo.load(signature)["content"]
        own = next(c.chosen for c in signed["certificates"])
        trusted = ValidationContext(trust_roots=[own])
        stamping = judging(signed["signer_infos"][0], roots)
        status = asyncio.run(async_validate_detached_cms(content, signed, trusted, stamping))
    except (ValueError, TypeError, StopIteration):
        return _NONE
    return _report(own, status)


def _report(own: asn1_x509.Certificate, status: StandardCMSSignatureStatus) -> SignatureReport:
    stamp = stamp_in(status.timestamp_validity)
    valid = status.valid and (stamp is None or stamp.is_intact)
    return SignatureReport(status.intact, valid, own.subject.human_friendly, stamp)


def identity_of(settings: Settings) -> SigningIdentity:
    """The office's; where nothing real is signed, the demonstration's. Raises NoIdentity."""
    if settings.signing_identity is not None:
        passphrase = settings.signing_passphrase.encode() or None
        return identity_from(settings.signing_identity, passphrase)
    if settings.is_production:
        raise NoIdentity(
            "未设置 CHONGXIAN_SIGNING_IDENTITY，正式运行须用本单位的签章证书 / "
            "CHONGXIAN_SIGNING_IDENTITY is not set; production signs with its own key"
        )
    return demo_identity(settings.var / "identity")


def identity_from(file: Path, passphrase: bytes | None) -> SigningIdentity:
    """An office's own key and certificate from a PKCS #12 file. Raises NoIdentity."""
    # pyHanko leaves this loader without types.
    loaded: SigningIdentity | None = signers.SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call]
        str(file), passphrase=passphrase
    )
    if loaded is None:
        raise NoIdentity(
            f"签章证书文件 {file.name} 读不出来（不存在、无权读取、不是 PKCS #12，或口令"
            f" CHONGXIAN_SIGNING_PASSPHRASE 未设、不对） / {file.name} cannot be read (missing, "
            "not allowed, no PKCS #12, or CHONGXIAN_SIGNING_PASSPHRASE is missing or wrong)"
        )
    return loaded


def require_valid(identity: SigningIdentity, at: datetime) -> None:
    """Raises NoIdentity: whoever checks a signature made now would not accept it."""
    certificate = identity.signing_cert
    assert certificate is not None, "a file without one cannot be loaded"
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if not begins <= at <= ends:
        raise NoIdentity(
            f"签章证书只在 {begins:%Y-%m-%d} 至 {ends:%Y-%m-%d} 有效，请换用有效的证书文件 / "
            f"the signing certificate is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d} only; "
            "give a file with a valid one"
        )


def demo_identity(folder: Path) -> SigningIdentity:
    """A self-made certificate whose name says that it is for demonstration; made once."""
    file = folder / "demo.p12"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / "demo.new"
        fresh.write_bytes(_self_made())
        fresh.replace(file)
    return identity_from(file, _PASSPHRASE)


def _self_made() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _DEMO_NAME)])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=3650 * 2))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"demo", key, certificate, None, serialization.BestAvailableEncryption(_PASSPHRASE)
    )

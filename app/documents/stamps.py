"""Time stamps (RFC 3161): an authority outside the office says that a signature was there at a
time, so that nobody who holds the office's key and its clock can date anything back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import cms, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from config import Settings

MOST_APART = timedelta(minutes=5)
"""Between our clock and the authority's; farther apart, one of them is wrong, and dates with it."""

_WAIT_SECONDS = 10


class CannotSign(RuntimeError):
    """A signature with what belongs to it cannot be made now; the words are for whoever runs the
    servers."""


class NoStamp(CannotSign):
    """The authority does not answer, refuses, is not the one that was named, or its clock is not
    ours."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """`is_intact`: of these very bytes; `is_trusted`: by an authority that the operator named,
    whose certificate was valid at that time."""

    at: datetime
    by: str
    is_intact: bool
    is_trusted: bool


class Authority(RequestsHTTPTimeStamper):
    """The one that the operator named, and the certificates that its own goes back to."""

    def __init__(self, url: str, roots: Path) -> None:
        # pyHanko leaves this client without types.
        super().__init__(url, timeout=_WAIT_SECONDS)  # type: ignore[no-untyped-call]
        self.roots = roots_in(roots)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Raises NoStamp. What is no answer to what was asked fails in the library in any of these
        ways."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise NoStamp(
                f"时间戳机构没有给出时间戳：{error} / the authority gave no time stamp: {error}"
            ) from error


def authority_of(settings: Settings) -> Authority | None:
    """None where no authority is named. Raises NoStamp: its certificates cannot be read."""
    named = settings.time_stamping
    return Authority(named.url, named.roots) if named else None


def roots_of(settings: Settings) -> Sequence[x509.Certificate]:
    """By which stamps are judged; none where no authority is named. Raises NoStamp."""
    return roots_in(settings.time_stamping.roots) if settings.time_stamping else ()


def roots_in(file: Path) -> Sequence[x509.Certificate]:
    """Of authorities of former years, too, as long as letters bear their stamps. Raises NoStamp."""
    try:
        # pyHanko leaves this loader without types.
        found = tuple(load_certs_from_pemder([str(file)]))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        found, why = (), str(error)
    else:
        why = "no certificate in it"
    if not found:
        raise NoStamp(
            f"时间戳机构的证书文件 {file.name} 读不出来（CHONGXIAN_TIMESTAMP_ROOTS）：{why} / "
            f"{file.name} (CHONGXIAN_TIMESTAMP_ROOTS) cannot be read: {why}"
        )
    return found


def judging(signer: cms.SignerInfo, roots: Sequence[x509.Certificate]) -> ValidationContext:
    """How to judge the stamp of a signature: by these roots, at the time that it claims, so that it
    holds after the authority's certificate has ended."""
    return ValidationContext(trust_roots=roots, moment=_claimed(signer), allow_fetching=False)


def _claimed(signer: cms.SignerInfo) -> datetime | None:
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            content = attribute["values"][0]["content"]["encap_content_info"]["content"]
            claimed: datetime = content.parsed["gen_time"].native
            return claimed
    return None


def stamp_in(found: TimestampSignatureStatus | None) -> Stamp | None:
    if found is None:
        return None
    by = _name_of(found.signing_cert)
    return Stamp(found.timestamp, by, found.intact and found.valid, found.trusted)


def _name_of(authority: x509.Certificate) -> str:
    """Its organisation and its own name, as a reader knows them; else all that it says."""
    said = authority.subject.native
    names = [said[key] for key in ("organization_name", "common_name") if key in said]
    return " · ".join(map(str, names)) or authority.subject.human_friendly


def require_sound(stamp: Stamp | None, at: datetime) -> Stamp:
    """The stamp. Raises NoStamp: nobody who checks it later would accept it."""
    if stamp is None or not stamp.is_intact:
        raise NoStamp("时间戳不是盖在这份签章上的 / the time stamp is not one of this signature")
    if not stamp.is_trusted:
        raise NoStamp(
            f"时间戳由 {stamp.by} 签发，不属于 CHONGXIAN_TIMESTAMP_ROOTS 所列的机构 / the time "
            f"stamp is by {stamp.by}, none of the authorities in CHONGXIAN_TIMESTAMP_ROOTS"
        )
    if (apart := abs(stamp.at - at)) > MOST_APART:
        seconds = round(apart.total_seconds())
        raise NoStamp(
            f"本机时钟与时间戳机构相差 {seconds} 秒，请先校准时钟 / this machine's clock and the "
            f"authority's are {seconds} s apart; set the clock first"
        )
    return stamp


def is_of(stamp: Stamp | None, at: datetime, roots: Sequence[x509.Certificate]) -> bool:
    """Whether what was signed `at` may bear it; none at all was asked for once."""
    return stamp is None or (is_by_named(stamp, roots) and abs(stamp.at - at) <= MOST_APART)


def is_by_named(stamp: Stamp, roots: Sequence[x509.Certificate]) -> bool:
    """By which authority can be told only where its roots are named."""
    return stamp.is_trusted or not roots

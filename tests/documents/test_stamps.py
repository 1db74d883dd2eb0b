"""A letter that an authority outside the office has stamped cannot be dated back by the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.documents.fonts import LetterFonts
from app.documents.payload import LetterPayload, Paragraph
from app.documents.render import render
from app.documents.sign import (
    SigningIdentity,
    demo_identity,
    report_beside,
    sign,
    sign_beside,
    signature_report,
)
from app.documents.stamps import Authority, NoStamp, roots_in
from config import settings_from
from connections import TimeStamping
from environment import BadSetting
from tests.time_stamps import answering, authority_in


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> SigningIdentity:
    return demo_identity(tmp_path_factory.mktemp("seal"))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamping]:
    folder = tmp_path_factory.mktemp("authority") / "it"
    with answering(authority_in(folder), folder / "root.pem") as found:
        yield found


@pytest.fixture
def authority(named: TimeStamping) -> Authority:
    return Authority(named.url, named.roots)


@pytest.fixture
def pdf(letter: LetterPayload, fonts: LetterFonts) -> bytes:
    return render(replace(letter, blocks=(Paragraph("准予立项。"),)), fonts)


def test_a_letter_bears_the_authority_s_word_when_its_signature_was_there(
    pdf: bytes, seal: SigningIdentity, authority: Authority
) -> None:
    now = datetime.now(UTC)
    signed = sign(pdf, seal, now, authority)
    report = signature_report(signed.pdf, authority.roots)
    assert (report.intact, report.valid, report.stamp) == (True, True, signed.stamp)
    assert signed.stamp is not None
    assert signed.stamp.by == "某时间戳公司 · 某时间戳机构"
    assert abs(signed.stamp.at - now) < timedelta(minutes=1)


def test_without_an_authority_it_bears_none(pdf: bytes, seal: SigningIdentity) -> None:
    signed = sign(pdf, seal, datetime.now(UTC))
    assert signed.stamp is None
    report = signature_report(signed.pdf)
    assert (report.valid, report.stamp) == (True, None)


@pytest.mark.parametrize("apart", [timedelta(minutes=-6), timedelta(minutes=6)])
def test_a_clock_that_is_minutes_from_the_authority_s_signs_nothing(
    pdf: bytes, seal: SigningIdentity, authority: Authority, apart: timedelta
) -> None:
    with pytest.raises(NoStamp, match="请先校准时钟"):
        sign(pdf, seal, datetime.now(UTC) + apart, authority)


def test_an_authority_that_was_not_named_is_not_trusted(
    pdf: bytes, seal: SigningIdentity, named: TimeStamping, tmp_path: Path
) -> None:
    authority_in(tmp_path / "another", "另一机构")
    another = Authority(named.url, tmp_path / "another" / "root.pem")
    with pytest.raises(NoStamp, match="不属于 CHONGXIAN_TIMESTAMP_ROOTS"):
        sign(pdf, seal, datetime.now(UTC), another)


def test_a_stamp_of_another_signature_is_none_of_this(
    pdf: bytes, seal: SigningIdentity, tmp_path: Path
) -> None:
    """Whoever dates back may hold a genuine answer of that day."""
    kept: list[bytes] = []
    genuine = authority_in(tmp_path / "it")

    def the_first_again(asked: bytes) -> bytes:
        kept.append(genuine(asked))
        return kept[0]

    with (
        answering(the_first_again, tmp_path / "it" / "root.pem") as replaying,
        pytest.raises(NoStamp),
    ):
        sign(pdf, seal, datetime.now(UTC), Authority(replaying.url, replaying.roots))
    assert len(kept) > 1


@pytest.mark.parametrize("answer", [b"", b"no", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_what_is_no_stamp_is_said_to_be_none(
    pdf: bytes, seal: SigningIdentity, named: TimeStamping, answer: bytes
) -> None:
    with (
        answering(lambda _asked: answer, named.roots) as broken,
        pytest.raises(NoStamp, match="没有给出时间戳"),
    ):
        sign(pdf, seal, datetime.now(UTC), Authority(broken.url, broken.roots))


def test_an_authority_that_is_away_is_said_to_be(
    pdf: bytes, seal: SigningIdentity, named: TimeStamping
) -> None:
    with answering(lambda _asked: b"", named.roots) as gone:
        pass
    with pytest.raises(NoStamp, match="没有给出时间戳"):
        sign(pdf, seal, datetime.now(UTC), Authority(gone.url, gone.roots))


def test_a_stamp_of_which_a_digit_was_changed_holds_no_more(
    pdf: bytes, seal: SigningIdentity, authority: Authority
) -> None:
    genuine = sign(pdf, seal, datetime.now(UTC), authority).pdf
    begins = genuine.index(b"/Contents <") + len(b"/Contents <")
    # The stamp stands last in the signature, and its own signature last in it.
    place = begins + len(genuine[begins : genuine.index(b">", begins)].rstrip(b"0")) - 8
    digit = b"2" if genuine[place : place + 1] == b"1" else b"1"
    spoilt = genuine[:place] + digit + genuine[place + 1 :]
    report = signature_report(spoilt, authority.roots)
    assert not (report.valid and report.stamp and report.stamp.is_trusted)


def test_what_is_signed_beside_bears_one_too(seal: SigningIdentity, authority: Authority) -> None:
    signature = sign_beside(b"rows", seal, datetime.now(UTC), authority)
    stamp = report_beside(b"rows", signature, authority.roots).stamp
    assert stamp is not None
    assert stamp.is_trusted
    with pytest.raises(NoStamp, match="请先校准时钟"):
        sign_beside(b"rows", seal, datetime.now(UTC) - timedelta(days=1), authority)


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_roots_that_cannot_be_read_are_said_by_the_name_of_their_file(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(NoStamp, match=r"roots\.pem.*CHONGXIAN_TIMESTAMP_ROOTS"):
        roots_in(file)


@pytest.mark.parametrize(
    ("mode", "url", "roots", "wrong"),
    [
        ("test", "ftp://stamps.example.org", "roots.pem", "http"),
        ("test", "https://[stamps.example.org", "roots.pem", "http"),
        ("test", "https://stamps.example.org", "", "CHONGXIAN_TIMESTAMP_ROOTS"),
        ("test", "", "roots.pem", "CHONGXIAN_TIMESTAMP_URL"),
        ("demo", "https://stamps.example.org", "roots.pem", "moved by hand"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(mode: str, url: str, roots: str, wrong: str) -> None:
    given = {"CHONGXIAN_TIMESTAMP_URL": url, "CHONGXIAN_TIMESTAMP_ROOTS": roots}
    with pytest.raises(BadSetting, match=wrong):
        settings_from({"CHONGXIAN_MODE": mode, **given})

"""Where an authority of time stamps is named, no letter and no checkpoint goes without its word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.exported import export, exported
from app.audit.letters import faults
from app.documents.sign import identity_of, sign_beside
from app.documents.stamps import authority_of
from app.files.places import checkpoints_of, letters_of
from app.models import Letter, Outbox
from app.web.shared.downloads import stored
from app.worker.context import Context
from app.worker.jobs import work
from config import Settings
from tests.services.stage import Stage
from tests.services.test_letters import accepted, letter_of, serials
from tests.time_stamps import Answer, answering, authority_in


@dataclass
class Authority:
    """One that can be away."""

    answer: Answer
    is_away: bool = False

    def __call__(self, asked: bytes) -> bytes:
        return b"" if self.is_away else self.answer(asked)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(authority_in(tmp_path / "authority"))


@pytest.fixture
def stamping(context: Context, authority: Authority, tmp_path: Path) -> Iterator[Context]:
    """The house, where that authority is named."""
    with answering(authority, tmp_path / "authority" / "root.pem") as named:
        yield replace(context, settings=replace(context.settings, time_stamping=named))


@pytest.fixture
def letter(stage: Stage) -> Letter:
    """Of now: an authority has no clock that stands still."""
    stage.clock.move_to(datetime.now(UTC))
    return letter_of(stage, accepted(stage))


def made(stage: Stage, house: Context) -> Outbox:
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    stage.session.commit()
    work(house, job.id, stage.now)
    stage.session.expire_all()
    return job


def test_a_letter_waits_with_its_number_until_the_authority_answers(
    stage: Stage, letter: Letter, stamping: Context, authority: Authority
) -> None:
    year = stage.now.year
    authority.is_away = True
    job = made(stage, stamping)
    assert "没有给出时间戳" in job.error
    assert (job.status, letter.state, serials(stage, year)) == ("waiting", "issued", [1])
    authority.is_away = False
    job = made(stage, stamping)
    assert (job.status, letter.state, serials(stage, year)) == ("done", "filed", [1])
    assert letter.stamped_at is not None
    assert abs(letter.stamped_at - stage.now) < timedelta(minutes=5)


def test_whoever_verifies_a_stamped_letter_reads_when_and_by_whom(
    stage: Stage, letter: Letter, stamping: Context, client: FlaskClient
) -> None:
    made(stage, stamping)
    page = client.get(f"/verify/{letter.verification_code}").text
    assert "时间戳" in page
    assert "某时间戳机构" in page


def test_what_is_wrong_with_the_copy_in_hand_is_said_before_the_record_is_called_valid(
    stage: Stage, letter: Letter, stamping: Context, client: FlaskClient
) -> None:
    made(stage, stamping)
    path, record = f"/verify/{letter.verification_code}", "公文登记在册，有效"
    stage.session.commit()
    assert record in client.get(path).text
    copy = {"file": (BytesIO(b"no letter at all"), "公文.pdf")}
    verdict, _record, _rest = client.post(path, data=copy).text.partition(record)
    assert "told-danger" in verdict
    assert "不是 PDF，无法比对" in verdict


def test_a_copy_that_was_cut_or_added_to_is_told_from_the_letter_itself(
    stage: Stage, letter: Letter, stamping: Context, client: FlaskClient
) -> None:
    made(stage, stamping)
    with stored(letter.sha256, letters_of(stamping.settings)) as kept:
        whole = kept.read()
    path = f"/verify/{letter.verification_code}"
    stage.session.commit()

    def verdict(copy: bytes) -> str:
        return client.post(path, data={"file": (BytesIO(copy), "公文.pdf")}).text

    assert "完全一致" in verdict(whole)
    for wrong, words in (
        (whole[:-1], "只是登记公文的前一部分"),
        (whole + b"%%EOF", "被追加了内容"),
        (whole[:200] + bytes([whole[200] ^ 1]) + whole[201:], "被改动"),
        (whole[:9] + whole, "不是同一份文件"),
    ):
        page = verdict(wrong)
        assert words in page
        assert "完全一致" not in page


@pytest.mark.parametrize("is_stamped", [True, False])
def test_a_record_of_another_time_or_of_none_is_a_fault(
    stage: Stage, letter: Letter, stamping: Context, context: Context, is_stamped: bool
) -> None:
    made(stage, stamping if is_stamped else context)

    def found(settings: Settings) -> list[str]:
        return [one.reason.zh for one in faults(stage.session, settings) if one]

    assert found(stamping.settings) == []
    before = letter.stamped_at
    letter.stamped_at = stage.now - timedelta(days=1)
    stage.session.flush()
    assert found(stamping.settings) == ["时间戳与登记的不符，或不是所列机构的"]
    letter.stamped_at = before
    stage.session.flush()
    assert found(context.settings) == []


def test_a_letter_stamped_by_nobody_who_is_named_is_a_fault(
    stage: Stage, letter: Letter, stamping: Context, tmp_path: Path
) -> None:
    made(stage, stamping)
    assert stamping.settings.time_stamping is not None
    authority_in(tmp_path / "another")
    of_others = replace(stamping.settings.time_stamping, roots=tmp_path / "another" / "root.pem")
    named = replace(stamping.settings, time_stamping=of_others)
    assert [one.reason.zh for one in faults(stage.session, named) if one] == [
        "时间戳与登记的不符，或不是所列机构的"
    ]


def test_a_checkpoint_that_was_dated_back_does_not_count(
    stage: Stage, letter: Letter, stamping: Context
) -> None:
    """Whoever holds machine, key and signing identity has the authority's clock against them."""
    settings = stamping.settings
    name = export(stage.session, settings, stage.now)
    assert name is not None
    assert [one.mark is not None for one in exported(settings)] == [True]
    shelf = checkpoints_of(settings)
    genuine = shelf.read(name)
    assert genuine is not None
    then = (stage.now - timedelta(days=30)).isoformat(timespec="seconds")
    written = genuine.decode().split('"at":"')[1].split('"')[0]
    dated_back = genuine.replace(written.encode(), then.encode())
    stamped_now = sign_beside(dated_back, identity_of(settings), stage.now, authority_of(settings))
    shelf.write(f"{name}.p7s", stamped_now)
    shelf.write(name, dated_back)
    assert [one.mark for one in exported(settings)] == [None]

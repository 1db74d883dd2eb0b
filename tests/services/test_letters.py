"""Letters: one of each kind for a case, a number without a gap, and one file however often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from shutil import copyfile

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.sign import demo_identity, signature_report
from app.files.places import letters_of
from app.models import DocumentNumber, History, Letter, Outbox, Proposal
from app.services import letters
from app.services.door.wiring import ACTS
from app.services.moves import Move
from app.services.proposals import formal
from app.services.proposals.formal import ITEMS, Answer
from app.services.upkeep.queue import retry
from app.worker.context import Context
from app.worker.jobs import work
from app.worker.letters import make_letter
from tests.conftest import SignInAs
from tests.services.stage import Stage
from workflows.engine.effects import SendLetter
from workflows.roles import Role

WORKER = Role.SYSTEM_WORKER


def accepted(stage: Stage) -> Proposal:
    """A proposal that has just passed the formal check, which sends a letter."""
    checker = stage.holder(Role.FORMAL_CHECKER)
    proposal = stage.applied(call=stage.call("formal"), state="formal_check").proposal
    answers = {item.key: Answer("met") for item in ITEMS}
    formal.record(stage.session, proposal, answers, (), checker, stage.now)
    stage.moved(proposal, "pass_formal_check", checker)
    return proposal


def letter_of(stage: Stage, proposal: Proposal) -> Letter:
    of_it = (Letter.about_kind == "proposal", Letter.about_id == proposal.id)
    return stage.session.scalars(select(Letter).where(*of_it)).one()


@pytest.fixture
def letter(stage: Stage) -> Letter:
    return letter_of(stage, accepted(stage))


def serials(stage: Stage, year: int = 2026) -> list[int]:
    numbers = select(DocumentNumber.serial).where(DocumentNumber.year == year)
    return list(stage.session.scalars(numbers.order_by(DocumentNumber.id)))


def without_passphrase(identity: bytes) -> bytes:
    key, certificate, _chain = pkcs12.load_key_and_certificates(identity, b"demo")
    assert isinstance(key, EllipticCurvePrivateKey)
    plain = serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, plain)


def fails(stage: Stage, letter: Letter) -> None:
    stage.moved(letter, "fail", WORKER, error="缺字：𠮷")


def test_a_letter_is_drafted_in_the_commit_of_the_move_it_rests_on(
    stage: Stage, letter: Letter
) -> None:
    assert (letter.state, letter.letter_kind, letter.number) == (
        "drafted",
        "acceptance_notice",
        None,
    )
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    assert job.payload == {"letter_id": letter.id}
    assert job.history_id is not None
    assert stage.session.get_one(History, job.history_id).transition == "pass_formal_check"


def test_the_same_key_is_drafted_once_whatever_asks_for_it_again(
    stage: Stage, letter: Letter
) -> None:
    proposal = stage.session.get_one(Proposal, letter.about_id)
    row = stage.session.scalars(select(History).order_by(History.id.desc())).first()
    assert row is not None
    again = Move(row, WORKER, None, stage.now, {})
    letters.draft(stage.session, proposal, SendLetter("acceptance_notice"), again, 0)
    stage.session.flush()
    assert letter_of(stage, proposal).id == letter.id
    assert len(stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).all()) == 1


def test_issuing_twice_takes_one_number(stage: Stage, letter: Letter) -> None:
    stage.moved(letter, "issue", WORKER)
    assert stage.refused(letter, "issue", WORKER).keys() == {"state_has_changed"}
    assert serials(stage) == [1]
    assert letter.number is not None
    assert letter.number.text.endswith("〔2026〕1号")


def test_nobody_issues_a_letter_by_hand(stage: Stage, letter: Letter) -> None:
    for role in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SYS_ADMIN):
        assert "role_required" in stage.refused(letter, "issue", stage.holder(role))
    stage.moved(letter, "issue", WORKER)


def test_numbers_have_no_gap_even_where_an_issue_was_taken_back(stage: Stage) -> None:
    first, second, third = (letter_of(stage, accepted(stage)) for _ in range(3))
    stage.moved(second, "issue", WORKER)
    with stage.session.begin_nested() as savepoint:
        stage.moved(first, "issue", WORKER)
        assert serials(stage) == [1, 2]
        savepoint.rollback()
    stage.session.expire_all()
    stage.moved(third, "issue", WORKER)
    stage.moved(first, "fail", WORKER, error="库中缺字")
    stage.at(stage.now + timedelta(days=2))
    stage.moved(first, "retry", stage.holder(Role.SYS_ADMIN))
    stage.moved(first, "issue", WORKER)
    assert serials(stage) == [1, 2, 3]
    in_order = [x.number for x in (second, third, first) if x.number]
    assert [number.serial for number in in_order] == [1, 2, 3]
    days = [number.issued_at for number in in_order]
    assert days == sorted(days), "numbers and the dates on the letters agree"


def test_numbers_begin_again_each_year_of_fujian(stage: Stage) -> None:
    first, second, third = (letter_of(stage, accepted(stage)) for _ in range(3))
    stage.clock.move_to(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    stage.moved(first, "issue", WORKER)
    stage.clock.move_to(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    stage.moved(second, "issue", WORKER)
    stage.moved(third, "issue", WORKER)
    assert (serials(stage, 2026), serials(stage, 2027)) == ([1], [1, 2])


def test_a_letter_made_again_after_a_failure_keeps_its_number(stage: Stage, letter: Letter) -> None:
    stage.moved(letter, "issue", WORKER)
    fails(stage, letter)
    stage.refused(letter, "retry", stage.holder(Role.PROGRAMME_OFFICER))
    stage.moved(letter, "retry", stage.holder(Role.SYS_ADMIN))
    stage.moved(letter, "issue", WORKER)
    assert serials(stage) == [1]
    jobs = stage.session.scalars(select(Outbox.key).where(Outbox.job == "letter")).all()
    assert len(set(jobs)) == 2


def test_a_letter_that_failed_is_made_again_by_its_move_alone_and_then_its_old_work_is_over(
    stage: Stage, letter: Letter
) -> None:
    old = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    fails(stage, letter)
    old.status = "failed"
    assert not retry(stage.session, old.id, stage.now)
    stage.moved(letter, "retry", stage.holder(Role.SYS_ADMIN))
    work_of_it = select(Outbox.status).where(Outbox.job == "letter").order_by(Outbox.id)
    assert stage.session.scalars(work_of_it).all() == ["done", "waiting"]


def test_a_void_number_stays_in_the_register_and_is_not_used_again(
    stage: Stage, letter: Letter
) -> None:
    stage.moved(letter, "issue", WORKER)
    fails(stage, letter)
    planning = stage.holder(Role.PLANNING_OFFICER)
    assert stage.refused(letter, "void", planning).keys() == {"missing_reason"}
    stage.moved(letter, "void", planning, reason="决定已撤销。")
    assert letter.number is not None
    assert (letter.number.serial, letter.number.void_reason) == (1, "决定已撤销。")
    following = letter_of(stage, accepted(stage))
    stage.moved(following, "issue", WORKER)
    assert serials(stage) == [1, 2]


def test_the_page_of_a_case_says_which_of_its_letters_failed_or_is_void(
    stage: Stage, letter: Letter, sign_in: SignInAs
) -> None:
    officer, planning = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.PLANNING_OFFICER)

    def said(words: str) -> bool:
        stage.session.commit()
        return words in sign_in(officer).get(f"/proposals/{letter.about_id}").text

    stage.moved(letter, "issue", WORKER)
    assert not said("制作失败")
    fails(stage, letter)
    assert said("制作失败")
    stage.moved(letter, "void", planning, reason="决定已撤销。")
    assert said("已作废")


def test_a_job_done_three_times_leaves_one_number_and_one_file(
    stage: Stage, letter: Letter, context: Context
) -> None:
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    stage.session.commit()
    work(context, job.id, stage.now)
    stage.session.expire_all()
    digest = letter.sha256
    assert (letter.state, job.status, job.error) == ("filed", "done", "")
    assert digest is not None
    stage.session.commit()
    work(context, job.id, stage.now)
    make_letter(context, {"letter_id": letter.id}, stage.now)
    stage.session.expire_all()
    assert (letter.sha256, serials(stage)) == (digest, [1])
    folder = context.settings.var / "letters"
    assert [f.name for f in folder.rglob("*") if f.is_file()] == [digest]
    with letters_of(context.settings).open(digest) as file:
        report = signature_report(file.read())
    assert report.intact
    assert report.valid


def test_without_a_valid_identity_a_letter_waits_unnumbered_and_is_made_once_there_is_one(
    stage: Stage, letter: Letter, context: Context
) -> None:
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    number, office = job.id, context.settings.var / "office.p12"
    awaiting = replace(context, settings=replace(context.settings, signing_identity=office))

    def tried(at: datetime) -> str:
        stage.session.commit()
        work(awaiting, number, at)
        stage.session.expire_all()
        return job.error

    assert "office.p12 读不出来" in tried(stage.now)
    demo_identity(context.settings.var / "identity")
    copyfile(context.settings.var / "identity" / "demo.p12", office)
    assert "CHONGXIAN_SIGNING_PASSPHRASE" in tried(stage.now)
    office.write_bytes(without_passphrase(office.read_bytes()))
    assert "只在 2020-01-01 至" in tried(datetime(2050, 1, 1, tzinfo=UTC))
    assert (job.status, letter.state, serials(stage)) == ("waiting", "drafted", [])
    assert tried(stage.now) == ""
    assert (job.status, letter.state, serials(stage)) == ("done", "filed", [1])


def test_numbers_follow_the_order_of_the_moves_whichever_letter_is_made_first(
    stage: Stage, context: Context
) -> None:
    first, second = (letter_of(stage, accepted(stage)) for _ in range(2))
    stage.session.commit()
    make_letter(context, {"letter_id": second.id}, stage.now)
    stage.session.expire_all()
    assert (first.state, second.state) == ("issued", "filed")
    assert [letter.number.serial for letter in (first, second) if letter.number] == [1, 2]


def test_a_letter_that_cannot_be_issued_is_shown_and_keeps_no_number_from_those_behind_it(
    stage: Stage, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (letter_of(stage, accepted(stage)) for _ in range(2))
    take_number, ids = ACTS["take_document_number"], (first.id, second.id)

    def break_the_first(session: Session, letter: Letter, move: Move) -> None:
        if letter.id == ids[0]:
            raise ValueError("no catalogue of numbers")
        take_number(session, letter, move)

    stage.session.commit()
    with monkeypatch.context() as broken:
        broken.setitem(ACTS, "take_document_number", break_the_first)
        for number in reversed(ids):
            make_letter(context, {"letter_id": number}, stage.now)
    stage.session.expire_all()
    assert (first.state, second.state, serials(stage)) == ("failed", "filed", [1])
    assert first.error == "ValueError: no catalogue of numbers"
    stage.moved(first, "retry", stage.holder(Role.SYS_ADMIN))
    stage.moved(first, "issue", WORKER)
    assert serials(stage) == [1, 2]

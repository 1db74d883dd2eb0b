"""`flask audit verify`: whatever is altered by hand is named, in the table it was altered in."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app.audit.proving import prove
from app.canonical import canonical_json
from app.files.store import place_of
from app.models import (
    ArgumentOpinion,
    Checkpoint,
    DocumentNumber,
    Evidence,
    History,
    Invitation,
    LedgerEntry,
    LedgerTransaction,
    Letter,
    PanelSeat,
    Payment,
    Proposal,
    ProposalVersion,
    Review,
    ReviewGroup,
    ReviewVersion,
    Token,
)
from app.services.seals.kinds import KINDS
from app.services.seals.record import BEGUN
from app.worker.context import Context
from tests.audit.stored import Stored
from tests.factories import expert
from tests.services.stage import Stage

pytestmark = pytest.mark.each_database

Altering = Callable[[Session, Stored, Path], str]
"""Alters something behind the back of the house; returns how what is broken is named."""


def broken(stage: Stage) -> dict[str, str]:
    """What does not hold, by the kind of record."""
    stage.session.expire_all()
    checked = list(prove(stage.session, stage.session.info["settings"]))
    sealed = {kind.what for kind in KINDS}
    assert all(c.count for c in checked if c.fault is None and c.what not in sealed)
    return {c.what.en: f"{c.fault.where.en}: {c.fault.reason.en}" for c in checked if c.fault}


def test_what_nobody_touched_holds(stage: Stage, kept: Stored) -> None:
    assert broken(stage) == {}


def test_a_kind_whose_seals_have_not_begun_is_said_to_be_unproved(
    stage: Stage, kept: Stored
) -> None:
    stage.session.execute(delete(History).where(History.transition == BEGUN))
    checked = prove(stage.session, stage.session.info["settings"])
    assert sum("not in use yet" in one.what.en for one in checked) == len(KINDS)


def move(session: Session, _of: Stored, _var: Path) -> str:
    row = select(func.min(History.id)).where(History.transition == "pass_formal_check")
    number = session.scalar(row)
    session.execute(update(History).where(History.id == number).values(role="decision_maker"))
    return f"History/(id {number})"


def checkpoint(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(update(Checkpoint).values(mac="0" * 64))
    return "Exported checkpoints/2026-03-02.json"


def checkpoint_removed(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(delete(Checkpoint))
    return "Exported checkpoints/2026-03-02.json"


def exported_checkpoint(_session: Session, _of: Stored, var: Path) -> str:
    file = var / "checkpoints" / "2026-03-02.json"
    file.write_bytes(file.read_bytes().replace(b'"rows":', b'"rows":1'))
    return "Exported checkpoints/does not match its signature"


def signature_of_checkpoint(_session: Session, _of: Stored, var: Path) -> str:
    (var / "checkpoints" / "2026-03-02.json.p7s").write_bytes(b"signed")
    return "Exported checkpoints/does not match its signature"


def state(session: Session, of: Stored, _var: Path) -> str:
    passed = update(Proposal).where(Proposal.id == of.letter.about_id)
    session.execute(passed.values(state="approved"))
    return f"Case states/proposal {of.letter.about_id}"


def case_removed(session: Session, of: Stored, _var: Path) -> str:
    moved = select(func.max(History.case_id)).where(History.case_kind == Invitation.kind)
    number = session.scalar(moved)
    session.execute(delete(Token).where(Token.invitation_id == number))
    session.execute(delete(Invitation).where(Invitation.id == number))
    return f"Case states/invitation {number}: moves are on record but the case is not there"


def version(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(update(ProposalVersion).values(content={"title": "另一个"}))
    return "Submitted versions/-V1: the content was altered"


def payload(session: Session, of: Stored, _var: Path) -> str:
    session.execute(update(Letter).where(Letter.id == of.letter.id).values(payload={"title": "改"}))
    return "Letters/fixed at the decision"


def file_of_letter(_session: Session, of: Stored, var: Path) -> str:
    with (var / "letters" / place_of(of.letter.sha256 or "")).open("ab") as file:
        file.write(b" ")
    return "Letters/the file was altered"


def letter_replaced(session: Session, of: Stored, _var: Path) -> str:
    other = update(Letter).where(Letter.id == of.letter.id).values(sha256="0" * 64)
    session.execute(other)
    return "Letters/not the one that was filed"


def number(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(update(DocumentNumber).values(serial=7))
    return "Document numbers/7号"


def total(session: Session, of: Stored, _var: Path) -> str:
    session.execute(update(Review).where(Review.id == of.review.id).values(total=99_00))
    return f"Signed reviews/review {of.review.id}: the score or opinion in force"


def signed_version(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(update(ReviewVersion).values(overall="另一意见"))
    return "Sealed versions of reviews/content was altered after it was sealed"


def signed_version_removed(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(delete(ReviewVersion))
    return "Sealed versions of reviews/deleted after it was sealed"


def version_with_its_digest(session: Session, _of: Stored, _var: Path) -> str:
    other = {"title": "另一个"}
    digest = sha256(canonical_json(other)).hexdigest()
    session.execute(update(ProposalVersion).values(content=other, digest=digest))
    return "Sealed versions of proposals/content was altered after it was sealed"


def last_transaction_removed(session: Session, _of: Stored, _var: Path) -> str:
    newest = select(func.max(LedgerTransaction.id)).scalar_subquery()
    session.execute(delete(LedgerEntry).where(LedgerEntry.transaction_id == newest))
    session.execute(delete(LedgerTransaction).where(LedgerTransaction.id == newest))
    return "Sealed ledger transactions/deleted after it was sealed"


def opinion_on_need(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(update(ArgumentOpinion).values(is_urgent=False))
    return "Sealed appraisal opinions/content was altered after it was sealed"


def opinion_removed(session: Session, _of: Stored, _var: Path) -> str:
    session.execute(delete(ArgumentOpinion))
    return "Sealed appraisal opinions/deleted after it was sealed"


def opinion_written_over(session: Session, of: Stored, _var: Path) -> str:
    """Altered by hand, and then written by the house, which seals what it finds."""
    one = update(ArgumentOpinion).where(ArgumentOpinion.id == of.opinion.id)
    session.execute(one.values(is_real=False))
    of.opinion.comment = "同意，另附说明。"
    session.commit()
    return f"Succession of seals/{ArgumentOpinion.__tablename__} {of.opinion.id}"


def entry(session: Session, _of: Stored, _var: Path) -> str:
    newest = select(func.max(LedgerEntry.id)).scalar_subquery()
    session.execute(
        update(LedgerEntry).where(LedgerEntry.id == newest).values(amount=LedgerEntry.amount + 1)
    )
    return "Ledger/do not add up to zero"


def transaction(session: Session, of: Stored, _var: Path) -> str:
    ordered = LedgerTransaction.key == f"order-payment-{of.payment.id}"
    session.execute(update(LedgerTransaction).where(ordered).values(mac="0" * 64))
    return "Ledger/order-payment"


def payment(session: Session, of: Stored, _var: Path) -> str:
    session.execute(update(Payment).where(Payment.id == of.payment.id).values(amount=1))
    return f"Ledger/{of.payment.number}"


def seed(session: Session, of: Stored, _var: Path) -> str:
    other = update(ReviewGroup).where(ReviewGroup.id == of.group.id).values(seed="00" * 32)
    session.execute(other)
    return f"Expert draws/panel {of.group.id}"


def seat(session: Session, of: Stored, _var: Path) -> str:
    drawn = select(func.min(PanelSeat.id)).where(PanelSeat.group_id == of.group.id)
    first = session.scalar(drawn)
    stranger = expert(session).id
    session.execute(update(PanelSeat).where(PanelSeat.id == first).values(expert_id=stranger))
    return f"Expert draws/panel {of.group.id}"


def upload(session: Session, _of: Stored, var: Path) -> str:
    named = session.scalars(select(Evidence)).first()
    assert named is not None
    (var / "files" / place_of(named.sha256)).unlink()
    return f"Files/{Evidence.__tablename__} {named.id}"


@pytest.mark.parametrize(
    "alter",
    [
        *(
            move,
            checkpoint,
            checkpoint_removed,
            exported_checkpoint,
            signature_of_checkpoint,
        ),
        *(
            state,
            case_removed,
            version,
            version_with_its_digest,
            payload,
            file_of_letter,
            letter_replaced,
            number,
        ),
        *(total, signed_version, signed_version_removed),
        *(opinion_on_need, opinion_removed, opinion_written_over),
        *(entry, transaction, last_transaction_removed, payment, seed, seat, upload),
    ],
)
def test_what_is_altered_by_hand_is_named(
    stage: Stage, kept: Stored, context: Context, alter: Altering
) -> None:
    what, _, where = alter(stage.session, kept, context.settings.var).partition("/")
    found = broken(stage)
    assert where in found[what]


def test_the_command_names_what_is_broken_and_fails(app: Flask, stage: Stage, kept: Stored) -> None:
    stage.session.commit()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    payment(stage.session, kept, Path())
    stage.session.commit()
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert f"台账：{kept.payment.number}" in answer.stderr


def test_a_break_of_seals_fails_the_command_until_the_command_has_put_on_record_why(
    app: Flask, stage: Stage, kept: Stored
) -> None:
    runner, money = app.test_cli_runner(), kept.payment
    row, of_it = f"payment {money.id}", Payment.id == money.id
    stage.session.execute(update(Payment).where(of_it).values(reference="另一流水号"))
    stage.session.commit()
    stage.session.refresh(money)
    money.basis_label = "另一依据"
    stage.session.commit()
    answer = runner.invoke(args=["audit", "verify"])
    assert row in answer.stderr
    refused = runner.invoke(args=["audit", "explain", row, "payment 0", "--reason", "已核查"])
    assert "payment 0：" in refused.stderr
    runner.invoke(args=["audit", "explain", row, "--reason", "已核查，见处室第3号"])
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 0, "and what was refused has put nothing on record"
    assert "已说明原因的 1 行" in answer.stdout


@pytest.mark.unreadable_rows
@pytest.mark.parametrize(
    ("column", "table", "what"),
    [
        ("given", "history", "History"),
        ("at", "history", "History"),
        ("payload", "letter", "Letters"),
    ],
)
def test_a_row_that_cannot_be_read_any_more_is_named_and_all_else_is_still_looked_at(
    stage: Stage, kept: Stored, context: Context, column: str, table: str, what: str
) -> None:
    number = stage.session.scalar(text(f"SELECT max(id) FROM {table}"))
    garbled = text(f"UPDATE {table} SET {column} = '{{x' WHERE id = {number}")
    stage.session.execute(garbled)
    upload(stage.session, kept, context.settings.var)
    found = broken(stage)
    assert set(found) == {what, "Files"}
    assert f"(id {number})" in found[what] or f"{table} {number}" in found[what]

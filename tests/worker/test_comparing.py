"""A comparison as the worker makes it: files are read once, and repeating it changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from weasyprint import HTML

from app.files.places import files_of
from app.files.words import words_of
from app.models import Comparison, FileWords, Likeness, Outbox, Proposal, similarity_mark
from app.services.proposals import snapshot
from app.services.similarity.comparing import conclude, enter, mark, measure
from app.worker.context import Context
from app.worker.jobs import work
from config import Settings
from tests.conftest import START
from tests.factories import proposal

REPORT = "采用原位聚合方法构筑界面层，抑制锂枝晶生长，室温离子电导率不低于百分之一。" * 3


@pytest.fixture
def two(session: Session, settings: Settings) -> list[Proposal]:
    """With the same report attached, waiting to be compared."""
    pdf = HTML(string=f"<p>{REPORT}</p>").write_pdf()
    assert pdf is not None
    made = [proposal(session, state="formal_check") for _ in range(2)]
    digest = files_of(settings).put(BytesIO(pdf))
    file = {"key": "report", "name": "可行性报告.pdf", "size": len(pdf), "sha256": digest}
    for one in made:
        version = snapshot.take(session, one, one.pi_id, START)
        version.content = version.content | {"attachments": [file]}
        session.add(Comparison(proposal_id=one.id, asked_at=START))
        session.flush()
    session.commit()
    return made


def compared(context: Context, session: Session, of: Proposal, key: str) -> None:
    row = Outbox(key=key, job="compare", payload={"proposal_id": of.id}, not_before=START)
    session.add(row)
    session.commit()
    work(context, row.id, START)
    session.expire_all()
    assert row.status == "done", row.error


def everything(session: Session) -> tuple[Any, ...]:
    likenesses = session.execute(select(Likeness.one_id, Likeness.one_share, Likeness.passages))
    marks = session.execute(select(similarity_mark).order_by(*similarity_mark.c))
    return likenesses.all(), marks.all(), session.scalars(select(FileWords.sha256)).all()


def test_the_same_report_under_two_proposals_is_found_and_read_once(
    context: Context, session: Session, two: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(file: BinaryIO) -> str:
        read.append("once")
        return words_of(file)

    monkeypatch.setattr("app.services.similarity.content.words_of", reading)
    for number, one in enumerate(two):
        compared(context, session, one, f"first-{number}")
    (likeness,) = session.scalars(select(Likeness))
    assert min(likeness.one_share, likeness.other_share) > 1000
    assert read == ["once"]
    waiting = select(Comparison).where(Comparison.compared_at.is_(None))
    assert session.scalars(waiting).all() == []


def test_a_comparison_that_is_made_again_leaves_what_was_there(
    context: Context, session: Session, two: list[Proposal]
) -> None:
    for number, one in enumerate(two):
        compared(context, session, one, f"first-{number}")
    before = everything(session)
    compared(context, session, two[1], "again")
    assert everything(session) == before


def test_while_texts_are_measured_others_write(
    context: Context, session: Session, two: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two[0].id

    def measuring(*given: Any) -> Any:
        with context.transaction() as other:
            other.get_one(Proposal, first).title = "又改了题目"
        return measure(*given)

    monkeypatch.setattr("app.worker.comparing.measure", measuring)
    compared(context, session, two[1], "first")
    assert two[0].title == "又改了题目"


@pytest.mark.parametrize("is_sent_anew", [False, True])
def test_of_a_version_sent_while_the_one_before_was_compared_its_own_comparison_tells(
    session: Session, two: list[Proposal], is_sent_anew: bool
) -> None:
    first, second = two
    enter(session, first, {})
    found = enter(session, second, {})
    likenesses = measure(session, second, found)
    if is_sent_anew:
        snapshot.take(session, second, second.pi_id, START)
        session.flush()
    conclude(session, second, found, likenesses, START)
    waiting = select(Comparison.proposal_id).where(Comparison.compared_at.is_(None))
    assert (second.id in session.scalars(waiting).all()) is is_sent_anew


def test_of_two_that_are_compared_at_once_what_the_second_finds_stays(
    session: Session, two: list[Proposal]
) -> None:
    first, second = two
    digest = first.versions[0].content["attachments"][0]["sha256"]
    begun = enter(session, first, {digest: REPORT})
    found = enter(session, second, {})
    conclude(session, second, found, measure(session, second, found), START)
    conclude(session, first, begun, measure(session, first, begun), START)
    assert len(session.scalars(select(Likeness)).all()) == 1


def test_a_file_that_is_gone_does_not_keep_a_proposal_from_its_check(
    context: Context, session: Session, settings: Settings, two: list[Proposal]
) -> None:
    files_of(settings).remove(two[0].versions[0].content["attachments"][0]["sha256"])
    compared(context, session, two[0], "first")
    assert session.scalars(select(FileWords.words)).all() == [""]


@pytest.mark.several_writers
def test_marks_are_rebuilt_while_others_keep_words_of_the_same_file(
    context: Context, session: Session, two: list[Proposal]
) -> None:
    first, second = (one.id for one in two)
    digest = two[0].versions[0].content["attachments"][0]["sha256"]
    session.commit()

    def marked(number: int) -> None:
        with context.transaction() as own:
            mark(own, own.get_one(Proposal, number), {digest: REPORT})

    with ThreadPoolExecutor(1) as pool:
        with context.transaction() as own:
            mark(own, own.get_one(Proposal, first), {digest: REPORT})
            own.flush()
            other = pool.submit(marked, second)
            with pytest.raises(TimeoutError):
                other.result(timeout=0.3)
        other.result(timeout=20)
    assert session.scalars(select(FileWords.words)).all() == [REPORT]
    for number in (first, second):
        marked(number)

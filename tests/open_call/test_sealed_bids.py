"""A submitted bid is closed to everybody until the close: B4-B5."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

import pytest
from sqlalchemy import select, update

from app import sealing as crypto
from app.audit.proving import prove
from app.files.store import FolderStore, Store, StoreAway
from app.models import (
    Attachment,
    History,
    Message,
    Outbox,
    Person,
    ProposalVersion,
    SealedBid,
    Upload,
)
from app.queries.administering.administration import unfinished_work
from app.services.files import uploading
from app.services.open_call import bidding, sealing
from app.services.problems import Problems
from app.services.proposals.attachments import attach, store_for
from app.services.proposals.snapshot import is_unchanged
from app.services.seals.keeping import begin
from app.worker.context import Context
from app.worker.jobs import work
from tests.factories import organisation, person
from tests.open_call.story import Bidder, Story
from tests.services.stage import a_page, everything

SECRET = "绝密方案"


def with_a_file(story: Story) -> Bidder:
    made = story.bidder()
    found = attach(
        story.session, made.bid, "other", a_page(), "方案.pdf", by=made.pi, now=story.stage.now
    )
    assert isinstance(found, Attachment), found
    story.stage.moved(made.bid, "submit", made.pi)
    return made


def sent_in_parts(story: Story, sender: Person) -> None:
    """As a form does that takes what was sent before it."""
    content = a_page().getvalue()
    upload = uploading.begin(story.session, sender, "方案.pdf", len(content), story.stage.now)
    assert isinstance(upload, Upload)
    uploading.append(story.session, upload, 0, BytesIO(content))
    uploading.forget(story.session, upload, story.stage.now)


def on_disk(story: Story) -> list[bytes]:
    folder = story.session.info["settings"].var
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_sealed_bid_stands_in_no_table_and_no_file_until_the_close(
    story: Story, context: Context
) -> None:
    story.posted()
    made = with_a_file(story)
    sent_in_parts(story, made.pi)
    assert SECRET in str(everything(story.session)["proposal"])
    plain = a_page().getvalue()
    assert plain in on_disk(story)
    story.stage.moved(made.bid, "unit_seal", made.admin)
    story.session.commit()
    tables = everything(story.session)
    assert SECRET not in str(tables)
    assert "独门工艺" not in str(tables)
    assert (tables["metric"], tables["metric_answer"], tables["milestone"]) == ([], [], [])
    kinds = Outbox.job.in_(("bid_files", "upload_parts"))
    jobs = story.session.scalars(select(Outbox.id).where(kinds)).all()
    story.session.commit()
    for job in jobs:
        work(context, job, story.stage.now)
    assert not any(plain in content for content in on_disk(story))


def test_the_operator_reads_of_the_files_of_a_bid_only_where_their_sealing_failed(
    story: Story,
) -> None:
    session = story.session
    story.posted()
    before = session.scalars(unfinished_work()).all()
    made = with_a_file(story)
    story.stage.moved(made.bid, "unit_seal", made.admin)
    assert session.scalars(unfinished_work()).all() == before
    row = session.scalars(select(Outbox).where(Outbox.job == sealing.BID_FILES)).one()
    row.status = "failed"
    session.flush()
    assert set(session.scalars(unfinished_work())) == {*before, row}
    assert str(made.bid.id) not in row.key.removeprefix(sealing.BID_FILES).split("-")


def test_a_bid_keeps_its_files_where_the_store_goes_away_while_it_is_sealed(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_store: Store, _stream: BinaryIO) -> str:
        raise StoreAway("the wire was cut")

    story.posted()
    made = with_a_file(story)
    story.session.commit()
    with monkeypatch.context() as cut:
        cut.setattr(FolderStore, "put", away)
        with pytest.raises(StoreAway):
            story.stage.moved(made.bid, "unit_seal", made.admin)
    story.session.rollback()
    assert made.bid.state == "unit_review"
    assert a_page().getvalue() in on_disk(story)


def test_at_the_close_the_bid_is_opened_unchanged_and_the_history_says_so(story: Story) -> None:
    story.posted()
    made = with_a_file(story)
    before = story.session.scalars(select(ProposalVersion)).one().content
    story.stage.moved(made.bid, "unit_seal", made.admin)
    story.closed()
    version = story.session.scalars(select(ProposalVersion)).one()
    assert version.content == before
    assert is_unchanged(version)
    assert made.bid.sections["route"].startswith(SECRET)
    assert [m.target for m in made.bid.metrics] == ["1.0", "4.0"]
    settings = story.session.info["settings"]
    with store_for(settings, made.bid).open(made.bid.attachments[0].sha256) as file:
        assert file.read() == a_page().getvalue()
    moves = list(story.session.scalars(select(History.transition)))
    assert moves.index("close") < moves.index("open_bid")


def test_a_bid_proves_itself_as_it_is_sealed_and_as_it_is_opened(story: Story) -> None:
    story.posted()
    begin(story.session, story.stage.now)
    made = with_a_file(story)
    of_bids = {"Submitted versions", "Sealed versions of proposals", "Sealed bids"}
    for step in (lambda: story.stage.moved(made.bid, "unit_seal", made.admin), story.closed):
        step()
        story.session.commit()
        checked = list(prove(story.session, story.session.info["settings"]))
        assert all(c.fault is None for c in checked if c.what.en in of_bids)
        assert of_bids <= {c.what.en for c in checked}
        altering = update(SealedBid).values(digest="0" * 64)
        with story.session.begin_nested() as savepoint:
            story.session.execute(altering)
            checked = list(prove(story.session, story.session.info["settings"]))
            assert "Sealed bids" in {c.what.en for c in checked if c.fault}
            savepoint.rollback()


def test_before_the_close_the_key_opens_nothing_whoever_asks(story: Story) -> None:
    story.posted()
    made = story.sealed()
    with pytest.raises(sealing.TooEarly):
        sealing.unseal(story.session, made.bid, story.stage.now)
    story.item.key_released_at = story.stage.now
    with pytest.raises(sealing.TooEarly):
        sealing.unseal(story.session, made.bid, story.stage.now)


def test_the_database_alone_opens_nothing(story: Story) -> None:
    story.posted()
    story.sealed()
    row = story.session.scalars(select(SealedBid)).one()
    with pytest.raises(crypto.BrokenSeal):
        crypto.unseal(
            ["another secret of the server"], story.item.wrapped_key, row.content.encode()
        )


def test_a_changed_seal_is_noticed() -> None:
    pair = crypto.new_pair("secret")
    sealed = bytearray(crypto.seal(pair.public, b"content"))
    assert crypto.unseal(["secret"], pair.wrapped, bytes(sealed)) == b"content"
    sealed[-1] ^= 1
    with pytest.raises(crypto.BrokenSeal):
        crypto.unseal(["secret"], pair.wrapped, bytes(sealed))


def test_a_bid_at_the_last_millisecond_counts_and_one_at_the_close_does_not(story: Story) -> None:
    story.posted()
    close_at = story.item.close_at
    assert close_at is not None
    early, late, later = story.bidder(), story.bidder(), story.bidder()
    for one in (early, late, later):
        story.stage.moved(one.bid, "submit", one.pi)
    story.stage.clock.move_to(close_at - timedelta(milliseconds=1))
    story.stage.moved(early.bid, "unit_seal", early.admin)
    story.stage.clock.move_to(close_at)
    assert "call_is_open" in story.stage.refused(late.bid, "unit_seal", late.admin)
    unit = organisation(story.session, kind="enterprise")
    newcomer = person(story.session, organisation_id=unit.id)
    begun = bidding.start(story.session, story.item, newcomer, story.stage.now)
    assert isinstance(begun, Problems)
    story.stage.clock.move_to(close_at + timedelta(milliseconds=1))
    assert "call_is_open" in story.stage.refused(later.bid, "unit_seal", later.admin)
    story.closed()
    assert [one.bid.state for one in (early, late, later)] == ["formal_check", "expired", "expired"]
    told = select(Message.person_id).where(Message.subject.startswith("申报逾期"))
    assert set(story.session.scalars(told)) == {late.pi.id, later.pi.id}


def test_a_bid_withdrawn_before_the_close_is_destroyed_unread(story: Story) -> None:
    story.posted()
    made = story.sealed()
    story.stage.moved(made.bid, "withdraw", made.pi)
    assert story.session.scalars(select(SealedBid.content)).all() == [""]
    story.closed()
    assert story.item.state == "unclaimed"


def test_files_of_two_bids_do_not_share_a_place(story: Story) -> None:
    """The same file in two bids: sealing one leaves the other's where it was."""
    story.posted()
    one, two = with_a_file(story), with_a_file(story)
    story.stage.moved(one.bid, "unit_seal", one.admin)
    settings = story.session.info["settings"]
    with store_for(settings, two.bid).open(two.bid.attachments[0].sha256) as file:
        assert BytesIO(file.read()).getvalue() == a_page().getvalue()

"""A submitted bid is closed to everybody until the close: B4-B5."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

import pytest
from sqlalchemy import select, update

from app import sealing as crypto
from app.access.holders import holders
from app.access.roles import roles_on
from app.audit.proving import prove
from app.files.store import FolderStore, Store, StoreAway
from app.models import (
    Attachment,
    History,
    Item,
    Message,
    Outbox,
    Person,
    Proposal,
    ProposalVersion,
    SealedBid,
    Upload,
)
from app.queries.administering.administration import unfinished_work
from app.queries.calls.proposals import proposals_of_call
from app.queries.sight.seeing import Sight
from app.services.eligibility.limits import limit_findings
from app.services.files import uploading
from app.services.moves import begin as begin_case
from app.services.open_call import sealing
from app.services.proposals.attachments import attach, store_for
from app.services.proposals.snapshot import is_unchanged
from app.services.seals.keeping import begin
from app.worker.context import Context
from app.worker.jobs import work
from tests.factories import grant, official, organisation, person
from tests.factories import proposal as bid
from tests.open_call.story import Bidder, Story
from tests.services.stage import a_page, everything
from workflows.parameters import DEFAULTS
from workflows.roles import Role

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


def test_a_bid_under_seal_counts_against_its_leader_for_the_own_side_only(story: Story) -> None:
    """The check of one bid would tell that there is another for an item that closes later."""
    first = story.posted().bidder()
    session, now = story.session, story.stage.now
    second = Item(call=story.list, demander=story.demander, contact=story.contact, title="另一榜题")
    begin_case(session, second, story.contact, now)
    other = bid(session, call=story.list, item=second, pi=first.pi, lead_unit=first.unit)
    other.state, first.bid.state = "sealed", "formal_check"
    rules = DEFAULTS | story.list.rules | {"lead_per_call_most": 1}

    def told(one: Proposal) -> bool:
        return any(other.title in f.zh for f in limit_findings(session, one, rules, now))

    assert told(first.bid)
    first.bid.opened_at = now
    session.flush()
    assert not told(first.bid)
    other.opened_at = now
    session.flush()
    assert told(first.bid)


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


@pytest.mark.parametrize("state", ["draft", "unit_review", "sealed"])
def test_before_the_close_a_bid_exists_for_its_own_side_only(story: Story, state: str) -> None:
    story.posted()
    made = story.bidder()
    if state != "draft":
        story.stage.moved(made.bid, "submit", made.pi)
    if state == "sealed":
        story.stage.moved(made.bid, "unit_seal", made.admin)
    assert made.bid.state == state
    rival_admin = person(story.session, organisation_id=organisation(story.session).id)
    grant(story.session, rival_admin, Role.UNIT_ADMIN, organisation_id=rival_admin.organisation_id)
    now = story.stage.now
    outsiders = [
        *(story.officer, story.decides, story.checker, story.manager, story.planning),
        *(story.supervisor, story.witness, story.contact, rival_admin),
        official(story.session, Role.SYS_ADMIN),
    ]
    assert [roles_on(story.session, who, made.bid, now) for who in outsiders] == [
        frozenset()
    ] * len(outsiders)
    assert roles_on(story.session, made.pi, made.bid, now) == {Role.APPLICANT}
    assert roles_on(story.session, made.admin, made.bid, now) == {Role.UNIT_ADMIN}
    told = holders(story.session, made.bid, frozenset(Role), now)
    assert {p.id for p in told} == {made.pi.id, made.admin.id}
    sight = Sight(story.session, story.officer, now)
    assert story.session.scalars(proposals_of_call(sight, story.list)).all() == []


def test_an_official_of_a_bidding_unit_leaves_the_item_when_its_bid_is_opened_and_not_before(
    story: Story,
) -> None:
    """Were the role at rest before, the officer would know that the unit has sealed a bid."""
    session = story.session
    story.posted()
    other = story.officer
    insider = official(session, Role.PROGRAMME_OFFICER)
    made = story.sealed()
    insider.organisation_id = made.unit.id
    session.flush()

    def reads() -> bool:
        sight = Sight(session, insider, story.stage.now)
        items = session.scalars(sight.joined("item", select(Item)).where(sight.inside("item")))
        held = roles_on(session, insider, story.item, story.stage.now)
        assert (story.item in items.all()) == bool(held)
        return bool(held)

    assert reads()
    story.closed()
    assert not reads()
    officers = holders(session, story.item, frozenset({Role.PROGRAMME_OFFICER}), story.stage.now)
    assert other in officers
    assert insider not in officers


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

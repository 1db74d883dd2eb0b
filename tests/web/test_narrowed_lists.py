"""Lists that are narrowed to what their reader asks for, and by nothing that they do not show."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from app.models import ConsultationComment, LimitWaiver, PaymentBatch, Person, TreasuryReturn
from app.services.moves import begin
from tests.conftest import START, SignInAs
from tests.factories import call as a_call
from tests.factories import official, person
from tests.factories import proposal as a_proposal
from tests.web.one_of_each import World
from workflows.roles import Role

pytestmark = pytest.mark.each_database


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


class Rows:
    """How many rows of a list one reader finds."""

    def __init__(self, sign_in: SignInAs, reader: Person, path: str, row: str) -> None:
        self._client, self._path, self._row = sign_in(reader), path, row

    def __call__(self, **asked: str) -> int:
        page = self._client.get(self._path, query_string=asked)
        assert page.status_code == 200
        assert 'name="q"' in page.text
        return len(re.findall(self._row, page.text))


def test_batches_are_found_by_their_number_and_their_state(world: World, sign_in: SignInAs) -> None:
    session = world.session
    begin(session, PaymentBatch(number="PC2026-0002", begun_at=START), world.officer, START)
    world.batch.state = "sent"
    session.commit()
    reader = official(session, Role.FINANCE)
    session.commit()
    found = Rows(sign_in, reader, "/finance/batches", r">PC2026-\d+</a>")
    assert (found(), found(q="0002"), found(state="sent")) == (2, 1, 1)
    assert found(q="0002", state="sent") == 0
    assert found(q="pc2026") == 2, "letters count alike, large or small, on each database"


def test_returns_are_found_by_their_file_and_by_their_batch(
    world: World, sign_in: SignInAs
) -> None:
    session = world.session
    other = PaymentBatch(number="PC2026-0002", begun_at=START)
    begin(session, other, world.officer, START)
    for batch, name in ((world.batch, "三月回单.xlsx"), (other, "四月回单.xlsx")):
        session.add(
            TreasuryReturn(
                batch=batch, name=name, sha256="0" * 64, read_by=world.officer, read_at=START
            )
        )
    reader = official(session, Role.FINANCE)
    session.commit()
    found = Rows(sign_in, reader, "/finance/returns", r"月回单\.xlsx")
    assert [found(q=words) for words in ("", "三月", "PC2026-0002", "五月")] == [2, 1, 1, 0]


def test_a_leader_finds_their_own_proposals_by_words_and_state(
    world: World, sign_in: SignInAs
) -> None:
    session, leader = world.session, person(world.session)
    for title, state in (("固态电池", "draft"), ("海上风电", "approved")):
        a_proposal(session, call=world.call, pi=leader, title=title, state=state)
    session.commit()
    found = Rows(sign_in, leader, "/my/proposals", r'href="/proposals/\d+"')
    assert (found(), found(q="风电"), found(state="draft")) == (2, 1, 1)
    assert found(q="风电", state="draft") == 0


def test_an_expert_finds_reviews_by_their_call_and_state_and_not_by_who_applies(
    world: World, sign_in: SignInAs
) -> None:
    session = world.session
    world.call.title, world.lab.name = "合成生物专项指南", "某某动力研究院"
    world.review.state = "reading"
    session.commit()
    found = Rows(sign_in, world.seated.person, "/reviews", r'href="/reviews/\d+"')
    assert (found(), found(q="合成生物"), found(q="动力研究院")) == (1, 1, 0)
    assert (found(state="reading"), found(state="closed")) == (1, 0)


def test_comments_are_found_by_what_they_say_and_not_by_who_sent_them(
    world: World, sign_in: SignInAs
) -> None:
    session, consulted = world.session, a_call(world.session, state="consulting")
    for number, text in enumerate(("指标过高。", "期限过短。")):
        session.add(
            ConsultationComment(
                call_id=consulted.id,
                receipt_code=f"c{number}",
                part="guide",
                text=text,
                sender="甲公司",
                filed_at=START,
            )
        )
    reader = official(session, Role.DECISION_MAKER)
    session.commit()
    found = Rows(sign_in, reader, f"/office/calls/{consulted.id}/comments", r'class="words"')
    assert [found(q=words) for words in ("", "期限", "甲公司")] == [2, 1, 0]


def test_waivers_are_found_by_the_proposal_they_are_for(world: World, sign_in: SignInAs) -> None:
    session = world.session
    for title in ("固态电池", "海上风电"):
        of = a_proposal(session, call=world.call, title=title)
        session.add(
            LimitWaiver(
                proposal=of,
                finding={"zh": "限项", "en": "a limit"},
                asked_by_id=world.officer.id,
                request="请予例外。",
                asked_at=START,
                status="asked",
            )
        )
    session.commit()
    found = Rows(sign_in, world.officer, f"/office/calls/{world.call.id}/exceptions", "exceptions/")
    assert [found(q=words) for words in ("", "风电")] == [2, 1]

"""The search finds what its reader may open, and nothing else changes what it says."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import OFFICE, OFFICE_LETTER_READERS, roles_on
from app.models import (
    Case,
    GroupProposal,
    Item,
    Letter,
    Person,
    Proposal,
    ProposalMember,
    ReviewGroup,
    SearchEntry,
    search_word,
)
from app.queries.finding import KINDS, find, having
from app.queries.sight.conditions import is_always
from app.queries.sight.seeing import Sight
from app.services.cases import CASES, case_id
from app.services.finding.keeping import rebuild
from app.services.finding.words import terms
from app.services.moves import begin
from tests.conftest import START
from tests.factories import expert, official, organisation, person, proposal
from tests.web.everybody import everybody_around
from tests.web.one_of_each import World
from workflows.roles import Role

pytestmark = pytest.mark.each_database

OWNERS = {"item": {Role.DEMANDER}, "proposal": {Role.APPLICANT, Role.TEAM_MEMBER}}


@pytest.fixture
def world(session: Session) -> World:
    made = World(session)
    made.proposal.state = "recommend_review"
    session.commit()
    return made


def seen_of(session: Session, someone: Person | None, kind: str) -> dict[int, bool]:
    """The cases of a kind that exist for somebody: whether by their own page."""
    rows = session.execute(having(kind, [], Sight(session, someone, START)))
    return {row.id: bool(row.inside) for row in rows}


def may_open(session: Session, someone: Person, case: Case) -> bool:
    """What the page of the case asks."""
    roles = roles_on(session, someone, case, START)
    if case.kind == "call":
        roles &= OFFICE
    if isinstance(case, Proposal | Item) and case.state == "draft":
        roles &= OWNERS[case.kind]
    return bool(roles - {Role.SYS_ADMIN} if case.kind != "letter" else roles)


def test_it_finds_for_everybody_exactly_the_cases_they_hold_a_role_on(world: World) -> None:
    session, people = world.session, everybody_around(world)
    for kind in ("call", "item", "proposal", "project", "letter"):
        cases = [c for c in world.cases() if c.kind == kind]
        for who, someone in people.items():
            expected = {c.id for c in cases if may_open(session, someone, c)}  # type: ignore[attr-defined]
            seen = seen_of(session, someone, kind)
            found = {number for number, inside in seen.items() if inside}
            assert found == expected, (kind, who)


def test_results_and_notices_exist_for_everybody_alike_and_only_where_they_are_published(
    world: World,
) -> None:
    session = world.session
    people = [None, *everybody_around(world).values()]
    for call, notice, published in (
        ("decided", "draft", False),
        ("decided", "ended", True),
        ("decided", "withdrawn", False),
        ("approved", "ended", False),
    ):
        world.call.state, world.notice.state = call, notice
        session.commit()
        for someone in people:
            assert set(seen_of(session, someone, "result")) == (
                {world.project.id} if published else set()
            )
            assert set(seen_of(session, someone, "notice")) == (
                {world.notice.id} if notice == "ended" else set()
            )


def test_letters_about_every_kind_of_case_are_found_whatever_its_moves_send_today(
    world: World,
) -> None:
    """The first case of each kind, with a letter for those concerned and one for the office."""
    session, first = (
        world.session,
        {c.kind: c for c in reversed(world.cases()) if c.kind != "letter"},
    )
    letters = [letter_about(world, case, kind) for case in first.values() for kind in _TWO_LETTERS]
    people = everybody_around(world)
    readers = ("leader", "officer here", "stands aside", "purse", "chair", "respondent", "objector")
    for who in readers:
        expected = set()
        for letter in letters:
            roles = roles_on(session, people[who], letter, START)
            if roles & OFFICE_LETTER_READERS or (roles and letter.letter_kind == "award_letter"):
                expected.add(letter.id)
        seen = seen_of(session, people[who], "letter")
        found = {number for number, inside in seen.items() if inside}
        assert found - {world.letter.id} == expected, who
        assert expected, who


def letter_about(world: World, case: Case, kind: str) -> Letter:
    row = Letter(
        letter_kind=kind,
        key=f"{kind}-{case.kind}",
        title="某函",
        payload={},
        about_kind=case.kind,
        about_id=case_id(case),
        payload_digest="d",
        verification_code=f"{kind}-{case.kind}",
        created_at=START,
    )
    begin(world.session, row, world.officer, START)
    return row


_TWO_LETTERS = ("award_letter", "archive_list")


def test_whoever_has_few_cases_misses_none_of_them_by_looking_at_those_only(world: World) -> None:
    session, people = world.session, everybody_around(world)
    for kind in ("proposal", "project", "milestone", "payment"):
        narrow = 0
        for who, someone in people.items():
            sight = Sight(session, someone, START)
            all_of_them = sight.joined(kind, select(CASES[kind])).where(sight.inside(kind))
            near = session.scalars(all_of_them.where(sight.near(kind))).all()
            assert near == session.scalars(all_of_them).all(), (kind, who)
            narrow += not is_always(sight.near(kind))
        assert narrow > 5, kind


def test_whoever_stands_aside_from_one_panel_sees_the_others(world: World) -> None:
    session = world.session
    aside = everybody_around(world)["stands aside"]
    other = ReviewGroup(call=world.call, name="第二组", formed_by_id=world.officer.id)
    other.seed = other.seed_commitment = "0" * 64
    begin(session, other, world.officer, START)
    other.items = [GroupProposal(proposal=proposal(session, call=world.call))]
    session.commit()
    sight = Sight(session, aside, START)
    groups = sight.joined("review_group", select(ReviewGroup)).where(sight.inside("review_group"))
    assert session.scalars(groups).all() == [other]
    assert not roles_on(session, aside, world.group, START)
    assert roles_on(session, aside, other, START) == {Role.SUPERVISOR}


def found(session: Session, someone: Person, asked: str) -> tuple[dict[str, int], list[object]]:
    answer = find(session, Sight(session, someone, START), terms(asked), "", 1)
    return answer.counts, [(hit.kind, hit.row.id) for hit in answer.page.rows]


def test_what_one_may_not_see_changes_no_count_and_no_line(world: World) -> None:
    session = world.session
    world.proposal.title = "全固态电池"
    session.commit()
    pi, stranger = world.proposal.pi, person(session)
    before = found(session, pi, "固态"), found(session, stranger, "固态")
    assert before[0][0] == {"proposal": 1, "project": 1}
    assert before[1] == ({}, [])
    secret = proposal(session, call=world.call, state="recommend_review")
    secret.title = "另一种固态电解质"
    session.commit()
    assert (found(session, pi, "固态"), found(session, stranger, "固态")) == before
    assert found(session, world.officer, "固态")[0]["proposal"] == 2


def test_an_expert_of_a_blind_panel_finds_nothing_by_the_name_of_who_applies(
    world: World,
) -> None:
    session = world.session
    world.proposal.pi.name, world.proposal.lead_unit.name = "林知远", "榕城新能源研究所"
    world.proposal.members.append(
        ProposalMember(position=0, name="林知远之友", email="m@example.org")
    )
    session.commit()
    for asked in ("林知远", "linzhiyuan", "lzy", "榕城新能源", world.proposal.title):
        assert found(session, world.seated.person, asked) == ({}, []), asked


def test_a_bid_that_is_not_opened_exists_for_its_own_side_only(world: World) -> None:
    closed = next(
        row for row in world.session.query(Proposal) if row.item_id and row.opened_at is None
    )
    closed.state = "sealed"
    world.session.commit()
    assert closed.id not in seen_of(world.session, world.officer, "proposal")
    assert closed.id in seen_of(world.session, closed.pi, "proposal")


def test_experts_and_units_are_found_by_those_who_keep_them(world: World) -> None:
    session = world.session
    known = expert(session, person=person(session, name="郑一鸣"))
    session.commit()
    for role, sees in ((Role.EXPERT_MANAGER, True), (Role.PROGRAMME_OFFICER, False)):
        counts, _ = found(session, official(session, role), "郑一鸣")
        assert counts == ({"expert": 1} if sees else {})
    assert known.id not in seen_of(session, person(session), "expert")
    own = person(session, organisation_id=world.lab.id)
    assert list(seen_of(session, own, "unit")) == [world.lab.id]


def index(session: Session) -> set[tuple[object, ...]]:
    entries = select(SearchEntry.kind, SearchEntry.case_id, SearchEntry.text, SearchEntry.words)
    return {
        *map(tuple, session.execute(entries)),
        *map(tuple, session.execute(select(search_word))),
    }


def test_every_change_is_found_at_once_as_if_all_words_were_made_anew(world: World) -> None:
    session = world.session
    expert(session, unit=world.lab, keywords="固态电解质")
    world.proposal.title, world.lab.name = "宽温域钠离子电池", "鹭岛先进材料公司"
    session.commit()
    world.proposal.pi.name = "郑一鸣"
    session.commit()
    mover = organisation(session, name="榕城新能源研究所")
    world.proposal.lead_unit = mover
    draft = proposal(session, call=world.call)
    session.commit()
    session.delete(draft)
    session.commit()
    kept = index(session)
    assert found(session, world.officer, "zhengyiming 钠离子")[0] == {"proposal": 1, "project": 1}
    assert found(session, world.officer, "鹭岛先进")[0] == {"unit": 1}
    rebuild(session)
    session.expire_all()
    assert index(session) == kept
    assert {row[0] for row in kept} == set(KINDS)


def test_what_is_taken_back_was_never_findable(session: Session) -> None:
    made = proposal(session)
    session.commit()
    for take_back in (session.begin_nested().rollback, session.rollback):
        made.title = "石墨烯薄膜"
        session.flush()
        take_back()
        session.commit()
        assert found(session, made.pi, "石墨烯") == ({}, [])
    made.title = "石墨烯薄膜"
    session.commit()
    assert found(session, made.pi, "石墨烯")[0] == {"proposal": 1}

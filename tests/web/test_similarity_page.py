"""The page of a similarity check: passage beside passage, for whoever checks and nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Comparison,
    FormalCheckAnswer,
    OfficialRecusal,
    Outbox,
    Person,
    Proposal,
    ProposalVersion,
)
from app.services.proposals import formal, snapshot
from tests.comparing import compare
from tests.conftest import START, SignInAs
from tests.factories import call, official, proposal
from tests.web.counting import counting
from workflows.roles import Role

OWN = "以单原子催化剂为核心，研究海水直接电解过程中阳极选择性与隔膜寿命之间的关系。"
DECLARED = {"standing": "declared", "reason": "亲属", "recorded_at": START}
TAKEN = "采用原位聚合方法构筑界面层，抑制锂枝晶生长，室温离子电导率不低于百分之一。"


@pytest.fixture
def alike(session: Session) -> tuple[Proposal, Proposal]:
    """Of the second one half is taken from the first."""
    first = proposal(session, state="formal_check", sections={"route": TAKEN})
    second = proposal(session, state="formal_check", sections={"summary": OWN, "route": TAKEN})
    for one in (first, second):
        snapshot.take(session, one, one.pi_id, START)
        session.flush()
        compare(session, one, {}, START)
    session.commit()
    return first, second


def read(sign_in: SignInAs, who: Person, of: Proposal, language: str = "") -> tuple[int, str]:
    answer = sign_in(who).get(f"/office/proposals/{of.id}/similarity{language}")
    return answer.status_code, answer.text


def test_whoever_checks_reads_both_texts_side_by_side_and_how_much_is_the_same(
    session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    first, second = alike
    checker = official(session, Role.FORMAL_CHECKER)
    session.commit()
    status, page = read(sign_in, checker, second)
    assert (status, page.count(TAKEN.rstrip("。"))) == (200, 2)
    assert OWN not in page
    assert first.title in page
    assert "本件的 48.6% 见于该件，该件的 100.0% 见于本件。" in page
    formal = sign_in(checker).get(f"/office/proposals/{second.id}/formal").text
    assert f"与 {first.number} 相似 48%" in formal
    assert (
        "48.6% of this proposal appears in that one"
        in read(sign_in, checker, second, "?lang=en")[1]
    )


def test_of_files_the_page_reads_the_words_only_where_a_passage_stands_in_one(
    app: Flask, session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    checker = official(session, Role.FORMAL_CHECKER)
    [version] = session.scalars(
        select(ProposalVersion).where(ProposalVersion.proposal_id == alike[1].id)
    )
    file = {"key": "report", "name": "附件.pdf", "size": 1, "sha256": "c" * 64}
    version.content = version.content | {"attachments": [file]}
    session.commit()
    client = sign_in(checker)
    with counting(app.extensions["database"].engine) as statements:
        page = client.get(f"/office/proposals/{alike[1].id}/similarity").text
    assert TAKEN.rstrip("。") in page
    assert [one for one in statements if "file_words.sha256, file_words.words" in one] == []


@pytest.mark.parametrize(
    ("status", "said"),
    [("waiting", "正在比对"), ("failed", "请系统管理员在作业队列中排除原因后重试")],
)
def test_a_comparison_that_waits_and_one_that_was_given_up_are_told_apart(
    session: Session,
    sign_in: SignInAs,
    alike: tuple[Proposal, Proposal],
    status: str,
    said: str,
) -> None:
    checker, case = official(session, Role.FORMAL_CHECKER), alike[1]
    session.add(Comparison(proposal_id=case.id, asked_at=START))
    work = Outbox(key="again", job="compare", payload={"proposal_id": case.id}, not_before=START)
    work.status = status
    session.add(work)
    session.commit()
    page = read(sign_in, checker, case)[1]
    assert said in page
    assert ("正在比对" in page) is (status == "waiting")


@pytest.mark.parametrize("role", [Role.DECISION_MAKER, Role.FINANCE, Role.SYS_ADMIN])
def test_nobody_else_reads_what_it_resembles(
    session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal], role: Role
) -> None:
    """Neither an office that does not check nor its own side."""
    _, second = alike
    other = official(session, role)
    session.commit()
    for who in (other, second.pi):
        assert read(sign_in, who, second)[0] in (403, 404)


def test_of_one_that_the_checker_stands_aside_from_the_page_tells_no_more_than_the_number(
    session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    first, second = alike
    checker = official(session, Role.FORMAL_CHECKER)
    row = OfficialRecusal(person_id=checker.id, proposal_id=first.id, **DECLARED)
    session.add(row)
    session.commit()
    _, page = read(sign_in, checker, second)
    assert str(first.number) in page
    assert "您须回避这一件" in page
    for hidden in (first.title, first.pi.name, TAKEN[:20]):
        assert hidden not in page


def test_the_pairs_of_a_call_are_listed_the_greatest_first_without_those_one_stands_aside_from(
    session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    first, second = alike
    checker = official(session, Role.FORMAL_CHECKER)
    session.commit()
    client = sign_in(checker)
    for one, other, share in ((first, second, "100%"), (second, first, "48%")):
        page = client.get(f"/office/calls/{one.call_id}/similarity").text
        assert share in page
        assert f"/office/proposals/{one.id}/similarity" in page
        assert other.title in page
    session.add(OfficialRecusal(person_id=checker.id, proposal_id=first.id, **DECLARED))
    session.commit()
    assert second.title not in client.get(f"/office/calls/{second.call_id}/similarity").text


def test_the_list_of_pairs_costs_the_same_however_many_there_are(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    checker, of_call = official(session, Role.FORMAL_CHECKER), call(session, state="formal")
    session.commit()
    client, counts = sign_in(checker), []
    for size in (3, 6):
        for _ in range(size):
            one = proposal(session, call=of_call, state="formal_check", sections={"route": TAKEN})
            snapshot.take(session, one, one.pi_id, START)
            session.flush()
            compare(session, one, {}, START)
        session.commit()
        with counting(app.extensions["database"].engine) as statements:
            page = client.get(f"/office/calls/{of_call.id}/similarity").text
        assert page.count("100%") >= size
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_the_page_of_a_call_tells_how_many_pairs_are_to_be_looked_at_by_one_statement(
    app: Flask, session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    first, second = alike
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    second.call.state, first.call.state = "formal", "formal"
    first.call.rules = {"similarity_looked_at": 100}
    session.commit()
    client = sign_in(officer)
    with counting(app.extensions["database"].engine) as statements:
        page = client.get(f"/office/calls/{second.call_id}").text
    assert "查重：1 对达到 30%" in page
    assert sum("likeness" in statement for statement in statements) == 1
    assert len(statements) <= 12
    assert "1 对达到 100%" in client.get(f"/office/calls/{first.call_id}").text
    session.add(OfficialRecusal(person_id=officer.id, proposal_id=first.id, **DECLARED))
    session.commit()
    assert "对达到" not in client.get(f"/office/calls/{second.call_id}").text


def test_why_one_that_resembles_was_let_pass_is_for_the_office_only(
    session: Session, sign_in: SignInAs, alike: tuple[Proposal, Proposal]
) -> None:
    _, second = alike
    checker = official(session, Role.FORMAL_CHECKER)
    about = {"proposal_id": second.id, "checked_by_id": checker.id, "checked_at": START}
    notes = {formal.ORIGINALITY: ("met", "同一标准，与他人无关"), "scope": ("not_met", "方向三")}
    for item, (given, note) in notes.items():
        session.add(FormalCheckAnswer(item=item, answer=given, note=note, **about))
    second.state = "rejected_formal"
    session.commit()
    for who, reads in ((checker, True), (second.pi, False)):
        page = sign_in(who).get(f"/proposals/{second.id}").text
        assert "方向三" in page
        assert ("同一标准，与他人无关" in page) is reads


@pytest.mark.parametrize(
    ("state", "move", "role"),
    [
        ("formal_appeal", "uphold_formal_appeal", Role.PROGRAMME_OFFICER),
        ("formal_appeal", "dismiss_formal_appeal", Role.PROGRAMME_OFFICER),
        ("formal_check", "disqualify", Role.SUPERVISOR),
    ],
)
def test_whoever_rules_or_disqualifies_reads_what_was_found(
    session: Session,
    sign_in: SignInAs,
    alike: tuple[Proposal, Proposal],
    state: str,
    move: str,
    role: Role,
) -> None:
    first, second = alike
    second.state = state
    who = official(session, role)
    session.commit()
    page = sign_in(who).get(f"/cases/proposal/{second.id}/moves/{move}").text
    assert f"与 {first.number} 相似 48%" in page
    assert ("逐段对照见申报书页的“查看查重结果”" in page) is (move == "disqualify")

"""A change of members says who, goes as far as the core asks, and nobody joins unasked (§3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.models import Message, Person, ProposalMember
from app.queries.calls.proposals import memberships_to_answer
from app.services.changes.drafting import Wanted, draft_change
from app.services.problems import Problems
from app.services.proposals.inviting import invitation_to
from app.services.proposals.members import adopt, answer
from connections import MailServer
from tests.after.underway import Underway, teammate
from tests.conftest import SignInAs
from tests.factories import person
from tests.integrity.handling import sanctioned
from tests.services.running import awarded
from workflows.engine.calendar import local_date


def team(of: Underway, number: int) -> list[Person]:
    """So many beside the leader, in the order of the list."""
    since = of.stage.now - timedelta(days=400)
    return [teammate(of, since) for _ in range(number)]


def refusal(of: Underway, kind: str, **fields: Any) -> Problems:
    wanted = Wanted(kind, "变更内容。", "变更理由。", **fields)
    made = draft_change(of.stage.session, of.project, wanted, of.pi, of.stage.now)
    assert isinstance(made, Problems), made
    return made


def filed(of: Underway, **fields: Any) -> None:
    case = of.change("members", **fields)
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "file", of.unit)


def approved(of: Underway, **fields: Any) -> None:
    case = of.change("core_members", **fields)
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.stage.moved(case, "approve", of.officer, reason="同意。")


def members(of: Underway) -> list[int | None]:
    rows = select(ProposalMember).where(ProposalMember.proposal_id == of.project.proposal_id)
    return [m.person_id for m in of.stage.session.scalars(rows) if m.confirmed_at]


@pytest.mark.parametrize(("place", "is_core"), [(3, True), (4, False)])
def test_one_of_the_first_five_is_not_changed_by_a_filing(
    of: Underway, place: int, is_core: bool
) -> None:
    """The leader is the first of them."""
    leaving = team(of, 6)[place]
    if is_core:
        assert "kind" in refusal(of, "members", member_leaves=leaving.email).by_field
        approved(of, member_leaves=leaving.email)
    else:
        filed(of, member_leaves=leaving.email)
    assert leaving.id not in members(of)
    assert [party.person_id for party in of.project.proposal.former] == [leaving.id]


@pytest.mark.parametrize(("size", "is_core"), [(3, True), (4, False)])
def test_whoever_would_be_one_of_the_first_five_joins_by_a_decision(
    of: Underway, size: int, is_core: bool
) -> None:
    team(of, size)
    newcomer = person(of.stage.session, name="后来人")
    if is_core:
        assert (
            "kind"
            in refusal(
                of, "members", member_name=newcomer.name, member_joins=newcomer.email
            ).by_field
        )
    else:
        filed(of, member_name=newcomer.name, member_joins=newcomer.email)


@pytest.mark.parametrize("joins", [True, False])
def test_nobody_joins_before_confirming_in_person(of: Underway, joins: bool) -> None:
    session, newcomer = of.stage.session, person(of.stage.session, name="后来人")
    approved(of, member_name=newcomer.name, member_joins=newcomer.email)
    assert newcomer.id not in members(of)
    ((member, _proposal),) = session.execute(memberships_to_answer(newcomer)).all()
    told = select(Message.body).where(Message.person_id == newcomer.id)
    assert "未经本人确认，不作为成员" in (session.scalars(told).first() or "")
    assert answer(session, member, newcomer, joins, of.stage.now) is None
    assert (newcomer.id in members(of)) is joins
    again = draft_change(
        session,
        of.project,
        Wanted(
            "core_members",
            "再次加入。",
            "已经商定。",
            member_name=newcomer.name,
            member_joins=newcomer.email,
        ),
        of.pi,
        of.stage.now,
    )
    assert isinstance(again, Problems) is joins, "whoever declined may be named anew"
    declined = select(Message.subject).where(Message.person_id == of.pi.id)
    assert any("谢绝加入" in one for one in session.scalars(declined)) is not joins


@pytest.mark.parametrize("has_ended", [False, True])
def test_nobody_joins_a_project_that_has_ended(of: Underway, has_ended: bool) -> None:
    session, newcomer = of.stage.session, person(of.stage.session, name="后来人")
    approved(of, member_name=newcomer.name, member_joins=newcomer.email)
    asked = select(ProposalMember).where(ProposalMember.person_id == newcomer.id)
    member = session.scalars(asked).one()
    if has_ended:
        of.terminate()
    assert len(session.execute(memberships_to_answer(newcomer)).all()) == (not has_ended)
    refused = answer(session, member, newcomer, True, of.stage.now)
    assert (newcomer.id in members(of)) is not has_ended
    if has_ended:
        assert refused is not None
        assert "项目已经结束" in refused.zh


def test_whoever_is_barred_does_not_join(of: Underway) -> None:
    newcomer = person(of.stage.session, name="后来人", organisation_id=of.pi.organisation_id)
    case = of.change("core_members", member_name=newcomer.name, member_joins=newcomer.email)
    bar(of, newcomer)
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    assert "new_party_eligible" in of.stage.refused(case, "approve", of.officer, reason="同意。")


def test_whoever_is_barred_once_they_were_named_is_told_so_themselves(of: Underway) -> None:
    session, newcomer = of.stage.session, person(of.stage.session, name="后来人")
    approved(of, member_name=newcomer.name, member_joins=newcomer.email)
    bar(of, newcomer)
    ((member, _proposal),) = session.execute(memberships_to_answer(newcomer)).all()
    refused = answer(session, member, newcomer, True, of.stage.now)
    assert refused is not None
    assert "处于惩戒期" in refused.zh
    assert newcomer.id not in members(of)
    assert answer(session, member, newcomer, False, of.stage.now) is None


def bar(of: Underway, someone: Person) -> None:
    today = local_date(of.stage.now)
    sanctioned(of.stage, someone, starts_on=f"{today}", ends_on=f"{today + timedelta(days=365)}")


def test_whoever_names_a_newcomer_learns_nothing_of_the_account(
    of: Underway, sign_in: SignInAs
) -> None:
    """What is read of somebody who is barred is read of an address nobody has registered."""
    known, told = person(of.stage.session), []
    bar(of, known)
    for email in (known.email, "nobody@example.org"):
        case = of.change("core_members", member_name="某某", member_joins=email)
        of.stage.moved(case, "submit", of.pi)
        of.stage.session.commit()
        page = sign_in(of.pi).get(f"/changes/{case.id}").text
        facts = page.split('<dl class="facts">')[1].split("</dl>")[0]
        told.append(facts.replace(email, "某邮箱"))
    assert "某某" in told[0]
    assert told[0] == told[1]


def test_whoever_has_no_account_is_invited_and_joins_once_there_is_one(of: Underway) -> None:
    session, address = of.stage.session, "later@example.org"
    session.info["settings"] = replace(
        session.info["settings"], mail_server=MailServer("mail.example.org")
    )
    approved(of, member_name="后来人", member_joins=address)
    member = session.scalars(select(ProposalMember).where(ProposalMember.email == address)).one()
    assert member.asked_by.startswith("invitation-")
    said = invitation_to(of.project.proposal, member, "https://example.org/register")
    assert "成员变更已同意" in said.body.zh
    newcomer = person(session, name="后来人", email=address)
    adopt(session, newcomer, of.stage.now)
    told = session.scalars(select(Message.body).where(Message.person_id == newcomer.id)).all()
    assert "未经本人确认，不作为成员" in told[-1]
    assert answer(session, member, newcomer, True, of.stage.now) is None
    assert newcomer.id in members(of)


def test_a_change_of_members_names_somebody_who_is_there_or_is_not(of: Underway) -> None:
    (one,) = team(of, 1)
    stranger = person(of.stage.session, name="后来人")
    for fields, wrong in (
        ({}, "member_joins"),
        ({"member_name": "同一人", "member_joins": one.email}, "member_joins"),
        ({"member_name": "负责人", "member_joins": of.pi.email}, "member_joins"),
        ({"member_name": "后来人"}, "member_joins"),
        ({"member_joins": stranger.email}, "member_name"),
        ({"member_leaves": stranger.email}, "member_leaves"),
    ):
        assert wrong in refusal(of, "core_members", **fields).by_field
    case = of.change(
        "core_members",
        member_leaves=one.email,
        member_name=stranger.name,
        member_joins=stranger.email,
    )
    assert case.proposed == {
        "members": {
            "joins": {"name": stranger.name, "email": stranger.email},
            "leaves": one.id,
        }
    }


def test_where_the_call_asks_whoever_joins_says_how_many_months_and_gives_no_more_than_a_year(
    of: Underway, sign_in: SignInAs
) -> None:
    session, call = of.stage.session, of.project.proposal.call
    call.rules = {**call.rules, "leader_months_least": 6}
    newcomer = person(session, name="后来人")
    elsewhere = awarded(of.stage).applied.proposal
    elsewhere.pi_id, elsewhere.leader_months = newcomer.id, 7
    session.flush()
    named = {"member_name": newcomer.name, "member_joins": newcomer.email}
    assert "member_months" in refusal(of, "core_members", **named).by_field
    case = of.change("core_members", **named, member_months=6)
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    words = of.stage.refused(case, "approve", of.officer, reason="同意。")
    assert any("每年共投入 13 个月" in one.zh for one in words.values())
    elsewhere.leader_months = 6
    session.flush()
    of.stage.moved(case, "approve", of.officer, reason="同意。")
    joined = next(m for m in of.project.proposal.members if m.person_id == newcomer.id)
    assert joined.months_a_year == 6
    session.commit()
    assert "每年 6 个月" in sign_in(of.pi).get(f"/changes/{case.id}").text


def test_the_page_asks_for_them_and_says_who_they_are(of: Underway, sign_in: SignInAs) -> None:
    (one,) = team(of, 1)
    newcomer = person(of.stage.session, name="后来人")
    of.stage.session.commit()
    client = sign_in(of.pi)
    typed = {
        "kind": "core_members",
        "content": "更换一名成员。",
        "reason": "工作调动。",
        "member_leaves": one.email,
        "member_name": newcomer.name,
        "member_joins": newcomer.email,
    }
    reply = client.post(f"/projects/{of.project.id}/changes/new", data=typed)
    assert reply.status_code == 303, reply.text
    page = client.get(reply.location).text
    assert f"<dt>退出的成员</dt><dd>{one.name}</dd>" in page
    assert "变更同意后由本人确认" in page
    edited = client.get(f"{reply.location}/edit").text
    assert f'value="{newcomer.email}"' in edited

"""The page of the formal check: each item is answered by name, or all that are left at once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from app.models import Proposal, Sanction
from app.services.proposals import formal
from tests.conftest import START, SignInAs
from tests.factories import official, proposal
from tests.web.looking import looking
from workflows.roles import Role


def test_what_is_left_is_met_only_where_that_is_said_and_never_what_was_answered(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    checker = official(session, Role.FORMAL_CHECKER)
    number, items = checked.id, [item.key for item in formal.items_of(checked)]
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{number}/formal"
    typed = {"answer-budget": "correctable", "note-budget": "合计有误"}
    client.post(path, data=typed)
    assert answers(app, number) == {"budget": "correctable"}
    client.post(path, data=typed | {"rest": "met"})
    assert answers(app, number) == dict.fromkeys(items, "met") | {"budget": "correctable"}


def test_the_checker_reads_what_the_system_found_with_its_basis_and_it_is_not_met_by_silence(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    checker, unit = official(session, Role.FORMAL_CHECKER), checked.lead_unit
    unit.registered_on = None
    session.add(
        Sanction(
            person_id=checked.pi_id,
            act="编造数据",
            basis="科学技术活动违规行为处理暂行规定",
            article="第十五条",
            decided_by="调查处理机构",
            starts_on=START.date(),
        )
    )
    number = checked.id
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{number}/formal"
    page = client.get(path).text
    assert "处于惩戒期（长期，依据科学技术活动违规行为处理暂行规定第十五条）" in page
    assert "未登记注册日期，系统无法核对是否注册满 1 年" in page
    assert "由系统管理员" in page
    client.post(path, data={"rest": "met"})
    given = answers(app, number)
    assert "content" in given
    assert not {"unit", "integrity"} & given.keys()
    client.post(path, data={"rest": "met", "answer-unit": "met"})
    assert answers(app, number)["unit"] == "met"


def test_a_note_is_one_line_of_what_its_column_holds(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    number, checker = checked.id, official(session, Role.FORMAL_CHECKER)
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{number}/formal"
    note = "合计" * 250
    long = client.post(path, data={"answer-budget": "correctable", "note-budget": note + "有误"})
    assert long.status_code == 422
    assert "最多 500 个字" in long.text
    assert note + "有误" in long.text
    client.post(path, data={"answer-budget": "correctable", "note-budget": f"\x00 {note}\n"})
    with looking(app) as own:
        kept = formal.answers_of(own, own.get_one(Proposal, number))["budget"]
        assert kept.note == note


def answers(app: Flask, number: int) -> dict[str, str]:
    with looking(app) as session:
        rows = formal.answers_of(session, session.get_one(Proposal, number))
        return {key: row.answer for key, row in rows.items()}

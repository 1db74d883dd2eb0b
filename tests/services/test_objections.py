"""An objection: in the period, named and evidenced; it freezes its proposal and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from app.files.kinds import Rejected
from app.models import Letter, Message, Notice, NoticeItem, Objection, Person
from app.services.awarding.noticing import Statement, file_objection
from app.services.door.offering import offers
from app.services.identity.throttle import SENT_FROM
from app.services.problems import Problems
from tests.factories import person
from tests.services.awarding import (
    STATEMENT,
    Ranked,
    drafted,
    investigated,
    objected,
    published,
    ranked,
)
from tests.services.objecting import ANOTHER, END, MILLISECOND, rule
from tests.services.stage import MATCHED, Stage, a_page
from workflows.roles import Role


def filed(stage: Stage, notice: Notice, statement: Statement, evidence: BytesIO) -> object:
    item: NoticeItem = notice.items[0]
    return file_objection(
        stage.session, item, statement, evidence, "佐证.pdf", person=None, now=stage.now
    )


def objections(stage: Stage) -> int:
    return stage.session.scalar(select(func.count(Objection.id))) or 0


def test_a_flood_of_objections_waits_and_nobody_elsewhere_waits_for_it(
    stage: Stage, notice: Notice
) -> None:
    """Nor does somebody who is signed in, at the same address."""

    def sent(number: int, address: str, by: Person | None = None) -> object:
        return file_objection(
            *(
                stage.session,
                notice.items[0],
                replace(STATEMENT, text=f"所附检测报告不实之{number}。"),
            ),
            *(a_page(), "佐证.pdf"),
            person=by,
            now=stage.now,
            address=address,
        )

    made = [sent(n, "203.0.113.7") for n in range(SENT_FROM.free)]
    assert all(isinstance(one, Objection) for one in made)
    refused = sent(98, "203.0.113.7")
    assert isinstance(refused, Problems)
    assert "请等待 1 分钟" in refused.by_field[""].zh
    assert isinstance(sent(98, "198.51.100.2"), Objection)
    assert isinstance(sent(99, "203.0.113.7", person(stage.session)), Objection)


def test_an_objection_is_taken_until_the_last_millisecond_and_not_after(
    stage: Stage, notice: Notice
) -> None:
    stage.clock.move_to(END)
    late = filed(stage, notice, STATEMENT, a_page())
    assert isinstance(late, Problems)
    assert "公示期已过" in late.by_field[""].zh
    assert objections(stage) == 0
    stage.clock.move_to(END - MILLISECOND)
    assert isinstance(filed(stage, notice, STATEMENT, a_page()), Objection)


def _without(field: str) -> Statement:
    blank: dict[str, Any] = {field: " "}
    return replace(STATEMENT, **blank)


@pytest.mark.parametrize("field", ["name", "contact", "text"])
def test_an_objection_without_name_contact_or_facts_is_refused(
    stage: Stage, notice: Notice, field: str
) -> None:
    answer = filed(stage, notice, _without(field), a_page())
    assert isinstance(answer, Problems)
    assert answer.by_field.keys() == {field}
    assert objections(stage) == 0


def test_an_objection_without_sound_evidence_is_refused(stage: Stage, notice: Notice) -> None:
    assert isinstance(filed(stage, notice, STATEMENT, BytesIO(b"MZ not a page")), Rejected)
    assert objections(stage) == 0
    assert isinstance(filed(stage, notice, STATEMENT, a_page()), Objection)


def test_an_objection_that_is_sent_twice_is_one_with_one_receipt(
    stage: Stage, notice: Notice
) -> None:
    first, again = (filed(stage, notice, STATEMENT, a_page()) for _ in range(2))
    assert first is again
    assert objections(stage) == 1
    filed(stage, notice, replace(STATEMENT, text="另有一项事实。"), a_page())
    assert objections(stage) == 2


def test_only_the_supervisor_admits(stage: Stage, of_five: Ranked, notice: Notice) -> None:
    objection = objected(stage, of_five.proposals[0])
    for role in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FORMAL_CHECKER):
        assert "role_required" in stage.refused(objection, "admit", stage.holder(role))
    stage.moved(objection, "admit", stage.holder(Role.SUPERVISOR))
    assert of_five.proposals[0].state == "objection"


def test_nobody_freezes_a_proposal_or_lets_it_go_on_past_its_objection(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    """Without an objection, its words and the minutes of its ruling."""
    proposal, supervisor = of_five.proposals[0], stage.holder(Role.SUPERVISOR)
    assert "role_required" in stage.refused(proposal, "admit_objection", supervisor)
    stage.moved(objected(stage, proposal), "admit", supervisor)
    meeting = stage.holder(Role.DECISION_MAKER)
    assert "role_required" in stage.refused(proposal, "reject_objection", meeting)
    assert "role_required" in stage.refused(proposal, "uphold_objection", meeting)
    offered = {way.transition.name for way in offers(stage.session, proposal, meeting, stage.now)}
    assert not offered & {"reject_objection", "uphold_objection"}


def test_an_admitted_objection_freezes_its_proposal_only(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    objection = objected(stage, of_five.proposals[0])
    stage.moved(objection, "admit", stage.holder(Role.SUPERVISOR))
    stage.at(END)
    assert of_five.states[:2] == ["objection", "approved"]
    assert of_five.call.state == "decided"


def test_of_twenty_on_notice_the_nineteen_nobody_objects_to_are_awarded_in_time(
    stage: Stage,
) -> None:
    twenty = ranked(stage, *range(99, 79, -1), planned_awards=20, budget=10**10)
    drafted(stage, twenty, *["propose"] * 20)
    stage.moved(twenty.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)
    notice = published(stage, twenty)
    stage.moved(objected(stage, twenty.proposals[6]), "admit", stage.holder(Role.SUPERVISOR))
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    assert [p.state for p in twenty.proposals].index("objection") == 6
    assert twenty.states.count("approved") == 19
    letters = stage.session.scalars(select(Letter.letter_kind)).all()
    assert (letters.count("award_list"), letters.count("award_letter")) == (1, 19)


def test_a_filed_objection_holds_the_award_back_even_before_it_is_admitted(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    objection = objected(stage, of_five.proposals[0])
    stage.at(END)
    assert of_five.states[:2] == ["notice", "approved"]
    issued = stage.session.scalars(select(Letter).where(Letter.letter_kind == "award_list")).one()
    assert [p.title in str(issued.payload) for p in of_five.proposals[:2]] == [False, True]
    assert stage.refused(of_five.proposals[0], "approve", Role.SYSTEM_CLOCK).keys() == {
        "no_open_objection"
    }
    stage.moved(objection, "refuse", stage.holder(Role.SUPERVISOR), reason="纯学术排序争议。")
    stage.at(END + timedelta(seconds=1))
    assert of_five.states[0] == "approved"


def test_a_rejected_objection_lets_the_case_go_on_where_it_was(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    in_time, after_the_end = of_five.proposals[:2]
    early, late = investigated(stage, in_time), investigated(stage, after_the_end)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    rule(stage, early, "reject")
    assert in_time.state == "notice"
    told = select(Message.person_id).where(Message.message_kind == "objection_rejected")
    assert {in_time.pi_id, officer.id} <= set(stage.session.scalars(told))
    stage.at(END - MILLISECOND)
    assert of_five.states[:2] == ["notice", "objection"]
    stage.at(END)
    assert of_five.states[:2] == ["approved", "objection"]
    rule(stage, late, "reject")
    assert after_the_end.state == "notice"
    stage.at(END + timedelta(days=3))
    assert of_five.states[:2] == ["approved", "approved"]


def test_a_second_objection_is_admitted_beside_the_first_and_freezes_until_it_is_ruled_on(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    disputed = of_five.proposals[0]
    first = investigated(stage, disputed)
    second = investigated(stage, disputed, ANOTHER)
    stage.at(END)
    rule(stage, first, "reject")
    assert disputed.state == "objection"
    rule(stage, second, "reject")
    stage.at(END + timedelta(seconds=1))
    assert disputed.state == "approved"


def test_an_objection_to_what_has_left_is_answered_and_closed(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    disputed = of_five.proposals[0]
    admitted, other = investigated(stage, disputed), objected(stage, disputed, ANOTHER)
    supervisor, why = stage.holder(Role.SUPERVISOR), {"reason": "项目已被取消资格。"}
    assert "project_has_left" in stage.refused(admitted, "close", supervisor, **why)
    stage.moved(disputed, "disqualify", supervisor, evidence="检测报告系伪造。", reason="查实。")
    for objection in (admitted, other):
        stage.moved(objection, "close", supervisor, **why)
    answers = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "objection_closed")
    ).all()
    assert [one.about_id for one in answers] == [admitted.id, other.id]
    assert all(why["reason"] in str(one.payload) for one in answers)


def test_what_has_left_its_notice_takes_no_objection_and_the_others_do(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    gone, stays = notice.items[0], notice.items[1]
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(gone.proposal, "disqualify", supervisor, evidence="伪造。", reason="查实。")

    def answer(item: NoticeItem) -> object:
        given = (STATEMENT, a_page(), "佐证.pdf")
        return file_objection(stage.session, item, *given, person=None, now=stage.now)

    refused = answer(gone)
    assert isinstance(refused, Problems)
    assert "已撤出本次公示" in refused.by_field[""].zh
    assert isinstance(answer(stays), Objection)


def test_an_investigation_is_extended_once(stage: Stage, of_five: Ranked, notice: Notice) -> None:
    objection = objected(stage, of_five.proposals[0])
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(objection, "admit", supervisor)
    assert stage.refused(objection, "extend", supervisor).keys() == {"missing_reason"}
    stage.moved(objection, "extend", supervisor, reason="须外部鉴定。")
    again = stage.refused(objection, "extend", supervisor, reason="仍须鉴定。")
    assert again.keys() == {"state_has_changed"}

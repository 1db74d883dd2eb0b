"""A call in consultation takes comments of anybody; each is answered before it is approved."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.models import Call, ConsultationComment, Letter, Message
from app.services.calls import consulting
from app.services.calls.consulting import Answer, Comment
from app.services.identity.throttle import SENT_FROM
from tests.conftest import SignInAs
from tests.factories import person
from tests.services.stage import MATCHED, Stage
from workflows.roles import Role

SAID = {"part": "criteria", "text": "建议提高中试验证的权重。", "sender": "闽江研究所周舟"}
_OF_COMMENTS = Message.message_kind.in_(("comments_arrived", "comment_answered"))
ANSWER = {"summary": "提高中试验证权重", "outcome": "rejected", "reason": "已在考核指标中体现。"}


@pytest.fixture
def call(stage: Stage) -> Call:
    made = stage.call("draft", contact="张", contact_phone="0591")
    stage.moved(made, "submit_for_consult", stage.holder(Role.PROGRAMME_OFFICER))
    stage.session.commit()
    return made


def send(client: FlaskClient, number: int, **typed: str) -> TestResponse:
    return client.post(f"/calls/{number}/consultation", data=SAID | typed)


def commented(stage: Stage, call: Call, text: str = "建议。") -> ConsultationComment:
    made = consulting.comment(
        *(stage.session, call, Comment("guide", text)),
        person=None,
        address=text,
        now=stage.now,
    )
    assert isinstance(made, ConsultationComment), made
    return made


def test_comments_are_asked_for_by_a_letter_that_the_public_page_hands_out(
    stage: Stage, call: Call, client: FlaskClient
) -> None:
    """C1; a call that is consulted on again has a letter of its own again."""
    letters = select(Letter).where(Letter.letter_kind == "consultation_letter").order_by(Letter.id)
    first = stage.session.scalars(letters).one()
    said = str(first.payload)
    assert "请于2026年3月9日24时前" in said
    assert f"/calls/{call.id}/consultation" in said
    assert "创新性与先进性（25分）" in said
    stage.serve(call)
    stage.session.commit()
    assert f"/letters/{first.id}" in client.get(f"/calls/{call.id}/consultation").text
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(call, "return_to_draft", officer, reason="按意见修改。")
    stage.moved(call, "submit_for_consult", officer)
    assert len(stage.session.scalars(letters).all()) == 2


def test_anybody_comments_and_the_public_page_never_says_who(
    stage: Stage, call: Call, client: FlaskClient, sign_in: SignInAs
) -> None:
    assert f"/calls/{call.id}/consultation" in client.get("/calls").text
    filed = send(client, call.id)
    assert filed.status_code == 201
    row = stage.session.scalars(select(ConsultationComment)).one()
    assert row.receipt_code in filed.text
    officer = sign_in(stage.holder(Role.PROGRAMME_OFFICER))
    assert SAID["sender"] in officer.get(f"/office/calls/{call.id}/comments").text
    leader = sign_in(stage.holder(Role.DECISION_MAKER)).get(f"/office/calls/{call.id}/comments")
    assert SAID["text"] in leader.text
    assert SAID["sender"] not in leader.text
    page = f"/office/comments/{row.id}"
    assert officer.post(page, data=ANSWER | {"reason": " "}).status_code == 422
    assert officer.post(page, data=ANSWER).status_code == 303
    assert officer.post(page, data=ANSWER).status_code == 409
    during = client.get(f"/calls/{call.id}/consultation").text
    assert ANSWER["summary"] not in during
    stage.at(stage.now + timedelta(days=9))
    stage.moved(call, "approve", stage.holder(Role.DECISION_MAKER), **MATCHED)
    stage.session.commit()
    after = client.get(f"/calls/{call.id}/consultation").text
    for words in (row.receipt_code, ANSWER["summary"], "不采纳", ANSWER["reason"]):
        assert words in after
    assert SAID["sender"] not in after
    assert SAID["text"] not in after


def test_a_call_is_not_approved_while_a_comment_has_no_answer(stage: Stage, call: Call) -> None:
    one = commented(stage, call)
    officer, decides = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.DECISION_MAKER)
    stage.at(stage.now + timedelta(days=9))
    assert stage.refused(call, "approve", decides, **MATCHED).keys() == {"comments_answered"}
    assert consulting.answer(stage.session, one, Answer(**ANSWER), officer, stage.now) is None
    stage.moved(call, "approve", decides, **MATCHED)


def test_an_officer_takes_the_call_back_to_change_it_and_comments_stay(
    stage: Stage, call: Call, client: FlaskClient
) -> None:
    commented(stage, call)
    stage.moved(call, "return_to_draft", stage.holder(Role.PROGRAMME_OFFICER), reason="按意见修改")
    stage.session.commit()
    assert call.state == "draft"
    assert client.get(f"/calls/{call.id}/consultation").status_code == 404
    assert consulting.unanswered(stage.session, call) == 1


def test_a_late_comment_is_refused_with_the_time_and_stays_on_the_page(
    stage: Stage, call: Call, client: FlaskClient
) -> None:
    number, there = call.id, f'<a href="/calls/{call.id}/consultation">'
    stage.session.commit()
    assert there in client.get("/").text
    stage.at(stage.now + timedelta(days=9))
    stage.session.commit()
    for path in ("/", "/calls"):
        page = client.get(path).text
        assert there not in page
        assert "已逾期" not in page
    late = send(client, number)
    assert "已逾期" not in late.text
    assert late.status_code == 409
    assert "征求意见已于" in late.text
    assert SAID["text"] in late.text
    assert stage.session.scalar(select(ConsultationComment)) is None


def codes_in(pages: list[str]) -> set[str]:
    return {code for page in pages for code in re.findall("<strong>([0-9A-F]{8})<", page)}


def test_a_page_sent_twice_is_one_comment_and_the_same_words_of_two_people_are_two(
    stage: Stage, call: Call, client: FlaskClient
) -> None:
    number = call.id
    stage.session.commit()
    keys = [
        re.findall(r'name="sending"[^>]*value="(\w+)"', client.get(path).text)[0]
        for path in [f"/calls/{number}/consultation"] * 2
    ]
    assert keys[0] != keys[1]
    assert len(codes_in([send(client, number, sending=keys[0]).text for _ in range(2)])) == 1
    both = codes_in([send(client, number, sending=key).text for key in keys])
    assert len(both) == 2
    kept = stage.session.scalars(select(ConsultationComment.text)).all()
    assert kept == [SAID["text"]] * 2


def test_a_key_of_a_page_that_no_database_could_hold_is_none(
    stage: Stage, call: Call, client: FlaskClient
) -> None:
    number = call.id
    stage.session.commit()
    assert send(client, number, sending="\x00").status_code == 201
    assert stage.session.scalars(select(ConsultationComment.sending)).one() is None


def test_many_from_one_place_have_to_wait_and_whoever_is_signed_in_waits_for_nobody(
    stage: Stage, call: Call, client: FlaskClient, sign_in: SignInAs
) -> None:
    number, somebody = call.id, person(stage.session)
    stage.session.commit()
    answers = [send(client, number, text=f"意见{n}").status_code for n in range(SENT_FROM.free + 1)]
    assert answers == [201] * SENT_FROM.free + [409]
    refused = send(client, number, text="再提一条")
    assert "请等待 1 分钟后再提交" in refused.text
    assert "再提一条" in refused.text
    assert send(sign_in(somebody), number, text="再提一条").status_code == 201


def test_what_is_told_of_a_call_names_it_in_english_where_the_office_has_an_english_title(
    stage: Stage, call: Call
) -> None:
    call.title_en = "Programme of the sea"
    commented(stage, call)
    told = stage.session.scalars(select(Message).where(_OF_COMMENTS)).all()
    assert {(m.subject, m.subject_en) for m in told} == {
        (f"收到意见：{call.title}", "Comments received: Programme of the sea")
    }


def test_whoever_was_signed_in_is_told_of_the_answer_and_officers_once_a_day(
    stage: Stage, call: Call
) -> None:
    sender, officer = person(stage.session), stage.holder(Role.PROGRAMME_OFFICER)
    for number in range(2):
        made = consulting.comment(
            *(stage.session, call, Comment("guide", f"意见{number}")),
            person=sender,
            address="",
            now=stage.now,
        )
    assert isinstance(made, ConsultationComment)
    assert consulting.answer(stage.session, made, Answer(**ANSWER), officer, stage.now) is None
    told = stage.session.execute(
        select(Message.message_kind, Message.person_id).where(_OF_COMMENTS)
    ).all()
    assert Counter(map(tuple, told)) == {
        ("comment_answered", sender.id): 1,
        ("comments_arrived", officer.id): 1,
        ("comments_arrived", call.drafted_by_id): 1,
    }

"""The sheet an expert scores on: what a message speaks of, and the way to the signature."""

from __future__ import annotations

from flask import Flask

from app.models import ProposalUnit, Review, ReviewGroup
from app.services.review import reviewing
from tests.conftest import SignInAs
from tests.factories import organisation
from tests.services.calls_in_review import chair, opinion, reads, reviews_in, sign, sign_all
from tests.services.stage import Stage
from tests.web.looking import looking
from tests.web.test_panels import form_of, group

__all__ = ["group"]


def test_whoever_has_filled_in_the_sheet_goes_on_to_sign(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    number, first = review.id, group.criteria[0]
    client, typed = sign_in(reads(stage, review)), form_of(review)
    stage.session.commit()
    wrong = client.post(
        f"/reviews/{number}/autosave", data=typed | {f"score-{first['key']}": "101"}
    )
    assert wrong.json == {"wrong": {f"score-{first['key']}": f"{first['zh']}：分数不能超过 100。"}}
    refused = client.post(f"/reviews/{number}", data=typed | {f"score-{first['key']}": "101"})
    assert f">{first['zh']}：分数不能超过 100。</a>" in refused.text, "in the summary, too"
    signing = client.post(f"/reviews/{number}", data=typed | {"onward": "yes"}).location
    assert signing == f"/cases/review/{number}/moves/submit_scores"
    assert "尚未评分" not in client.get(signing).text


def test_whoever_revises_after_the_discussion_goes_on_to_sign_the_revision(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    review = reviews_in(stage, group)[0]
    stage.moved(review, "revise", review.expert.person)
    number, typed = review.id, form_of(review)
    client = sign_in(review.expert.person)
    stage.session.commit()
    signing = client.post(f"/reviews/{number}", data=typed | {"onward": "yes"}).location
    assert signing == f"/cases/review/{number}/moves/submit_revision"
    assert client.get(signing).status_code == 200


def test_a_reason_of_which_nothing_can_be_seen_is_none_and_control_characters_are_left_out(
    app: Flask, stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    number, key, edition = review.id, group.criteria[0]["key"], review.edition
    client, typed = sign_in(reads(stage, review)), form_of(review)
    stage.session.commit()
    for sent, kept in (("\u200b\u3164", ""), ("第一\x00行\r\n第二行", "第一行\n第二行")):
        data = typed | {f"comment-{key}": sent, "edition": str(edition)}
        assert client.post(f"/reviews/{number}", data=data).status_code < 500
        with looking(app) as session:
            found = session.get_one(Review, number)
            assert found.comments.get(key, "") == kept
            edition = found.edition


def test_whoever_declares_conflicts_reads_which_units_take_part(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    partner = organisation(stage.session, name="海峡膜材料有限公司")
    review.proposal.units.append(ProposalUnit(organisation=partner))
    client, path = sign_in(review.expert.person), f"/reviews/{review.id}"
    stage.session.commit()
    assert review.state == "assigned"
    assert f"<dt>参加单位</dt><dd>{partner.name}</dd>" in client.get(path).text


def test_whoever_saves_in_another_window_what_was_signed_since_reads_that_it_is_signed(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    client, typed = sign_in(review.expert.person), form_of(review) | {"edition": "0"}
    sign(stage, review)
    path, words = f"/reviews/{review.id}", {f"comment-{group.criteria[0]['key']}": "另一窗口的话"}
    stage.session.commit()
    refused = client.post(path, data=typed | words)
    assert refused.status_code == 409
    assert "已签署或已关闭，不能再修改" in refused.text
    assert "再次保存将以您的内容为准" not in refused.text
    assert "另一窗口的话" in refused.text, "what was typed is not lost"
    saved = client.post(f"{path}/autosave", data=typed | words).json
    assert saved is not None
    assert "已签署或已关闭" in saved["wrong"][""]


def test_whoever_saves_after_a_conflict_was_declared_reads_that_nothing_is_saved(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    client, path = sign_in(reads(stage, review)), f"/reviews/{review.id}"
    typed = form_of(review)
    stage.moved(review, "declare_conflict", review.expert.person, reason="师生。")
    stage.session.commit()
    refused = client.post(path, data=typed)
    assert refused.status_code == 409
    assert "已签署或已关闭，不能再修改" in refused.text


def test_the_list_of_reviews_says_what_is_to_be_done_about_each_and_nothing_of_those_signed(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    review = reviews_in(stage, group)[0]
    expert = review.expert.person
    stage.session.commit()
    assert "无回避情形，签署承诺书；有回避情形" in sign_in(expert).get("/reviews").text
    reads(stage, review)
    stage.session.commit()
    assert "提交评分并签名</td>" in sign_in(expert).get("/reviews").text
    assert reviewing.save(review, opinion(group, "80")) is None
    stage.moved(review, "submit_scores", expert)
    stage.session.commit()
    page = sign_in(expert).get("/reviews").text
    assert "提交评分并签名</td>" not in page
    assert "说明评分偏离" not in page

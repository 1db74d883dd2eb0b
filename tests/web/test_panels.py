"""Pages of a panel: each sees what is theirs, nothing typed is lost, applicants never see a
reviewer, the sheet is a sheet."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.models import Invitation, Letter, Review, ReviewGroup
from app.services.review import reviewing
from tests.conftest import SignInAs, StillClock
from tests.factories import official
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    opinion,
    reads,
    reviews_in,
    sign,
    sign_all,
    write_opinions,
)
from tests.services.stage import Stage
from tests.web.looking import looking
from workflows.roles import Role


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return at_work(stage, accepted(stage))


def form_of(review: Review, points: str = "80", **fields: str) -> dict[str, str]:
    typed = opinion(review.group, points)
    return (
        {f"score-{key}": words for key, words in typed.scores.items()}
        | {f"comment-{key}": words for key, words in typed.comments.items()}
        | {"overall": typed.overall, "recommends": "yes", "edition": str(review.edition)}
        | fields
    )


def test_an_autosave_from_an_older_window_is_told_and_writes_nothing(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs, app: Flask
) -> None:
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    client = sign_in(review.expert.person)
    path, older = f"/reviews/{review.id}/autosave", form_of(review, overall="较早的窗口。")
    first = client.post(path, data=form_of(review, overall="较新的窗口。"))
    assert first.status_code == 200
    second = client.post(path, data=older)
    assert second.status_code == 409
    assert "conflict" in (second.json or {})
    page = client.post(f"/reviews/{review.id}", data=older)
    assert page.status_code == 409
    assert "较早的窗口。" in page.text
    with looking(app) as session:
        assert session.get_one(Review, review.id).overall == "较新的窗口。"
    again = client.post(path, data=older | {"edition": str((first.json or {})["edition"])})
    assert again.status_code == 200


def test_an_open_page_reports_the_time_spent(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs, app: Flask, clock: StillClock
) -> None:
    review, other = reviews_in(stage, group)[:2]
    client, mine, others = sign_in(reads(stage, review)), review.id, other.id
    stage.session.commit()
    for _ in range(3):
        clock.advance(minutes=1)
        assert client.post(f"/reviews/{mine}/presence").status_code == 204
    assert client.post(f"/reviews/{others}/presence").status_code == 404
    with looking(app) as session:
        assert session.get_one(Review, mine).seconds_active == 180


def test_looking_at_a_file_in_conflict_closes_it_and_moves_nothing_and_work_on_it_takes_it_back(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs, app: Flask
) -> None:
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    review.expert.units[0].organisation_id = review.proposal.lead_unit_id
    stage.session.commit()
    client, path = sign_in(review.expert.person), f"/reviews/{review.id}"
    page = client.get(path).text
    assert "申报材料不再开放" in page
    assert 'name="overall"' not in page
    with looking(app) as session:
        assert session.get_one(Review, review.id).state == "reading"
    assert client.post(f"{path}/presence").status_code == 204
    with looking(app) as session:
        assert session.get_one(Review, review.id).state == "recused"
    assert "申报材料不再开放" not in client.get(path).text


def test_scores_after_the_lock_are_refused_and_what_was_typed_stays_on_the_page(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    review = reviews_in(stage, group)[0]
    stage.session.commit()
    client = sign_in(review.expert.person)
    answer = client.post(f"/reviews/{review.id}", data=form_of(review, "99"))
    assert answer.status_code == 409
    assert 'value="99"' in answer.text


KNOWS_BEFORE_THE_LOCK = {
    Role.FORMAL_CHECKER: False,
    Role.PLANNING_OFFICER: False,
    Role.DECISION_MAKER: False,
    Role.PROGRAMME_OFFICER: True,
    Role.EXPERT_MANAGER: True,
    Role.SUPERVISOR: True,
    Role.DISCIPLINE: True,
}


def test_before_the_lock_only_who_forms_draws_or_watches_a_panel_knows_its_members(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    seat = group.sitting[0]
    asked = stage.session.scalars(
        select(Invitation).where(
            Invitation.group_id == group.id, Invitation.expert_id == seat.expert_id
        )
    ).one()
    name, page = seat.expert.person.name, f"/office/groups/{group.id}"
    others = (f"{page}/draw", f"/expert/invitations/{asked.id}")
    clients = {role: sign_in(official(stage.session, role)) for role in KNOWS_BEFORE_THE_LOCK}
    for role, knows in KNOWS_BEFORE_THE_LOCK.items():
        client = clients[role]
        assert (name in client.get(page).text) is knows, role
        statuses = {client.get(path).status_code for path in others}
        assert statuses == {200 if knows else 404}, role
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    stage.session.commit()
    for role, client in clients.items():
        assert name in client.get(page).text, role
        assert {client.get(path).status_code for path in others} == {200}, role


def test_the_opinions_of_others_open_with_the_discussion_and_only_at_the_table(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    first = reviews_in(stage, group)[0]
    aside = first.expert.person
    stage.moved(first, "declare_conflict", aside, reason="同乡。")
    sign_all(stage, group)
    member = reviews_in(stage, group, "signed")[0].expert.person
    path = f"/groups/{group.id}/items/{first.proposal_id}"
    stage.session.commit()
    assert sign_in(member).get(path).status_code == 404
    stage.moved(group, "open_discussion", chair(group))
    stage.session.commit()
    assert sign_in(member).get(path).status_code == 200
    for person in (aside, first.proposal.pi, stage.holder(Role.PROGRAMME_OFFICER)):
        assert sign_in(person).get(path).status_code == 404


def test_a_remark_and_the_opinion_of_the_chair_are_written_on_the_page(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    number = group.items[0].proposal_id
    path = f"/groups/{group.id}/items/{number}"
    member = next(
        r.expert.person for r in reviews_in(stage, group) if r.expert_id != group.chair_id
    )
    stage.session.commit()
    client = sign_in(member)
    assert client.post(f"{path}/remarks", data={"remark": "指标可测。"}).status_code == 303
    assert "指标可测。" in client.get(path).text
    refused = client.post(f"{path}/remarks", data={"remark": "长" * 1001})
    assert refused.status_code == 422
    assert "长" * 1001 in refused.text
    assert client.post(f"{path}/opinion", data={"opinion": "同意。"}).status_code == 404
    of_chair = sign_in(chair(group))
    assert "5 名专家独立评审" in of_chair.get(path).text
    assert of_chair.post(f"{path}/opinion", data={"opinion": "同意立项。"}).status_code == 303
    assert "同意立项。" in client.get(path).text


def test_the_letter_with_the_opinion_is_read_in_the_office_only(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "panel_opinion")
    ).one()
    keeper, supervisor = official(stage.session, Role.SYS_ADMIN), stage.holder(Role.SUPERVISOR)
    strangers = (chair(group), group.items[0].proposal.pi)
    stage.session.commit()
    path = f"/letters/{letter.id}"
    assert sign_in(supervisor).get(path).status_code == 200
    for person in strangers:
        assert sign_in(person).get(path).status_code == 404
    assert sign_in(keeper).get(f"{path}.pdf").status_code == 404


def test_the_office_opens_what_a_panel_reviews_and_reads_how_many_files_of_each_seat_are_signed(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    """A member who handed its file on waits for nothing; the substitute who took it over does."""
    signs, leaves = reviews_in(stage, group, "assigned")[:2]
    sign(stage, signs)
    stage.moved(leaves, "declare_conflict", leaves.expert.person, reason="同事。")
    took_over = reviews_in(stage, group, "assigned")[-1]
    assert took_over.expert_id not in (signs.expert_id, leaves.expert_id)
    stage.session.commit()
    page = sign_in(stage.holder(Role.PROGRAMME_OFFICER)).get(f"/office/groups/{group.id}").text
    assert f'<a href="/proposals/{signs.proposal_id}">' in page
    rows = re.findall(r"<tr>(<td.*?)</tr>", page)
    cells = [[re.sub(r"<.*?>", "", cell).strip() for cell in row.split("</td>")] for row in rows]
    files_of = {row[1]: row[4] for row in cells}
    name_of = {review.id: review.expert.person.name for review in (signs, leaves, took_over)}
    assert files_of[name_of[signs.id]] == "已签名 1 / 1 份"
    assert files_of[name_of[leaves.id]] == "已回避 1 份"
    assert files_of[name_of[took_over.id]] == "已签名 0 / 1 份"


def test_nobody_is_led_to_draft_an_opinion_after_the_lock(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    """A panel that never talked locks without one."""
    sign_all(stage, group)
    client, path = sign_in(chair(group)), f"/groups/{group.id}/discussion"
    stage.session.commit()
    assert "号席位起草" in client.get(path).text
    stage.moved(group, "lock", chair(group))
    stage.session.commit()
    page = client.get(path).text
    assert f"/groups/{group.id}/items/" in page
    assert not any(words in page for words in ("起草意见", "待起草", "号席位起草"))


def test_the_chair_sees_after_the_lock_who_changed_what(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    review = next(r for r in reviews_in(stage, group) if r.expert_id != group.chair_id)
    by = review.expert.person
    stage.moved(review, "revise", by)
    reviewing.save(review, opinion(group, "75"))
    stage.moved(review, "submit_revision", by, reason="讨论后下调。")
    stage.session.commit()
    path = f"/groups/{group.id}/discussion"
    before = sign_in(chair(group)).get(path).text
    assert "讨论后下调。" not in before
    to_draft = '#opinion">起草意见</a>'
    assert (to_draft in before, to_draft in sign_in(by).get(path).text) == (True, False)
    write_opinions(stage, group)
    stage.moved(group, "lock", chair(group))
    stage.session.commit()
    page = sign_in(chair(group)).get(path).text
    assert "80.00 → 75.00" in page
    assert by.name in page
    assert "讨论后下调。" not in sign_in(by).get(path).text

"""What a role may not see changes nothing that it can see: scores before the lock, and who reviews.

Every role asks for every page of a running review, once before and once after the hidden fields are
changed beneath it: one set-up, many requests, which is why this takes longer than its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.models import ReviewGroup
from tests.conftest import SignInAs
from tests.factories import expert, official
from tests.services.calls_in_review import at_work, reviews_in, sign_all
from tests.services.stage import Applied, Stage
from tests.services.votes import SMALL
from workflows.roles import Role

_PER_REQUEST = re.compile(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*')
IN_OFFICE = (
    *(Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER, Role.FORMAL_CHECKER, Role.EXPERT_MANAGER),
    *(Role.SUPERVISOR, Role.DISCIPLINE, Role.DECISION_MAKER, Role.FINANCE, Role.SYS_ADMIN),
)


@pytest.fixture
def applied(stage: Stage) -> Applied:
    call = stage.call("review")
    call.rules = {**call.rules, **SMALL}
    return stage.applied(call=call, state="accepted")


@pytest.fixture
def signed(stage: Stage, applied: Applied) -> ReviewGroup:
    """Three members have signed; the panel is not locked."""

    for _ in range(9):
        expert(stage.session)
    group = at_work(stage, applied.proposal.call)
    sign_all(stage, group)
    return group


def seen_by(client: FlaskClient, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Twice, so that what only the first look brings (the language, a flash) is out of the way."""
    found = {}
    for path in paths:
        answer = client.get(path)
        found[path] = (answer.status_code, _PER_REQUEST.sub(r"\1", answer.text))
    return found


def paths_of(group: ReviewGroup) -> list[str]:
    (item,), review = group.items, group.id
    return [
        *("/home", "/home/inbox", "/reviews", "/my/proposals", "/results"),
        *(f"/calls/{group.call_id}", f"/proposals/{item.proposal_id}"),
        *(f"/office/calls/{group.call_id}", f"/office/groups/{review}"),
        *(f"/office/groups/{review}/draw", f"/groups/{review}/discussion"),
        *(f"/groups/{review}/items/{item.proposal_id}", f"/groups/{review}/votes"),
        *(f"/office/calls/{group.call_id}/ranking{end}" for end in ("", ".svg")),
        f"/sheets/ranking.xlsx?number={group.call_id}",
        f"/office/calls/{group.call_id}/funnel.svg",
    ]


def test_the_scores_of_others_change_no_byte_for_any_role_before_the_lock(
    stage: Stage, signed: ReviewGroup, applied: Applied, app: Flask, sign_in: SignInAs
) -> None:
    """By less than what needs an explanation: an outlier is told to its author and the chair."""
    own, *others = reviews_in(stage, signed)
    people = [official(stage.session, role) for role in IN_OFFICE]
    people += [applied.pi, applied.unit, applied.recommender, own.expert.person]
    paths = [*paths_of(signed), *(f"/reviews/{one.id}" for one in others)]
    stage.session.commit()
    clients = [app.test_client(), *(sign_in(one) for one in people)]
    before = [seen_by(client, paths) for client in clients]
    for one in others:
        one.scores = dict.fromkeys(one.scores, 71_00)
        one.comments = dict.fromkeys(one.comments, "改写的理由。")
        one.overall, one.total, one.recommends = "改写的意见。", 71_00, False
        one.vetoes = {"ethics": "改写的否决。"}
    stage.session.commit()
    after = [seen_by(client, paths) for client in clients]
    assert after == before
    assert any(status == 200 for status, _ in before[1].values())


def test_who_reviews_changes_no_byte_for_the_side_of_the_applicant(
    stage: Stage, signed: ReviewGroup, applied: Applied, app: Flask, sign_in: SignInAs
) -> None:
    people = [applied.pi, applied.unit, applied.recommender]
    paths = [*paths_of(signed), *(f"/reviews/{one.id}" for one in reviews_in(stage, signed))]
    stage.session.commit()
    clients = [app.test_client(), *(sign_in(one) for one in people)]
    before = [seen_by(client, paths) for client in clients]
    for number, seat in enumerate(signed.seats):
        seat.expert.person.name = f"换名{number}"
        seat.expert.units[0].organisation.name = f"换单位{number}"
    stage.session.commit()
    assert [seen_by(client, paths) for client in clients] == before

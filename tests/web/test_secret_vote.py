"""The page of the vote: members vote on it; who watches sees how many have, never for whom."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.conftest import SignInAs
from tests.factories import official, person
from tests.services.calls_in_review import accepted, at_work, chair, reviews_in, sign_all
from tests.services.stage import Stage
from tests.services.votes import SMALL, opened, people, tied_panel
from workflows.roles import Role

_PER_REQUEST = re.compile(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*')


def test_for_whom_somebody_voted_changes_no_byte_that_anybody_reads_before_the_count(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = tied_panel(stage)
    vote = opened(stage, group)
    officer, member = stage.holder(Role.PROGRAMME_OFFICER), people(group)[1]
    ballots = {c.proposal_id for c in vote.candidates}
    who = [chair(group), officer, member]
    path, pages = f"/groups/{group.id}/votes", []
    stage.session.commit()
    client = sign_in(member)
    assert client.post(f"{path}/{vote.id}", data={"choice": "x"}).status_code == 422
    answer = client.post(f"{path}/{vote.id}", data={"choice": str(min(ballots))})
    assert answer.status_code == 303
    assert client.post(f"{path}/{vote.id}", data={"choice": str(max(ballots))}).status_code == 409
    for _ in range(2):
        pages.append([_page(sign_in(one), path) for one in who])
        stage.session.expire_all()
        first, second = vote.candidates
        first.votes, second.votes = second.votes, first.votes
        stage.session.commit()
    assert pages[0] == pages[1]
    assert all("已投 1 / 3 人" in page for page in pages[0])


def test_a_substitute_who_took_over_the_files_talks_and_votes_and_one_never_called_does_not(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = at_work(stage, accepted(stage, many=2, experts=9, **SMALL))
    ill = next(s.expert for s in group.sitting if s.expert_id != group.chair_id)
    for review in reviews_in(stage, group):
        if review.expert_id == ill.id:
            stage.moved(review, "decline", ill.person, reason="住院。")
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    vote = opened(stage, group)
    spare, *_, never = (seat.expert for seat in group.seats if seat.is_substitute)
    assert spare.id in {voter.expert_id for voter in vote.voters}
    proposal = group.items[0].proposal_id
    stage.session.commit()
    called, unheard = sign_in(spare.person), sign_in(never.person)
    at = f"/groups/{group.id}"
    assert f'href="{at}/discussion"' in called.get("/reviews").text
    for path in (f"{at}/discussion", f"{at}/items/{proposal}", f"{at}/votes", f"/office{at}"):
        assert called.get(path).status_code == 200, path
        assert unheard.get(path).status_code == 404, path
    cast = {"choice": str(proposal)}
    assert called.post(f"{at}/votes/{vote.id}", data=cast).status_code == 303
    assert unheard.post(f"{at}/votes/{vote.id}", data=cast).status_code == 404


def test_strangers_and_applicants_find_no_vote(stage: Stage, sign_in: SignInAs) -> None:
    group = tied_panel(stage)
    vote = opened(stage, group)
    outside = [
        person(stage.session),
        group.items[0].proposal.pi,
        official(stage.session, Role.FORMAL_CHECKER),
    ]
    stage.session.commit()
    for one in outside:
        client = sign_in(one)
        assert client.get(f"/groups/{group.id}/votes").status_code == 404
        assert client.post(f"/groups/{group.id}/votes/{vote.id}").status_code == 404


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    client.get(path)
    return _PER_REQUEST.sub(r"\1", client.get(path).text)

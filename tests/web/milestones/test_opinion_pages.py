"""What an expert finds on the page of the own opinion of a milestone."""

from __future__ import annotations

from tests.conftest import SignInAs
from tests.services.running import Running


def test_whoever_stood_aside_reads_nothing_more_of_what_was_to_be_judged(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    leaving = submitted.convene()[3]
    stage.session.commit()
    client, path = sign_in(leaving.expert.person), f"/opinions/{leaving.id}"
    judged = ("实测", f"/milestones/{submitted.milestone.id}/files/")
    before = client.get(path).text
    assert all(words in before for words in judged)
    stage.moved(leaving, "declare_assessor_conflict", leaving.expert.person, reason="有合作关系")
    stage.session.commit()
    after = client.get(path)
    assert after.status_code == 200
    assert not any(words in after.text for words in judged)

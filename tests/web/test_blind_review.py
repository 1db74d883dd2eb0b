"""Double-blind review: nothing an expert can reach depends on who applies (§3.3)."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from app.files.places import files_of
from app.models import (
    Attachment,
    Invitation,
    Message,
    MetricAnswer,
    Proposal,
    ProposalMember,
    Review,
    ReviewGroup,
)
from app.services.proposals import formal
from app.services.proposals.completeness import missing_files
from app.services.review import discussing
from app.services.review.blinding import ANONYMOUS, answers_for_experts
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    drawn,
    reads,
    reviews_in,
    sign_all,
)
from tests.services.stage import Stage, a_page

BLIND = {"blind_units": 1, "blind_people": 1, "blind_files": 1}
_PER_REQUEST = re.compile(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*')


def blind_panel(stage: Stage, **rules: int) -> ReviewGroup:
    """A panel on one proposal that names its people and units wherever it can."""
    call = accepted(stage, **(BLIND | rules))
    group_of = at_work(stage, call)
    proposal = group_of.items[0].proposal
    identify(stage, group_of, "榕城新能源研究所", "林知远")
    assert proposal.members
    return group_of


def identify(stage: Stage, group: ReviewGroup, unit: str, name: str) -> None:
    """Who applies becomes this unit and this person, in every hidden field and in the text."""
    proposal = group.items[0].proposal
    new_unit, new_pi = organisation(stage.session, name=unit), person(stage.session, name=name)
    proposal.lead_unit, proposal.pi = new_unit, new_pi
    proposal.lead_unit_id, proposal.pi_id = new_unit.id, new_pi.id
    proposal.title = f"{unit}全固态电池攻关"
    proposal.sections = dict.fromkeys(proposal.sections, f"{name}领衔，依托{unit}开展研究。")
    proposal.metrics[0].test_method = f"由{unit}送检"
    proposal.milestones[0].deliverable = f"{name}签认的样机"
    proposal.members.clear()
    stage.session.flush()
    proposal.members.append(
        ProposalMember(
            position=0, person_id=None, name=f"{name}之友", email="m@example.org", unit_name=unit
        )
    )
    stage.session.flush()


def test_an_invitation_is_refused_without_a_word_on_who_applies(stage: Stage) -> None:
    group = drawn(stage, accepted(stage, **BLIND))
    asked = stage.session.scalars(select(Invitation)).first()
    assert asked is not None
    proposal = group.items[0].proposal
    asked.expert.units[0].organisation_id = proposal.lead_unit_id
    stage.session.flush()
    refused = stage.refused(asked, "accept", asked.expert.person)
    assert refused.keys() == {"no_known_conflict"}
    assert proposal.lead_unit.name not in refused["no_known_conflict"].zh


def attach(
    stage: Stage, app: Flask, group: ReviewGroup, name: str, page: BytesIO | None = None
) -> Attachment:
    proposal = group.items[0].proposal
    store = files_of(app.config["SETTINGS"])
    page = page or a_page()
    page.seek(0)
    row = Attachment(
        proposal_id=proposal.id,
        key="plan",
        name=name,
        media_type="application/pdf",
        size=len(page.getvalue()),
        sha256=store.put(page),
        uploaded_by_id=proposal.pi_id,
        uploaded_at=stage.now,
    )
    stage.session.add(row)
    stage.session.flush()
    stage.session.expire(proposal, ["attachments"])
    return row


def everything_of(client: FlaskClient, group: ReviewGroup, review: Review) -> dict[str, str]:
    """Each page an expert of this panel can reach, without what differs between two requests."""
    item = f"/groups/{group.id}/items/{review.proposal_id}"
    paths = (
        *("/home", "/home/inbox", "/reviews", f"/reviews/{review.id}"),
        *(f"/office/groups/{group.id}", f"/groups/{group.id}/discussion", item),
        *(f"/cases/review/{review.id}/moves/{m}" for m in ("declare_conflict", "submit_scores")),
        f"/cases/review_group/{group.id}/moves/lock",
    )
    return {path: _PER_REQUEST.sub(r"\1", client.get(path).text) for path in paths}


@pytest.mark.parametrize("state", ["assigned", "reading", "discussing"])
def test_changing_who_applies_changes_no_byte_that_an_expert_reads(
    stage: Stage, sign_in: SignInAs, state: str
) -> None:
    group = blind_panel(stage)
    review = next(r for r in reviews_in(stage, group) if r.expert_id == group.chair_id)
    if state == "reading":
        reads(stage, review)
    if state == "discussing":
        sign_all(stage, group)
        stage.moved(group, "open_discussion", chair(group))
    stage.session.commit()
    client = sign_in(review.expert.person)
    before = everything_of(client, group, review)
    assert "榕城" not in str(before)
    assert "林知远" not in str(before)
    identify(stage, group, "鹭岛先进材料公司", "郑一鸣")
    stage.session.commit()
    assert everything_of(client, group, review) == before


def test_what_a_bid_answers_to_a_posted_metric_names_nobody_either(stage: Stage) -> None:
    proposal = blind_panel(stage).items[0].proposal
    said = MetricAnswer(route="榕城新能源研究所自有产线", evidence="林知远论文", price=7)
    ((metric, answer),) = answers_for_experts(proposal, [(proposal.metrics[0], said)])
    assert (answer.route, answer.evidence, answer.price) == ("［单位］自有产线", "［人员］论文", 7)
    assert metric.test_method == "由［单位］送检"


def test_without_the_option_the_expert_reads_who_applies(stage: Stage, sign_in: SignInAs) -> None:
    group = blind_panel(stage, blind_units=0, blind_people=0)
    review = reviews_in(stage, group)[0]
    stage.session.commit()
    page = sign_in(review.expert.person).get(f"/reviews/{review.id}").text
    assert "榕城新能源研究所" in page
    assert "林知远" in page


def test_people_and_units_are_hidden_each_by_itself(stage: Stage, sign_in: SignInAs) -> None:
    group = blind_panel(stage, blind_units=0)
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    page = sign_in(review.expert.person).get(f"/reviews/{review.id}").text
    assert "榕城新能源研究所" in page
    assert "林知远" not in page
    assert "［人员］领衔" in page


def test_a_file_has_no_name_that_tells_and_the_download_has_none_either(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    group = blind_panel(stage)
    row = attach(stage, app, group, "林知远-承诺书.pdf")
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    client = sign_in(review.expert.person)
    assert "附件1.pdf" in client.get(f"/reviews/{review.id}").text
    with client.get(f"/reviews/{review.id}/files/{row.id}") as answer:
        assert answer.status_code == 200
        assert "%E9%99%84%E4%BB%B61.pdf" in answer.headers["Content-Disposition"]
        assert "%E6%9E%97" not in answer.headers["Content-Disposition"]
        copy = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert f"{review.expert.person.name} 2026-03-02" in copy


@pytest.mark.parametrize(("rule", "author"), [(0, "林知远"), (1, None), (3, None)])
def test_behind_the_veil_a_file_does_not_say_who_wrote_it(
    stage: Stage, app: Flask, sign_in: SignInAs, rule: int, author: str | None
) -> None:
    group = blind_panel(stage, blind_files=rule)
    writer, page = PdfWriter(clone_from=PdfReader(a_page())), BytesIO()
    writer.add_metadata({"/Author": "林知远"})
    writer.write(page)
    row = attach(stage, app, group, "承诺书.pdf", page)
    row.key = ANONYMOUS
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    with sign_in(review.expert.person).get(f"/reviews/{review.id}/files/{row.id}") as answer:
        copy = PdfReader(BytesIO(answer.data))
    assert (copy.metadata.author if copy.metadata else None) == author
    assert review.expert.person.name in copy.pages[0].extract_text()


def test_a_file_whose_authors_cannot_be_taken_out_stays_behind_the_veil(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    group = blind_panel(stage)
    row = attach(stage, app, group, "承诺书.pdf", BytesIO(b"%PDF-1.7 damaged"))
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    client = sign_in(review.expert.person)
    answer = client.get(f"/reviews/{review.id}/files/{row.id}", follow_redirects=True)
    assert "“附件1.pdf”的作者信息无法清除，不能发给专家" in answer.text


def test_a_call_may_keep_its_files_back_from_experts(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    group = blind_panel(stage, blind_files=2)
    row = attach(stage, app, group, "承诺书.pdf")
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    client = sign_in(review.expert.person)
    assert "承诺书" not in client.get(f"/reviews/{review.id}").text
    assert client.get(f"/reviews/{review.id}/files/{row.id}").status_code == 404


def test_a_call_may_show_experts_nothing_but_an_anonymous_version(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    group = blind_panel(stage, blind_files=3)
    proposal = group.items[0].proposal
    assert [t.zh for t in missing_files(proposal)][-1].startswith("匿名版")
    assert "anonymity" in {item.key for item in formal.items_of(proposal)}
    named = attach(stage, app, group, "林知远-承诺书.pdf")
    masked = attach(stage, app, group, "林知远-匿名版.pdf")
    masked.key = ANONYMOUS
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    stage.session.commit()
    assert missing_files(proposal) == ()
    stage.session.commit()
    client = sign_in(review.expert.person)
    page = client.get(f"/reviews/{review.id}").text
    assert "附件2.pdf" in page
    assert "附件1" not in page
    assert "林知远" not in page
    assert client.get(f"/reviews/{review.id}/files/{named.id}").status_code == 404
    with client.get(f"/reviews/{review.id}/files/{masked.id}") as answer:
        assert answer.status_code == 200


def test_messages_to_experts_name_nobody_who_applies(stage: Stage) -> None:
    call = accepted(stage, **BLIND)
    proposal = stage.session.scalars(select(Proposal)).one()
    proposal.title = f"{proposal.lead_unit.name}与{proposal.pi.name}的电池"
    stage.session.flush()
    at_work(stage, call)
    sent = stage.session.scalars(select(Message).where(Message.about_kind == "review")).all()
    assert sent
    for message in sent:
        assert "［单位］与［人员］的电池" in message.subject
        assert proposal.pi.name not in message.subject + message.body


def test_a_refusal_does_not_tell_whom_the_expert_is_related_to(stage: Stage) -> None:
    group = blind_panel(stage)
    review = reviews_in(stage, group)[0]
    proposal = review.proposal
    proposal.lead_unit_id = review.expert.units[0].organisation_id
    stage.session.flush()
    stage.session.expire(proposal)
    words = stage.refused(review, "declare_no_conflict", review.expert.person)
    assert proposal.lead_unit.name not in words["no_conflict_detected"].zh
    assert "与申报方存在应当回避的关系" in words["no_conflict_detected"].zh


def test_the_drafted_opinion_stays_behind_the_veil(stage: Stage) -> None:
    group = blind_panel(stage)
    sign_all(stage, group)
    text = discussing.draft_opinion(reviews_in(stage, group), group.criteria)
    assert "榕城" not in text

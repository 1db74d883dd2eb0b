"""A case exists for supervision alone, until it is served and referred."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.roles import roles_on
from app.models import Case, IntegrityEvidence, Letter, Outbox, Sanction, WrongTries
from app.queries.administering.administration import unfinished_work
from app.queries.integrity import cases_for, sanctions
from app.queries.interface import seen_ids
from app.queries.record.trail import trail_of
from app.queries.sight.seeing import Sight
from app.services.identity import moving
from app.services.integrity.clues import Upload, file_clue
from tests.conftest import SignInAs
from tests.factories import official, organisation, person
from tests.integrity.handling import CLUE, filed, opened, sanctioned
from tests.services.awarding import decided, objected, published
from tests.services.stage import Stage, a_page
from tests.web.visiting import seen
from workflows.roles import Role

OUTSIDE = (
    Role.PROGRAMME_OFFICER,
    Role.PLANNING_OFFICER,
    Role.DECISION_MAKER,
    Role.FORMAL_CHECKER,
    Role.SYS_ADMIN,
)


def test_a_case_changes_nothing_on_the_pages_of_those_outside(
    stage: Stage, sign_in: SignInAs
) -> None:
    subject = person(stage.session, organisation_id=organisation(stage.session).id)
    clients = {role: sign_in(stage.holder(role)) for role in OUTSIDE}
    stage.session.commit()
    own = sign_in(subject)
    pages = {role: ["/home", "/home/inbox"] for role in OUTSIDE}
    for role in (Role.PLANNING_OFFICER, Role.SYS_ADMIN):
        pages[role] += ["/admin/history", "/admin/register"]
    stage.holder(Role.SUPERVISOR)
    stage.session.commit()
    before = {role: [seen(clients[role], path) for path in pages[role]] for role in OUTSIDE}
    home = seen(own, "/home")
    case = opened(stage, subject)
    stage.session.commit()
    assert {r: [seen(clients[r], path) for path in pages[r]] for r in OUTSIDE} == before
    assert seen(own, "/home") == home
    for client in (*clients.values(), own):
        assert client.get(f"/integrity/{case.id}").status_code == 404
        assert client.get("/integrity").status_code == 403
        assert client.get(f"/cases/integrity_case/{case.id}/moves/report").status_code == 404


def test_the_respondent_reads_what_was_told_and_nothing_else(
    stage: Stage, sign_in: SignInAs
) -> None:
    subject = person(stage.session)
    case = opened(stage, subject)
    case.informant_name = "举报甲"
    stage.moved(
        case, "report", stage.holder(Role.SUPERVISOR), report="内部线人情况。", told="报告不实。"
    )
    discipline = sign_in(stage.holder(Role.DISCIPLINE))
    stage.session.commit()
    page = sign_in(subject).get(f"/integrity/{case.id}").text
    assert "报告不实" in page
    for hidden in ("内部线人", "举报甲", CLUE.act):
        assert hidden not in page
    assert "举报甲" not in seen(discipline, f"/integrity/{case.id}")
    assert "举报甲" in sign_in(stage.holder(Role.SUPERVISOR)).get(f"/integrity/{case.id}").text


def test_those_who_decide_see_a_case_once_it_is_referred_and_never_its_files(
    stage: Stage, sign_in: SignInAs
) -> None:
    subject = person(stage.session)
    other = replace(CLUE, subject="另一单位")
    made = file_clue(stage.session, other, Upload(a_page(), "证据.pdf"), stage.now)
    case = sanctioned(stage, subject)
    kept = stage.session.scalars(select(IntegrityEvidence)).one()
    decider = sign_in(stage.holder(Role.DECISION_MAKER))
    supervisor = sign_in(stage.holder(Role.SUPERVISOR))
    stage.session.commit()
    assert decider.get(f"/integrity/{case.id}").status_code == 200
    path = f"/integrity/{kept.case_id}/evidence/{kept.id}"
    assert decider.get(path).status_code == 403
    with supervisor.get(path) as file:
        assert file.status_code == 200
    assert supervisor.get(f"/integrity/{case.id}/evidence/{kept.id}").status_code == 404
    assert made


def test_registers_show_the_number_of_a_walled_letter_only(stage: Stage, sign_in: SignInAs) -> None:
    sanctioned(stage, person(stage.session))
    letter = stage.session.scalars(select(Letter)).one()
    planning = stage.holder(Role.PLANNING_OFFICER)
    stage.session.commit()
    outside = sign_in(planning).get("/admin/register").text
    inside = sign_in(stage.holder(Role.SUPERVISOR)).get("/admin/register").text
    assert letter.number is not None
    assert letter.number.text in outside
    assert "诚信处理" not in outside
    assert "诚信处理" in inside


def test_whoever_keeps_the_system_running_does_not_read_a_walled_letter(
    stage: Stage, sign_in: SignInAs
) -> None:
    sanctioned(stage, person(stage.session))
    letter = stage.session.scalars(select(Letter)).one()
    admin = stage.holder(Role.SYS_ADMIN)
    stage.session.commit()
    assert sign_in(admin).get(f"/letters/{letter.id}.pdf").status_code == 404


def test_the_operator_reads_of_a_clue_only_where_its_mail_failed(stage: Stage) -> None:
    session = stage.session
    stage.holder(Role.SUPERVISOR)
    session.flush()
    before = session.scalars(unfinished_work()).all()
    filed(stage)
    assert session.scalars(unfinished_work()).all() == before
    mail = session.scalars(select(Outbox).where(Outbox.key.contains("clue_received"))).one()
    mail.status = "failed"
    session.flush()
    assert mail in session.scalars(unfinished_work()).all()


def test_a_clue_from_the_portal_is_of_the_public_and_an_objection_of_its_objector(
    stage: Stage,
) -> None:
    """And no work of the clock, as both once stood there."""
    season = decided(stage)
    published(stage, season)
    supervisor = stage.holder(Role.SUPERVISOR)
    cases: tuple[Case, ...] = (filed(stage), objected(stage, season.proposals[0]))
    lines = [trail_of(stage.session, case, supervisor, {Role.SUPERVISOR})[0] for case in cases]
    assert [line.by.zh for line in lines] == ["公众", "异议人"]


def test_a_clue_is_filed_from_the_portal_without_a_name(stage: Stage, client: FlaskClient) -> None:
    typed = {"subject": CLUE.subject, "act": CLUE.act, "when_and_where": CLUE.when_and_where}
    stage.session.commit()
    assert client.get("/integrity-tips").status_code == 200
    wrong = client.post("/integrity-tips", data=typed | {"act": "不好"})
    assert wrong.status_code == 422
    assert CLUE.subject in wrong.text, "nothing typed is lost"
    assert client.post("/integrity-tips", data=typed).status_code == 201


def test_the_supervisor_names_the_respondent_and_adds_evidence_on_the_page(
    stage: Stage, sign_in: SignInAs
) -> None:
    subject, case = person(stage.session), filed(stage)
    supervisor = sign_in(stage.holder(Role.SUPERVISOR))
    stage.session.commit()
    both = {"email": subject.email, "unit": "某单位", "project": ""}
    assert supervisor.post(f"/integrity/{case.id}/subject", data=both).status_code == 409
    one = both | {"unit": ""}
    assert supervisor.post(f"/integrity/{case.id}/subject", data=one).status_code == 303
    file = {"file": (BytesIO(a_page().getvalue()), "证据.pdf")}
    assert supervisor.post(f"/integrity/{case.id}/evidence", data=file).status_code == 303
    assert "已保存。" in supervisor.get(f"/integrity/{case.id}").text
    assert supervisor.post(f"/integrity/{case.id}/evidence", data={}).status_code == 422
    page = supervisor.get(f"/integrity/{case.id}").text
    assert subject.name in page
    assert "证据.pdf" in page
    assert supervisor.get("/integrity").status_code == 200
    assert supervisor.get("/integrity/sanctions").status_code == 200


def test_a_sanction_stands_in_the_record_with_its_article(stage: Stage, sign_in: SignInAs) -> None:
    sanctioned(stage, person(stage.session))
    stage.session.commit()
    page = sign_in(stage.holder(Role.SUPERVISOR)).get("/integrity/sanctions").text
    assert "第十五条" in page


def test_a_tip_leaves_nothing_that_tells_which_account_sent_it(
    stage: Stage, sign_in: SignInAs, client: FlaskClient
) -> None:
    """What slows a flood counts the same whether somebody is signed in there or not."""
    signed_in = sign_in(person(stage.session))
    typed = {"subject": CLUE.subject, "when_and_where": CLUE.when_and_where}
    for number, sender in enumerate((signed_in, client)):
        data = typed | {"act": f"{CLUE.act}之{number}"}
        assert sender.post("/integrity-tips", data=data).status_code == 201
    assert [row.count for row in stage.session.scalars(select(WrongTries))] == [2]


def test_leaving_a_unit_opens_no_case_that_was_filed_against_it_before(stage: Stage) -> None:
    session, unit = stage.session, organisation(stage.session)
    case = opened(stage, person(session))
    case.subject_person_id, case.subject_unit_id = None, unit.id
    adopted = {"act": "虚报研发费用", "basis": "某办法", "decided_by": "某厅"}
    session.add(Sanction(organisation=unit, starts_on=date(2026, 3, 10), **adopted))
    colleague, stranger = (
        official(session, Role.SUPERVISOR, organisation_id=one)
        for one in (unit.id, organisation(session).id)
    )
    for one in (colleague, stranger):
        moving.take(session, one, None, "离开。", one, stage.now)
    barred = {one for one in (colleague, stranger) if session.scalars(sanctions(one)).all()}
    inside = {one for one in (colleague, stranger) if roles_on(session, one, case, stage.now)}
    listed = {one for one in (colleague, stranger) if session.scalars(cases_for(one)).all()}
    found = {
        one
        for one in (colleague, stranger)
        if seen_ids(session, case.kind, Sight(session, one, stage.now), [case.id])
    }
    assert inside == listed == found == barred == {stranger}


def test_a_sanction_of_a_case_stays_hidden_from_whoever_left_the_unit_before_it_was_decided(
    stage: Stage,
) -> None:
    session, unit = stage.session, organisation(stage.session)
    before, after = (official(session, Role.SUPERVISOR, organisation_id=unit.id) for _ in range(2))
    moving.take(session, before, None, "离开。", before, stage.now - timedelta(days=1))
    case = sanctioned(stage, person(session))
    case.subject_person_id, case.subject_unit_id = None, unit.id
    assert case.sanction is not None
    case.sanction.person_id, case.sanction.organisation_id = None, unit.id
    moving.take(session, after, None, "离开。", after, stage.now)
    assert session.scalars(sanctions(before)).all() == [case.sanction]
    assert session.scalars(sanctions(after)).all() == []

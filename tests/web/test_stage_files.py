"""Files that a team attaches to its evidence of a stage: until the evidence closes, and for whoever
reads that evidence."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Evidence, ExpertUnit, OfficialRecusal, Review, ReviewGroup
from app.services.races.evidence import grace_ends
from tests.conftest import SignInAs
from tests.factories import official
from tests.services.race_course import hand_in, panel, to_checkpoint
from tests.services.racing import Racing, started
from tests.services.stage import Stage, a_page
from workflows.roles import Role

TYPED = {"text": "节点报告。", "cost_to_finish": "300", "plan_days": "90"}
NAME = "测试记录.pdf"
KEPT_BACK = "佐证文件不向专家提供"


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """The checkpoint has been called."""
    made = started(stage)
    to_checkpoint(made)
    stage.session.commit()
    return made


def path_of(racing: Racing, lane: str) -> str:
    path = f"/races/teams/{racing.team(lane).id}"
    racing.stage.session.commit()
    return path


def attach(racing: Racing, client: FlaskClient) -> int:
    """The status of the answer to team A's form with a file."""
    typed = {**TYPED, "file": (BytesIO(a_page().getvalue()), NAME)}
    answer = client.post(path_of(racing, "A"), data=typed)
    return answer.status_code


def status(client: FlaskClient, path: str) -> int:
    with client.get(path) as answer:
        return answer.status_code


def attached(racing: Racing) -> list[Evidence]:
    racing.refresh()
    kept = select(Evidence).where(Evidence.purpose == "stage_1", Evidence.withdrawn_at.is_(None))
    rows = list(racing.stage.session.scalars(kept))
    racing.stage.session.commit()
    return rows


def address_of(racing: Racing, row: Evidence) -> str:
    """Where team A's file lies for whoever reads the page of the team."""
    number = row.id
    return f"{path_of(racing, 'A')}/files/{number}"


@pytest.fixture
def file(racing: Racing, sign_in: SignInAs) -> str:
    """The address of what team A has attached."""
    assert attach(racing, sign_in(racing.pi("A"))) == 303
    (row,) = attached(racing)
    return address_of(racing, row)


def test_a_team_attaches_and_takes_back_until_it_has_handed_in(
    racing: Racing, file: str, sign_in: SignInAs
) -> None:
    mine = sign_in(racing.pi("A"))
    page = mine.get(path_of(racing, "A")).text
    assert (NAME in page, KEPT_BACK in page) == (True, False)
    assert mine.post(f"{file}/withdraw").status_code == 303
    assert (attached(racing), mine.get(file).status_code) == ([], 404)
    assert attach(racing, mine) == 303
    hand_in(racing, "A")
    racing.stage.session.commit()
    kept = attached(racing)
    handed_in = address_of(racing, kept[0])
    assert attach(racing, mine) == 409
    assert mine.post(f"{handed_in}/withdraw").status_code == 303
    assert attached(racing) == kept


def test_once_the_evidence_of_all_has_closed_nothing_is_attached_or_taken_back(
    racing: Racing, file: str, sign_in: SignInAs
) -> None:
    closes = grace_ends(racing.stage.session, racing.race_stage)
    racing.stage.at(closes - timedelta(hours=1))
    mine = sign_in(racing.pi("A"))
    assert attach(racing, mine) == 303
    kept = attached(racing)
    racing.stage.at(closes + timedelta(minutes=1))
    racing.stage.session.commit()
    mine = sign_in(racing.pi("A"))
    assert attach(racing, mine) == 409
    assert mine.post(f"{file}/withdraw").status_code == 303
    assert attached(racing) == kept
    assert status(mine, file) == 200


def test_a_file_that_is_refused_saves_nothing_and_loses_nothing(
    racing: Racing, sign_in: SignInAs
) -> None:
    mine = sign_in(racing.pi("A"))
    typed = {**TYPED, "file": (BytesIO(b"MZ\x90"), NAME)}
    answer = mine.post(path_of(racing, "A"), data=typed)
    assert answer.status_code == 422
    assert "节点报告。" in answer.text
    assert attached(racing) == []
    assert {result.evidence for result in racing.race_stage.results} == {""}


def test_nobody_but_the_team_reads_what_it_has_saved_and_not_handed_in(
    racing: Racing, file: str, sign_in: SignInAs
) -> None:
    path, stage_page = path_of(racing, "A"), f"/races/stages/{racing.race_stage.id}"
    mine, others = racing.pi("A"), (racing.officer, racing.unit("A"))
    racing.stage.session.commit()
    page = sign_in(mine).get(path).text
    assert (TYPED["text"] in page, NAME in page) == (True, True)
    for one in others:
        client = sign_in(one)
        page = client.get(path).text
        assert (TYPED["text"] in page, NAME in page, status(client, file)) == (False, False, 404)
    assert NAME not in sign_in(racing.officer).get(stage_page).text
    closes = grace_ends(racing.stage.session, racing.race_stage)
    racing.stage.at(closes + timedelta(minutes=1))
    racing.stage.session.commit()
    assert TYPED["text"] not in sign_in(racing.officer).get(path).text, "nor when it let it lapse"
    assert "没有提交，只有本队看得到" in sign_in(mine).get(path).text


def test_the_team_its_unit_and_the_office_read_the_file_and_no_rival_nor_the_public_does(
    racing: Racing, file: str, sign_in: SignInAs, client: FlaskClient
) -> None:
    hand_in(racing, "A")
    aside, unit = official(racing.stage.session, Role.SUPERVISOR), racing.unit("A")
    recusal = OfficialRecusal(
        person_id=aside.id,
        proposal_id=racing.team("A").proposal_id,
        standing="declared",
        reason="亲属参与。",
        recorded_at=racing.stage.now,
    )
    officer, rival, other = racing.officer, racing.pi("B"), racing.unit("B")
    readers = (racing.pi("A"), unit, officer, aside)
    racing.stage.session.commit()
    assert [status(sign_in(one), file) for one in readers] == [200] * 4
    racing.stage.session.add(recusal)
    racing.stage.session.commit()
    shut = (rival, other, aside)
    assert [status(sign_in(one), file) for one in shut] == [404] * 3
    assert client.get(file).headers["Location"].startswith("/account/sign-in")
    stage_page, board = f"/races/stages/{racing.race_stage.id}", f"/races/{racing.race.id}"
    inside = sign_in(officer)
    racing.stage.session.commit()
    assert NAME in inside.get(stage_page).text
    assert NAME not in client.get(board).text


def first_review(racing: Racing, group: ReviewGroup, lane: str) -> Review:
    query = select(Review).where(
        Review.group_id == group.id, Review.proposal_id == racing.team(lane).proposal_id
    )
    return racing.stage.session.scalars(query.order_by(Review.id)).first() or pytest.fail("none")


def test_the_panel_of_the_stage_reads_the_file_and_no_other_panel_nor_who_has_a_conflict(
    racing: Racing, file: str, sign_in: SignInAs
) -> None:
    hand_in(racing, "A")
    session, number = racing.stage.session, file.rsplit("/", 1)[-1]
    panels = [panel(racing, {"A": 80, "B": 70}) for _ in range(2)]
    elsewhere, here, of_rival = (
        first_review(racing, group, lane)
        for group, lane in ((panels[0], "A"), (panels[1], "A"), (panels[1], "B"))
    )

    def answered(review: Review) -> int:
        address = f"/reviews/{review.id}/evidence/{number}"
        client = sign_in(review.expert.person)
        session.commit()
        return status(client, address)

    address, reader = f"/reviews/{here.id}", sign_in(here.expert.person)
    session.commit()
    assert NAME in reader.get(address).text
    here.state = "reading"
    assert [answered(one) for one in (here, elsewhere, of_rival)] == [200, 404, 404]
    here.state = "assigned"
    assert answered(here) == 404, "no conflict is declared yet"
    here.state = "reading"
    unit = racing.team("A").proposal.lead_unit_id
    here.expert.units.append(ExpertUnit(organisation_id=unit, since=date(2015, 1, 1)))
    session.commit()
    assert answered(here) == 404


def test_what_was_never_handed_in_is_not_read_by_the_panel(
    racing: Racing, file: str, sign_in: SignInAs
) -> None:
    review = first_review(racing, panel(racing, {"A": 0}), "A")
    review.state = "reading"
    reader, address = sign_in(review.expert.person), f"/reviews/{review.id}"
    racing.stage.session.commit()
    page = reader.get(address).text
    assert TYPED["text"] not in page
    assert NAME not in page
    assert status(reader, f"{address}/evidence/{file.rsplit('/', 1)[-1]}") == 404


def test_a_blind_panel_reads_a_report_that_names_nobody(racing: Racing, sign_in: SignInAs) -> None:
    call, team = racing.race.call, racing.team("A")
    call.rules = {**call.rules, "blind_units": 1, "blind_people": 1}
    team.proposal.pi.name = "林知远"  # no beginning of the name of whoever reads
    unit, leader = team.proposal.lead_unit.name, team.proposal.pi.name
    hand_in(racing, "A")
    result = next(r for r in racing.race_stage.results if r.team_id == team.id)
    result.evidence = f"{leader}在{unit}完成测试。"
    result.test_report = f"{unit}送检 JC-1"
    team.route.name = f"{unit}硫化物路线"
    review = first_review(racing, panel(racing, {"A": 80}), "A")
    review.state = "reading"
    reader, address = sign_in(review.expert.person), f"/reviews/{review.id}"
    racing.stage.session.commit()
    page = reader.get(address).text
    assert "［人员］在［单位］完成测试。" in page
    assert (unit in page, leader in page) == (False, False)
    call.rules = {**call.rules, "blind_units": 0, "blind_people": 0}
    racing.stage.session.commit()
    assert f"{leader}在{unit}完成测试。" in reader.get(address).text


@pytest.mark.parametrize(("rule", "seen"), [(0, NAME), (1, "附件1.pdf"), (2, ""), (3, "")])
def test_a_call_that_keeps_files_from_its_experts_keeps_these(
    racing: Racing, file: str, sign_in: SignInAs, rule: int, seen: str
) -> None:
    call = racing.race.call
    call.rules = {**call.rules, "blind_files": rule}
    mine = sign_in(racing.pi("A"))
    assert (KEPT_BACK in mine.get(path_of(racing, "A")).text) == (not seen), "the team is told"
    hand_in(racing, "A")
    review = first_review(racing, panel(racing, {"A": 80}), "A")
    racing.stage.session.commit()
    client, address = sign_in(review.expert.person), f"/reviews/{review.id}"
    racing.stage.session.commit()
    page = client.get(address).text
    given = status(client, f"{address}/evidence/{file.rsplit('/', 1)[-1]}")
    assert given == (200 if seen else 404)
    assert (seen in page, NAME in page) == (True, rule == 0)

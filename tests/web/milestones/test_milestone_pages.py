"""Pages of milestones: each reader sees what is theirs, and nothing typed is lost."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.models import MetricReading, Person, Project, SiteVisit
from app.queries.figures.metrics import ledger_of
from app.services.milestones import reporting
from app.services.milestones.reporting import Measured
from tests.conftest import SignInAs
from tests.factories import grant, person
from tests.pictures.drawn import table_of
from tests.services.called import witnessed
from tests.services.running import Running, panel_of, write
from tests.services.stage import a_page
from tests.web.sending import sent
from tests.web.visiting import visit
from workflows.roles import Role


def a_file() -> BytesIO:
    return BytesIO(a_page().getvalue())


def test_a_page_of_a_project_says_what_comes_next_and_by_whom(
    announced: Running, sign_in: SignInAs
) -> None:
    leader = visit(sign_in, announced.stage, announced.awarded.applied.pi)
    page = leader.get(f"/projects/{announced.project.id}").text
    for words in ("下一步", "中期样机", "由谁办理：", "申报人", "节点考核通知", "第 2 版"):
        assert words in page


def test_a_case_is_found_on_the_diagram_of_its_definition_by_its_readers_alone(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage, path = submitted.stage, f"/projects/{submitted.project.id}/course"
    leader = visit(sign_in, stage, submitted.awarded.applied.pi)
    page = leader.get(path).text
    assert f'src="{path}.svg"' in page
    assert "现在的状态：节点考核" in page
    drawing = leader.get(f"{path}.svg")
    assert drawing.mimetype == "image/svg+xml"
    assert "● 节点考核" in drawing.text
    assert "√ 在研" in drawing.text
    assert "● Milestone" in leader.get(f"{path}.svg?lang=en").text
    stranger = visit(sign_in, stage, person(stage.session))
    assert [stranger.get(f"{path}{end}").status_code for end in ("", ".svg")] == [404, 404]


def test_whoever_has_nothing_to_do_here_is_told_whose_turn_it_is(
    submitted: Running, sign_in: SignInAs
) -> None:
    path = f"/milestones/{submitted.milestone.id}?lang=en"
    leader = visit(sign_in, submitted.stage, submitted.awarded.applied.pi)
    assert "Now with: Programme officer" in leader.get(path).text
    officer = submitted.stage.holder(Role.PROGRAMME_OFFICER)
    assert "Now with" not in visit(sign_in, submitted.stage, officer).get(path).text


def test_the_leader_comes_from_the_proposal_to_its_project(
    announced: Running, sign_in: SignInAs
) -> None:
    project, proposal = announced.milestone.project, announced.milestone.project.proposal
    link, paths = f'href="/projects/{project.id}"', ("/my/proposals", f"/proposals/{proposal.id}")
    leader = visit(sign_in, announced.stage, proposal.pi)
    assert [link in leader.get(path).text for path in paths] == [True, True]


def test_the_milestone_report_is_saved_with_its_evidence_or_not_at_all(
    announced: Running, sign_in: SignInAs
) -> None:
    stage, metric = announced.stage, announced.awarded.metric.id
    path = f"/milestones/{announced.milestone.id}/report"
    leader = visit(sign_in, stage, announced.awarded.applied.pi)
    typed: dict[str, Any] = {
        "report": "样机完成。",
        f"value-{metric}": "很高",
        f"measured_by-{metric}": "省检测院",
    }
    refused = leader.post(path, data=typed)
    assert refused.status_code == 422
    assert "样机完成。" in refused.text
    assert "很高" in refused.text
    assert stage.session.scalars(select(MetricReading.step)).all() == ["contracted"]
    stage.session.rollback()
    assert "所选文件须重新选择" not in refused.text
    came_with_it = leader.post(path, data=typed | {"file": (a_file(), "总结.pdf")})
    assert "<b>总结.pdf</b>" in came_with_it.text
    assert "所选文件须重新选择" not in came_with_it.text
    no_file = {"file": (a_file(), "总结.exe"), f"value-{metric}": "360"}
    assert "所选文件须重新选择" in leader.post(path, data=typed | no_file).text
    typed["file-upload"] = key = sent(leader, a_file().getvalue())
    kept = leader.post(path, data=typed)
    assert "所选文件须重新选择" not in kept.text
    assert f'name="file-upload" value="{key}"' in kept.text
    typed |= {f"value-{metric}": "360", f"file-{metric}": (a_file(), "检测报告.pdf")}
    assert leader.post(path, data=typed).status_code == 303
    page = leader.get(path).text
    assert "360" in page
    assert "方案.pdf" in page
    del typed["file-upload"]
    same = {k: v for k, v in typed.items() if not k.startswith("file")}
    leader.post(path, data=same)
    values = stage.session.scalars(
        select(MetricReading.value).where(MetricReading.step == "measured")
    ).all()
    assert values == ["360"], "saving again without a change is no new reading"


def test_a_report_that_is_saved_and_not_handed_in_is_its_authors_only(
    announced: Running, sign_in: SignInAs
) -> None:
    stage, case = announced.stage, announced.milestone
    assert reporting.save_report(case, "尚在修改的草稿。") is None
    reading = announced.measure(Measured("360", None, "省检测院", "CNAS", "JC-2026-001"))
    number, file, project = case.id, reading.evidence_id, case.project_id
    page = f"/milestones/{number}"
    asked = (f"{page}/files/{file}", f"/projects/{project}/files/{file}")
    leader, officer = announced.awarded.applied.pi, stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    mine, office = visit(sign_in, stage, leader), visit(sign_in, stage, officer)
    assert "尚在修改的草稿。" in mine.get(page).text
    seen = office.get(page).text
    assert ("尚在修改的草稿。" in seen, "JC-2026-001" in seen) == (False, False)
    assert [office.get(path).status_code for path in asked] == [404, 404]
    assert ledger_of(stage.session, case.project)[0].newest is None
    stage.session.commit()
    stage.moved(case, "submit_evidence", leader)
    stage.session.commit()
    newest = ledger_of(stage.session, case.project)[0].newest
    assert newest is not None
    assert newest.value == "360"
    stage.session.commit()
    seen = office.get(page).text
    assert ("尚在修改的草稿。" in seen, "JC-2026-001" in seen) == (True, True)
    with office.get(asked[0]) as answer:
        assert answer.status_code == 200


def test_the_office_sees_who_was_drawn_and_who_left_and_the_seed_only_after_the_draw(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage, node = submitted.stage, submitted.milestone
    panel_of(stage, 9)
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    stage.moved(node, "ask_for_panel", officer, beyond="0")
    assert node.assessment is not None
    pool = dict(node.assessment.draw["pool"])
    path = f"/milestones/{node.id}"
    before = visit(sign_in, stage, manager).get(path).text
    assert "抽取考核专家" in before
    witnessed(stage, node)
    stage.moved(node, "convene", officer)
    first = next(o for o in submitted.opinions(1) if o.expert.type != "finance")
    stage.moved(first, "decline", first.expert.person, reason="出差")
    office, one = visit(sign_in, stage, officer), submitted.opinions(1)[-1].expert.person
    after = office.get(path).text
    assert pool["seed"] not in before
    assert pool["seed"] in after
    assert pool["commitment"] in after
    assert "谢绝：出差" in after
    assert "谢绝：出差" not in visit(sign_in, stage, one).get(path).text


def test_who_replaces_an_absent_assessor_finds_the_move_and_reads_nothing_unsigned(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage, opinion = submitted.stage, submitted.convene()[1]
    write(submitted, opinion, "fail")
    manager = visit(sign_in, stage, stage.holder(Role.EXPERT_MANAGER))
    path = f"/opinions/{opinion.id}"
    assert path in manager.get(f"/milestones/{submitted.milestone.id}").text
    page = manager.get(path).text
    assert "缺席或逾期，予以更换" in page
    assert "样机真实。" not in page


def test_a_single_opinion_is_for_its_author_and_the_office_never_for_those_judged(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    opinion, other = submitted.convene()[:2]
    path = f"/opinions/{opinion.id}"
    author, officer = opinion.expert.person, stage.holder(Role.PROGRAMME_OFFICER)
    leader = submitted.awarded.applied.pi

    def status(someone: Person) -> int:
        return visit(sign_in, stage, someone).get(path).status_code

    assert (status(author), status(officer), status(leader)) == (200, 404, 404)
    assert status(other.expert.person) == 404
    write(submitted, opinion, "pass")
    stage.moved(opinion, "sign_opinion", author)
    assert (status(author), status(officer), status(leader)) == (200, 200, 404)
    leader_page = visit(sign_in, stage, leader).get(f"/milestones/{submitted.milestone.id}").text
    assert author.name not in leader_page, "who sits on the panel is not shown outside"


def test_the_recommender_of_those_judged_reads_no_single_opinion_either(
    submitted: Running, sign_in: SignInAs
) -> None:
    """Who reads the project from beside it would tell who of the panel said what."""
    stage = submitted.stage
    opinion = submitted.convene()[0]
    write(submitted, opinion, "pass")
    stage.moved(opinion, "sign_opinion", opinion.expert.person)
    lead = submitted.awarded.applied.proposal.lead_unit
    beside = person(stage.session)
    grant(stage.session, beside, Role.RECOMMENDER, organisation_id=lead.recommender_id)
    reader = visit(sign_in, stage, beside)
    assert reader.get(f"/milestones/{submitted.milestone.id}").status_code == 200
    assert reader.get(f"/opinions/{opinion.id}").status_code == 404


def test_the_chair_reads_the_opinions_of_others_only_after_giving_the_own_one(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    own, other = submitted.convene()[:2]
    assert own.expert.person.id == submitted.chair.id
    write(submitted, other, "pass")
    stage.moved(other, "sign_opinion", other.expert.person)
    paths = (f"/opinions/{other.id}", f"/milestones/{submitted.milestone.id}")
    chair = visit(sign_in, stage, submitted.chair)
    assert chair.get(paths[0]).status_code == 404
    assert "成员意见" not in chair.get(paths[1]).text
    write(submitted, own, "pass")
    stage.moved(own, "sign_opinion", own.expert.person)
    stage.session.commit()
    assert chair.get(paths[0]).status_code == 200
    assert "成员意见" in chair.get(paths[1]).text


def test_an_opinion_is_kept_as_it_is_written(submitted: Running, sign_in: SignInAs) -> None:
    stage, key = submitted.stage, str(submitted.awarded.metric.id)
    opinion = submitted.convene()[0]
    path = f"/opinions/{opinion.id}"
    author = visit(sign_in, stage, opinion.expert.person)
    typed = {f"verdict-{key}": "met", f"note-{key}": "有报告。", "overall": "真实。"}
    assert author.post(path, data=typed | {"proposes": "perhaps"}).status_code == 422
    assert author.post(path, data=typed).status_code == 303
    assert "有报告。" in author.get(path).text
    assert path in author.get("/opinions").text


VISIT = {"edition": "0", "visited_on": "2026-09-24", "place": "中试车间", "seen": "产线已通电。"}


def test_a_visit_saved_by_script_or_by_hand_keeps_both_texts_when_two_write(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    path = f"/milestones/{submitted.milestone.id}/visit"
    first = stage.holder(Role.PROGRAMME_OFFICER).name
    one = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    two = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER, "second"))
    assert one.post(f"{path}/autosave", data=VISIT).json == {"edition": 1}
    late = two.post(f"{path}/autosave", data=VISIT | {"seen": "样品三件。"})
    assert late.status_code == 409
    assert f"没有保存：{first} 已在 2026-" in (late.json or {})["conflict"]
    by_hand = two.post(path, data=VISIT | {"seen": "样品三件。"})
    assert by_hand.status_code == 409
    assert "产线已通电。" in by_hand.text
    assert "样品三件。" in by_hand.text
    both = VISIT | {"edition": "1", "seen": "产线已通电。样品三件。"}
    assert two.post(path, data=both).status_code == 303
    assert stage.session.scalars(select(SiteVisit.seen)).one() == "产线已通电。样品三件。"


def test_the_ledger_shows_promise_contract_and_measurement_and_its_chart(
    submitted: Running, sign_in: SignInAs
) -> None:
    stage = submitted.stage
    leader = visit(sign_in, stage, submitted.awarded.applied.pi)
    page = leader.get(f"/projects/{submitted.project.id}/metrics").text
    for words in ("≥ 400 Wh/kg", "360", "CNAS JC-2026-001", "90%"):
        assert words in page
    files = [leader.get(f"/projects/{submitted.project.id}/metrics.{f}") for f in ("svg", "xlsx")]
    assert files[0].text in page
    assert ["360" in row for row in table_of(files[1].data)].count(True) == 1
    officer = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    project = stage.session.scalars(select(Project)).one()
    programme = project.proposal.call.programme_id
    page = officer.get(f"/office/metrics/{programme}").text
    assert project.number in page
    assert officer.get(f"/office/metrics/{programme}.svg").text in page
    assert officer.get("/office/metrics/999").status_code == 404


def test_pages_of_a_milestone_speak_english(submitted: Running, sign_in: SignInAs) -> None:
    stage = submitted.stage
    submitted.convene()
    officer = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    number, project = submitted.milestone.id, submitted.project.id
    for path in (
        f"/milestones/{number}",
        f"/milestones/{number}/visit",
        f"/projects/{project}",
        f"/projects/{project}/contract",
        f"/projects/{project}/metrics",
        "/office/milestones",
    ):
        page = officer.get(f"{path}?lang=en")
        assert page.status_code == 200, path
        for words in ("节点考核", "专家组", "任务书", "指标台账"):
            assert f">{words}<" not in page.text, (path, words)

"""Pages of the contract: who edits it, what a refusal keeps, what proves the matching funds."""

from __future__ import annotations

import re
from io import BytesIO

from sqlalchemy import select

from app.models import ContractVersion, Evidence
from tests.conftest import SignInAs
from tests.factories import person
from tests.services.awarding import was_on_notice
from tests.services.running import awarded
from tests.services.stage import Stage, a_page
from tests.web.visiting import visit


def a_file() -> BytesIO:
    return BytesIO(a_page().getvalue())


def contract_form(page: str) -> dict[str, str]:
    """Every field of the page as it was served."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page))
    return found


def test_the_leader_edits_the_contract_and_sees_what_changed(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage)
    leader = visit(sign_in, stage, made.applied.pi)
    path = f"/projects/{made.project.id}/contract"
    typed = contract_form(leader.get(f"{path}/edit").text)
    typed["metrics-0-target"] = "350"
    typed["milestones-0-targets"] = "能量密度 = 300"
    reply = leader.post(f"{path}/edit", data=typed)
    assert reply.status_code == 303, reply.text
    page = leader.get(path).text
    assert "低于申报承诺的指标" in page
    assert "申报 ≥ 400 Wh/kg，任务书 350" in page
    assert "<del>≥ 400 Wh/kg</del>" in page
    assert "<ins>≥ 350 Wh/kg</ins>" in page
    version = stage.session.scalars(
        select(ContractVersion).where(ContractVersion.version == 2)
    ).one()
    assert version.terms["milestones"][0]["targets"] == {str(made.metric.id): "300"}


def test_a_refused_edit_keeps_what_was_typed(stage: Stage, sign_in: SignInAs) -> None:
    made = awarded(stage)
    leader = visit(sign_in, stage, made.applied.pi)
    path = f"/projects/{made.project.id}/contract/edit"
    typed = contract_form(leader.get(path).text)
    typed |= {"metrics-0-target": "很高", "ip": "知识产权另行约定。"}
    reply = leader.post(path, data=typed)
    assert reply.status_code == 422
    assert "知识产权另行约定。" in reply.text
    assert "很高" in reply.text
    typed |= {"metrics-0-target": "400", "milestones-0-targets": "效率 = 3"}
    assert "效率 = 3" in leader.post(path, data=typed).text


def test_a_version_saved_meanwhile_is_not_written_over_before_that_was_told(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage)
    leader = visit(sign_in, stage, made.applied.pi)
    path = f"/projects/{made.project.id}/contract/edit"
    typed = contract_form(leader.get(path).text)
    first = typed | {"ip": "先存的约定。"}
    assert leader.post(path, data=first).status_code == 303
    mistyped = leader.post(path, data=typed | {"ip": ""})
    assert mistyped.status_code == 422
    again = contract_form(mistyped.text) | {"ip": "后存的约定。"}
    told = leader.post(path, data=again)
    assert told.status_code == 409
    assert leader.post(path, data=contract_form(told.text)).status_code == 303


def test_a_form_that_speaks_of_other_metrics_is_no_form_of_this_contract(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage)
    leader = visit(sign_in, stage, made.applied.pi)
    path = f"/projects/{made.project.id}/contract/edit"
    typed = contract_form(leader.get(path).text) | {"metrics-0-metric_id": "999"}
    assert leader.post(path, data=typed).status_code == 400


def test_only_the_leader_edits_and_a_rival_does_not_see_the_contract(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage)
    path = f"/projects/{made.project.id}/contract"
    unit, rival = made.applied.unit, person(stage.session)
    assert visit(sign_in, stage, unit).get(path).status_code == 200
    assert visit(sign_in, stage, unit).get(f"{path}/edit").status_code == 404
    assert visit(sign_in, stage, rival).get(path).status_code == 404


def test_the_proof_of_matching_funds_is_judged_by_its_content(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage, proven=False)
    unit = visit(sign_in, stage, made.applied.unit)
    project = made.project.id
    stage.session.rollback()
    path = f"/projects/{project}/contract/matching"
    bad = unit.post(path, data={"file": (BytesIO(b"MZ\x90"), "证明.pdf")})
    assert bad.status_code == 422
    page = f"/projects/{project}/contract"
    assert f'href="{page}?lang=en"' in bad.text, "the other language is that of the same page"
    again = unit.get(path)
    assert (again.status_code, again.location) == (303, page), "a form that was refused, come back"
    good = unit.post(path, data={"file": (a_file(), "证明.pdf")})
    assert good.status_code == 303
    stored = stage.session.scalars(select(Evidence)).one()
    with unit.get(f"/projects/{project}/files/{stored.id}") as download:
        assert download.status_code == 200
        assert "attachment" in download.headers["Content-Disposition"]
    assert unit.get(f"/projects/{project}/files/{stored.id + 1}").status_code == 404


def test_a_contract_that_was_given_up_is_not_offered_for_signing_and_the_public_reads_so(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = awarded(stage)
    was_on_notice(stage, made.project.proposal)
    unit, path = visit(sign_in, stage, made.applied.unit), f"/projects/{made.project.id}"
    before = unit.get(path).text
    assert "核对与签订" in before
    assert "未签任务书，立项失效" not in unit.get("/results").text
    stage.moved(made.project, "give_up", made.applied.unit, reason="人员变动")
    stage.session.commit()
    after = unit.get(path).text
    assert "未签订" in after
    assert "核对与签订" not in after
    assert "未签任务书，立项失效" in unit.get("/results").text

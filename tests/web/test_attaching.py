"""Files attached to a case of a project: by whose case it is, while it may; read by its readers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Evidence
from tests.after.test_pages import of, settle
from tests.after.underway import Underway
from tests.conftest import SignInAs
from tests.services.stage import a_page

__all__ = ["of"]


def a_file(name: str = "设备到货延迟证明.pdf") -> dict[str, Any]:
    return {"file": (BytesIO(a_page().getvalue()), name)}


def is_read(client: FlaskClient, path: str) -> bool:
    with client.get(path) as answer:
        return answer.data.startswith(b"%PDF")


def the_file(of: Underway) -> int:
    found = of.stage.session.scalar(select(Evidence.id).where(Evidence.about_kind == "change"))
    of.stage.session.commit()
    assert found is not None
    return found


def test_the_leader_attaches_evidence_to_a_change_that_every_reader_of_it_reads(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.change("technical_route")
    path = f"/cases/change/{case.id}/files"
    settle(of)
    leader = sign_in(of.pi)
    assert leader.get(f"{path}/add").status_code == 200
    assert leader.post(f"{path}/add", data={}).status_code == 422
    assert leader.post(f"{path}/add", data=a_file()).status_code == 303
    file = the_file(of)
    assert "设备到货延迟证明.pdf" in leader.get(f"/changes/{case.id}").text
    assert "上传材料" in leader.get(f"/changes/{case.id}").text, "the history names it"
    reader, one = sign_in(of.unit), f"{path}/{file}"
    assert reader.get(one).status_code == 404, "a draft is its leader's own affair"
    assert sign_in(of.pi).get(f"/projects/{of.project.id}/files/{file}").status_code == 404
    of.stage.moved(case, "submit", of.pi)
    of.stage.session.commit()
    assert is_read(sign_in(of.unit), one)
    assert sign_in(of.unit).post(f"{path}/add", data=a_file("x.pdf")).status_code == 404
    late = sign_in(of.pi).post(f"{path}/add", data=a_file("迟到.pdf"))
    assert late.status_code == 409
    kept = sign_in(of.pi).post(f"{one}/withdraw")
    assert kept.status_code == 303
    assert is_read(sign_in(of.unit), one), "what was handed in stays"


def test_a_file_withdrawn_before_the_change_is_submitted_is_shown_to_nobody(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.change("technical_route")
    path = f"/cases/change/{case.id}/files"
    settle(of)
    leader = sign_in(of.pi)
    leader.post(f"{path}/add", data=a_file())
    file = the_file(of)
    assert leader.post(f"{path}/{file}/withdraw").status_code == 303
    assert leader.get(f"{path}/{file}").status_code == 404
    assert "撤回材料" in leader.get(f"/changes/{case.id}").text


def test_a_case_that_takes_no_files_has_no_page_for_them(of: Underway, sign_in: SignInAs) -> None:
    settle(of)
    assert sign_in(of.pi).get(f"/cases/project/{of.project.id}/files/add").status_code == 404

"""A case's dossier: everything of it, for those who may see everything, and proof of every byte."""

from __future__ import annotations

import csv
import hashlib
import subprocess
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.files.store import FolderStore, MissingFile
from app.models import Attachment, Outbox
from app.queries.record.trail import Line
from app.services.dossier.contents import Entry
from app.services.dossier.history_sheet import Story, as_csv
from app.services.dossier.packing import MANIFEST, pack
from app.worker.context import Context
from app.worker.jobs import work
from tests.conftest import START, SignInAs
from tests.factories import official
from tests.web.looking import looking
from tests.web.one_of_each import World
from workflows.engine.text import Text
from workflows.roles import Role


@pytest.fixture
def world(session: Session, context: Context) -> World:
    """A project with files in the stores."""
    made = World(session)
    made.proposal.state, made.proposal.title = "approved", "全固态电池"
    files = FolderStore(context.settings.var / "files")
    letters = FolderStore(context.settings.var / "letters")
    made.letter.sha256 = letters.put(BytesIO(b"%PDF letter"))
    made.letter.title = "立项通知书"
    made.proposal.attachments = [
        Attachment(
            key="plan",
            name="可行性报告.pdf",
            media_type="application/pdf",
            size=1,
            sha256=files.put(BytesIO(f"第{n}份".encode())),
            uploaded_by_id=made.proposal.pi_id,
            uploaded_at=START,
        )
        for n in range(2)
    ]
    session.flush()
    return made


def packed(app: Flask, context: Context, client: FlaskClient, path: str) -> ZipFile:
    page = client.post(path).headers["Location"]
    with looking(app) as reading:
        jobs = [row.id for row in reading.query(Outbox).filter_by(job="takeaway", status="waiting")]
    for job in jobs:
        work(context, job, context.clock.now())
    with client.get(f"{page}/file") as answer:
        assert answer.status_code == 200
        return ZipFile(BytesIO(answer.data))


def test_the_dossier_of_a_project_holds_its_files_letters_and_histories_and_proves_them(
    app: Flask, context: Context, world: World, sign_in: SignInAs, tmp_path: Path
) -> None:
    world.session.commit()
    client = sign_in(world.officer)
    assert "打包全部卷宗" in client.get(f"/projects/{world.project.id}").text
    archive = packed(app, context, client, f"/cases/project/{world.project.id}/dossier")
    names = archive.namelist()
    assert {"流转记录.csv", "流转记录.html", "公文/立项通知书.pdf", MANIFEST} <= set(names)
    assert {"申报书/附件/可行性报告.pdf", "申报书/附件/可行性报告 (2).pdf"} <= set(names)
    assert all(i.flag_bits & 0x800 for i in archive.infolist() if not i.filename.isascii())
    assert "全固态电池" in archive.read("流转记录.html").decode()
    assert archive.read("流转记录.csv").decode("utf-8-sig").startswith("事项,时间")
    client.get("/?lang=en")
    english = packed(app, context, client, f"/cases/project/{world.project.id}/dossier")
    assert english.read("流转记录.csv").decode("utf-8-sig").startswith("Case,Time")
    archive.extractall(tmp_path / "out")
    assert check(tmp_path / "out") == 0
    (tmp_path / "out" / "公文" / "立项通知书.pdf").write_bytes(b"%PDF forged")
    assert check(tmp_path / "out") != 0


def check(folder: Path) -> int:
    """As the dossier's own README says."""
    command = ["sha256sum", "--strict", "-c", MANIFEST]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_only_those_who_may_see_all_of_it_may_take_it(world: World, sign_in: SignInAs) -> None:
    path = f"/cases/proposal/{world.proposal.id}/dossier"
    outside = [world.proposal.pi, world.seated.person, world.objector]
    outside += [
        official(world.session, role)
        for role in (Role.FORMAL_CHECKER, Role.EXPERT_MANAGER, Role.FINANCE, Role.SYS_ADMIN)
    ]
    aside = official(world.session, Role.SUPERVISOR, organisation_id=world.lab.id)
    world.session.commit()
    for someone in (*outside, aside):
        assert sign_in(someone).post(path).status_code == 404
    assert (
        "打包全部卷宗" not in sign_in(world.proposal.pi).get(f"/projects/{world.project.id}").text
    )
    assert sign_in(world.officer).post("/cases/call/1/dossier").status_code == 404


def test_a_name_is_safe_wherever_it_is_unpacked_and_used_once() -> None:
    out = BytesIO()
    entries = [
        Entry("材料", name, b"x")
        for name in ("../../etc/passwd", "a:b?.txt", "A:B?.TXT", "/x/报告.pdf", "报告.pdf")
    ]
    seen: list[int] = []
    pack(out, "某", entries, START, seen.append)
    names = ZipFile(out).namelist()
    assert names[:5] == [
        *("材料/passwd", "材料/a_b_.txt", "材料/A_B_ (2).TXT"),
        *("材料/报告.pdf", "材料/报告 (2).pdf"),
    ]
    assert seen == [1, 2, 3, 4, 5]


def test_the_manifest_gives_the_digest_of_each_file() -> None:
    out = BytesIO()
    pack(out, "某", [Entry("", "一.txt", "一".encode())], START, lambda _n: None)
    digest = hashlib.sha256("一".encode()).hexdigest()
    assert ZipFile(out).read(MANIFEST).decode() == f"{digest}  一.txt\n"


def test_a_file_that_the_store_has_lost_is_not_passed_over(tmp_path: Path) -> None:
    lost = Entry("", "丢失.pdf", store=FolderStore(tmp_path), sha256="0" * 64)
    with pytest.raises(MissingFile, match="丢失"):
        pack(BytesIO(), "某", [lost], START, lambda _n: None)


def test_the_history_sheet_is_utf8_with_its_mark() -> None:
    assert as_csv([], "zh_Hans_CN").startswith("\ufeff事项,时间".encode())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\n="])
def test_no_cell_of_the_history_sheet_is_a_formula(sign: str) -> None:
    """Nor to a spreadsheet in Chinese, which reads the wide signs like the narrow ones."""
    stood = Text("在办", "Under way")
    line = Line(stood, None, stood, START, Role.APPLICANT, f"{sign}1+1", None, ())
    text = as_csv([Story(f"{sign}cmd|' /C calc'!A0", [line])], "en").decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert len(cells) > 8
    assert not [cell for cell in cells if cell.startswith(sign)]

"""What people type reaches headers and logs as text: it begins no line of its own there."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Attachment
from app.web.shared.fields import UploadField
from app.web.shared.forms import Form, Required
from tests.conftest import SignInAs
from tests.factories import proposal
from tests.files.made import PNG
from tests.web.looking import looking


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.exe.png',
        "a\x0b\x85\u2028Set-Cookie: x=y.png",
        "../../etc/passwd.png",
        "a\u202egnp.exe.png",
        "喆😀.png",
    ],
)
def test_the_name_of_a_file_stays_inside_its_header(
    app: Flask, session: Session, sign_in: SignInAs, name: str
) -> None:
    draft = proposal(session)
    session.commit()
    client = sign_in(draft.pi)
    path = f"/proposals/{draft.id}/edit/attachments"
    client.post(path, data={"key": "other", "file": (BytesIO(PNG), name)})
    with looking(app) as own:
        number = own.scalars(select(Attachment.id)).one()
    answer = client.get(f"/proposals/{draft.id}/files/{number}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert "\r" not in disposition
    assert "\u202e" not in disposition
    assert "/" not in disposition
    assert disposition.count('filename="') <= 1 or '\\"' in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


class OneFile(Form):
    file = UploadField("file", [Required()])


@pytest.mark.parametrize("sent", [{"file": "text"}, {"file": (BytesIO(b""), "")}, {}])
def test_text_in_the_place_of_a_file_is_no_file(app: Flask, sent: dict[str, object]) -> None:
    with app.test_request_context("/", method="POST", data=sent):
        form = OneFile()
        assert not form.validate()
        assert form.file.data is None


def test_a_line_break_in_an_address_begins_no_line_of_the_log(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    app.extensions["clock"] = None  # whatever comes fails
    assert client.get("/calls%0D%0Aforged line of a log").status_code == 500
    lines = [line for line in capsys.readouterr().out.splitlines() if "forged" in line]
    assert not any(line.startswith("forged") for line in lines), json.dumps(lines)

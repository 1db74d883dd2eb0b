"""Files sent in parts before the form that takes them: the protocol, and whose they are."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Attachment, Proposal, Upload
from app.services.files import uploading
from app.services.files.uploads import TOGETHER
from tests.conftest import SignInAs
from tests.factories import person, proposal
from tests.services.stage import a_page
from tests.web.looking import looking
from tests.web.sending import TUS, begin, go_on, sent

PAGE = a_page().getvalue()


@pytest.fixture
def draft(session: Session) -> Proposal:
    made = proposal(session)
    session.commit()
    return made


@pytest.fixture
def client(draft: Proposal, sign_in: SignInAs) -> FlaskClient:
    return sign_in(draft.pi)


def attach(client: FlaskClient, draft: Proposal, **given: object) -> TestResponse:
    path = f"/proposals/{draft.id}/edit/attachments"
    return client.post(path, data={"key": "other"} | given, content_type="multipart/form-data")


def attached(app: Flask) -> list[tuple[str, str]]:
    with looking(app) as session:
        return [(a.name, a.sha256) for a in session.scalars(select(Attachment))]


def uploads(app: Flask) -> list[str]:
    with looking(app) as session:
        return list(session.scalars(select(Upload.key)))


def test_a_file_sent_in_parts_is_taken_by_the_form_that_names_it(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    key = sent(client, PAGE)
    look = client.head(f"/uploads/{key}", headers=TUS)
    whole = str(len(PAGE))
    assert (look.headers["Upload-Offset"], look.headers["Upload-Length"]) == (whole, whole)
    assert look.headers["Cache-Control"] == "no-store"
    assert attach(client, draft, **{"file-upload": key}).status_code == 303
    assert attached(app) == [("方案.pdf", hashlib.sha256(PAGE).hexdigest())]
    assert uploads(app) == []


def test_a_file_that_comes_with_the_form_takes_the_place_of_one_sent_before(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    other = a_page().getvalue() + b"\n"
    plain = (BytesIO(other), "另一份.pdf")
    attach(client, draft, **{"file-upload": sent(client, PAGE), "file": plain})
    assert attached(app) == [("另一份.pdf", hashlib.sha256(other).hexdigest())]
    assert uploads(app) == []


def test_a_form_refused_for_another_field_keeps_the_file_for_the_next_time(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    key = sent(client, PAGE)
    refused = attach(client, draft, **{"file-upload": key, "key": "no such kind"})
    assert refused.status_code == 422
    assert f'name="file-upload" value="{key}"' in refused.text
    assert "<b>方案.pdf</b>" in refused.text
    assert attach(client, draft, **{"file-upload": key}).status_code == 303
    assert len(attached(app)) == 1


def test_a_file_that_came_with_a_refused_form_is_kept_for_the_next_time(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    plain = {"file": (BytesIO(PAGE), "方案.pdf")}
    refused = attach(client, draft, **plain, key="no such kind")
    assert refused.status_code == 422
    (key,) = uploads(app)
    assert f'name="file-upload" value="{key}"' in refused.text
    assert "<b>方案.pdf</b>" in refused.text
    assert attach(client, draft, **{"file-upload": key}).status_code == 303
    assert attached(app) == [("方案.pdf", hashlib.sha256(PAGE).hexdigest())]
    assert uploads(app) == []


def test_a_file_that_came_with_a_form_and_is_wrong_itself_is_not_kept(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    refused = attach(client, draft, file=(BytesIO(b"MZ no document"), "x.pdf"))
    assert refused.status_code == 422
    assert (uploads(app), 'name="file-upload" value=""' in refused.text) == ([], True)


def test_a_file_refused_for_its_content_is_to_be_chosen_anew(
    app: Flask, client: FlaskClient, draft: Proposal
) -> None:
    refused = attach(client, draft, **{"file-upload": sent(client, b"MZ no document")})
    assert refused.status_code == 422
    assert 'name="file-upload" value=""' in refused.text
    assert attached(app) == []


def test_only_what_is_ones_own_whole_there_and_not_yet_used_is_taken(
    app: Flask, client: FlaskClient, draft: Proposal, session: Session, sign_in: SignInAs
) -> None:
    theirs = sent(sign_in(person(session)), PAGE)
    unfinished = begin(client, len(PAGE)).headers["Location"].rpartition("/")[2]
    used = sent(client, PAGE)
    attach(client, draft, **{"file-upload": used})
    for key in (theirs, unfinished, used, "0" * 32, "\x00' or 1=1"):
        refused = attach(client, draft, **{"file-upload": key})
        assert refused.status_code == 422, key
        assert "重新选择文件" in refused.text
    assert len(attached(app)) == 1
    assert set(uploads(app)) == {theirs, unfinished}


def test_an_upload_of_somebody_else_does_not_exist(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignInAs
) -> None:
    path, other = begin(client, len(PAGE)).headers["Location"], sign_in(person(session))
    for address in (path, "/uploads/unknown"):
        assert other.head(address, headers=TUS).status_code == 404
        assert go_on(other, address, 0, PAGE).status_code == 404
        assert other.delete(address, headers=TUS).status_code == 404
    assert client.head(path, headers=TUS).headers["Upload-Offset"] == "0"
    assert app.test_client().head(path, headers=TUS).status_code == 303
    assert go_on(app.test_client(), path, 0, PAGE).status_code == 401


def test_what_does_not_keep_to_the_protocol_is_refused_and_changes_nothing(
    client: FlaskClient,
) -> None:
    path = begin(client, len(PAGE)).headers["Location"]
    assert go_on(client, path, 0, PAGE[:100]).headers["Upload-Offset"] == "100"
    assert client.patch(path, data=PAGE).status_code == 412
    assert client.patch(path, data=PAGE, headers=TUS).status_code == 415
    for offset, status in ((0, 409), (101, 409), ("-1", 400), ("", 400), ("x", 400)):
        assert go_on(client, path, offset, PAGE[100:]).status_code == status, offset
    assert go_on(client, path, 100, PAGE).status_code == 413
    assert begin(client, "").status_code == 400
    assert begin(client, "9" * 15).status_code == 413
    broken = {"Upload-Length": "1", "Upload-Metadata": "filename ?"}
    assert client.post("/uploads", headers=TUS | broken).status_code == 400
    assert client.head(path, headers=TUS).headers["Upload-Offset"] == "100"
    options = client.options(path)
    assert options.headers["Tus-Version"] == "1.0.0"
    assert options.headers["Tus-Extension"] == "creation,termination"


def test_a_line_that_breaks_within_a_part_loses_only_what_did_not_arrive(
    client: FlaskClient,
) -> None:
    path = begin(client, len(PAGE)).headers["Location"]
    given = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    client.patch(
        path, input_stream=BytesIO(PAGE[:50]), content_length=len(PAGE), headers=TUS | given
    )
    assert client.head(path, headers=TUS).headers["Upload-Offset"] == "50"


@pytest.mark.each_database
def test_of_two_who_send_the_same_part_at_once_one_is_told_to_look_again(
    client: FlaskClient, sign_in: SignInAs, draft: Proposal
) -> None:
    path, other = begin(client, len(PAGE)).headers["Location"], sign_in(draft.pi)
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda one: go_on(one, path, 0, PAGE).status_code, (client, other))
        assert sorted(answers) == [204, 409]
    assert client.head(path, headers=TUS).headers["Upload-Offset"] == str(len(PAGE))


def test_one_person_may_have_only_so_much_under_way_and_frees_it_by_giving_up(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], upload_most=100)
    assert begin(client, 101).status_code == 413
    paths = [begin(client, 100).headers["Location"] for _ in range(TOGETHER)]
    assert begin(client, 1).status_code == 429
    assert client.delete(paths[0], headers=TUS).status_code == 204
    assert client.head(paths[0], headers=TUS).status_code == 404
    assert begin(client, 1).status_code == 201
    monkeypatch.setattr(uploading, "FILES_MOST", 10)
    assert begin(client, 1).status_code == 429


def test_a_tip_takes_no_upload_for_it_would_name_who_sent_it(
    app: Flask, client: FlaskClient
) -> None:
    key = sent(client, PAGE)
    told = {"subject": "某单位", "when_and_where": "去年", "act": "同一成果重复报送" * 5}
    assert client.post("/integrity-tips", data=told | {"evidence-upload": key}).status_code == 201
    assert uploads(app) == [key]
    assert "data-upload" not in client.get("/integrity-tips").text

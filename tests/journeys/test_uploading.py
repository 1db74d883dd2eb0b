"""A file on a line that breaks: it goes in parts, waits, goes on, and arrives as it was; without
JavaScript it goes with the form."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfWriter
from pypdf.generic import ByteStringObject, NameObject
from sqlalchemy import select

from app.models import Attachment, Proposal, Upload
from tests.journeys.theatre import Theatre, Visitor, follow

NAME = "可行性研究报告.pdf"
FILE = "input[type=file]"
SENT_WITH = """() => {
  const button = document.querySelector("form:has([data-upload]) button[type=submit]");
  window.tops = new Set();
  const look = () => {
    window.tops.add(button.getBoundingClientRect().top);
    requestAnimationFrame(look);
  };
  document.querySelector(".upload input[type=file]").addEventListener("change", look);
}"""
"""Notes where the button of the form stands from the choice of a file on, picture by picture."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A real PDF of several parts."""
    writer, path = PdfWriter(), tmp_path / NAME
    page = writer.add_blank_page(width=595, height=842)
    page[NameObject("/Filling")] = ByteStringObject(b"x" * 750_000)
    writer.write(path)
    return path


def at_the_form(theatre: Theatre, draft: Proposal) -> Page:
    visitor: Visitor = theatre.visitor(draft.pi)
    visitor.open(f"/proposals/{draft.id}/edit/attachments")
    return visitor.page


def attached(theatre: Theatre) -> list[tuple[str, str]]:
    with theatre.look() as session:
        return [(a.name, a.sha256) for a in session.scalars(select(Attachment))]


def whole(file: Path) -> list[tuple[str, str]]:
    return [(NAME, hashlib.sha256(file.read_bytes()).hexdigest())]


def test_a_file_survives_a_broken_line_a_reload_and_a_form_sent_too_early(
    theatre: Theatre, draft: Proposal, file: Path
) -> None:
    page, parts = at_the_form(theatre, draft), []

    def breaks_after_the_first_part(route: Route) -> None:
        parts.append(route.request.headers.get("upload-offset"))
        if len(parts) > 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*", breaks_after_the_first_part)
    page.locator(FILE).set_input_files(file)
    said = page.locator(".upload [role=status]")
    expect(said).to_have_text("连接中断，恢复后自动续传。")
    assert page.locator(".upload progress").get_attribute("value") not in (None, "0", "100")

    page.reload()
    page.unroute_all()
    offsets: list[str | None] = []
    page.on("request", lambda sent: offsets.append(sent.headers.get("upload-offset")))
    page.locator(FILE).set_input_files(file)
    follow(page.get_by_role("button", name="上传", exact=True))
    assert attached(theatre) == whole(file)
    assert str(256 * 1024) in offsets, "it went on where it was"
    assert "0" not in offsets, "nothing was sent twice"
    theatre.let_the_worker_work()
    assert not list(theatre.context.settings.var.glob("uploads/*"))
    assert page.evaluate("localStorage.length") == 0, "the next at this browser learns no name"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_button_of_a_form_stays_under_the_pointer_while_its_file_is_on_its_way(
    theatre: Theatre, draft: Proposal, file: Path, width: int
) -> None:
    page = at_the_form(theatre, draft)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(SENT_WITH)
    page.locator(FILE).set_input_files(file)
    expect(page.locator(".upload [role=status]")).to_have_text("上传完成，提交后生效。")
    page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))")
    assert len(page.evaluate("[...window.tops]")) == 1


def test_a_form_refused_for_another_field_keeps_the_file_and_lets_it_be_removed(
    theatre: Theatre, draft: Proposal, file: Path
) -> None:
    page = at_the_form(theatre, draft)
    page.locator("[name=key]").evaluate("e => e.options[0].value = 'no such kind'")
    page.locator(FILE).set_input_files(file)
    expect(page.locator(".upload [role=status]")).to_have_text("上传完成，提交后生效。")
    follow(page.get_by_role("button", name="上传", exact=True))
    assert NAME in page.locator(".upload").inner_text()
    page.get_by_role("button", name="移除此文件").click()
    expect(page.locator(".upload-state")).to_be_hidden()
    page.locator(FILE).set_input_files(file)
    follow(page.get_by_role("button", name="上传", exact=True))
    assert attached(theatre) == whole(file)
    with theatre.look() as session:
        assert session.scalars(select(Upload.id)).all() == [], "the removed one is gone, too"


def test_a_file_too_large_is_refused_when_it_is_chosen_and_another_may_follow(
    theatre: Theatre, draft: Proposal, file: Path, tmp_path: Path
) -> None:
    huge = tmp_path / "巨大.pdf"
    with huge.open("wb") as out:
        out.truncate(theatre.context.settings.upload_most + 1)
    page = at_the_form(theatre, draft)
    page.locator(FILE).set_input_files(huge)
    expect(page.locator(".upload [role=status]")).to_contain_text("超过 50 MB")
    assert page.locator(FILE).input_value() == ""
    page.locator(FILE).set_input_files(file)
    follow(page.get_by_role("button", name="上传", exact=True))
    assert attached(theatre) == whole(file)


def test_without_scripts_a_file_goes_with_its_form(
    theatre: Theatre, draft: Proposal, file: Path
) -> None:
    theatre.runs_scripts = False
    page = at_the_form(theatre, draft)
    page.locator(FILE).set_input_files(file)
    follow(page.get_by_role("button", name="上传", exact=True))
    assert attached(theatre) == whole(file)

"""What is missing is asked for by the fitting word: a file is chosen, a line filled in, a box
ticked. What cannot be read is told once."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional

from app.web.shared.fields import LineField, PlainUploadField, WholeField
from app.web.shared.forms import Form, Required


class Handed(Form):
    name = LineField("名称", [Required()], most=40)
    file = PlainUploadField("文件", [Required()])
    agreed = BooleanField("同意", [Required()])


class Counted(Form):
    number = WholeField("项数", [Optional(), NumberRange(1, 12, message="请填写 1 至 12。")])


def test_a_missing_file_is_to_be_chosen_and_a_missing_line_to_be_filled_in(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Handed(meta={"csrf": False})
        assert not form.validate()
        assert [str(words) for words in form.file.errors] == ["请选择“文件”。"]
        assert [str(words) for words in form.name.errors] == ["请填写“名称”。"]
        assert [str(words) for words in form.agreed.errors] == ["请勾选“同意”。"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("2.5", ["请填写整数。"]), ("13", ["请填写 1 至 12。"]), ("12", []), (" ", [])],
)
def test_a_number_that_is_not_whole_is_told_once(app: Flask, typed: str, told: list[str]) -> None:
    with app.test_request_context(method="POST", data={"number": typed}):
        form = Counted(meta={"csrf": False})
        assert form.validate() is (not told)
        assert [str(words) for words in form.number.errors] == told

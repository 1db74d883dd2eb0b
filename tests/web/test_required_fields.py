"""What is missing is asked for by the fitting word: a file is chosen, a line filled in."""

from __future__ import annotations

from flask import Flask

from app.web.shared.forms import Form, LineField, PlainUploadField, Required


class Handed(Form):
    name = LineField("名称", [Required()], most=40)
    file = PlainUploadField("文件", [Required()])


def test_a_missing_file_is_to_be_chosen_and_a_missing_line_to_be_filled_in(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Handed(meta={"csrf": False})
        assert not form.validate()
        assert [str(words) for words in form.file.errors] == ["请选择“文件”。"]
        assert [str(words) for words in form.name.errors] == ["请填写“名称”。"]

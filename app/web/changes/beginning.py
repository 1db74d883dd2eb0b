"""A form that begins a case of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, render_template

from app.models import Project
from app.services.problems import Problems
from app.web.shared.forms import Form
from app.web.shared.redirecting import see_other


def begun_by(
    form: Form,
    begin: Callable[[], Any | Problems],
    project: Project,
    template: str,
    page: str,
    **beside: Any,
) -> Response:
    """The form, or the page of the case that it begins; what is refused is shown beside what was
    typed, and what the template shows `beside` the form."""
    if form.is_submitted() and form.validate():
        answer = begin()
        if not isinstance(answer, Problems):
            return see_other(page, number=answer.id)
        form.take(answer)
    shown = render_template(template, project=project, form=form, **beside)
    return make_response(shown, 422 if form.is_submitted() else 200)

"""The files an expert opens: of the proposal, and of the stage that the panel assesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, current_app, flash, g
from flask_babel import gettext as _

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.files.store import Store
from app.models import Evidence, Review, StageResult
from app.services.proposals.attachments import store_for
from app.services.races import attaching, evidence
from app.services.review.blinding import evidence_for_experts, files_for_experts, veil_of
from app.services.review.sweeping import is_barred
from app.web.reviewer.blueprint import blueprint
from app.web.reviewer.marking import nameless, own_copy
from app.web.shared.downloads import as_download, stored
from app.web.shared.redirecting import see_other
from workflows.roles import Role

READABLE = ("reading", "signed", "revising", "closed")
"""The states of a review in which its author reads what is reviewed."""


@blueprint.get("/reviews/<int:number>/files/<int:attachment>")
@signed_in
def file(number: int, attachment: int) -> Response:
    """A file of an assigned proposal, once the expert has declared no conflict."""
    case: Review = case_or_404("review", number, Role.EXPERT)
    store = store_for(current_app.config["SETTINGS"], case.proposal)
    return _handed_out(case, files_for_experts(case.proposal), attachment, store)


@blueprint.get("/reviews/<int:number>/evidence/<int:file>")
@signed_in
def stage_file(number: int, file: int) -> Response:
    """What the team attached at the stage that the expert's panel assesses."""
    case: Review = case_or_404("review", number, Role.EXPERT)
    return _handed_out(case, stage_files_of(case, evidence.judged_in(g.db, case)), file)


def _handed_out(
    case: Review, files: Sequence[tuple[Any, str]], number: int, store: Store | None = None
) -> Response:
    """`files` are what the expert may open, each with the name it has there."""
    found = next(((kept, name) for kept, name in files if kept.id == number), None)
    if found is None or case.state not in READABLE or is_barred(g.db, case, g.now):
        abort(404)
    kept, name = found
    original = stored(kept.sha256, store)
    stream = nameless(original) if veil_of(case.group.call).file_names else original
    if stream is None:
        flash(_("“%(name)s”的作者信息无法清除，不能发给专家；请联系主办人。", name=name), "warning")
        return see_other("reviewer.review", number=case.id)
    if kept.media_type == "application/pdf":
        stream = own_copy(stream)
    return as_download(stream, kept.media_type, name)


def stage_files_of(case: Review, result: StageResult | None) -> list[tuple[Evidence, str]]:
    return evidence_for_experts(case.group.call, attaching.files_of(g.db, result))

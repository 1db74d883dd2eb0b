"""From a stored part to its form, and from a form to what the service writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _

from app.models import Proposal
from app.queries.calls.portal import technology_fields
from app.services.eligibility.engaged import least_asked
from app.services.proposals.drafting import BASICS, in_order
from app.web.applicant.forms import FORMS
from app.web.shared.forms import choices
from app.web.shared.rows import SPARE_ROWS, offer, tasks_offered
from app.web.shared.shared_forms import SharedForm

_ROWS = {
    "metrics": "metrics",
    "milestones": "milestones",
    "budget": "budget_lines",
    "units": "units",
    "avoided": "avoided",
}


def form_of(part: str, proposal: Proposal) -> SharedForm:
    """The form as stored on a GET, as typed on a POST. Raises KeyError: no such form."""
    data = _stored(part, proposal) | {"edition": str(proposal.edition)}
    form = _made(part, proposal, data=data)
    if part == "basics":
        offer(form["technology_field_id"], technology_fields(g.db))
        form["plan_task_id"].choices = choices(
            [("", _("请选择")), *tasks_offered(proposal.call.tasks)]
        )
        form["plan_task_id"].flags.needed = bool(proposal.call.tasks)
    if part in _ROWS and not form.is_submitted():
        for _spare in range(SPARE_ROWS):
            form["rows"].append_entry()
    return form


def _made(part: str, proposal: Proposal, **given: Any) -> SharedForm:
    form = FORMS[part](**given)
    if part == "basics" and not least_asked(proposal.call):
        del form["leader_months"]
    return form


def values_of(part: str, form: Any, now: datetime) -> dict[str, Any]:
    """What `drafting.save` wants for this part."""
    if part in _ROWS:
        values = {"rows": [_completed(part, row) for row in form.filled()]}
        if part == "budget":
            values |= {"requested": form.requested.data, "matching": form.matching.data}
        return values
    if part == "pledge":
        return {"agreed": form.agreed.data, "at": now}
    return {k: v for k, v in form.data.items() if k not in ("edition", "csrf_token")}


def says_the_same(part: str, form: SharedForm, proposal: Proposal) -> bool:
    """A button pressed twice sends again what stands already."""
    kept = _made(part, proposal, formdata=None, data=_stored(part, proposal))
    at = proposal.state_entered_at
    typed, stands = (values_of(part, one, at) for one in (form, kept))
    if part == "milestones":
        typed = {"rows": in_order(typed["rows"])}
    same: bool = _spelt(typed) == _spelt(stands)
    return same


def _spelt(value: Any) -> Any:
    """What is empty is empty, however it is kept."""
    if isinstance(value, dict):
        return {key: _spelt(one) for key, one in value.items()}
    return [_spelt(one) for one in value] if isinstance(value, list) else str(value or "")


def _completed(part: str, row: dict[str, Any]) -> dict[str, Any]:
    """Empty money fields are zero."""
    if part in ("budget", "units"):
        return row | {"fiscal": row["fiscal"] or 0, "own": row["own"] or 0}
    return row


def _stored(part: str, proposal: Proposal) -> dict[str, Any]:
    if part == "sections":
        return {key: str(text) for key, text in proposal.sections.items()}
    if part == "pledge":
        return {"agreed": proposal.pledged_at is not None}
    if part == "basics":
        return {name: getattr(proposal, name) for name in BASICS}
    rows = [_row(part, row) for row in getattr(proposal, _ROWS[part])]
    if part == "budget":
        return {"rows": rows, "requested": proposal.requested, "matching": proposal.matching}
    return {"rows": rows}


def _row(part: str, row: Any) -> dict[str, Any]:
    if part == "units":
        name = row.organisation.name
        return {"name": name, "tasks": row.tasks, "fiscal": row.fiscal, "own": row.own}
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key != "proposal_id"}

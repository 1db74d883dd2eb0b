"""Where a case is shown: kind -> endpoint, in one place; and which page an address leads to."""

from __future__ import annotations

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.routing import BuildError

from app.access.guard import may_open

_CASE_PAGES = {
    "call": "officer.call",
    "proposal": "dossier.proposal",
    "project": "dossier.project",
    "milestone": "milestones.milestone",
    "opinion": "assessor.opinion",
    "review_group": "officer.group",
    "review": "reviewer.review",
    "invitation": "expert.invitation",
    "notice": "public.notice",
    "objection": "decision.objection",
    "fund": "finance.fund",
    "payment": "finance.payment",
    "payment_batch": "finance.batch",
    "audit_sample": "finance.sample",
    "spending_audit": "finance.audit",
    "fee_list": "fees.one",
    "annual_pool": "finance.pool",
    "share": "finance.share",
    "tolerance": "changes.tolerance",
    "race": "race.board",
    "stage": "race.stage",
    "team": "race.team",
    "route": "race.route",
    "letter": "public.letter",
    "integrity_case": "integrity.case",
    "change": "changes.change",
    "suspension": "changes.suspension",
    "appeal": "changes.appeal",
    "acceptance": "acceptance.acceptance",
    "item": "dossier.item",
}


def url_for_case(kind: str, number: int) -> str:
    """The page of a case; the front page for a kind that has none."""
    try:
        return url_for(_page_of(kind), number=number)
    except (BuildError, KeyError):
        return "/"


def _page_of(kind: str) -> str:
    """Whoever keeps the money of a call reads no proposals of it."""
    if kind != "call" or not current_user.is_authenticated or may_open("officer.call"):
        return _CASE_PAGES[kind]
    return "finance.call" if may_open("finance.call") else _CASE_PAGES[kind]


def page_at(path: str) -> str | None:
    """The page at this address of ours, or the nearest one above it: a form that was refused is
    shown at an address that may take forms only, and who comes back there finds the page it stands
    on. None where only the front page is above."""
    adapter = current_app.create_url_adapter(request)
    while adapter is not None and path:
        if adapter.test(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return None

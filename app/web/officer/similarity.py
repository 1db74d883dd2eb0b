"""What a proposal shares with others (查重), passage beside passage."""

from __future__ import annotations

from flask import g, render_template

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Proposal
from app.services.proposals.completeness import SECTION_LABELS
from app.services.similarity.asking import is_awaited
from app.services.similarity.findings import resembled
from app.web.officer.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@blueprint.get("/proposals/<int:number>/similarity")
@holding(Role.FORMAL_CHECKER, Role.PROGRAMME_OFFICER, Role.SUPERVISOR)
def similarity(number: int) -> str:
    roles = Role.FORMAL_CHECKER, Role.PROGRAMME_OFFICER, Role.SUPERVISOR
    case: Proposal = case_or_404("proposal", number, *roles)
    return render_template(
        "officer/similarity.html",
        case=case,
        awaited=is_awaited(g.db, case),
        found=resembled(g.db, case),
        hidden=hidden_from_me(),
        looked_at=(DEFAULTS | case.call.rules)["similarity_looked_at"],
        sections=SECTION_LABELS,
    )

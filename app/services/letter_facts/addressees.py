"""To whom letters about a project are written."""

from __future__ import annotations

from typing import Any

from app.models import Organisation, Project
from app.services.eligibility.mergers import succeeding


def addressee(unit: Organisation) -> str:
    """Its lead unit, or what that has become part of, which answers for it."""
    return succeeding(unit).zh


def about_project(project: Project) -> dict[str, Any]:
    """The `unit`, `title` and `number` with which every letter about a project begins."""
    proposal = project.proposal
    return {
        "unit": addressee(proposal.lead_unit),
        "title": proposal.title,
        "number": project.number,
    }

"""A project as linked data (schema.org): what its public page says, for catalogues and crawlers."""

from __future__ import annotations

from typing import Any

from app.models import Organisation
from app.queries.project.published import VOID, Published
from app.services.letter_facts.bands import band_of

_YUAN = 100


def linked(found: Published, address: str) -> dict[str, Any]:
    proposal, project = found.proposal, found.project
    lead = _organisation(proposal.lead_unit)
    partners = [_organisation(unit.organisation) for unit in proposal.units]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "@id": address,
        "url": address,
        "identifier": project.number,
        "name": _in_both(proposal.title, proposal.title_en),
        "foundingDate": project.starts_on.isoformat(),
        "dissolutionDate": project.ends_on.isoformat(),
        "parentOrganization": lead,
        "member": [lead, *partners],
    }
    if found.standing not in VOID:
        data["funding"] = _grant(found)
    if found.leader:
        data["employee"] = {"@type": "Person", "name": found.leader}
    return data


def _grant(found: Published) -> dict[str, Any]:
    programme = found.call.programme
    least, most = band_of(found.amount)
    return {
        "@type": "MonetaryGrant",
        "identifier": found.project.number,
        "name": _in_both(programme.name, programme.name_en),
        "amount": {
            "@type": "MonetaryAmount",
            "currency": "CNY",
            "minValue": least // _YUAN,
            "maxValue": most // _YUAN,
        },
    }


def _organisation(unit: Organisation) -> dict[str, str]:
    return {"@type": "Organization", "name": unit.name}


def _in_both(chinese: str, english: str) -> list[dict[str, str]]:
    said = [{"@value": chinese, "@language": "zh-Hans"}]
    return [*said, {"@value": english, "@language": "en"}] if english else said

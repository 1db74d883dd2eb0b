"""A project as linked data (schema.org): what its public page says, for catalogues and crawlers."""

from __future__ import annotations

from typing import Any

from app.models import Organisation
from app.queries.project.published import Published
from app.services.letter_facts.bands import band_of

_YUAN = 100


def linked(found: Published, address: str) -> dict[str, Any]:
    proposal, project = found.proposal, found.project
    least, most = band_of(found.amount)
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
        "funding": {
            "@type": "MonetaryGrant",
            "identifier": project.number,
            "name": _in_both(found.call.programme.name, found.call.programme.name_en),
            "amount": {
                "@type": "MonetaryAmount",
                "currency": "CNY",
                "minValue": least // _YUAN,
                "maxValue": most // _YUAN,
            },
        },
    }
    if found.leader:
        data["employee"] = {"@type": "Person", "name": found.leader}
    return data


def _organisation(unit: Organisation) -> dict[str, str]:
    return {"@type": "Organization", "name": unit.name}


def _in_both(chinese: str, english: str) -> list[dict[str, str]]:
    said = [{"@value": chinese, "@language": "zh-Hans"}]
    return [*said, {"@value": english, "@language": "en"}] if english else said

"""A contract and its pledge signed anew, after a party to them has changed (J11, B15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ContractVersion, PendingSignature, Person, Project
from app.services.contracts.drafting import add_version, newest
from app.services.contracts.terms import DEMANDER, LEAD_UNIT, LEADER, OFFICE
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED
from workflows.roles import Role

SIGNERS: dict[str, tuple[Role, Text]] = {
    LEADER: (Role.APPLICANT, Text("项目负责人", "project leader")),
    LEAD_UNIT: (Role.UNIT_ADMIN, Text("牵头单位", "lead unit")),
    DEMANDER: (Role.DEMANDER, Text("发榜单位", "demand side")),
    OFFICE: (Role.PLANNING_OFFICER, Text("主管部门", "the office")),
}
"""Who signs for which party of the contract, and what the contract calls that party."""
SIGNS_AS: dict[Role, Text] = dict(SIGNERS.values())
SIGNING = "sign_anew"


def replace_party(
    session: Session, project: Project, terms: dict[str, Any], by: Person, now: datetime
) -> ContractVersion:
    """The next version from the same rows, with these parties; under a pledge it waits for fresh
    signatures, and so does whatever follows while it waits."""
    waits = "pledge" in terms
    version = add_version(session, project, terms, by, now)
    version.signed_at = None if waits else now
    session.flush()
    return version


def waiting(session: Session, project: Project) -> ContractVersion | None:
    """The version with a pledge that waits for its signatures while the project runs."""
    last = None if project.state in (*UNSIGNED, "lapsed") else newest(session, project)
    if last is None or last.signed_at is not None or "pledge" not in last.terms:
        return None
    return last


def unsigned_by(session: Session, project: Project) -> tuple[Text, ...]:
    """Each side that has yet to sign, by its part and its name."""
    version = waiting(session, project)
    if version is None:
        return ()
    done = set(
        session.scalars(
            select(PendingSignature.role).where(
                PendingSignature.case_kind == project.kind,
                PendingSignature.case_id == project.id,
                PendingSignature.transition == SIGNING,
            )
        )
    )
    return tuple(
        Text("{part}（{name}）", "{part} ({name})").format(part=signer[1], name=party["name"])
        for party in version.terms["parties"]
        if (signer := SIGNERS.get(party["role"])) is not None and signer[0].value not in done
    )


def renamed(terms: dict[str, Any], role: str, name: str) -> dict[str, Any]:
    """The same terms with another party in this place."""
    return terms | {
        "parties": [{**p, "name": name} if p["role"] == role else dict(p) for p in terms["parties"]]
    }

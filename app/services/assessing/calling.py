"""The panel that assesses a case, round by round: who sits on it, and what they have signed.

Panels assess milestones and acceptances, find the fault in a project that failed (B18), or say
whether metrics may be lowered (§3.9). A case of the latter two that comes back gets another panel
with a round of its own; a milestone has a second round after a rectification (J6).
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import AssessmentSeat, Case, History, Opinion
from app.services.assessing.opinions import RUNNING, of_round, verdict_of
from app.services.assessing.panel_rules import full_size
from app.services.cases import case_id, panel_of
from workflows.engine.text import Text

BEGINS: dict[str, str] = {"project": "fault_review", "change": "office_review"}
"""The state whose entering begins a round with a panel of its own."""


def round_of(session: Session, case: Case) -> int:
    """How often the case has come to where such a panel is called."""
    if case.kind not in BEGINS:
        return 2 if case.state == "rechecking" else 1
    begins = BEGINS[case.kind]
    entered = select(func.count(History.id)).where(
        History.case_kind == case.kind,
        History.case_id == case_id(case),
        History.target == begins,
        History.source != begins,
        History.source != "escalated",
    )
    return session.scalar(entered) or 0


def sitting(session: Session, case: Case) -> list[AssessmentSeat]:
    """Members who have not left; once opinions are asked for, those who were asked this round."""
    panel = panel_of(session, case)
    if panel is None:
        return []
    if case.state not in RUNNING[case.kind]:
        return panel.members
    asked = {o.expert_id for o in of_round(panel, round_of(session, case))}
    return [one for one in panel.members if one.expert_id in asked]


def signed(session: Session, case: Case) -> list[Opinion]:
    """What the members who sit on the panel of this round have signed."""
    panel = panel_of(session, case)
    given = of_round(panel, round_of(session, case)) if panel else []
    return [opinion for opinion in given if opinion.signed_at is not None]


def verdict(session: Session, case: Case) -> str:
    return verdict_of([opinion.proposes for opinion in signed(session, case)])


def missing(session: Session, case: Case) -> tuple[Text, ...]:
    """What lacks until the panel of this round has spoken."""
    seated = len(sitting(session, case))
    if not seated:
        return (Text("尚未抽取专家", "no experts have been drawn yet"),)
    found = []
    if (short := full_size(session, case) - seated) > 0:
        found.append(
            Text(
                f"缺 {short} 名专家，待抽取递补",
                f"{short} experts short; substitutes must be drawn",
            )
        )
    if writing := seated - len(signed(session, case)):
        found.append(Text(f"{writing} 名专家尚未签名", f"{writing} experts have not signed yet"))
    return tuple(found)

"""A limit waived for one proposal: its leader asks, a programme officer gives the reason and a
document, the supervision confirms (限项例外). A bid under seal is nobody's to look at, and none is
waived for it."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import and_
from sqlalchemy.orm import Session

from app.access.holders import holders
from app.files.kinds import Rejected
from app.files.places import files_of
from app.models import LimitWaiver, Person, Proposal
from app.services import history
from app.services.eligibility.limits import limit_findings
from app.services.eligibility.running import award_findings, signing_findings
from app.services.eligibility.waived import as_kept, covers, waivers_of
from app.services.files.uploads import take_in
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_person, title_of
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

ASKED, CONFIRMED, REFUSED, WITHDRAWN = (
    "limit_waiver_asked",
    "limit_waiver_confirmed",
    "limit_waiver_refused",
    "limit_waiver_withdrawn",
)
_OPEN = ("asked", "proposed")
_UNDER_LIMITS = frozenset(
    {
        *("draft", "unit_review", "recommend_review", "formal_check", "correction"),
        *("formal_appeal", "accepted", "online_review", "shortlisted", "defence", "scored"),
        *("re_review", "awaiting_notice", "proposed", "reserve", "approved"),
    }
)
IS_UNDER_WAY = and_(LimitWaiver.status.in_(_OPEN), Proposal.state.in_(_UNDER_LIMITS))
"""Of a waiver and its proposal: it waits for the officer or the supervision, and limits are still
asked about."""


def waivable(session: Session, proposal: Proposal, now: datetime) -> tuple[Text, ...]:
    """What the limits hold against it today and nobody has asked to waive yet."""
    if proposal.is_closed_bid or proposal.state not in _UNDER_LIMITS:
        return ()
    rules = proposal.call.parameters
    match proposal.state:
        case "approved":
            found = signing_findings(session, proposal, rules)
        case "scored" | "awaiting_notice" | "proposed" | "reserve":
            found = award_findings(session, [proposal], rules)[proposal.id]
        case _:
            found = limit_findings(session, proposal, rules, now)
    asked = [w.finding for w in waivers_of(session, proposal.id) if w.status in _OPEN]
    return tuple(text for text in found if not any(covers(one, text) for one in asked))


def ask(
    session: Session, proposal: Proposal, request: str, by: Person, now: datetime
) -> list[LimitWaiver] | Problems:
    """By its leader, of everything that stands in the way."""
    found = waivable(session, proposal, now)
    if not found:
        return alone(_NOTHING)
    if not request.strip():
        return Problems(
            {"request": Text("请写明申请例外的理由", "Enter the reason for requesting a waiver")}
        )
    rows = [
        LimitWaiver(
            proposal_id=proposal.id,
            finding=as_kept(text),
            request=request.strip(),
            asked_by_id=by.id,
            asked_at=now,
        )
        for text in found
    ]
    for row in rows:
        row.proposal = proposal
        _note(session, row, ASKED, by, Role.APPLICANT, row.request, now)
    session.add_all(rows)
    session.flush()
    _ask_for(session, rows[0], "limit_waiver_asked", Role.PROGRAMME_OFFICER, now)
    return rows


def propose(
    session: Session,
    row: LimitWaiver,
    reason: str,
    evidence: BinaryIO,
    name: str,
    by: Person,
    now: datetime,
) -> Problems | Rejected | None:
    """By a programme officer, with the document it rests on; nobody for a proposal of their own."""
    if row.status != "asked":
        return alone(_NOT_NOW)
    if row.proposal.state not in _UNDER_LIMITS:
        return alone(_OVER)
    if by.id == row.asked_by_id:
        return alone(_ONE_PERSON)
    if not reason.strip():
        return Problems({"reason": Text("请写明例外的理由", "Enter the reason for the waiver")})
    found = take_in(session, files_of(session.info["settings"]), evidence, name, now)
    if isinstance(found, Rejected):
        return found
    row.status, row.reason = "proposed", reason.strip()
    row.evidence_name, row.evidence_type = found.name, found.type.media_type
    row.evidence_sha256 = found.sha256
    row.proposed_by_id, row.proposed_at = by.id, now
    _ask_for(session, row, "limit_waiver_proposed", Role.SUPERVISOR, now)
    return None


def confirm(session: Session, row: LimitWaiver, by: Person, now: datetime) -> Problems | None:
    """By the supervision, and by nobody who asked or proposed. From now on the finding is none."""
    if row.status != "proposed":
        return alone(_NOT_NOW)
    if row.proposal.state not in _UNDER_LIMITS:
        return alone(_OVER)
    if by.id in (row.asked_by_id, row.proposed_by_id):
        return alone(_ONE_PERSON)
    row.status, row.confirmed_by_id, row.confirmed_at = "confirmed", by.id, now
    _note(session, row, CONFIRMED, by, Role.SUPERVISOR, row.reason, now)
    _tell_who_asked(session, row, CONFIRMED, now)
    return None


def close(
    session: Session, row: LimitWaiver, answer: str, by: Person, role: Role, now: datetime
) -> Problems | None:
    """Refused, or taken back after it was confirmed: the finding stands again at once."""
    if row.status not in (*_OPEN, "confirmed"):
        return alone(_NOT_NOW)
    if not answer.strip():
        return Problems({"answer": Text("请写明理由", "Enter the reason")})
    was_confirmed = row.status == "confirmed"
    row.status = "withdrawn" if was_confirmed else "refused"
    row.answer, row.closed_by_id, row.closed_at = answer.strip(), by.id, now
    what = WITHDRAWN if was_confirmed else REFUSED
    _note(session, row, what, by, role, row.answer, now)
    _tell_who_asked(session, row, what, now)
    return None


def _note(
    session: Session,
    row: LimitWaiver,
    what: str,
    by: Person,
    role: Role,
    reason: str,
    now: datetime,
) -> None:
    given = {"finding": row.finding["zh"], "reason": reason}
    history.note(session, row.proposal, what, actor_id=by.id, role=role, now=now, given=given)


def _ask_for(session: Session, row: LimitWaiver, kind: str, role: Role, now: datetime) -> None:
    """Whoever it waits for; about the call, since a draft is read by nobody in the office."""
    call = row.proposal.call
    wording = MESSAGES[kind].format(title=title_of(call))
    for person in holders(session, row.proposal, frozenset({role}), now):
        key = f"{kind}-{row.id}-{person.id}"
        tell_person(session, person, kind, wording, key=key, about=call, now=now)


def _tell_who_asked(session: Session, row: LimitWaiver, kind: str, now: datetime) -> None:
    wording = MESSAGES[kind].format(title=row.proposal.title, reason=row.answer)
    asked_by = session.get_one(Person, row.asked_by_id)
    key = f"{kind}-{row.id}"
    tell_person(session, asked_by, kind, wording, key=key, about=row.proposal, now=now)


_NOTHING = Text(
    "目前没有可申请例外的限项情形：诚信、欠款和处罚不能例外，密封的揭榜申请也不能。",
    "There is no limit here that can be waived: integrity, arrears and penalties are "
    "never waived, nor are sealed bids.",
)
_NOT_NOW = Text("这项例外已经办理过了。", "This waiver has already been dealt with.")
_OVER = Text(
    "这项申报已经办结，例外不再起作用；请写明理由，不予例外。",
    "This application is closed, so a waiver has no effect. Refuse it and give the reason.",
)
_ONE_PERSON = Text(
    "例外须由另一人办理：申请、提出和核准须是不同的人。",
    "Another person must do this: the requester, the proposer and the approver must be "
    "different people.",
)

"""Draft a public notice and file an objection to one of its proposals."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.kinds.notices import notice_subject, which_of_wave
from app.files.kinds import Accepted, FileType, Rejected
from app.files.places import files_of
from app.models import (
    Call,
    DecisionItem,
    History,
    Notice,
    NoticeItem,
    Objection,
    Person,
    Proposal,
)
from app.queries.calls.notices import drafted_for_notice, is_to_be_noticed
from app.services.files.uploads import take_in
from app.services.identity import throttle
from app.services.identity.throttle import Sending
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_holders
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role


def draft_notice(
    session: Session, call: Call, proposals: Sequence[Proposal], by: Person, now: datetime
) -> Notice | Problems:
    """A notice for proposals decided to be proposed; a promoted reserve gets one of its own."""
    ids = [p.id for p in proposals]
    fit = set(session.scalars(select(Proposal.id).where(Proposal.id.in_(ids), is_to_be_noticed())))
    unfit = [p.title for p in proposals if p.id not in fit]
    if unfit or not proposals:
        return alone(
            Text(
                f"只能公示已议定拟立项的项目：{'、'.join(unfit) or '—'}",
                "Only projects the meeting decided to award can go on notice: "
                f"{', '.join(unfit) or '—'}",
            )
        )
    in_draft = set(session.scalars(drafted_for_notice().where(NoticeItem.proposal_id.in_(ids))))
    if in_draft:
        titles = [p.title for p in proposals if p.id in in_draft]
        return alone(
            Text(
                f"已列入待发布的公示：{'、'.join(titles)}",
                f"Already in a notice to be published: {', '.join(titles)}",
            )
        )
    decided = session.scalars(select(DecisionItem).where(DecisionItem.proposal_id.in_(ids)))
    amounts = {item.proposal_id: item.amount for item in decided}
    wave = _wave(session, ids)
    nth = _count(session, call, wave) + 1
    subject = notice_subject(call.title, call.mechanism_key, wave)
    notice = Notice(
        call_id=call.id,
        title=f"{subject}公示{which_of_wave(nth).zh}",
        wave=wave,
        nth=nth,
        drafted_by_id=by.id,
        channel=supervision_channel(session),
    )
    notice.call = call
    notice.item_count = len(proposals)
    notice.items = [
        NoticeItem(proposal_id=p.id, proposal=p, amount=amounts[p.id]) for p in proposals
    ]
    begin(session, notice, by, now)
    return notice


def _wave(session: Session, proposals: Sequence[int]) -> str:
    """A key of NOTICE_WAVES; who came there in different ways stands on one of those chosen."""
    moves = select(History.case_id, History.transition).where(
        History.case_kind == Proposal.kind,
        History.case_id.in_(proposals),
        History.transition.in_(_WAVES),
    )
    waves = dict.fromkeys(proposals, "chosen")
    for number, move in session.execute(moves.order_by(History.id)):
        waves[number] = _WAVES[move]
    return waves[proposals[0]] if len(set(waves.values())) == 1 else "chosen"


_WAVES = {"hold_in_reserve": "promoted", "uphold_objection": "amended"}
"""The move that made a proposal's way to the notice other than that of the list."""


def _count(session: Session, call: Call, wave: str) -> int:
    """Notices of that wave in this call, without those withdrawn."""
    there = select(func.count(Notice.id)).where(
        Notice.call_id == call.id, Notice.wave == wave, Notice.state != "withdrawn"
    )
    return session.scalar(there) or 0


SUPERVISION = "监督诚信处"


def supervision_channel(session: Session) -> str:
    """Where an objection is taken, in the words of the public notices: never by the office whose
    work it is about."""
    return f"{SUPERVISION}（{session.info['settings'].supervision_phone}）"


@dataclass(frozen=True, slots=True)
class Paper:
    """The objection of a unit, signed by its legal representative and sealed, as scanned."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What an objector supplies; anonymous or late ones are refused. For a unit its legal
    `representative` `affirms` it, too, on a `paper` that is signed and sealed."""

    name: str
    contact: str
    unit: str
    text: str
    representative: str = ""
    affirms: bool = False
    paper: Paper | None = None

    @property
    def is_of_a_unit(self) -> bool:
        typed = self.unit.strip() or self.representative.strip()
        return bool(typed or self.affirms or self.paper)


def file_objection(
    session: Session,
    item: NoticeItem,
    statement: Statement,
    evidence: BinaryIO,
    evidence_name: str,
    *,
    person: Person | None,
    now: datetime,
    address: str = "",
) -> Objection | Rejected | Problems:
    """In the period, to what still stands on the notice, with real name, contact, facts and
    evidence, of a unit signed and sealed (domain §3.4); what is sent twice is one objection."""
    if problems := _problems(item, statement, now):
        return problems
    sending = Sending("objection", person.id if person else None, address)
    if wait := throttle.sent(session, sending, now):
        return alone(wait)
    store = files_of(session.info["settings"])
    found = take_in(session, store, evidence, evidence_name, now)
    if isinstance(found, Rejected):
        return found
    signed = _signed(session, statement.paper, now)
    if isinstance(signed, Problems):
        return signed
    if twice := _sent_before(session, item, statement, found.sha256):
        return twice
    objection = Objection(
        notice_id=item.notice_id,
        proposal_id=item.proposal_id,
        receipt_code=secrets.token_hex(8).upper(),
        objector_name=statement.name.strip(),
        objector_contact=statement.contact.strip(),
        objector_unit=statement.unit.strip(),
        objector_representative=statement.representative.strip(),
        objector_person_id=person.id if person else None,
        statement=statement.text.strip(),
        evidence_name=found.name,
        evidence_sha256=found.sha256,
        evidence_type=found.type.media_type,
        filed_at=now,
    )
    if signed:
        objection.signed_name, objection.signed_sha256 = signed.name, signed.sha256
        objection.signed_type = signed.type.media_type
    objection.notice, objection.proposal = item.notice, item.proposal
    begin(session, objection, Role.OBJECTOR, now)
    _tell_supervisors(session, objection, now)
    return objection


def _signed(session: Session, paper: Paper | None, now: datetime) -> Accepted | Problems | None:
    if paper is None:
        return None
    store = files_of(session.info["settings"])
    found = take_in(session, store, paper.stream, paper.name, now, types=_SCANS)
    return Problems({"paper": found.reason}) if isinstance(found, Rejected) else found


_SCANS = frozenset({FileType.PDF, FileType.JPEG})


def takes_objections(notice: Notice, now: datetime) -> bool:
    """Until its end; while its call is paused the end has not come."""
    if notice.state != "published" or notice.ends_at is None:
        return False
    return now < notice.ends_at or notice.call.stands_still


def _sent_before(
    session: Session, item: NoticeItem, statement: Statement, evidence_sha256: str
) -> Objection | None:
    """The same words of the same person with the same evidence: the page was sent twice."""
    return session.scalars(
        select(Objection).where(
            Objection.notice_id == item.notice_id,
            Objection.proposal_id == item.proposal_id,
            Objection.objector_name == statement.name.strip(),
            Objection.objector_contact == statement.contact.strip(),
            Objection.statement == statement.text.strip(),
            Objection.evidence_sha256 == evidence_sha256,
        )
    ).first()


def _problems(item: NoticeItem, statement: Statement, now: datetime) -> Problems | None:
    if not takes_objections(item.notice, now):
        return alone(
            Text(
                "公示期已过，异议须在公示期内提出。",
                "The notice period has ended. Objections had to be made during it.",
            )
        )
    if not item.still_stands:
        return alone(
            Text(
                "该项目已撤出本次公示，不再受理对其的异议。",
                "This project has left the notice. Objections to it are no longer accepted.",
            )
        )
    needed = {
        "name": (statement.name, Text("请填写真实姓名", "Enter your real name")),
        "contact": (statement.contact, Text("请填写联系方式", "Enter your contact details")),
        "text": (statement.text, Text("请写明事实与理由", "Enter the facts and your reasons")),
    }
    missing = {key: words for key, (typed, words) in needed.items() if not typed.strip()}
    missing |= missing_of_a_unit(statement)
    return Problems(missing) if missing else None


def missing_of_a_unit(statement: Statement) -> dict[str, Text]:
    """Nothing of a person's own objection."""
    if not statement.is_of_a_unit:
        return {}
    given = {
        "unit": statement.unit.strip(),
        "representative": statement.representative.strip(),
        "affirms": statement.affirms,
        "paper": statement.paper,
    }
    return {key: words for key, words in _OF_A_UNIT.items() if not given[key]}


_OF_A_UNIT = {
    "unit": Text(
        "请填写提出异议的单位名称；以个人名义提出的，单位各栏均不填",
        "Enter the name of the unit that objects. If you object as an individual, leave "
        "all the unit fields empty",
    ),
    "representative": Text(
        "以单位名义提出的异议须由法定代表人签字，请填写其姓名，由本单位提供",
        "A unit's objection must be signed by its legal representative. Enter their name, "
        "which the unit can provide",
    ),
    "affirms": Text(
        "须由法定代表人确认以本单位名义提出异议并对其真实性负责",
        "The legal representative must confirm that the unit objects in its own name and "
        "is responsible for its truthfulness",
    ),
    "paper": Text(
        "缺少法定代表人签字并加盖公章的异议书，请由本单位签字盖章后扫描上传（PDF 或 JPEG）",
        "The objection signed by the legal representative and stamped is missing. Have "
        "your unit sign and stamp it, then upload a scan (PDF or JPEG)",
    ),
}
"""What the objection of a unit needs beside that of a person, and who supplies it (§3.4)."""


def _tell_supervisors(session: Session, objection: Objection, now: datetime) -> None:
    due = deadline_words(objection.due_at) if objection.due_at else "—"
    wording = MESSAGES["objection_filed"].format(title=objection.proposal.title, due=due)
    who, mark = frozenset({Role.SUPERVISOR}), str(objection.id)
    tell_holders(session, objection, who, "objection_filed", wording, mark=mark, now=now)

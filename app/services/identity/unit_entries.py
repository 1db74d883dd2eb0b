"""Units that are not in the system yet: whoever registers asks for theirs, an administrator enters
it with the authority that recommends it, or says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, false, or_, select, true
from sqlalchemy.orm import Session

from app.access.holders import administrators
from app.credit_codes import check_credit_code
from app.models import Organisation, Person, UnitEntry
from app.names import check_line
from app.services.identity import moving
from app.services.open_call.needs import PROVINCE_CITIES
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_person
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT, SYSTEM
from workflows.parts.messages.wording import Wording

UNIT_KINDS: dict[str, Text] = {
    "enterprise": Text("企业", "Enterprise"),
    "university": Text("高等学校", "University"),
    "institute": Text("科研院所", "Research institute"),
    "hospital": Text("医疗卫生机构", "Hospital"),
    "government": Text("政府部门", "Government authority"),
}
ELSEWHERE = "elsewhere"
"""Chosen for the city of a unit outside the province, which is kept without one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """As somebody typed it; `kind` is a key of UNIT_KINDS, `city` one of PROVINCE_CITIES or
    ELSEWHERE."""

    name: str
    kind: str
    credit_code: str
    city: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What only an administrator says: since when there is the unit, who recommends it (nobody, of
    a unit from elsewhere), which unit holds it."""

    registered_on: date | None = None
    recommender_id: int | None = None
    parent_id: int | None = None


def ask(session: Session, person: Person, typed: Unit, now: datetime) -> UnitEntry | Problems:
    """A person without a unit asks for one, again once an answer is there."""
    sound = checked(session, typed)
    if isinstance(sound, Problems):
        return sound
    if person.organisation_id is not None:
        return alone(_HAS_UNIT)
    if waiting_of(session, person) is not None:
        return alone(_ASKED_ALREADY)
    entry = _row(sound, now)
    entry.asked_by = person
    session.add(entry)
    session.flush()
    for administrator in administrators(session, now):
        _tell(session, administrator, entry, _ASKED, kind=SYSTEM, now=now)
    return entry


def enter(
    session: Session,
    typed: Unit,
    standing: Standing,
    entry: UnitEntry | None,
    by: Person,
    now: datetime,
) -> Organisation | Problems:
    """The unit is there from now on; whoever asked for it belongs to it and is told."""
    if entry is not None and entry.decided_at is not None:
        return alone(_DECIDED)
    sound = checked(session, typed)
    if isinstance(sound, Problems):
        return sound
    unit = Organisation(
        name=sound.name,
        kind=sound.kind,
        credit_code=sound.credit_code,
        city=sound.city,
        registered_on=standing.registered_on,
        recommender_id=standing.recommender_id,
        parent_id=standing.parent_id,
    )
    if entry is None:
        entry = _row(sound, now)
        session.add(entry)
    entry.organisation, entry.decided_by, entry.decided_at = unit, by, now
    session.flush()
    if entry.asked_by is not None:
        moving.take(session, entry.asked_by, unit, "", by, now, is_confirmed=True)
        _tell(session, entry.asked_by, entry, _ENTERED.format(unit=unit.name), now=now)
    return unit


def refuse(
    session: Session, entry: UnitEntry, reason: str, by: Person, now: datetime
) -> Problems | None:
    if entry.decided_at is not None:
        return alone(_DECIDED)
    if not reason.strip():
        return Problems({"reason": _NO_REASON})
    entry.refusal, entry.decided_by, entry.decided_at = reason.strip(), by, now
    session.flush()
    if entry.asked_by is not None:
        _tell(session, entry.asked_by, entry, _REFUSED.format(reason=entry.refusal), now=now)
    return None


def waiting_of(session: Session, person: Person) -> UnitEntry | None:
    return session.scalars(_WAITING, {"person": person.id}).first()


_WAITING = select(UnitEntry).where(
    UnitEntry.asked_by_id == bindparam("person"), UnitEntry.decided_at.is_(None)
)


def last_refusal(session: Session, person: Person) -> UnitEntry | None:
    return session.scalars(
        select(UnitEntry)
        .where(UnitEntry.asked_by_id == person.id, UnitEntry.refusal != "")
        .order_by(UnitEntry.id.desc())
    ).first()


def problems_of(session: Session, typed: Unit) -> Problems | None:
    """Beside `unit`, `credit_code`, `unit_kind` and `city`."""
    sound = checked(session, typed)
    return sound if isinstance(sound, Problems) else None


def checked(session: Session, typed: Unit, *, of: Organisation | None = None) -> Unit | Problems:
    """As it is kept; `of` is the unit that is there already and may stay as it is, without a code
    where it was taken over without one."""
    name = check_line(typed.name, Text("单位全称", "The full name of the unit"), 200)
    has_none = of is not None and of.credit_code is None and not typed.credit_code.strip()
    code = "" if has_none else check_credit_code(typed.credit_code)
    wrong = {
        field: words
        for field, words in (("unit", name), ("credit_code", code))
        if isinstance(words, Text)
    }
    if isinstance(check_credit_code(typed.name), str):
        wrong["unit"] = _NAME_NOT_CODE
    if typed.kind not in UNIT_KINDS:
        wrong["unit_kind"] = _NO_KIND
    if typed.city not in (*PROVINCE_CITIES, ELSEWHERE):
        wrong["city"] = _NO_CITY
    if wrong:
        return Problems(wrong)
    same = or_(Organisation.name == name, Organisation.credit_code == code if code else false())
    others = Organisation.id != of.id if of is not None else true()
    there = session.scalars(select(Organisation).where(same, others)).first()
    if there is not None:
        return Problems({"unit": _THERE.format(name=there.name)})
    return Unit(
        str(name), typed.kind, str(code), typed.city if typed.city in PROVINCE_CITIES else ""
    )


def _row(unit: Unit, now: datetime) -> UnitEntry:
    return UnitEntry(
        name=unit.name,
        unit_kind=unit.kind,
        credit_code=unit.credit_code,
        city=unit.city,
        asked_at=now,
    )


def _tell(
    session: Session,
    person: Person,
    entry: UnitEntry,
    body: Text,
    *,
    kind: str = ACCOUNT,
    now: datetime,
) -> None:
    step = "asked" if entry.decided_at is None else "decided"
    wording = Wording(_SUBJECT.format(name=entry.name), body)
    key = f"unit-{entry.id}-{step}-{person.id}"
    tell_person(session, person, kind, wording, key=key, about=None, now=now)


_SUBJECT = Text("单位登记：{name}", "Unit registration: {name}")
_ASKED = Text(
    "有人注册时申请登记一个新单位。请在“单位”中核对后登记，或者说明不予登记的理由。",
    "Someone has asked to register a new unit while registering an account. Check it "
    "under “Units” and register it, or give the reason for refusing.",
)
_ENTERED = Text(
    "《{unit}》已登记，您已加入该单位，可以申报项目。单位管理员等角色请向系统管理员申请。",
    "“{unit}” has been registered and you have joined it, so you can now apply. Ask "
    "the system administrator for roles such as unit administrator.",
)
_REFUSED = Text(
    "未予登记。理由：{reason}\n\n请登录后在“我的账户”中更正，重新加入或者申请登记。",
    "The unit was not registered. Reason: {reason}\n\nSign in, correct it under “My "
    "account” and join or request registration again.",
)
_NAME_NOT_CODE = Text(
    "登记新单位请填写单位全称，信用代码填在下面",
    "To register a new unit, enter its full name here and its credit code below",
)
_NO_KIND = Text("请选择单位类型", "Choose the type of unit")
_NO_CITY = Text(
    "请选择所在设区市；省外单位选“省外”",
    "Choose the city; for units outside the province, choose “Outside the province”",
)
_NO_REASON = Text("请写明不予登记的理由", "Enter the reason for refusing")
_THERE = Text(
    "系统中已有这个单位：{name}。请直接填写它的全称",
    "This unit is already in the system: {name}. Enter its full name",
)
_HAS_UNIT = Text("您已加入单位。", "You have already joined a unit.")
_ASKED_ALREADY = Text(
    "您的申请正在等系统管理员核对，办结后即告知您。",
    "Your request is waiting for the system administrator to check it. We will tell "
    "you when it is decided.",
)
_DECIDED = Text("这项申请已经办结。", "This request has already been decided.")

"""Who hears that a letter could not be made: whoever ordered it by a move, or where the clock did
the officer of its case, and whoever keeps the system running (§4)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.access.holders import administrators, holders
from app.models import History, Letter, Outbox, Person
from app.services.moves import Move
from app.services.telling.messages import tell_person
from workflows.engine.text import Text
from workflows.hands import OFFICER, SUPERVISOR
from workflows.parts.letter import LETTERS
from workflows.parts.messages.topics import SYSTEM
from workflows.parts.messages.wording import say
from workflows.roles import Role


def work_on(session: Session, letter: Letter) -> Outbox | None:
    """The newest piece of work that makes the letter."""
    work = select(Outbox).where(Outbox.job == "letter", _of(letter))
    return session.scalars(work.order_by(Outbox.id.desc()).limit(1)).first()


def tell_of_failure(session: Session, letter: Letter, move: Move) -> None:
    """Its title may say what not everybody may know; its page says the rest to whoever may."""
    kind = LETTERS[letter.letter_kind]
    label = Text("公文", "letter") if kind.is_walled else kind.label
    told = {person.id: person for person in administrators(session, move.now)}
    orderer = _orderer_of(session, letter)
    officers = () if orderer else holders(session, letter, _officers_of(letter), move.now)
    told |= {person.id: person for person in (orderer, *officers) if person is not None}
    for person in told.values():
        key = f"letter-failed-{move.history.id}-{person.id}"
        wording = _FAILED.format(label=label)
        tell_person(session, person, SYSTEM, wording, key=key, about=letter, now=move.now)


def _orderer_of(session: Session, letter: Letter) -> Person | None:
    """None where the clock did, or whoever did is here no more."""
    ordered = (
        select(Person)
        .join(History, History.actor_id == Person.id)
        .join(Outbox, Outbox.history_id == History.id)
        .where(Outbox.key == f"letter-{letter.id}", Person.is_active)
    )
    return session.scalars(ordered).first()


def _officers_of(letter: Letter) -> frozenset[Role]:
    """Who answers for its case in the office, where the clock ordered it."""
    return SUPERVISOR if LETTERS[letter.letter_kind].is_walled else OFFICER


def _of(letter: Letter) -> ColumnElement[bool]:
    first = f"letter-{letter.id}"
    return or_(Outbox.key == first, Outbox.key.startswith(f"{first}-"))


_FAILED = say(
    "公文没有制成：{label}",
    "Letter could not be made: {label}",
    "一件公文（{label}）没有制成，收件人还没有收到。公文页写明缺什么、谁能处理；补齐后由系统管理员在公文页"
    "点“重新制作”，不再需要的由资源配置处作废文号。",
    "A letter ({label}) could not be made, and nobody has received it. Its page says what is "
    "missing and who can mend that; once it is mended, a system administrator makes it again on "
    "that page, or the planning officer voids its number where it is not needed any more.",
)

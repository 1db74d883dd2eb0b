"""A sealed row proves itself: what is stored now is what the house sealed last, and it is there;
and so it was whenever the house wrote it anew."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.services.seals.content import all_ids, mac, rows
from app.services.seals.kind import Kind
from app.services.seals.record import GONE, OnRecord, name_of
from config import Settings
from workflows.engine.text import Text


def faults(
    session: Session, settings: Settings, kind: Kind, seals: Mapping[str, str]
) -> Iterator[Fault | None]:
    """For each row of this kind that counts, or counted once: a fault, or None."""
    names = {name for name in seals if name.startswith(f"{kind.table} ")}
    keys = [key.encode() for key in settings.audit_keys]
    for number, content in rows(session, kind, all_ids(session, kind)):
        name = name_of(kind, number)
        kept = seals.get(name)
        if content is None:
            reason = _COUNTS_NO_MORE if kept else None
        elif kept is None:
            reason = _NOT_SEALED
        else:
            fits = (hmac.compare_digest(kept, mac(key, kind, content)) for key in keys)
            reason = None if any(fits) else _ALTERED
        names.discard(name)
        if kept is not None or reason is not None:
            yield Fault(Text(name, name), reason) if reason else None
    for name in sorted(names):
        yield None if seals[name] == GONE else Fault(Text(name, name), _REMOVED)


def succession(on_record: OnRecord) -> tuple[int, Fault | None]:
    """How many rows bear or bore a seal, and all those of which one does not follow the other and
    nothing on record says why."""
    names = ", ".join(sorted(on_record.broken))
    return len(on_record.newest), Fault(Text(names, names), _WRITTEN_OVER) if names else None


_ALTERED = Text("封存后内容被改动", "content was altered after it was sealed")
_REMOVED = Text("封存后被删除", "deleted after it was sealed")
_NOT_SEALED = Text(
    "没有封存记录：不是由本系统写入", "no seal on record: not written by this system"
)
_COUNTS_NO_MORE = Text(
    "封存后被改回未生效的样子", "put back, after it was sealed, to a state not yet in force"
)
_WRITTEN_OVER = Text(
    "封存后被改动，其后本系统又在改动后的内容上写入并重新封存，须逐条核查，"
    "查明后用 flask audit explain 写明原因",
    "altered after it was sealed, and the system then wrote on the altered content and "
    "sealed it again: check each one, then record the reason with flask audit explain",
)

"""What there is to say of a call's rehearsal when it is to be published."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Call
from app.services.calls import rehearsing
from app.services.facts import Common
from workflows.facts import Names


def unrehearsed(session: Session, call: Call, _common: Common) -> Names:
    said = rehearsing.wanting(session, call)
    return (said,) if said else ()

"""A story played through the services: people by their office, the door, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Base, Call, Case, Letter, Person, Proposal
from app.services.cases import case_id
from app.services.door.actors import By
from app.services.door.timers import refresh_timers
from app.services.moves import Moved, Signed, take
from app.worker.clock import fire_due
from app.worker.context import Context
from tests.comparing import compare
from tests.conftest import StillClock
from tests.factories import call, grant, official, organisation, person, proposal
from tests.played import Playback
from tests.writes import writes_that_stay
from workflows.engine.decide import Refusals
from workflows.engine.text import Text
from workflows.roles import Role

MINUTES = {"minutes_number": "厅务会纪要〔2026〕3号", "minutes_date": "2026-01-12"}
MATCHED = MINUTES | {"plan_match": "对应规划任务，指标与规划目标一致。"}
"""Minutes of a decision that was held against the plan."""


@dataclass(frozen=True)
class Applied:
    """A proposal with the people through whose hands it goes first."""

    proposal: Proposal
    pi: Person
    unit: Person
    recommender: Person


class Stage:
    """One session, one clock; people of the office appear when they are first asked for."""

    def __init__(
        self,
        session: Session,
        clock: StillClock,
        context: Context,
        playback: Playback | None = None,
    ) -> None:
        self.session, self.clock, self._context = session, clock, context
        self.playback = playback
        self._office: dict[tuple[Role, str], Person] = {}

    @property
    def stage(self) -> Stage:
        return self

    def recalled(self) -> dict[tuple[Role, str], Person]:
        """What this stage has to remember of what was played on it."""
        return self._office

    def recall(self, office: dict[tuple[Role, str], Person]) -> None:
        self._office = office

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def holder(self, role: Role, which: str = "first") -> Person:
        """Who holds this role for the whole office; `which` tells several holders apart."""
        if (role, which) not in self._office:
            self._office[role, which] = official(self.session, role)
        return self._office[role, which]

    def call(self, state: str = "open", **fields: Any) -> Call:
        """A call in that state, with the timers of that state."""
        made = call(self.session, state=state, **fields)
        refresh_timers(self.session, made, self.now)
        return made

    def applied(self, **fields: Any) -> Applied:
        """A complete draft, its unit's administrator, and the authority that recommends it."""
        authority = organisation(self.session, kind="government", is_recommender=True)
        kind = fields.pop("kind", "institute")
        unit = organisation(self.session, recommender_id=authority.id, kind=kind)
        of_call = fields.pop("call", None) or self.call()
        made = proposal(self.session, call=of_call, lead_unit=unit, **fields)
        refresh_timers(self.session, made, self.now)
        admin = person(self.session, organisation_id=unit.id)
        grant(self.session, admin, Role.UNIT_ADMIN, organisation_id=unit.id)
        recommender = person(self.session, organisation_id=authority.id)
        grant(self.session, recommender, Role.RECOMMENDER, organisation_id=authority.id)
        return Applied(made, made.pi, admin, recommender)

    def take(self, case: Case, move: str, by: By, **given: str) -> Moved | Signed | Refusals:
        """Whoever acts has just given the password."""
        return take(
            self.session, case, move, by, now=self.now, given=given, authenticated_at=self.now
        )

    def moved(self, case: Case, move: str, by: By, **given: str) -> Moved:
        answer = self.take(case, move, by, **given)
        assert isinstance(answer, Moved), answer
        return answer

    def signed(self, case: Case, move: str, by: By, **given: str) -> tuple[Role, ...]:
        """A first signature; returns the roles that must still sign."""
        answer = self.take(case, move, by, **given)
        assert isinstance(answer, Signed), answer
        return answer.still

    def refused(self, case: Case, move: str, by: By, **given: str) -> dict[str, Text]:
        """The reasons by their keys; a refusal must leave nothing written."""
        with writes_that_stay(self.session) as written:
            answer = self.take(case, move, by, **given)
        assert isinstance(answer, Refusals), answer
        assert written == []
        return {r.key: r.reason for r in answer.reasons}

    def compared(self, proposal: Proposal) -> None:
        """A worker has compared it with all others."""
        compare(self.session, proposal, {}, self.now)

    def serve(self, case: Case) -> None:
        """The letters about this case are signed and filed now."""
        waiting = (Letter.about_kind == case.kind, Letter.about_id == case_id(case))
        for letter in self.session.scalars(
            select(Letter).where(*waiting, Letter.state == "drafted").order_by(Letter.id)
        ).all():
            self.moved(letter, "issue", Role.SYSTEM_WORKER)
            self.moved(letter, "file", Role.SYSTEM_WORKER, sha256="0" * 64, size="1")

    def at(self, moment: datetime) -> None:
        """Commit, move the clock, and let the system's own clock fire everything due by then."""
        self.session.commit()
        self.clock.move_to(moment)
        while fire_due(self._context, moment):
            pass
        self.session.expire_all()


def a_page() -> BytesIO:
    """A small real PDF."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out


def everything(session: Session) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: list(session.execute(select(table).order_by(*table.primary_key)))
        for table in Base.metadata.sorted_tables
    }

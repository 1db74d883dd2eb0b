"""Before the season: the plan, the office, the units, their people, and the expert pool."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import (
    DOMAIN,
    ENTRIES,
    EXPERT_FIELDS,
    EXPERTS,
    OFFICIALS,
    PASSWORD,
    UNITS,
    member_name,
)
from app.models import (
    Expert,
    ExpertUnit,
    Organisation,
    Person,
    RoleGrant,
    Sanction,
    TechnologyField,
)
from app.plan.seeding import seed_plan
from app.services.identity import affiliations
from app.services.identity.passwords import hashed
from workflows.roles import Role

_UNIVERSITIES = "福建省教育厅"


def settle(session: Session, now: datetime) -> None:
    """Everybody the season needs, with one password that only a demo has."""
    seed_plan(session)
    password = hashed(PASSWORD)
    settlers = _Settlers(session, password, now)
    settlers.office()
    settlers.units()
    settlers.recommenders()
    settlers.leaders()
    settlers.experts()
    session.flush()


class _Settlers:
    def __init__(self, session: Session, password: str, now: datetime) -> None:
        self._session = session
        self._password = password
        self._now = now

    def office(self) -> None:
        office = Organisation(name="海峡省科学技术厅（演示）", kind="government", is_office=True)
        self._session.add(office)
        self._session.flush()
        for one in OFFICIALS:
            self._person(one.login, one.name, office, one.role, title=one.duty)

    def units(self) -> None:
        for number, unit in enumerate(UNITS, start=1):
            row = self._organisation(unit.name, unit.kind, unit.city)
            row.registered_on = unit.registered_on
            self._person(
                f"unit{number:02d}", f"科管{number:02d}", row, Role.UNIT_ADMIN, scope=row.id
            )
            self._person(
                f"purse{number:02d}", f"财务{number:02d}", row, Role.UNIT_FINANCE, scope=row.id
            )

    def recommenders(self) -> None:
        authorities = self._session.scalars(
            select(Organisation).where(Organisation.is_recommender).order_by(Organisation.id)
        ).all()
        for number, row in enumerate(authorities, start=1):
            self._person(
                f"rec{number:02d}", f"推荐{number:02d}", row, Role.RECOMMENDER, scope=row.id
            )

    def leaders(self) -> None:
        for number, entry in enumerate(ENTRIES, start=1):
            unit = self._unit(entry.unit)
            leader = self._person(f"pi{number:02d}", entry.leader, unit, title="研究员")
            self._person(f"member{number:02d}", member_name(number), unit, title="副研究员")
            if entry.fate == "barred":
                self._session.add(
                    Sanction(
                        person_id=leader.id,
                        act="（演示）在以往项目中提供虚假材料",
                        basis="（演示）科研失信行为调查处理规则 相关条款",
                        decided_by="（演示）调查处理机构",
                        starts_on=date(2024, 12, 13),
                        ends_on=date(2025, 12, 12),
                    )
                )
        self._person("observer", "易质询", None, title="群众")
        self._newcomer()

    def _newcomer(self) -> None:
        """Says to belong to the first unit, which has yet to confirm it."""
        newcomer = self._person("newcomer", "骆新到", self._unit(UNITS[0].name), title="助理研究员")
        newcomer.unit_confirmed_at = None
        affiliations.ask(self._session, newcomer, self._now)

    def experts(self) -> None:
        fields = [
            f.id
            for f in self._session.scalars(select(TechnologyField))
            if f.catalogue_name.startswith(EXPERT_FIELDS)
        ]
        for number, one in enumerate(EXPERTS, start=1):
            unit = self._organisation(one.unit, "institute", "")
            person = self._person(f"expert{number:02d}", one.name, unit, title="教授")
            expert = Expert(person_id=person.id, type=one.type, region=one.region, fields=fields)
            expert.units = [ExpertUnit(organisation_id=unit.id, since=date(2012, 7, 1))]
            self._session.add(expert)

    def _person(
        self,
        login: str,
        name: str,
        unit: Organisation | None,
        role: Role | None = None,
        *,
        scope: int | None = None,
        title: str = "",
    ) -> Person:
        person = Person(
            name=name,
            email=f"{login}@{DOMAIN}",
            password_hash=self._password,
            email_confirmed_at=self._now,
            organisation_id=unit.id if unit else None,
            unit_confirmed_at=self._now if unit else None,
            title=title,
            born_on=date(1978, 5, 4),
            created_at=self._now,
        )
        self._session.add(person)
        self._session.flush()
        if role is not None:
            self._session.add(
                RoleGrant(
                    person_id=person.id,
                    role=role.value,
                    organisation_id=scope,
                    granted_at=self._now,
                )
            )
        return person

    def _organisation(self, name: str, kind: str, city: str) -> Organisation:
        """The unit as the plan has it, or a new one recommended by its city or its department."""
        found = self._session.scalars(select(Organisation).where(Organisation.name == name)).first()
        if found is not None:
            return found
        authority = _UNIVERSITIES if kind == "university" else f"{city}科学技术局"
        row = Organisation(name=name, kind=kind, city=city)
        row.recommender = self._session.scalars(
            select(Organisation).where(Organisation.name == authority)
        ).first()
        self._session.add(row)
        self._session.flush()
        return row

    def _unit(self, name: str) -> Organisation:
        return self._session.scalars(select(Organisation).where(Organisation.name == name)).one()

"""Who races: invented teams of units of the plan, and further experts for the stage panels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN, EXPERT_FIELDS, Entry, PoolExpert
from app.demo.office import FINANCE, person
from app.models import (
    BankAccount,
    Expert,
    ExpertUnit,
    Organisation,
    Person,
    RoleGrant,
    TechnologyField,
)
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Lineup:
    """Who enters one race, the best first, and on which route; the first `places` are selected.
    `login` begins the addresses of everybody's hands; `duty` is what each team's member does."""

    login: str
    entries: tuple[Entry, ...]
    routes: tuple[str, ...]
    places: int
    duty: str

    def mail(self, place: int, kind: str) -> str:
        """`kind` pi, member, unit or money; places from 1."""
        return f"{self.login}-{kind}{place:02d}@{DOMAIN}"


BATTERY = Lineup(
    login="race",
    entries=(
        Entry("硫化物全固态电池攻关（甲马队）", "清源创新实验室", "骆奔", 92, 400),
        Entry("氧化物全固态电池攻关（乙马队）", "宁德时代创新实验室", "马跃", 88, 400),
        Entry("聚合物全固态电池攻关（丙马队）", "集美大学", "骅川", 84, 400),
        Entry("硫化物干法电极电池攻关（丁马队）", "福建农林大学", "骋远", 80, 400),
        Entry("氧化物薄膜电池攻关（戊马队）", "华侨大学", "驰行", 76, 400),
    ),
    routes=("硫化物", "氧化物", "聚合物", "硫化物", "氧化物"),
    places=4,
    duty="电芯试制",
)
PLACES = {lane: place for place, lane in enumerate("ABCDE", start=1)}
"""The lanes follow the ranking of the entries."""

_EXPERTS = (
    PoolExpert("节点甲", "固态电池研究所（演示专家单位）", "academic", "北京"),
    PoolExpert("节点乙", "电化学研究院（演示专家单位）", "academic", "吉林"),
    PoolExpert("节点丙", "动力电池检测中心（演示专家单位）", "enterprise", "天津"),
    PoolExpert("节点丁", "新材料产业研究院（演示专家单位）", "enterprise", "江苏"),
    PoolExpert("节点戊", "东海会计师事务所（演示专家单位）", "finance", "浙江"),
    PoolExpert("节点己", "电动船舶用户联盟（演示专家单位）", "end_user", "上海"),
    PoolExpert("节点庚", "能源材料实验室（演示专家单位）", "academic", "湖南"),
)


def settle(session: Session, like: Person, lineup: Lineup) -> None:
    """Leaders, members, unit hands and accounts of the teams."""
    for place, entry in enumerate(lineup.entries, start=1):
        unit = session.scalars(select(Organisation).where(Organisation.name == entry.unit)).one()
        _person(session, like, lineup.mail(place, "pi"), entry.leader, unit)
        rider = f"骑手{'甲乙丙丁戊'[place - 1]}"
        _person(session, like, lineup.mail(place, "member"), rider, unit)
        mail = lineup.mail(place, "unit")
        _granted(session, like, mail, "马管事", unit, Role.UNIT_ADMIN)
        mail = lineup.mail(place, "money")
        receiver = _granted(session, like, mail, "马司库", unit, Role.UNIT_FINANCE)
        session.add(_account(session, unit, receiver))


def _account(session: Session, unit: Organisation, receiver: Person) -> BankAccount:
    return BankAccount(
        organisation_id=unit.id,
        holder=unit.name,
        bank="演示银行福州分行",
        number=f"6228{unit.id:012d}",
        added_by_id=receiver.id,
        added_at=receiver.created_at,
        verified_by_id=person(session, FINANCE).id,
        verified_at=receiver.created_at,
    )


def settle_experts(session: Session, like: Person) -> None:
    """They join before any draw."""
    fields = [
        f.id
        for f in session.scalars(select(TechnologyField))
        if f.catalogue_name.startswith(EXPERT_FIELDS)
    ]
    for number, one in enumerate(_EXPERTS, start=1):
        unit = Organisation(name=one.unit, kind="institute", city="")
        session.add(unit)
        session.flush()
        someone = _person(session, like, f"race-expert{number:02d}@{DOMAIN}", one.name, unit)
        expert = Expert(person_id=someone.id, type=one.type, region=one.region, fields=fields)
        expert.units = [ExpertUnit(organisation_id=unit.id, since=date(2012, 7, 1))]
        session.add(expert)


def _granted(
    session: Session, like: Person, mail: str, name: str, unit: Organisation, role: Role
) -> Person:
    someone = _person(session, like, mail, name, unit)
    session.add(_grant(someone, role, unit, like))
    return someone


def _grant(person: Person, role: Role, unit: Organisation | None, like: Person) -> RoleGrant:
    return RoleGrant(
        person_id=person.id,
        role=role.value,
        organisation_id=unit.id if unit else None,
        granted_at=like.created_at,
    )


def _person(
    session: Session, like: Person, mail: str, name: str, unit: Organisation | None
) -> Person:
    """An account with the password of the demonstration."""
    someone = Person(
        name=name,
        email=mail,
        password_hash=like.password_hash,
        email_confirmed_at=like.created_at,
        organisation_id=unit.id if unit else None,
        unit_confirmed_at=like.created_at if unit else None,
        title="研究员",
        born_on=date(1979, 3, 8),
        created_at=like.created_at,
    )
    session.add(someone)
    session.flush()
    return someone

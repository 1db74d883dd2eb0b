"""Who enters a race: what an applicant declares, and what R2 and R3 ask of the selection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from string import ascii_uppercase

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Decision,
    DecisionItem,
    Organisation,
    Person,
    Proposal,
    Race,
    RaceEntry,
    Route,
    Team,
)
from app.services.awarding.deciding import GONE
from app.services.moves import begin
from app.services.open_call.relations import chain
from app.services.problems import Problems, alone
from app.services.races.elsewhere import races_elsewhere
from app.services.races.finding import IN_RACE, MECHANISM, project_of
from app.services.races.planning import terms_digest
from workflows.engine.text import Text
from workflows.race.selection import wrong_numbers
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """Money in 分."""

    route_name: str
    cost_to_finish: int
    plan_days: int
    accepts_loser_rule: bool


def entry_of(session: Session, proposal: Proposal) -> RaceEntry | None:
    return session.scalars(select(RaceEntry).where(RaceEntry.proposal_id == proposal.id)).first()


def may_write(proposal: Proposal) -> bool:
    return proposal.state in ("draft", "correction")


def save_entry(session: Session, proposal: Proposal, draft: EntryDraft) -> Problems | None:
    if not may_write(proposal):
        return alone(
            Text(
                "申报书已提交，不能再修改",
                "The proposal has been submitted and can no longer be edited",
            )
        )
    entry = entry_of(session, proposal) or RaceEntry(proposal_id=proposal.id)
    entry.route_name = draft.route_name.strip()
    entry.cost_to_finish, entry.plan_days = draft.cost_to_finish, draft.plan_days
    entry.accepts_loser_rule = draft.accepts_loser_rule
    session.add(entry)
    session.flush()
    return None


def entry_problems(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    """What an entry must say before it is submitted."""
    entry = entry_of(session, proposal) or RaceEntry()
    needed: dict[Text, object] = {
        Text("主技术路线", "main technical route"): entry.route_name,
        Text("冲线所需总经费", "total cost to finish"): entry.cost_to_finish,
        Text("冲线所需天数", "days needed to finish"): entry.plan_days,
        Text(
            "接受未胜出团队规则", "acceptance of the rule for teams that do not win"
        ): entry.accepts_loser_rule,
    }
    return tuple(name for name, value in needed.items() if not value)


def entry_gaps(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    """What a form that can still be written lacks for its race; nothing outside of races."""
    if proposal.call.mechanism_key != MECHANISM or not may_write(proposal):
        return ()
    return entry_problems(session, proposal)


def selected(session: Session, race: Race, outcome: str) -> Sequence[Proposal]:
    """The proposals of the decision, drafted or taken, best first; without those that have left."""
    return session.scalars(
        select(Proposal)
        .join(DecisionItem, DecisionItem.proposal_id == Proposal.id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.call_id == race.call_id, DecisionItem.outcome == outcome)
        .where(Proposal.state.not_in(GONE))
        .order_by(Proposal.rank, Proposal.id)
    ).all()


def selection_problems(session: Session, race: Race) -> tuple[Text, ...]:
    """What of R2 the drafted selection breaks."""
    return tuple(_against_the_rules(session, race))


def _against_the_rules(session: Session, race: Race) -> Iterator[Text]:
    chosen = selected(session, race, "propose")
    yield from wrong_numbers(
        race.call.parameters,
        teams=len(chosen),
        routes=len({_route_name(session, one) for one in chosen}),
        reserves=len(selected(session, race, "reserve")),
    )
    for one, other in combinations(chosen, 2):
        yield from connected(session, one, other)
    for one in chosen:
        yield from races_elsewhere(session, one)


def connected(session: Session, one: Proposal, other: Proposal) -> Iterator[Text]:
    """Shared members, and units under one controller, between two teams (R2)."""
    shared = _people(one) & _people(other)
    if shared:
        yield Text(
            f"《{one.title}》与《{other.title}》有共同成员",
            f"“{one.title}” and “{other.title}” share a member",
        )
    if _controllers(session, one) & _controllers(session, other):
        yield Text(
            f"《{one.title}》与《{other.title}》的单位受同一主体控制",
            f"the units of “{one.title}” and “{other.title}” are under common control",
        )


def rivals_of(session: Session, person: Person, proposal: Proposal) -> tuple[Text, ...]:
    """Other teams of the race that this person is on: nobody is on two (R2)."""
    return tuple(
        Text(f"{person.name}是{team.lane}队成员", f"{person.name} is a member of team {team.lane}")
        for team in _rival_teams(session, proposal)
        if person.id in _people(team.proposal)
    )


def rivals_with(session: Session, unit: Organisation, proposal: Proposal) -> tuple[Text, ...]:
    """Other teams of the race that have this unit, or one under the same controller (R2)."""
    above = _above(session, unit)
    return tuple(
        Text(
            f"{unit.name}与{team.lane}队的单位相同或受同一主体控制",
            f"{unit.name} is also a unit of team {team.lane}, or under common control with one",
        )
        for team in _rival_teams(session, proposal)
        if above & _controllers(session, team.proposal)
    )


def _rival_teams(session: Session, proposal: Proposal) -> Sequence[Team]:
    """Those of the same race that run, will run, or may be called; none outside of a race."""
    return session.scalars(
        select(Team)
        .join(Race, Race.id == Team.race_id)
        .where(
            Race.call_id == proposal.call_id,
            Team.proposal_id != proposal.id,
            Team.state.in_(("entered", "reserve", *IN_RACE)),
        )
        .order_by(Team.lane)
    ).all()


def _people(proposal: Proposal) -> set[int]:
    members = {m.person_id for m in proposal.members if m.person_id and m.confirmed_at}
    return members | {proposal.pi_id}


def _controllers(session: Session, proposal: Proposal) -> set[int]:
    """Its units and whatever holds them."""
    units = (proposal.lead_unit, *(row.organisation for row in proposal.units))
    return {number for unit in units for number in _above(session, unit)}


def _above(session: Session, unit: Organisation) -> set[int]:
    return {one.id for one in chain(session, unit)}


def _route_name(session: Session, proposal: Proposal) -> str:
    entry = entry_of(session, proposal)
    return entry.route_name if entry else ""


def enter_teams(session: Session, race: Race, now: datetime) -> None:
    """One team a proposal, proposed ones first; each on its one main route."""
    chosen = [*selected(session, race, "propose"), *selected(session, race, "reserve")]
    for lane, proposal in zip(ascii_uppercase, chosen, strict=False):
        enter(session, race, proposal, lane, now)
    session.expire(race)


def enter(session: Session, race: Race, proposal: Proposal, lane: str, now: datetime) -> Team:
    entry = entry_of(session, proposal)
    assert entry is not None, "an accepted entry has declared its route"
    route = _route(session, race, entry.route_name, now)
    team = Team(
        race_id=race.id,
        proposal_id=proposal.id,
        route_id=route.id,
        lane=lane,
        cost_to_finish=entry.cost_to_finish,
    )
    team.race, team.proposal, team.route = race, proposal, route
    begin(session, team, Role.SYSTEM_CLOCK, now)
    return team


def _route(session: Session, race: Race, name: str, now: datetime) -> Route:
    found = session.scalars(
        select(Route).where(Route.race_id == race.id, Route.name == name)
    ).first()
    if found is None:
        found = Route(race_id=race.id, name=name)
        found.race = race
        begin(session, found, Role.SYSTEM_CLOCK, now)
    return found


def start_problems(session: Session, race: Race) -> tuple[Text, ...]:
    """What of R3 is missing: everybody has signed, and the same terms."""
    found = []
    if race.call.state != "decided":
        found.append(Text("入围公示未满", "the shortlist is still on public notice"))
    rules = race.call.parameters
    entered = [team for team in race.teams if team.state == "entered"]
    if len(entered) < rules["race_teams_least"]:
        least = rules["race_teams_least"]
        found.append(
            Text(
                f"团队只有 {len(entered)} 个，至少 {least} 个",
                f"only {len(entered)} teams; at least {least} are needed",
            )
        )
    if len({team.route_id for team in entered}) < rules["race_routes_least"]:
        found.append(Text("技术路线不足", "too few technical routes"))
    digest = terms_digest(race)
    for team in entered:
        if not has_signed(session, team):
            found.append(Text(f"{team.lane}队未签约", f"team {team.lane} has not signed"))
        elif team.agreed != digest:
            found.append(
                Text(
                    f"{team.lane}队所签指标不一致",
                    f"the metrics signed by team {team.lane} differ from the others",
                )
            )
    return tuple(found)


def wants_reserve(session: Session, proposal: Proposal) -> bool:
    """A race in rescue may take in a reserve, whatever places its awards once had (R17)."""
    state = session.scalar(select(Race.state).where(Race.call_id == proposal.call_id))
    return state == "rescue"


def has_signed(session: Session, team: Team) -> bool:
    project = project_of(session, team)
    return project is not None and project.state not in ("contracting", "lapsed")

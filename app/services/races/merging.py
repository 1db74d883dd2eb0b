"""Two complementary teams become one: its contract, its means, and what each keeps (R12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.asked import Listed
from app.models import ContractVersion, History, Payment, Person, Proposal, Race, Team
from app.services.contracts.drafting import add_version, in_force
from app.services.contracts.terms import UNIT
from app.services.moves import Move
from app.services.races import money
from app.services.races.finding import is_under_test, project_of
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


def merge(session: Session, team: Team, partner: Team, move: Move) -> None:
    """What the team was promised goes with it, its unit joins the partner's contract; what it holds
    and has not spent is settled with its own project."""
    moved = money.hand_over(session, team, partner, move)
    money.settle(session, team, move)
    partner.cost_to_finish = max(partner.cost_to_finish, team.cost_to_finish)
    partner.merges_with_id = None
    _sign_together(session, team, partner, moved, move)
    session.flush()


def offers_to(session: Session, team: Team) -> list[tuple[Team, str]]:
    """The teams that have agreed to merge with this one, and what they signed, by lane."""
    return [
        (other, agreement_of(session, other))
        for other in team.race.teams
        if other.merges_with_id == team.id and other.state in _MAY_MERGE
    ]


def other_on(team: Team, lane: str) -> Team | None:
    """The team of that lane; not this one."""
    others = (other for other in team.race.teams if other is not team)
    return next((other for other in others if other.lane == lane), None)


def partner_problems(team: Team, lane: str) -> tuple[Text, ...]:
    """Why the team of that lane is none to merge with; nothing typed is no problem yet."""
    if not lane:
        return ()
    partner = other_on(team, lane)
    if partner is None:
        return (_NO_OTHER_TEAM.format(lane=lane),)
    if partner.state not in _MAY_MERGE:
        return (_NOT_RACING,)
    return (_ONE_ROUTE,) if partner.route_id == team.route_id else ()


def merge_problems(session: Session, team: Team) -> tuple[Text, ...]:
    """Both have to name each other and to have signed the same words (R12)."""
    return _merge_problems(team, _agreements(session, [team, team.merges_with]))


def _merge_problems(team: Team, agreements: Mapping[int, str]) -> tuple[Text, ...]:
    partner = team.merges_with
    if partner is None:
        return (_NO_PARTNER,)
    found = list(partner_problems(team, partner.lane))
    if partner.merges_with_id != team.id:
        found.append(_NOT_AGREED)
    elif agreements[partner.id] != agreements[team.id]:
        found.append(_OTHER_WORDS)
    return tuple(found)


def is_to_decide(session: Session, team: Team) -> bool:
    """Whether the executive meeting may decide on its merger now: both have agreed, and no
    checkpoint is open."""
    return _is_to_decide(team, _agreements(session, [team, team.merges_with]))


def to_decide(session: Session) -> list[int]:
    """The teams whose merger waits for the executive meeting, in a fixed number of queries."""
    teams = TO_MERGE.of(session)
    agreements = _agreements(session, [*teams, *(team.merges_with for team in teams)])
    return [team.id for team in teams if _is_to_decide(team, agreements)]


def _is_to_decide(team: Team, agreements: Mapping[int, str]) -> bool:
    is_open = is_under_test(team.race)
    return team.state in _MAY_MERGE and not is_open and not _merge_problems(team, agreements)


def agreement_of(session: Session, team: Team) -> str:
    """What the two teams agreed on lead, intellectual property, money and people."""
    return _agreements(session, [team])[team.id]


def _agreements(session: Session, teams: Iterable[Team | None]) -> dict[int, str]:
    """By team: what it signed last. Those that have signed none are left out."""
    numbers = {team.id for team in teams if team is not None}
    if not numbers:
        return {}
    newest = (
        select(func.max(History.id))
        .where(
            History.case_kind == Team.kind,
            History.case_id.in_(numbers),
            History.transition == "agree_to_merge",
        )
        .group_by(History.case_id)
    )
    signed = select(History.case_id, History.given).where(History.id.in_(newest))
    return {number: str(given["agreement"]).strip() for number, given in session.execute(signed)}


_MAY_MERGE = ("racing", "held")
TO_MERGE = Listed(
    Team,
    Team.merges_with_id.is_not(None),
    Team.state.in_(_MAY_MERGE),
    order=(Team.id,),
    options=(
        joinedload(Team.race).options(selectinload(Race.stages), selectinload(Race.teams)),
        joinedload(Team.merges_with),
    ),
)
"""Teams that have named whom they merge into."""
_NO_PARTNER = Text("未指明并入的团队", "the team to merge with is not named")
_NO_OTHER_TEAM = Text("没有另一个 {lane} 队", "there is no other team {lane}")
_NOT_AGREED = Text("对方尚未同意", "the other team has not agreed")
_NOT_RACING = Text("对方已不在赛", "the other team is no longer racing")
_ONE_ROUTE = Text(
    "两队路线相同，不构成互补",
    "both teams are on the same route, so they do not complement each other",
)
_OTHER_WORDS = Text("两队签署的协议内容不一致", "the agreements the two teams signed are different")


def moved_with(session: Session, team: Team) -> int:
    """分 that were ordered for the partner because this team merged into it."""
    total = session.scalar(
        select(func.sum(Payment.amount)).where(
            Payment.basis == "merger",
            Payment.basis_kind == Team.kind,
            Payment.basis_id == team.id,
            Payment.state != "cancelled",
        )
    )
    return int(total or 0)


def _sign_together(
    session: Session, team: Team, partner: Team, moved: int, move: Move
) -> ContractVersion:
    """The partner's next contract: both have signed the agreement, the executive meeting approves
    it. Stages, indicators and pledge stay those that every team has signed."""
    project = project_of(session, partner)
    assert project is not None, "a team that races has a project"
    old = in_force(session, project)
    assert old is not None, "a team that races has signed"
    by = session.get_one(Person, move.actor_id) if move.actor_id else None
    terms = _joined(dict(old.terms), session, team, moved, move)
    version = add_version(session, project, terms, by, move.now)
    version.signed_at = move.now
    version.permitted_minutes = move.given["minutes_number"][:60]
    return version


def _joined(
    terms: dict[str, Any], session: Session, team: Team, moved: int, move: Move
) -> dict[str, Any]:
    proposal = team.proposal
    heading = f"{team.lane}队并入"
    joined = {
        "heading": heading,
        "fiscal": moved,
        "own": proposal.matching,
        "note": proposal.lead_unit.name,
    }
    note = {
        "kind": "merger",
        "content": f"{heading}（{proposal.lead_unit.name}）：{agreement_of(session, team)}",
        "on": local_date(move.now).isoformat(),
        "minutes": move.given["minutes_number"],
    }
    known = {party["name"] for party in terms["parties"]}
    new = [{"role": UNIT, "name": name} for name in _units(proposal) if name not in known]
    return {
        **terms,
        "parties": [*terms["parties"], *new],
        "amount": terms["amount"] + moved,
        "matching": terms["matching"] + proposal.matching,
        "budget": [*terms["budget"], joined],
        "changes": [*terms.get("changes", []), note],
    }


def _units(proposal: Proposal) -> list[str]:
    return [proposal.lead_unit.name, *(u.organisation.name for u in proposal.units)]

"""Who can still finish: cost against means, and time against the plan (I2, I4 of §2.3).

A team's means are what it has and what the pool may still give it: its unspent money, its own
matching, the uncommitted pool without what is ring-fenced for others.
"""

from __future__ import annotations

from workflows.race.state import RaceState, Team


def own_means(team: Team) -> int:
    return team.money.unspent + team.matching


def gap(team: Team) -> int:
    """What finishing costs beyond its own means."""
    return max(0, team.cost_to_finish - own_means(team))


def pool_open(state: RaceState, team: Team) -> int:
    return state.free + team.money.ring_fenced


def can_finish(state: RaceState, team: Team) -> bool:
    """As I2 says it."""
    return (
        team.is_active
        and team.route in state.alive
        and gap(team) <= pool_open(state, team)
        and team.plan_days <= state.days_left
    )


def can_sprint(state: RaceState, team: Team) -> bool:
    """Can finish without touching the prize, which is promised to whoever crosses the line."""
    return can_finish(state, team) and gap(team) <= pool_open(state, team) - state.prize

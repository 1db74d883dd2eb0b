"""Everybody whose standing towards the cases of a world is of another sort."""

from __future__ import annotations

from app.models import OfficialRecusal, Person, ProposalMember
from tests.conftest import START
from tests.factories import grant, official, person
from tests.web.one_of_each import World
from workflows.roles import SYSTEM_ROLES, Role


def everybody_around(world: World) -> dict[str, Person]:
    """Everybody whose standing is of another sort."""
    session = world.session
    everybody: dict[str, Person] = {
        "leader": world.proposal.pi,
        "expert": world.seated.person,
        "chair": world.chair.person,
        "called": world.called.person,
        "objector": world.objector,
        "respondent": world.respondent,
        "supervisor of that unit": official(session, Role.SUPERVISOR, organisation_id=world.lab.id),
        "nobody": person(session),
        "clerk of two": official(session, Role.FORMAL_CHECKER),
        "officer here": _granted(
            world, Role.PROGRAMME_OFFICER, programme_id=world.call.programme_id
        ),
        "unit": _granted(world, Role.UNIT_ADMIN, organisation_id=world.lab.id),
        "partner's purse": _granted(world, Role.UNIT_FINANCE, organisation_id=world.partner.id),
        "purse": _granted(world, Role.UNIT_FINANCE, organisation_id=world.lab.id),
        "city": _granted(world, Role.RECOMMENDER, organisation_id=world.city.id),
        "witness": _granted(
            world, Role.DISCIPLINE, case_kind="review_group", case_id=world.group.id
        ),
        "former": _granted(world, Role.SUPERVISOR, ends_at=START),
        "demander": world.item.contact,
        "colleague": _granted(world, Role.DEMANDER, organisation_id=world.item.demander_id),
        "member and officer": official(session, Role.PROGRAMME_OFFICER),
    }
    everybody |= {role.value: official(session, role) for role in Role if role not in SYSTEM_ROLES}
    grant(session, everybody["clerk of two"], Role.SUPERVISOR)
    everybody["stands aside"] = official(session, Role.SUPERVISOR)
    session.add(
        OfficialRecusal(
            person_id=everybody["stands aside"].id,
            proposal_id=world.proposal.id,
            standing="declared",
            reason="配偶是参加人。",
            recorded_at=START,
        )
    )
    everybody["comes from the lab"] = official(
        session, Role.DECISION_MAKER, organisation_id=world.lab.id
    )
    world.proposal.members = [
        ProposalMember(person=everybody["member and officer"], name="某", email="both@example.org")
    ]
    session.flush()
    return everybody


def _granted(world: World, role: Role, **scope: object) -> Person:
    someone = person(world.session)
    grant(world.session, someone, role, **scope)
    return someone

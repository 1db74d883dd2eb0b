"""A race before its start: teams enter, are reviewed and selected, and sign the same terms."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.models import Person, Project, Proposal, Race
from app.services.proposals import formal
from app.services.proposals.formal import Answer
from app.services.races import entering
from app.services.races.entering import EntryDraft
from tests.factories import expert
from tests.journeys.theatre import Theatre, Visitor, may_sign_in
from tests.journeys.troupe import (
    MATCHED,
    Troupe,
    a_pdf,
    check_formally,
    draw_panel,
    form_panel,
    lock,
    make_together,
    put_on_notice,
    score_at_desks,
)
from tests.services.racing import ROUTES, WAN, Racing, proven
from tests.services.stage import Applied, Stage
from workflows.roles import Role

_COST, _DAYS = 600, 200
"""Of a team: 万元 and days."""


def apart(stage: Stage, who: Person) -> Person:
    """The person as read now; nothing of the session stays open behind the browser."""
    session = stage.session
    if who in session:
        session.refresh(who)
        session.expunge(who)
    session.rollback()
    return who


def everybody_enters(theatre: Theatre, stage: Stage, race: int) -> Racing:
    """The first of three by its own hands, the others through the door."""
    found = stage.session.get_one(Race, race)
    applied = [stage.applied(call=found.call, state="draft") for _ in range(3)]
    racing = Racing(stage, found, applied)
    may_sign_in(*(who for one in applied for who in (one.pi, one.unit, one.recommender)))
    for route, one in zip((ROUTES[1], ROUTES[0]), applied[1:], strict=True):
        draft = EntryDraft(route, _COST * WAN, _DAYS, True)
        assert entering.save_entry(stage.session, one.proposal, draft) is None
        stage.moved(one.proposal, "submit", one.pi)
        stage.moved(one.proposal, "unit_seal", one.unit)
        stage.moved(one.proposal, "recommend", one.recommender)
    stage.session.commit()
    _enter(theatre, stage, applied[0])
    return racing


def _enter(theatre: Theatre, stage: Stage, one: Applied) -> None:
    """What an entry says beside the form, and through whose hands it goes."""
    number = one.proposal.id
    leader = theatre.visitor(apart(stage, one.pi))
    leader.open(f"/races/entries/{number}")
    leader.fill(route_name=ROUTES[0], cost_to_finish=str(_COST), plan_days=str(_DAYS))
    leader.page.get_by_label("接受未胜出团队").check()
    leader.press("保存")
    leader.make("提交单位审核")
    for who, move in ((one.unit, "审核盖章"), (one.recommender, "推荐")):
        make_together(theatre, [apart(stage, who)], f"/proposals/{number}", move)


def troupe_of(racing: Racing) -> Troupe:
    """Who reviews; seven of a checkpoint are drawn from a pool that has a conflict with nobody."""
    stage, first = racing.stage, racing.applied[0]
    cast = Troupe(
        officer=racing.officer,
        decider=racing.decision_maker,
        checker=stage.holder(Role.FORMAL_CHECKER),
        manager=stage.holder(Role.EXPERT_MANAGER),
        witness=stage.holder(Role.DISCIPLINE),
        leader=first.pi,
        sealer=first.unit,
        unit=first.proposal.lead_unit,
    )
    experts = [expert(stage.session, region="省外") for _ in range(14)]
    experts += [expert(stage.session, region="省外", type="finance") for _ in range(2)]
    may_sign_in(cast.checker, cast.manager, cast.witness, *(one.person for one in experts))
    stage.session.commit()
    for who in (cast.checker, cast.manager, cast.witness, cast.decider):
        apart(stage, who)
    return cast


def select_the_teams(theatre: Theatre, officer: Visitor, racing: Racing, cast: Troupe) -> None:
    """Checked, scored by one drawn panel, decided in one list, on notice, approved."""
    stage, call = racing.stage, racing.race.call_id
    first, second, third = (one.proposal.id for one in racing.applied)
    stage.session.rollback()
    theatre.at(4, 22)
    check_formally(theatre, cast, first)
    for number in (second, third):
        _check(racing, cast, number)
    officer.open(f"/office/calls/{call}")
    officer.make("形式审查结束")
    group = form_panel(theatre, cast, officer, "入围评审组")
    score_at_desks(theatre, group, {first: 9000, second: 8500, third: 8000})
    lock(theatre, group)
    officer.open(f"/office/calls/{call}")
    officer.make("评审结束")
    officer.open(f"/office/calls/{call}/decision")
    for number, outcome, amount in ((first, "propose", "200"), (second, "propose", "200")):
        officer.fill(**{f"outcome-{number}": outcome, f"amount-{number}": amount})
    officer.fill(**{f"outcome-{third}": "reserve", f"amount-{third}": "100"})
    officer.press("保存方案")
    make_together(theatre, [cast.decider], f"/office/calls/{call}", "议定立项名单", **MATCHED)
    put_on_notice(officer, call, 2)
    theatre.at(5, 11)


def _check(racing: Racing, cast: Troupe, number: int) -> None:
    """As the first one was checked at the browser."""
    session, now = racing.stage.session, racing.stage.now
    proposal, checker = session.get_one(Proposal, number), session.get_one(Person, cast.checker.id)
    answers = {item.key: Answer("met") for item in formal.ITEMS}
    assert formal.record(session, proposal, answers, (), checker, now) is None
    racing.stage.moved(proposal, "pass_formal_check", checker)
    session.commit()
    session.expunge(checker)


def sign_the_terms(theatre: Theatre, racing: Racing, folder: Path) -> None:
    """Both teams sign the same indicators; the first of them at the browser."""
    stage = racing.stage
    stage.session.expire_all()
    planning = stage.holder(Role.PLANNING_OFFICER)
    may_sign_in(planning)
    first, second = racing.applied[:2]
    proven(racing, second, _project(racing, second))
    number = _project(racing, first).id
    stage.session.commit()
    leader = theatre.visitor(apart(stage, first.pi))
    leader.open(f"/projects/{number}/contract")
    leader.page.get_by_label("配套资金证明").set_input_files(a_pdf(folder))
    leader.press("上传")
    leader.make("签订任务书和军令状")
    for who in (first.unit, planning):
        path = f"/projects/{number}/contract"
        make_together(theatre, [apart(stage, who)], path, "签订任务书和军令状")


def _project(racing: Racing, one: Applied) -> Project:
    query = select(Project).where(Project.proposal_id == one.proposal.id)
    return racing.stage.session.scalars(query).one()


def judge_the_stage(
    theatre: Theatre, officer: Visitor, racing: Racing, cast: Troupe, points: dict[str, int]
) -> None:
    """One panel for all teams, drawn before a witness; scores in points."""
    given = {racing.team(lane).proposal_id: score * 100 for lane, score in points.items()}
    path = f"/races/stages/{racing.race_stage.id}"
    racing.stage.session.rollback()
    officer.open(path)
    officer.press("组建同一专家组")
    group = draw_panel(theatre, cast, officer)
    score_at_desks(theatre, group, given)
    lock(theatre, group)

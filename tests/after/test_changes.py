"""Changes: as far up as the matrix says, in time, and never by silence (J8-J11, §3.9)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Letter, Message
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.drafting import in_force
from app.services.door.awaiting import turn_of
from app.services.problems import Problems
from tests.after.underway import RULES, Underway, teammate, underway
from tests.conftest import START
from tests.factories import person
from tests.integrity.handling import sanctioned
from tests.services.called import a_pool, called, drawn, signed
from tests.services.stage import Stage
from workflows.changes import CHANGE_KINDS, Chain
from workflows.engine.calendar import local_date
from workflows.hands import NODE_EXPERT, OFFICER
from workflows.roles import Role

IN_TIME = date(2029, 6, 30)


def version(of: Underway) -> int:
    found = in_force(of.stage.session, of.project)
    assert found is not None
    return found.version


def test_the_leader_decides_the_technical_route_and_the_unit_files_it(of: Underway) -> None:
    before, case = version(of), of.change("technical_route")
    of.stage.moved(case, "submit", of.pi)
    assert "goes_to_office" in of.stage.refused(case, "forward", of.unit)
    of.stage.moved(case, "file", of.unit)
    assert (case.state, version(of)) == ("filed", before + 1)


def test_what_goes_to_the_meeting_is_not_filed_and_not_decided_by_the_office(
    of: Underway,
) -> None:
    case = of.change("total_fund", budget=of.budget(-100))
    of.stage.moved(case, "submit", of.pi)
    assert "goes_to_filing" in of.stage.refused(case, "file", of.unit)
    of.stage.moved(case, "forward", of.unit)
    assert case.state == "recommender_review"
    of.stage.moved(case, "recommend", of.recommender)
    assert "goes_to_office" in of.stage.refused(case, "approve", of.officer, reason="同意。")
    of.stage.moved(case, "propose", of.officer)
    of.stage.moved(case, "grant", of.decider, **RULES)


def test_the_office_decides_core_members_without_the_meeting(of: Underway) -> None:
    case = of.change("core_members")
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    assert case.state == "office_review"
    of.stage.moved(case, "approve", of.officer, reason="同意。")
    assert case.state == "granted"


def test_every_metric_goes_to_the_meeting() -> None:
    for key in ("metrics", "pi", "term", "lead_unit", "total_fund", "end_user"):
        assert CHANGE_KINDS[key].chain is Chain.MEETING


def test_no_change_within_the_last_months_except_for_force_majeure(of: Underway) -> None:
    case = of.change("core_members")
    of.on(2028, 3, 30)
    of.stage.session.refresh(case)
    of.on(2028, 4, 1)
    why = of.stage.refused(case, "submit", of.pi)["not_in_the_last_months"].zh
    assert f"现在距期满 {(of.project.ends_on - local_date(of.stage.now)).days} 天" in why
    case.force_majeure = True
    of.stage.moved(case, "submit", of.pi)


def test_a_change_submitted_in_time_is_not_granted_once_it_is_too_late(of: Underway) -> None:
    of.on(2028, 3, 28)
    case = of.change("core_members")
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.on(2028, 4, 3)
    assert "not_in_the_last_months" in of.stage.refused(
        case, "approve", of.officer, reason="同意。"
    )


def test_no_change_while_a_node_is_open(stage: Stage) -> None:
    of = underway(stage)
    case = of.change("technical_route")
    stage.moved(of.project, "open_node", Role.SYSTEM_CLOCK)
    assert "no_milestone_is_open" in stage.refused(case, "submit", of.pi)
    stage.moved(of.project, "node_pass", Role.SYSTEM_CLOCK)
    stage.moved(case, "submit", of.pi)


def test_a_granted_extension_moves_the_end_and_leaves_the_old_contract(of: Underway) -> None:
    old = in_force(of.stage.session, of.project)
    assert old is not None
    before = dict(old.terms)
    case = of.proposed("term", new_end=date(2029, 6, 30))
    of.stage.moved(case, "grant", of.decider, **RULES)
    new = in_force(of.stage.session, of.project)
    assert new is not None
    assert (of.project.ends_on, new.terms["ends_on"]) == (date(2029, 6, 30), "2029-06-30")
    assert (old.version, old.terms) == (new.version - 1, before)
    letter = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "extension_reply")
    ).one()
    assert "2029年6月30日" in str(letter.payload)


def test_there_is_no_second_extension(of: Underway) -> None:
    first = of.proposed("term", new_end=date(2028, 12, 31))
    of.stage.moved(first, "grant", of.decider, **RULES)
    again = of.change("term", new_end=date(2029, 6, 30))
    why = of.stage.refused(again, "submit", of.pi)["extension_allowed"]
    assert "已延至 2028-12-31；请按期申请验收" in why.zh


@pytest.mark.parametrize(("new_end", "fits"), [(IN_TIME, True), (date(2029, 7, 1), False)])
def test_an_extension_is_for_a_year_at_most(of: Underway, new_end: date, fits: bool) -> None:
    case = of.change("term", new_end=new_end)
    if fits:
        of.stage.moved(case, "submit", of.pi)
    else:
        assert "extension_allowed" in of.stage.refused(case, "submit", of.pi)


def test_an_extension_is_asked_three_months_before_the_end(of: Underway) -> None:
    case = of.change("term", new_end=date(2028, 12, 31), force_majeure=True)
    of.on(2028, 3, 31, 1)
    assert "extension_allowed" in of.stage.refused(case, "submit", of.pi)


def test_lower_metrics_need_a_new_opinion_of_experts(of: Underway) -> None:
    key = str(of.metrics[0].id)
    case = of.change("metrics", targets={key: "350"})
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.stage.moved(case, "recommend", of.recommender)
    assert "lower_metrics_have_an_opinion" in of.stage.refused(case, "propose", of.officer)
    a_pool(of.stage)
    called(of.stage, case, "draw_change_panel", "agree", "agree", "disagree")
    of.stage.moved(case, "propose", of.officer)
    of.stage.moved(case, "grant", of.decider, **RULES)
    now = in_force(of.stage.session, of.project)
    assert now is not None
    assert now.terms["metrics"][0]["target"] == "350"


def test_the_office_waits_for_the_experts_on_a_change_while_they_are_to_sign(of: Underway) -> None:
    case = of.change("metrics", targets={str(of.metrics[0].id): "350"})
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.stage.moved(case, "recommend", of.recommender)
    a_pool(of.stage)
    hands = [turn_of(of.stage.session, case, of.stage.now).hands]
    given = drawn(of.stage, case, "draw_change_panel")
    hands.append(turn_of(of.stage.session, case, of.stage.now).hands)
    for opinion in given:
        signed(of.stage, opinion, "agree")
    hands.append(turn_of(of.stage.session, case, of.stage.now).hands)
    assert hands == [OFFICER, NODE_EXPERT, OFFICER]


def test_the_meeting_does_not_lower_what_most_of_the_experts_would_keep(of: Underway) -> None:
    case = of.change("metrics", targets={str(of.metrics[0].id): "350"})
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.stage.moved(case, "recommend", of.recommender)
    a_pool(of.stage)
    called(of.stage, case, "draw_change_panel", "disagree", "disagree", "agree")
    of.stage.moved(case, "propose", of.officer)
    assert "panel_agrees_to_lower" in of.stage.refused(case, "grant", of.decider, **RULES)
    of.stage.moved(case, "reject", of.decider, **RULES)


def test_a_change_that_lowers_nothing_calls_no_experts(of: Underway) -> None:
    case = of.change("metrics", targets={str(of.metrics[0].id): "450"})
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    of.stage.moved(case, "recommend", of.recommender)
    manager = of.stage.holder(Role.EXPERT_MANAGER)
    assert "metrics_would_sink" in of.stage.refused(case, "draw_change_panel", manager)


def test_raised_metrics_need_no_opinion(of: Underway) -> None:
    key = str(of.metrics[0].id)
    of.proposed("metrics", targets={key: "450"})


def test_a_new_leader_has_been_on_the_team_and_is_not_barred(of: Underway) -> None:
    new = teammate(of, START - timedelta(days=100))
    case = of.change("pi", new_pi=new.email)
    assert "new_party_eligible" in of.stage.refused(case, "submit", of.pi)
    of.project.proposal.members[0].confirmed_at = START - timedelta(days=300)
    of.stage.session.flush()
    of.stage.moved(case, "submit", of.pi)


def test_of_whoever_is_not_on_the_team_nothing_is_told_to_whoever_names_them_as_leader(
    of: Underway,
) -> None:
    known, told = person(of.stage.session), []
    for email in (known.email, "nobody@example.org"):
        wanted = Wanted("pi", "内容", "理由", new_pi=email)
        made = draft_change(of.stage.session, of.project, wanted, of.pi, of.stage.now)
        assert isinstance(made, Problems)
        told.append(made.by_field)
    assert told[0] == told[1]
    assert told[0].keys() == {"new_pi"}


def test_a_barred_new_leader_is_refused_even_at_the_last_moment(of: Underway) -> None:
    new = teammate(of, START - timedelta(days=300))
    case = of.proposed("pi", new_pi=new.email)
    sanctioned(of.stage, new, starts_on="2026-03-02", ends_on="2027-03-01")
    assert "new_party_eligible" in of.stage.refused(case, "grant", of.decider, **RULES)


def test_a_new_leader_follows_on_the_project_and_its_contract(of: Underway) -> None:
    new = teammate(of, START - timedelta(days=300))
    case = of.proposed("pi", new_pi=new.email)
    of.stage.moved(case, "grant", of.decider, **RULES)
    assert of.project.proposal.pi_id == new.id
    assert [party.person for party in of.project.proposal.former] == [of.pi]
    now = in_force(of.stage.session, of.project)
    assert now is not None
    assert new.name in [party["name"] for party in now.terms["parties"]]


def test_who_led_before_hears_of_it_and_the_letter_says_project_once(of: Underway) -> None:
    before, new = of.pi, teammate(of, START - timedelta(days=300))
    case = of.proposed("pi", new_pi=new.email)
    of.stage.moved(case, "grant", of.decider, **RULES)
    answered = select(Message).where(Message.message_kind == "change_answered")
    told = {m.person_id: m.body for m in of.stage.session.scalars(answered)}
    assert new.id in told
    assert f"由{new.name}接任" in told[before.id]
    letter = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "change_reply")
    ).one()
    assert letter.title == "关于项目负责人变更的批复"


def test_silence_is_never_consent_and_is_escalated(of: Underway) -> None:
    case = of.change("core_members")
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "forward", of.unit)
    supervisor = of.stage.holder(Role.SUPERVISOR)
    assert case.due_at is not None
    of.stage.at(case.due_at)
    assert case.state == "escalated"
    told = select(Message).where(Message.person_id == supervisor.id)
    assert [m.about_kind for m in of.stage.session.scalars(told)] == ["change"]
    of.stage.moved(case, "refuse", of.officer, reason="理由不足。")
    letter = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "change_reply")
    ).one()
    assert "不同意" in str(letter.payload)


def test_whoever_proposes_a_change_does_not_grant_it(of: Underway) -> None:
    case = of.proposed("total_fund", budget=of.budget(-100))
    assert "role_required" in of.stage.refused(case, "grant", of.officer, **RULES)


def test_a_change_without_what_its_kind_needs_is_not_taken(of: Underway) -> None:
    session, now = of.stage.session, of.stage.now
    for wanted in (
        Wanted("term", "内容", "理由", new_end=date(2028, 1, 1)),
        Wanted("pi", "内容", "理由", new_pi="nobody@example.org"),
        Wanted("pi", "内容", "理由", new_pi=of.pi.email),
        Wanted("metrics", "内容", "理由", targets={"1": "很高"}),
        Wanted("metrics", "内容", "理由", targets={}),
        Wanted("no such kind", "内容", "理由"),
    ):
        assert isinstance(draft_change(session, of.project, wanted, of.pi, now), Problems)
    assert session.scalars(select(ChangeRequest)).all() == []
    empty = draft_change(session, of.project, Wanted("technical_route", "", ""), of.pi, now)
    assert isinstance(empty, ChangeRequest)
    assert "change_complete" in of.stage.refused(empty, "submit", of.pi)

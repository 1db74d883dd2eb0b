"""A yellow card is rectified within its term and tested again; R8."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.access.holders import holders
from app.access.roles import roles_on
from app.documents.payload import in_words
from app.models import Letter, Message, Person, Team
from app.queries.sight.holding import Holding
from app.queries.sight.sources import SOURCES
from app.services.calendars import working_calendar
from app.services.door.pending_signatures import signatures_on
from app.services.races.board import awaited
from tests.services.race_course import assessed, decided, published, through_stage, to_checkpoint
from tests.services.racing import Racing, kept, started
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.hands import CHAIR
from workflows.parameters import DEFAULTS
from workflows.roles import Role

WRITTEN = {"report": "更换电解质供应商，重做热处理。", "evidence": "批次记录 12 份。"}
MET, SHORT = "能量密度：310 Wh/kg", "能量密度 290"


def carded(stage: Stage, *, rectified: bool = False) -> Racing:
    """In its second stage, with a yellow card for B alone."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 70, "C": 80})
    assert racing.team("B").state == "held"
    if rectified:
        stage.moved(racing.team("B"), "submit_rectified", racing.pi("B"), **WRITTEN)
    return racing


def told(stage: Stage, kind: str) -> set[int]:
    return set(stage.session.scalars(select(Message.person_id).where(Message.message_kind == kind)))


def decision_of(racing: Racing) -> str:
    """The text of the one letter of the stage's decision."""
    session = racing.stage.session
    letter = session.scalars(select(Letter).where(Letter.letter_kind == "stage_decision")).one()
    return str(letter.payload)


def chair(racing: Racing) -> Person:
    """Of the panel that judged the stage of the card."""
    stage = racing.race.last_decided
    assert stage is not None
    assert stage.group is not None
    assert stage.group.chair is not None
    return stage.group.chair.person


def signed_by_both(racing: Racing, move: str, measured: str = MET) -> None:
    given = retest(racing, measured)
    missing = racing.stage.signed(racing.team("B"), move, racing.officer, **given)
    assert missing == (Role.PANEL_CHAIR,)
    racing.stage.moved(racing.team("B"), move, chair(racing))


def retest(racing: Racing, measured: str = MET) -> dict[str, str]:
    return {
        "tester": "检测中心",
        "test_report": "CNAS-B-复测",
        "tested_on": local_date(racing.stage.now).isoformat(),
        "measured": measured,
        "finding": "原专家组复核，认可整改。",
    }


def test_a_card_is_to_be_rectified_within_sixty_days_and_the_team_is_told(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 70, "C": 80})
    published(racing)
    decided(racing)
    last = local_date(stage.now) + timedelta(days=DEFAULTS["race_rectify_days"])
    team = racing.team("B")
    assert team.rectify_until == working_calendar(stage.session).next_working_day(last)
    assert team.due_at == end_of_day(team.rectify_until)
    assert racing.team("A").rectify_until is None
    letter = decision_of(racing)
    assert f"B队应于{in_words(team.rectify_until)}前完成整改" in letter
    assert "A队：88.00 分，达到晋级线" in letter, "its reason names the team once"
    assert told(stage, "card_shown") == {racing.pi("B").id, racing.unit("B").id}


def test_a_retest_that_is_met_clears_the_card(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    signed_by_both(racing, "retest_pass")
    team = racing.team("B")
    assert (team.state, team.holds, team.rectified_at) == ("racing", 0, None)
    kept(racing)


def test_a_retest_counts_only_with_the_signature_of_the_chair_of_that_panel_on_its_figures(
    stage: Stage,
) -> None:
    racing = carded(stage, rectified=True)
    stage.signed(racing.team("B"), "retest_pass", racing.officer, **retest(racing))
    assert (racing.team("B").state, racing.team("B").holds) == ("held", 1)
    assert "role_required" in stage.refused(racing.team("B"), "retest_pass", racing.pi("B"))
    other = retest(racing, "能量密度 320")
    missing = stage.signed(racing.team("B"), "retest_pass", chair(racing), **other)
    assert missing == (Role.PROGRAMME_OFFICER,), "nobody has signed these figures yet"
    stage.moved(racing.team("B"), "retest_pass", racing.officer)
    assert racing.team("B").state == "racing"


def test_the_board_of_a_race_names_whoever_has_still_to_sign_a_retest(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    team, given = racing.team("B"), retest(racing)
    assert awaits_of_card(racing) == {Role.PROGRAMME_OFFICER}
    stage.signed(team, "withdraw", racing.pi("B"), reason="另有安排。")
    assert awaits_of_card(racing) == {Role.PROGRAMME_OFFICER}, "to leave is the team's own affair"
    stage.signed(team, "retest_pass", racing.officer, **given)
    assert awaits_of_card(racing) == {Role.PANEL_CHAIR}


def awaits_of_card(racing: Racing) -> frozenset[Role]:
    rows = awaited(racing.stage.session, racing.race, racing.stage.now, frozenset())
    return next(row.hands for row in rows if row.label.zh == "B 队黄牌")


def test_nobody_signs_a_retest_both_as_passed_and_as_failed(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    team, given = racing.team("B"), retest(racing)
    for move in ("retest_pass", "retest_fail", "retest_pass"):
        stage.signed(team, move, racing.officer, **given)
        [standing] = signatures_on(stage.session, team)
        assert standing.transition == move
    stage.signed(team, "retest_fail", chair(racing), **given | {"finding": "未复现。"})
    ways = {s.transition for s in signatures_on(stage.session, team)}
    assert ways == {"retest_pass", "retest_fail"}, "another's signature is no mind changed"
    stage.moved(team, "retest_fail", racing.officer)
    assert (team.state, list(signatures_on(stage.session, team))) == ("held", [])


def test_the_chair_of_a_panel_signs_nothing_of_a_team_without_a_retest(stage: Stage) -> None:
    racing = carded(stage)
    presiding = chair(racing)
    assert roles_on(stage.session, presiding, racing.team("B"), stage.now) == frozenset()
    stage.moved(racing.team("B"), "submit_rectified", racing.pi("B"), **WRITTEN)
    roles = {t.lane: roles_on(stage.session, presiding, t, stage.now) for t in racing.race.teams}
    assert {lane: held for lane, held in roles.items() if held} == {"B": {Role.PANEL_CHAIR}}
    assert holders(stage.session, racing.team("B"), CHAIR, stage.now) == [presiding]
    about = Holding.of(stage.session, presiding, stage.now).on("team", Role.PANEL_CHAIR)
    theirs = SOURCES["team"].joined(select(Team.lane)).where(about)
    assert stage.session.scalars(theirs).all() == ["B"]


def test_the_chair_of_a_retest_reads_no_letter_of_the_team_for_letters_name_the_unit(
    stage: Stage,
) -> None:
    racing = carded(stage, rectified=True)
    team, letter = racing.team("B"), stage.session.scalars(select(Letter)).first()
    assert letter is not None
    letter.about_kind, letter.about_id = "team", team.id
    stage.session.flush()
    assert roles_on(stage.session, chair(racing), team, stage.now) == {Role.PANEL_CHAIR}
    assert roles_on(stage.session, chair(racing), letter, stage.now) == frozenset()
    assert Role.APPLICANT in roles_on(stage.session, racing.pi("B"), letter, stage.now)


def test_figures_below_an_indicator_or_without_one_clear_no_card(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    for measured, key in ((SHORT, "team_retest_is_met"), ("合格", "team_retest_is_complete")):
        given = retest(racing, measured)
        reasons = stage.refused(racing.team("B"), "retest_pass", racing.officer, **given)
        assert key in reasons
        assert "能量密度" in reasons[key].zh
    early = retest(racing) | {"tested_on": "2020-01-02"}
    refused = stage.refused(racing.team("B"), "retest_pass", racing.officer, **early)
    assert "team_retest_is_complete" in refused


def test_a_retest_that_is_not_met_leaves_the_card_and_the_team_in_the_race(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    signed_by_both(racing, "retest_fail", SHORT)
    team = racing.team("B")
    assert (team.state, team.holds, team.rectify_until, team.rectified_at) == (
        "held",
        1,
        None,
        None,
    )
    again = stage.refused(team, "submit_rectified", racing.pi("B"), **WRITTEN)
    assert set(again) == {"team_rectifying_is_open"}
    kept(racing)


def test_nothing_is_tested_again_before_it_was_reported_and_it_is_reported_once(
    stage: Stage,
) -> None:
    racing = carded(stage)
    team = racing.team("B")
    assert "team_is_rectified" in stage.refused(
        team, "retest_pass", racing.officer, **retest(racing)
    )
    stage.moved(team, "submit_rectified", racing.pi("B"), **WRITTEN)
    again = stage.refused(racing.team("B"), "submit_rectified", racing.pi("B"), **WRITTEN)
    assert set(again) == {"team_is_not_rectified"}


def test_who_reports_nothing_in_time_keeps_the_card(stage: Stage) -> None:
    racing = carded(stage)
    until = racing.team("B").rectify_until
    assert until is not None
    stage.at(end_of_day(until))
    team = racing.team("B")
    assert (team.state, team.holds, team.rectify_until) == ("held", 1, None)
    assert racing.pi("B").id in told(stage, "card_not_rectified")
    late = stage.refused(team, "submit_rectified", racing.pi("B"), **WRITTEN)
    assert set(late) == {"team_rectifying_is_open"}
    kept(racing)


def test_an_open_checkpoint_takes_the_place_of_the_retest(stage: Stage) -> None:
    racing = carded(stage, rectified=True)
    to_checkpoint(racing)
    refused = stage.refused(racing.team("B"), "retest_pass", racing.officer, **retest(racing))
    assert set(refused) == {"team_teams_are_at_work"}

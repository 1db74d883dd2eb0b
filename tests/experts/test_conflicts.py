"""Recusal: each rule finds its conflict, and leaves alone who is just outside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experts.conflicts import conflicts, race_conflicts
from app.experts.ties import (
    RULE_LABELS,
    WAIVABLE,
    Avoided,
    Bar,
    Declaration,
    Employment,
    ExpertProfile,
    Interest,
    JointWork,
    Kinship,
    ProposalParties,
    RecusalYears,
    Rule,
)
from workflows.engine.text import Text

TODAY = date(2026, 3, 2)
YEARS = RecusalYears(same_unit=2, joint_work=3, interest=3)
PARTIES = ProposalParties(
    proposal_id=7,
    unit_ids=frozenset({10, 11}),
    people=((1, "林一"), (2, "陈二")),
    experts_in_call=frozenset({1, 2, 3}),
    avoided=(Avoided("黄某", "厦门大学", "学术争议"),),
)
EXPERT = ExpertProfile(50, "吴专家", (Employment(99, "别的大学", date(2010, 1, 1)),))


def _rules(
    expert: ExpertProfile, parties: ProposalParties = PARTIES, on: date = TODAY
) -> list[Rule]:
    return [finding.rule for finding in conflicts(expert, parties, YEARS, on)]


def test_an_expert_without_ties_has_no_conflict() -> None:
    assert _rules(EXPERT) == []


def test_who_is_barred_judges_nothing_until_that_is_over_and_no_finding_says_why() -> None:
    barred = replace(EXPERT, bars=(Bar(), Bar(until=TODAY)))
    (finding,) = conflicts(barred, PARTIES, YEARS, TODAY)
    assert (finding.rule, finding.evidence) == (Rule.UNFIT, RULE_LABELS[Rule.UNFIT])
    over = Bar(until=date(2026, 3, 1))
    assert _rules(replace(EXPERT, bars=(over,))) == []


@pytest.mark.parametrize(("person", "word"), [(1, "本项目"), (3, "同批其他项目")])
def test_who_takes_part_in_the_call_does_not_judge_in_it(person: int, word: str) -> None:
    (finding,) = conflicts(replace(EXPERT, person_id=person), PARTIES, YEARS, TODAY)
    assert finding.rule is Rule.IN_CALL
    assert word in finding.evidence.zh


@pytest.mark.parametrize(
    ("unit", "since", "until", "found"),
    [
        (10, date(2010, 1, 1), None, True),
        (11, date(2010, 1, 1), date(2026, 3, 1), True),
        (10, date(2010, 1, 1), date(2024, 3, 2), True),
        (10, date(2010, 1, 1), date(2024, 3, 1), False),
        (10, date(2026, 3, 2), None, True),
        (10, date(2026, 3, 3), None, False),
        (12, date(2010, 1, 1), None, False),
    ],
)
def test_the_same_unit_counts_now_and_for_two_years_to_the_day(
    unit: int, since: date, until: date | None, found: bool
) -> None:
    expert = replace(EXPERT, units=(Employment(unit, "福州大学", since, until),))
    assert _rules(expert) == ([Rule.SAME_UNIT] if found else [])


@pytest.mark.parametrize(("left", "found"), [(date(2024, 3, 2), True), (date(2024, 3, 1), False)])
def test_a_unit_that_took_part_counts_for_two_years_after_it_left(left: date, found: bool) -> None:
    expert = replace(EXPERT, units=(Employment(12, "福州大学", date(2010, 1, 1)),))
    parties = replace(PARTIES, former_units=((12, left),))
    assert _rules(expert, parties) == ([Rule.SAME_UNIT] if found else [])


def test_an_employer_changed_yesterday_still_counts_beside_the_new_one() -> None:
    moved = (
        Employment(10, "福州大学", date(2015, 1, 1), date(2026, 3, 1)),
        Employment(11, "厦门大学", date(2026, 3, 2)),
    )
    findings = conflicts(replace(EXPERT, units=moved), PARTIES, YEARS, TODAY)
    assert [finding.rule for finding in findings] == [Rule.SAME_UNIT, Rule.SAME_UNIT]
    assert "福州大学（2015-01-01 至 2026-03-01）" in findings[0].evidence.zh
    assert "至 今" in findings[1].evidence.zh


def test_a_leap_day_does_not_shorten_the_period() -> None:
    left = (Employment(10, "福州大学", date(2010, 1, 1), date(2026, 2, 28)),)
    assert _rules(replace(EXPERT, units=left), on=date(2028, 2, 29)) == [Rule.SAME_UNIT]


@pytest.mark.parametrize(
    ("person", "on", "found"),
    [
        (2, date(2023, 3, 2), True),
        (2, date(2023, 3, 1), False),
        (3, date(2026, 1, 1), False),
    ],
)
def test_joint_work_with_a_member_counts_for_three_years(
    person: int, on: date, found: bool
) -> None:
    expert = replace(EXPERT, joint_work=(JointWork(person, "储能电池", on),))
    assert _rules(expert) == ([Rule.JOINT_WORK] if found else [])


def test_a_wish_of_the_applicant_is_soft_and_a_namesake_is_pointed_out() -> None:
    known = ExpertProfile(51, "黄某", (Employment(12, "厦门大学", date(2010, 1, 1)),))
    (finding,) = conflicts(known, PARTIES, YEARS, TODAY)
    assert finding.rule is Rule.ASKED_TO_AVOID
    assert finding.is_soft
    assert "学术争议" in finding.evidence.zh
    assert "同名" not in finding.evidence.zh
    (namesake,) = conflicts(replace(EXPERT, name="黄某"), PARTIES, YEARS, TODAY)
    assert "同名" in namesake.evidence.zh


def test_a_declaration_counts_for_its_own_proposal_only() -> None:
    expert = replace(EXPERT, declarations=(Declaration(7, "导师关系"), Declaration(8, "亲属")))
    (finding,) = conflicts(expert, PARTIES, YEARS, TODAY)
    assert finding.rule is Rule.DECLARED
    assert not finding.is_soft
    assert "导师关系" in finding.evidence.zh
    assert "亲属" not in finding.evidence.zh


def test_every_conflict_is_reported_not_only_the_first() -> None:
    expert = replace(
        EXPERT,
        person_id=3,
        units=(Employment(10, "福州大学", date(2010, 1, 1)),),
        declarations=(Declaration(7, "导师关系"),),
    )
    assert _rules(expert) == [Rule.IN_CALL, Rule.SAME_UNIT, Rule.DECLARED]


def test_a_year_count_of_zero_leaves_only_the_present_unit() -> None:
    none = RecusalYears(same_unit=0, joint_work=0)
    left = replace(EXPERT, units=(Employment(10, "福州大学", date(2010, 1, 1), date(2026, 3, 1)),))
    assert conflicts(left, PARTIES, none, TODAY) == ()


def test_every_rule_has_its_words() -> None:
    assert set(RULE_LABELS) == set(Rule)


def test_kin_and_teachers_count_however_long_ago() -> None:
    tie = Kinship(2, Text("师生关系", "supervisor or student"), "1999 届博士生")
    (finding,) = conflicts(replace(EXPERT, kinship=(tie,)), PARTIES, YEARS, TODAY)
    assert finding.rule is Rule.KINSHIP
    assert "陈二" in finding.evidence.zh
    assert "supervisor or student" in finding.evidence.en
    stranger = replace(tie, person_id=3)
    assert _rules(replace(EXPERT, kinship=(stranger,))) == []


@pytest.mark.parametrize(
    ("unit", "on", "found"),
    [
        (11, date(2023, 3, 2), True),
        (11, date(2023, 3, 1), False),
        (12, date(2026, 1, 1), False),
    ],
)
def test_an_interest_in_a_unit_counts_for_three_years(unit: int, on: date, found: bool) -> None:
    tie = Interest(unit, "福州大学", "兼职顾问", on)
    assert _rules(replace(EXPERT, interests=(tie,))) == ([Rule.INTEREST] if found else [])


def test_the_demand_side_judges_no_answer_to_its_own_demand() -> None:
    asked = replace(PARTIES, demand_unit_ids=frozenset({99, 77}))
    assert _rules(EXPERT, asked) == [Rule.DEMAND_SIDE]
    serving = replace(EXPERT, units=(), demand_units=((77, "某厂"),))
    assert _rules(serving, asked) == [Rule.DEMAND_SIDE]


@pytest.mark.parametrize(("left", "found"), [(date(2026, 3, 1), True), (date(2024, 3, 1), False)])
def test_who_left_the_demand_side_yesterday_judges_no_answer_to_its_demand(
    left: date, found: bool
) -> None:
    asked = replace(PARTIES, demand_unit_ids=frozenset({99}))
    former = replace(EXPERT, units=(Employment(99, "某厂", date(2010, 1, 1), left),))
    assert _rules(former, asked) == ([Rule.DEMAND_SIDE] if found else [])


def test_who_seals_a_proposal_of_the_call_judges_none_in_it() -> None:
    (finding,) = conflicts(EXPERT, replace(PARTIES, sealing_in_call=frozenset({50})), YEARS, TODAY)
    assert finding.rule is Rule.IN_CALL
    assert "申报单位的管理员" in finding.evidence.zh


def test_in_a_race_a_conflict_with_one_team_excludes_from_all() -> None:
    rival = ProposalParties(8, frozenset({20}), ((5, "某五"),))
    worked_there = replace(EXPERT, units=(Employment(20, "对手单位", date(2010, 1, 1)),))
    met = race_conflicts(worked_there, [PARTIES, rival], YEARS, TODAY)
    assert [f.rule for f in met[8]] == [Rule.SAME_UNIT]
    assert [f.rule for f in met[7]] == [Rule.RIVAL_TEAM]
    assert "对手单位" in met[7][0].evidence.zh


def test_a_wish_against_one_team_does_not_spread_in_a_race() -> None:
    rival = ProposalParties(8, frozenset({20}), ((5, "某五"),))
    named = replace(EXPERT, name="黄某")
    met = race_conflicts(named, [PARTIES, rival], YEARS, TODAY)
    assert [f.rule for f in met[7]] == [Rule.ASKED_TO_AVOID]
    assert met[8] == ()


def test_the_present_unit_kin_the_call_and_ones_own_word_are_never_waived() -> None:
    assert frozenset({Rule.JOINT_WORK, Rule.INTEREST}) == WAIVABLE


DAYS = st.dates(date(2015, 1, 1), date(2026, 3, 2))
PROFILES = st.builds(
    ExpertProfile,
    person_id=st.integers(1, 60),
    name=st.sampled_from(["吴专家", "黄某"]),
    units=st.tuples(
        st.builds(
            Employment,
            unit_id=st.sampled_from([10, 11, 12]),
            unit_name=st.just("某校"),
            since=DAYS,
            until=st.none() | DAYS,
        )
    ),
    joint_work=st.tuples(
        st.builds(JointWork, person_id=st.integers(1, 4), title=st.just("论文"), on=DAYS)
    ),
    interests=st.tuples(
        st.builds(
            Interest,
            unit_id=st.sampled_from([10, 12]),
            unit_name=st.just("某校"),
            title=st.just("顾问"),
            on=DAYS,
        )
    ),
)


@given(expert=PROFILES, years=st.integers(0, 9))
def test_longer_years_never_lose_a_conflict(expert: ExpertProfile, years: int) -> None:
    shorter = conflicts(expert, PARTIES, RecusalYears(years, years, years), TODAY)
    longer = conflicts(expert, PARTIES, RecusalYears(years + 1, years + 1, years + 1), TODAY)
    assert {f.rule for f in shorter} <= {f.rule for f in longer}


@given(expert=PROFILES)
def test_in_a_race_who_is_barred_from_one_is_barred_from_every_rival(
    expert: ExpertProfile,
) -> None:
    rivals = [PARTIES, ProposalParties(8, frozenset({12}), ((4, "某四"),))]
    met = race_conflicts(expert, rivals, YEARS, TODAY)
    barred = {number for number, found in met.items() if any(not f.is_soft for f in found)}
    assert barred in (set(), {7, 8})

"""Recusal: each rule finds its conflict, and leaves alone who is just outside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.experts.conflicts import (
    RULE_LABELS,
    Avoided,
    Declaration,
    Employment,
    ExpertProfile,
    JointWork,
    ProposalParties,
    RecusalYears,
    Rule,
    conflicts,
)

TODAY = date(2026, 3, 2)
YEARS = RecusalYears(same_unit=2, joint_work=3)
PARTIES = ProposalParties(
    proposal_id=7,
    unit_ids=frozenset({10, 11}),
    people=((1, "林一"), (2, "陈二")),
    people_in_call=frozenset({1, 2, 3}),
    avoided=(Avoided("黄某", "厦门大学", "学术争议"),),
)
EXPERT = ExpertProfile(50, "吴专家", (Employment(99, "别的大学", date(2010, 1, 1)),))


def _rules(
    expert: ExpertProfile, parties: ProposalParties = PARTIES, on: date = TODAY
) -> list[Rule]:
    return [finding.rule for finding in conflicts(expert, parties, YEARS, on)]


def test_an_expert_without_ties_has_no_conflict() -> None:
    assert _rules(EXPERT) == []


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

"""A unit answers for those that became part of it: for refunds, acceptances, bars and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access.roles import roles_on
from app.models import EarlierProject, Letter, Organisation, Person, Sanction
from app.queries.attention.morning import TOPICS, count_topics
from app.queries.sight.seeing import Sight
from app.services.earlier.counting import ended_of
from app.services.eligibility.integrity import integrity_findings, with_findings
from app.services.eligibility.limits import limit_findings
from app.services.identity import unit_changes
from app.services.review.past_results import past_results
from app.worker.clock import caught_up
from app.worker.context import Context
from tests.factories import grant, organisation, person, proposal
from tests.integrity.handling import opened
from tests.services.money import funded
from tests.services.recoveries import recovering
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


def merge(stage: Stage, unit: Organisation, into: Organisation) -> None:
    admin = stage.holder(Role.SYS_ADMIN)
    merged = unit_changes.merge(stage.session, unit, into, "批复", admin, stage.now)
    assert merged is None


@pytest.fixture
def heir(stage: Stage) -> Organisation:
    return organisation(stage.session)


def found(stage: Stage, unit: Organisation) -> list[str]:
    """What stands against whatever this unit applies for now."""
    asked = proposal(stage.session, lead_unit=unit)
    texts = [text.zh for text in integrity_findings(stage.session, [asked], local_date(stage.now))]
    one_by_one = with_findings(stage.session, [asked], local_date(stage.now))
    assert bool(texts) == (asked.id in one_by_one)
    return texts


def test_a_merger_shakes_off_no_refund_in_default(stage: Stage, heir: Organisation) -> None:
    of = recovering(stage)
    stage.at(stage.now + timedelta(days=32))
    stage.at(stage.now + timedelta(days=34))
    assert of.fund.state == "defaulted"
    assert found(stage, heir) == []
    debtor = of.project.proposal.lead_unit
    merge(stage, debtor, heir)
    assert found(stage, heir) == [f"{debtor.name}（已并入{heir.name}）有逾期未退的财政经费"]


def test_the_letter_of_a_refund_goes_to_the_unit_that_answers_and_names_the_former_one(
    stage: Stage, heir: Organisation
) -> None:
    of = recovering(stage)
    debtor = of.project.proposal.lead_unit
    merge(stage, debtor, heir)
    stage.at(stage.now + timedelta(days=32))
    told = select(Letter).where(Letter.letter_kind == "refund_demand")
    demand = stage.session.scalars(told).one()
    assert f"{heir.name}（原{debtor.name}）" in str(demand.payload)
    told = select(Letter).where(Letter.letter_kind == "refund_notice")
    assert heir.name not in str(stage.session.scalars(told).one().payload), "written before"


def test_a_merger_shakes_off_no_overdue_acceptance(stage: Stage, heir: Organisation) -> None:
    of = recovering(stage)
    of.project.state, of.project.ends_on = "accept_due", date(2025, 1, 1)
    stage.session.flush()
    debtor = of.project.proposal.lead_unit
    merge(stage, debtor, heir)
    (late,) = found(stage, heir)
    assert of.project.number in late
    assert f"{debtor.name}（已并入{heir.name}）" in late


def test_a_merger_shakes_off_no_overdue_acceptance_of_earlier_years(
    stage: Stage, heir: Organisation
) -> None:
    debtor = organisation(stage.session)
    earlier = {"number": "2023H0012", "title": "旧项目", "granted": 100, "paid": 0, "spent": 0}
    term = {"starts_on": date(2020, 1, 1), "ends_on": date(2022, 12, 31), "outcome": "running"}
    leader = person(stage.session)
    stage.session.add(
        EarlierProject(
            **earlier, **term, leader_id=leader.id, unit_id=debtor.id, imported_at=stage.now
        )
    )
    stage.session.flush()
    assert found(stage, heir) == []
    merge(stage, debtor, heir)
    (late,) = found(stage, heir)
    assert "2023H0012" in late
    assert debtor.name in late


def test_a_bar_holds_for_what_is_still_under_the_former_name_and_by_two_mergers(
    stage: Stage, heir: Organisation
) -> None:
    first, second = organisation(stage.session), organisation(stage.session)
    there = administrator(stage, heir)
    sent = proposal(stage.session, lead_unit=first, state="unit_review")
    merge(stage, first, second)
    merge(stage, second, heir)
    assert Role.UNIT_ADMIN in roles_on(stage.session, there, sent, stage.now)
    bar(stage, first)
    (barred,) = found(stage, heir)
    assert f"{first.name}（已并入{heir.name}）" in barred
    bar(stage, heir)
    today = local_date(stage.now)
    assert len(integrity_findings(stage.session, [sent], today)) == 2
    assert with_findings(stage.session, [sent], today) == {sent.id}


def test_what_a_unit_sent_before_it_was_merged_counts_for_the_number_of_the_other(
    stage: Stage, heir: Organisation
) -> None:
    former, call = organisation(stage.session), stage.call()
    now = proposal(stage.session, call=call, lead_unit=heir)
    rules, at = DEFAULTS | {"unit_per_call_most": 2}, datetime(2026, 1, 10, tzinfo=UTC)
    for unit in (former, heir):
        proposal(stage.session, call=call, lead_unit=unit, state="unit_review")
    assert limit_findings(stage.session, now, rules, at) == ()
    merge(stage, former, heir)
    (too_many,) = limit_findings(stage.session, now, rules, at)
    assert too_many.zh.endswith(f"已提交 2 项（含已与其合并的{former.name}提交的）")
    assert too_many.en.endswith(
        f"has submitted 2, including those submitted by {former.name}, now merged with it"
    )


def test_the_office_reads_earlier_results_of_a_unit_that_was_taken_in(
    stage: Stage, heir: Organisation
) -> None:
    of = recovering(stage)
    debtor, project = of.project.proposal.lead_unit, of.project
    ended_earlier = ended(stage, debtor)
    asked, today = proposal(stage.session, lead_unit=heir), local_date(stage.now)

    def read() -> tuple[list[str], list[str]]:
        here = past_results(stage.session, [asked], 5, today)[asked.id]
        before = ended_of(stage.session, [asked], 5, today)[asked.id]
        return [one.project.number for one in here], [one.number for one in before]

    assert read() == ([], [])
    merge(stage, debtor, heir)
    assert read() == ([project.number], [ended_earlier.number])


def test_a_case_against_a_unit_freezes_what_is_still_under_the_name_of_one_it_took_in(
    stage: Stage, heir: Organisation
) -> None:
    of = funded(stage)
    merge(stage, of.project.proposal.lead_unit, heir)
    opened(stage, heir)
    assert of.fund.state == "frozen"


def test_the_office_is_told_in_the_morning_of_a_bar_on_what_answers_together(
    stage: Stage, heir: Organisation
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    [topic] = (one for one in TOPICS if one.key == "integrity")
    former = organisation(stage.session)
    proposal(stage.session, lead_unit=former, state="accepted")
    bar(stage, heir)

    def told() -> str:
        sight = Sight(stage.session, officer, stage.now)
        return str(count_topics(stage.session, sight, [topic], stage.now)[0].count)

    assert told() == "0"
    merge(stage, former, heir)
    assert told() == "1"


def test_two_steps_that_an_earlier_version_leaves_become_one_when_the_clock_begins(
    stage: Stage, heir: Organisation, context: Context
) -> None:
    first, second = organisation(stage.session), organisation(stage.session)
    first.merged_into_id, second.merged_into_id = second.id, heir.id
    stage.session.commit()
    assert caught_up(context, stage.now)
    stage.session.expire_all()
    assert (first.merged_into, second.merged_into) == (heir, heir)


def ended(stage: Stage, unit: Organisation) -> EarlierProject:
    figures = {"granted": 100, "paid": 0, "spent": 0}
    term = {"starts_on": date(2022, 1, 1), "ends_on": date(2025, 12, 31)}
    made = EarlierProject(
        **figures,
        **term,
        number="2022H0001",
        title="旧项目",
        outcome="failed",
        ended_on=date(2026, 1, 20),
        leader_id=person(stage.session).id,
        unit_id=unit.id,
        imported_at=stage.now,
    )
    stage.session.add(made)
    stage.session.flush()
    return made


def administrator(stage: Stage, unit: Organisation) -> Person:
    someone = person(stage.session)
    grant(stage.session, someone, Role.UNIT_ADMIN, organisation_id=unit.id)
    return someone


def bar(stage: Stage, unit: Organisation) -> None:
    facts = {"act": "编造数据", "basis": "规定", "decided_by": "调查处理机构"}
    stage.session.add(Sanction(organisation_id=unit.id, starts_on=local_date(stage.now), **facts))
    stage.session.flush()

"""The lot decides who serves, the assignment who reads which proposal (ADR 0006)."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from app.models import AssignmentRun, AvoidedExpert, Outbox, ReviewGroup
from app.services.experts import expert_profile
from app.services.experts.expert_profile import TieDraft
from app.services.problems import Problems
from app.services.review import assigning
from app.services.review.assigning import Aim, ask, latest, settled_pairs
from app.services.review.assignment_case import task_of
from app.services.review.panels import Reading
from app.worker.context import Context
from app.worker.jobs import work
from tests.factories import expert, organisation, person
from tests.services.panels import drawn, invitation, members, reviews, score, someone
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

WORDS = ("固态电解质界面", "海上风电制氢", "钙钛矿组件封装", "液流电池储能")


@pytest.fixture
def applied(stage: Stage) -> list[Applied]:
    """Four proposals, and eight experts, two with the words of each."""
    call = stage.call("review", rules=DEFAULTS | {"min_valid_reviews": 2})
    for words in (*WORDS, *WORDS):
        expert(stage.session, keywords=words, load_most=3)
    return [stage.applied(call=call, state="accepted", title=f"{words}关键技术") for words in WORDS]


@pytest.fixture
def group(stage: Stage, applied: list[Applied]) -> ReviewGroup:
    return drawn(stage, *(a.proposal for a in applied), reading=Reading(seats=6, each=2))


def solved(stage: Stage, group: ReviewGroup, *locked: tuple[int, int]) -> AssignmentRun:
    run = ask(stage.session, group, locked, stage.holder(Role.EXPERT_MANAGER), stage.now)
    assert isinstance(run, AssignmentRun)
    stage.session.flush()
    return run


def test_a_conflict_with_one_proposal_bars_from_that_one_and_not_from_the_panel(
    stage: Stage, applied: list[Applied]
) -> None:
    tied = expert(stage.session, unit=applied[0].proposal.lead_unit, keywords=WORDS[1])
    group = drawn(stage, *(a.proposal for a in applied), reading=Reading(seats=9, each=2))
    assert tied.id in members(group)
    pairs = {tuple(p) for p in _pairs(solved(stage, group))}
    assert (applied[0].proposal.id, tied.id) not in pairs
    assert all(sum(p == a.proposal.id for p, _ in pairs) == 2 for a in applied)


def test_the_manager_may_seek_fairness_or_a_draw_under_a_cap(
    stage: Stage, group: ReviewGroup
) -> None:
    by = stage.holder(Role.EXPERT_MANAGER)
    fair = ask(stage.session, group, (), by, stage.now, Aim(fair=True))
    assert isinstance(fair, AssignmentRun)
    assert fair.result["floor"] is not None
    drawn_ = ask(stage.session, group, (), by, stage.now, Aim(cap=50))
    assert isinstance(drawn_, AssignmentRun)
    assert drawn_.result["likeliest"] <= 0.5
    assert len(drawn_.result["pairs"]) == 8
    again = assigning.answer(stage.session, drawn_, stage.now, lambda _step: None)
    assert again == drawn_.result, "the seed is kept: the same draw again"
    for cap in (0, 101):
        assert isinstance(ask(stage.session, group, (), by, stage.now, Aim(cap=cap)), Problems)


def test_a_cap_that_leaves_too_few_readers_or_meets_another_rule_says_why(
    stage: Stage, group: ReviewGroup
) -> None:
    by = stage.holder(Role.EXPERT_MANAGER)
    tight = ask(stage.session, group, (), by, stage.now, Aim(cap=10))
    assert isinstance(tight, AssignmentRun)
    assert not tight.result["feasible"]
    assert assigning.assignment_problems(stage.session, group)
    first, second = (someone(stage, number) for number in members(group)[:2])
    first.is_senior = False
    group.call.rules = {**group.call.rules, "seniors_least": 1}
    second.units[0].organisation_id = first.units[0].organisation_id
    stage.session.flush()
    barred = ask(stage.session, group, (), by, stage.now, Aim(cap=50))
    assert isinstance(barred, AssignmentRun)
    assert "随机化指派" in barred.result["fault"]["zh"]


def test_nobody_reads_what_has_left_the_table(
    stage: Stage, group: ReviewGroup, applied: list[Applied]
) -> None:
    gone = applied[0].proposal
    gone.state = "withdrawn"
    assert {proposal for proposal, _ in _pairs(solved(stage, group))} == {
        a.proposal.id for a in applied[1:]
    }
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    assert gone.id not in {review.proposal_id for review in reviews(stage, group)}
    assert len(reviews(stage, group)) == 2 * len(applied[1:])


def test_the_assignment_is_the_best_of_all_that_keep_the_rules(
    stage: Stage, group: ReviewGroup
) -> None:
    run = solved(stage, group)
    task = task_of(stage.session, group, group.sitting, stage.now)
    case = task.case
    best, two = (
        -1,
        [pair for pair in product(range(len(task.experts)), repeat=2) if pair[0] < pair[1]],
    )
    for choice in product(two, repeat=len(task.proposals)):
        load = [sum(e in pair for pair in choice) for e in range(len(task.experts))]
        if any(n > most for n, most in zip(load, case.most, strict=True)):
            continue
        if any(case.coi[row, e] for row, pair in enumerate(choice) for e in pair):
            continue
        worth = sum(int(case.affinity[row, e]) for row, pair in enumerate(choice) for e in pair)
        best = max(best, worth)
    assert run.result["objective"] == run.result["bound"] == best


def test_every_pair_says_what_it_is_worth_and_who_would_have_been_next(
    stage: Stage, group: ReviewGroup
) -> None:
    for pair in solved(stage, group).result["pairs"]:
        assert pair["affinity"] == pair["field"] + pair["text"]
        assert 1 <= pair["rank"] <= pair["eligible"]
        assert pair["next"]["expert"] in members(group)
        assert pair["next"]["why"] in ("conflict", "load_full", "rule", "not_better")


def test_a_locked_pair_stays_whatever_it_is_worth(
    stage: Stage, group: ReviewGroup, applied: list[Applied]
) -> None:
    chosen = set(map(tuple, _pairs(solved(stage, group))))
    proposal = applied[0].proposal.id
    other = next(e for e in members(group) if (proposal, e) not in chosen)
    again = solved(stage, group, (proposal, other))
    assert (proposal, other) in set(map(tuple, _pairs(again)))
    assert [p["locked"] for p in again.result["pairs"] if p["expert"] == other].count(True) == 1


def test_after_a_withdrawal_only_the_pairs_of_the_one_who_left_change(
    stage: Stage, group: ReviewGroup
) -> None:
    before = set(map(tuple, _pairs(solved(stage, group))))
    leaver = next(e for e in members(group) if any(e == x for _, x in before))
    asked = invitation(stage, group, leaver)
    stage.moved(asked, "decline", someone(stage, leaver).person, reason="出国。")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert "reading_is_assigned" in stage.refused(group, "start", officer)
    after = set(map(tuple, _pairs(solved(stage, group))))
    assert {pair for pair in before if pair[1] != leaver} <= after
    assert not any(e == leaver for _, e in after)


def test_each_expert_is_given_what_was_assigned_and_nothing_else(
    stage: Stage, group: ReviewGroup
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert "reading_is_assigned" in stage.refused(group, "start", officer)
    solved(stage, group)
    stage.moved(group, "start", officer)
    given = {(r.proposal_id, r.expert_id) for r in reviews(stage, group)}
    assert given == settled_pairs(stage.session, group)
    assert {i.proposal.state for i in group.items} == {"online_review"}


def test_whoever_stands_aside_later_is_replaced_from_the_panel_and_nobody_else_is_moved(
    stage: Stage, group: ReviewGroup
) -> None:
    solved(stage, group)
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    first, *others = reviews(stage, group)
    stage.moved(first, "declare_conflict", first.expert.person, reason="合作发表论文。")
    now = reviews(stage, group, "assigned")
    assert {r.id for r in others} < {r.id for r in now}
    (new,) = {r.id: r for r in now if r not in others}.values()
    assert new.proposal_id == first.proposal_id
    assert new.expert_id in members(group)
    assert new.expert_id != first.expert_id
    for review in now:
        score(stage, review)
    assert group.chair is not None
    stage.moved(group, "lock", group.chair.person, opinion="意见一致。")


def test_a_wish_to_avoid_is_honoured_where_an_assignment_remains_and_else_it_is_said(
    stage: Stage, group: ReviewGroup, applied: list[Applied]
) -> None:
    proposal = applied[0].proposal
    everybody = [someone(stage, number).person for number in members(group)]
    proposal.avoided = [AvoidedExpert(name=everybody[0].name, unit_name="某校", reason="竞争")]
    stage.session.flush()
    run = solved(stage, group)
    assert run.result["honoured"]
    assert [proposal.id, members(group)[0]] not in _pairs(run)
    proposal.avoided = [
        AvoidedExpert(name=one.name, unit_name="某校", reason="竞争") for one in everybody[:5]
    ]
    stage.session.flush()
    run = solved(stage, group)
    assert run.result["feasible"]
    assert not run.result["honoured"]


def test_relatives_never_read_the_same_proposal(stage: Stage, group: ReviewGroup) -> None:
    run = solved(stage, group)
    one, other = next(
        (a["expert"], b["expert"])
        for a in run.result["pairs"]
        for b in run.result["pairs"]
        if a["proposal"] == b["proposal"] and a["expert"] != b["expert"]
    )
    tied, relative = someone(stage, one), someone(stage, other).person
    draft = TieDraft("relative", relative.email, relative.name, "夫妻", stage.now.date())
    expert_profile.declare_tie(stage.session, tied, draft, tied.person, stage.now)
    pairs = _pairs(solved(stage, group))
    assert not any([p, other] in pairs for p, e in pairs if e == one)


def test_where_there_is_no_assignment_the_shortage_is_named(
    stage: Stage, group: ReviewGroup
) -> None:
    for number in members(group):
        someone(stage, number).load_most = 1
    stage.session.flush()
    run = solved(stage, group)
    assert not run.result["feasible"]
    reason = run.result["reason"]
    assert (reason["class"], reason["needed"], reason["available"]) == ("capacity", 8, 6)
    assert "reading_is_assigned" in stage.refused(
        group, "start", stage.holder(Role.PROGRAMME_OFFICER)
    )


def test_a_large_case_is_solved_by_a_job_that_gives_the_same_answer(
    stage: Stage, group: ReviewGroup, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = _pairs(solved(stage, group))
    monkeypatch.setattr(assigning, "AT_ONCE_MOST", 1)
    run = solved(stage, group)
    assert (run.status, run.result) == ("waiting", {})
    stage.session.commit()
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "assign")).one()
    number = job.id
    stage.session.commit()
    work(context, number, stage.now)
    stage.session.expire_all()
    assert (job.status, run.status) == ("done", "done")
    assert _pairs(run) == at_once
    stage.session.commit()
    work(context, number, stage.now)
    assert latest(stage.session, group) is run


def test_a_group_in_which_everybody_reads_everything_has_no_assignment(stage: Stage) -> None:
    for _ in range(6):
        expert(stage.session, unit=organisation(stage.session), person=person(stage.session))
    group = drawn(stage, stage.applied(call=stage.call("review"), state="accepted").proposal)
    answer = ask(stage.session, group, (), stage.holder(Role.EXPERT_MANAGER), stage.now)
    assert isinstance(answer, Problems)
    assert settled_pairs(stage.session, group) is None


def _pairs(run: AssignmentRun) -> list[list[int]]:
    return [[p["proposal"], p["expert"]] for p in run.result["pairs"]]

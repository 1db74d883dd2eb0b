"""Who judges a milestone: a panel that keeps the rules, opinions signed in person (J4, §3.1)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.models import Conflict, Opinion
from app.queries.record.noted import NOTED
from app.queries.record.trail import trail_of
from app.services.assessing import opinions, panel_rules, panels
from app.services.assessing.opinions import Written, verdict_of
from app.services.experts import expert_profile
from app.services.problems import Problems
from app.services.review.sweeping import sweep_proposal
from tests.factories import expert
from tests.services.running import Running, panel_of, write
from workflows.roles import Role


def test_a_panel_has_five_or_more_an_odd_number_and_a_finance_expert(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)

    def lacking(*, size: int, finance: bool) -> str:
        seated = [expert(stage.session) for _ in range(size - finance)]
        seated += [expert(stage.session, type="finance")] if finance else []
        ids = [one.id for one in seated]
        panels.appoint(stage.session, submitted.milestone, ids, ids[0], officer, stage.now)
        stage.session.expire_all()
        found = panel_rules.problems(stage.session, submitted.milestone, stage.now)
        return "；".join(text.zh for text in found)

    assert "尚未组建" in panel_rules.problems(stage.session, submitted.milestone, stage.now)[0].zh
    assert lacking(size=4, finance=True) == "人数不足 5 人（现 4 人）"
    assert lacking(size=6, finance=True) == "人数须为单数"
    assert lacking(size=5, finance=False) == "财务专家不足 1 人"
    assert lacking(size=5, finance=True) == ""


def test_a_panel_with_a_conflict_cannot_be_convened(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    own = expert(stage.session, unit=submitted.awarded.applied.proposal.lead_unit)
    ids = [own.id, *(one.id for one in panel_of(stage)[1:])]
    panels.appoint(stage.session, submitted.milestone, ids, ids[1], officer, stage.now)
    reasons = stage.refused(submitted.milestone, "convene", officer)
    assert own.person.name in reasons["panel_valid"].zh


def test_a_drawn_panel_keeps_the_rules_and_can_be_drawn_again_from_its_seed(
    submitted: Running,
) -> None:
    from app.experts.draw import Panel, replay

    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    panel_of(stage, 9)
    expert(stage.session, unit=submitted.awarded.applied.proposal.lead_unit)
    drawn = panels.draw_panel(stage.session, submitted.milestone, officer, stage.now)
    assert not isinstance(drawn, Problems)
    assert panel_rules.problems(stage.session, submitted.milestone, stage.now) == ()
    again = replay(
        drawn.draw["snapshot"], bytes.fromhex(drawn.draw["seed"]), drawn.draw["commitment"]
    )
    assert isinstance(again, Panel)
    assert list(again.members) == [seat.expert_id for seat in drawn.members]


def test_a_drawn_panel_is_not_drawn_until_it_suits_and_who_is_replaced_stays_on_record(
    submitted: Running,
) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    node, session = submitted.milestone, stage.session
    panel_of(stage, 9)
    drawn = panels.draw_panel(session, node, officer, stage.now)
    assert not isinstance(drawn, Problems)
    assert isinstance(panels.draw_panel(session, node, officer, stage.now), Problems)
    staying = [seat.expert_id for seat in drawn.members][:-1]
    substitute = expert(session)
    again = panels.appoint(session, node, [*staying, substitute.id], None, officer, stage.now)
    assert not isinstance(again, Problems)
    assert [seat.how for seat in again.members] == [*("drawn",) * 4, "appointed"]
    assert again.draw, "the draw of those who stay can still be repeated"
    formed = [
        line
        for line in trail_of(session, node, officer, ())
        if line.label == NOTED[panels.PANEL_FORMED][0]
    ]
    assert [line.given[1][1].zh for line in formed] == ["0", "1"], "each forming is on record"


def test_a_pool_without_a_finance_expert_draws_no_panel_and_says_why(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    for _ in range(7):
        expert(stage.session)
    answer = panels.draw_panel(stage.session, submitted.milestone, officer, stage.now)
    assert isinstance(answer, Problems)
    assert "补充专家库" in answer.by_field[""].zh


def test_an_opinion_is_signed_in_person_when_every_metric_is_judged(submitted: Running) -> None:
    opinion = submitted.convene()[0]
    author = opinion.expert.person
    reasons = submitted.stage.refused(opinion, "sign_opinion", author)
    assert "能量密度" in reasons["every_metric_judged"].zh
    assert "opinion_complete" in reasons
    write(submitted, opinion, "pass")
    submitted.stage.moved(opinion, "sign_opinion", author)
    assert opinion.signed_at == submitted.stage.now
    late = opinions.save(opinion, Written({}, {}), [str(submitted.awarded.metric.id)])
    assert isinstance(late, Problems)


def test_the_chair_concludes_only_when_all_have_signed_and_as_most_of_them_propose(
    submitted: Running,
) -> None:
    given_ = submitted.convene()
    submitted.judge(given_[:4], "pass")
    stage, chair = submitted.stage, submitted.chair
    assert "opinions_signed" in stage.refused(
        submitted.milestone, "conclude_pass", chair, opinion="通过。"
    )
    submitted.judge(given_[4:], "fail")
    assert "panel_proposes_fail" in stage.refused(
        submitted.milestone, "conclude_fail", chair, opinion="不通过。"
    )
    submitted.conclude("conclude_pass")
    assert (submitted.milestone.state, submitted.project.state) == ("passed", "active")


def test_nobody_but_the_chair_concludes(submitted: Running) -> None:
    given_ = submitted.convene()
    submitted.judge(given_, "pass")
    other = given_[1].expert.person
    assert "role_required" in submitted.stage.refused(
        submitted.milestone, "conclude_pass", other, opinion="通过。"
    )


def test_an_assessor_who_recuses_is_replaced_and_the_signed_opinions_stay(
    submitted: Running,
) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    given_ = submitted.convene()
    submitted.judge(given_[:3], "pass")
    leaving = given_[3]
    stage.moved(leaving, "declare_assessor_conflict", leaving.expert.person, reason="有合作关系")
    submitted.judge(given_[4:], "pass")
    assert "enough_opinions" in stage.refused(
        submitted.milestone, "conclude_pass", submitted.chair, opinion="通过。"
    )
    stage.moved(submitted.milestone, "reform_panel", officer, reason="一人回避")
    staying = [o.expert_id for o in given_ if o is not leaving]
    substitute = expert(stage.session)
    panels.appoint(
        stage.session, submitted.milestone, [*staying, substitute.id], None, officer, stage.now
    )
    stage.session.expire_all()
    stage.moved(submitted.milestone, "convene", officer)
    waiting = [o for o in submitted.opinions(1) if o.state == "writing"]
    assert [o.expert_id for o in waiting] == [substitute.id]
    submitted.judge(waiting, "pass")
    submitted.conclude("conclude_pass")
    assert submitted.milestone.state == "passed"


def test_a_draw_fills_the_seat_that_is_empty_and_nobody_loses_theirs(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    session, node = stage.session, submitted.milestone
    panel_of(stage, 9)
    first = panels.draw_panel(session, node, officer, stage.now)
    assert not isinstance(first, Problems)
    before = dict(first.draw)
    stage.moved(node, "convene", officer)
    given_ = submitted.opinions(1)
    submitted.judge(given_[:2], "pass")
    leaving = next(o for o in given_[2:] if o.expert.type != "finance")
    stage.moved(leaving, "declare_assessor_conflict", leaving.expert.person, reason="有合作关系")
    stage.moved(node, "reform_panel", officer, reason="一人回避")
    again = panels.draw_panel(session, node, officer, stage.now)
    assert not isinstance(again, Problems)
    staying = [o.expert_id for o in given_ if o is not leaving]
    assert [seat.expert_id for seat in again.members][:4] == staying
    assert len(again.members) == 5
    assert {seat.how for seat in again.members} == {"drawn"}
    assert panel_rules.problems(session, node, stage.now) == ()
    assert again.draw["before"] == before, "both draws can be repeated"


def test_whoever_has_signed_is_neither_replaced_in_the_list_nor_by_a_draw(
    submitted: Running,
) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    session, node = stage.session, submitted.milestone
    given_ = submitted.convene()
    submitted.judge(given_[:3], "fail")
    stage.moved(node, "reform_panel", officer, reason="两人缺席")
    pliable = [one.id for one in panel_of(stage)]
    refused = panels.appoint(session, node, pliable, None, officer, stage.now)
    assert isinstance(refused, Problems)
    assert all(o.expert.person.name in refused.by_field[""].zh for o in given_[:3])
    signed, absent = ([o.expert_id for o in some] for some in (given_[:3], given_[3:]))
    made = panels.appoint(session, node, [*signed, *pliable[3:]], None, officer, stage.now)
    assert not isinstance(made, Problems)
    session.expire_all()
    stage.moved(node, "convene", officer)
    stage.moved(node, "reform_panel", officer, reason="仍有人缺席")
    panels.appoint(session, node, [*signed, absent[0]], None, officer, stage.now)
    session.expire_all()
    drawn = panels.draw_panel(session, node, officer, stage.now)
    assert not isinstance(drawn, Problems)
    assert {s.expert_id for s in drawn.members if s.how == "appointed"} == set(signed)


def test_a_panel_that_has_signed_and_keeps_the_rules_is_not_changed_any_more(
    submitted: Running,
) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    given_ = submitted.convene()
    submitted.judge(given_, "fail")
    refused = stage.refused(submitted.milestone, "reform_panel", officer, reason="再议")
    assert "panel_wants_somebody" in refused
    leaving = given_[3]
    moves_to_the_unit(submitted, leaving)
    stage.moved(submitted.milestone, "reform_panel", officer, reason="一人回避")


@given(st.lists(st.sampled_from(["pass", "rectify", "fail"]), max_size=9))
def test_the_panel_holds_what_most_of_it_propose_and_the_stricter_on_a_tie(
    proposed: list[str],
) -> None:
    verdict = verdict_of(proposed)
    if not proposed:
        assert verdict == ""
        return
    order = ["pass", "rectify", "fail"]
    most = proposed.count(verdict)
    assert most == max(proposed.count(word) for word in order)
    for stricter in order[order.index(verdict) + 1 :]:
        assert proposed.count(stricter) < most


def moves_to_the_unit(of: Running, opinion: Opinion) -> None:
    """The assessor changed employer yesterday, and works for whom they judge now."""
    yesterday = (of.stage.now - timedelta(days=1)).date()
    unit = of.project.proposal.lead_unit
    session, now = of.stage.session, of.stage.now
    assert expert_profile.move_to(session, opinion.expert, unit, yesterday, now) is None


def test_a_signed_opinion_is_void_when_a_conflict_comes_up_before_the_conclusion(
    submitted: Running,
) -> None:
    stage, given_ = submitted.stage, submitted.convene()
    submitted.judge(given_, "pass")
    moved = given_[3]
    moves_to_the_unit(submitted, moved)
    assert (moved.state, submitted.opinions(1)[3].state) == ("recused", "signed")
    kept = stage.session.scalars(select(Conflict).where(Conflict.standing == "detected")).one()
    assert (kept.rule, kept.expert_id) == ("same_unit", moved.expert_id)
    refused = stage.refused(submitted.milestone, "conclude_pass", submitted.chair, opinion="通过。")
    assert "enough_opinions" in refused


def test_a_change_of_the_unit_is_held_against_whoever_judges(submitted: Running) -> None:
    stage, given_ = submitted.stage, submitted.convene()
    of_them = given_[2].expert.units[0].organisation_id
    submitted.project.proposal.lead_unit_id = of_them
    stage.session.flush()
    stage.session.expire_all()
    assert sweep_proposal(stage.session, submitted.project.proposal, stage.now) == 1
    assert [o.state for o in given_].count("recused") == 1


def test_what_was_concluded_stays_whoever_the_assessor_works_for_later(
    submitted: Running,
) -> None:
    given_ = submitted.convene()
    submitted.judge(given_, "pass")
    submitted.conclude("conclude_pass")
    moves_to_the_unit(submitted, given_[3])
    assert given_[3].state == "closed"

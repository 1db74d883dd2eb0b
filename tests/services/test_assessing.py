"""Who judges a milestone: a panel that keeps the rules, opinions signed in person (J4, §3.1)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.models import Conflict, Opinion
from app.services.assessing import opinions, panel_rules
from app.services.assessing.opinions import Written, verdict_of
from app.services.experts import expert_profile
from app.services.problems import Problems
from app.services.review.sweeping import sweep_proposal
from tests.factories import expert
from tests.services.called import formed_earlier
from tests.services.running import Running, panel_of, write
from workflows.roles import Role


def test_a_panel_has_five_or_more_an_odd_number_and_a_finance_expert(submitted: Running) -> None:
    stage = submitted.stage

    def lacking(*, size: int, finance: bool) -> str:
        seated = [expert(stage.session) for _ in range(size - finance)]
        seated += [expert(stage.session, type="finance")] if finance else []
        formed_earlier(stage, submitted.milestone, seated)
        found = panel_rules.problems(stage.session, submitted.milestone, stage.now)
        return "；".join(text.zh for text in found)

    assert "尚未抽取" in panel_rules.problems(stage.session, submitted.milestone, stage.now)[0].zh
    assert lacking(size=4, finance=True) == "人数不足 5 人（现 4 人）"
    assert lacking(size=6, finance=True) == "人数须为单数"
    assert lacking(size=5, finance=False) == "财务专家不足 1 人"
    assert lacking(size=5, finance=True) == ""


def test_a_panel_with_a_conflict_cannot_be_convened(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    own = expert(stage.session, unit=submitted.awarded.applied.proposal.lead_unit)
    formed_earlier(stage, submitted.milestone, [own, *panel_of(stage)[1:]])
    reasons = stage.refused(submitted.milestone, "convene", officer)
    assert own.person.name in reasons["panel_valid"].zh


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

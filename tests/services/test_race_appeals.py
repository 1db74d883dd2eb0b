"""An elimination is proposed, appealed against and never evaded (R9-R11, I7)."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Letter, Message, Payment
from app.services.door.offering import offers
from app.services.races.books import books_of
from tests.played import played_once
from tests.services.race_course import (
    assessed,
    decided,
    leave,
    nobody_can_finish,
    paid_up,
    published,
    reallocated,
)
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import deadline_words


def test_leaving_does_not_replace_an_elimination_on_notice(stage: Stage) -> None:
    """Item 18."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    team = racing.team("C")
    way = next(o for o in offers(stage.session, team, racing.pi("C"), stage.now) if o.is_open)
    assert way.transition.name == "file_appeal"
    assert way.closes_at is not None, "whoever may appeal is told until when, on the page"
    told = stage.session.scalars(
        select(Message.body).where(Message.message_kind == "elimination_proposed")
    ).first()
    assert told is not None
    assert f"{deadline_words(way.closes_at)} 前可申诉一次" in told, "and in the message"
    reasons = stage.refused(racing.team("C"), "withdraw", racing.pi("C"), reason="另有安排。")
    assert "team_elimination_is_not_proposed" in reasons


def test_an_elimination_that_is_only_drafted_is_no_reason_a_team_reads(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    ways = offers(stage.session, racing.team("C"), racing.pi("C"), stage.now)
    leaving = next(way for way in ways if way.transition.name == "withdraw")
    assert leaving.is_open, "what a refusal would say is not on notice yet"


def test_an_open_appeal_keeps_the_place_and_ring_fences_the_share(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    assert racing.states == "A:racing B:racing C:elim_pending D:reserve"
    reallocated(racing)
    fenced = racing.team("C").ring_fenced
    assert fenced > 0
    kept(racing)
    others = {t.lane: t.share for t in racing.race.teams if t.lane in "AB"}
    stage.moved(
        racing.team("C"), "uphold_as_held", racing.decision_maker, **MINUTES, reason="检测有误。"
    )
    assert racing.team("C").state == "held"
    assert {t.lane: t.share for t in racing.race.teams if t.lane in "AB"} == others
    kept(racing)


@played_once
def appealed(racing: Racing) -> None:
    """C is to be stopped after stage 1, and appeals."""
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    racing.stage.moved(
        racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测样品编号有误。"
    )
    racing.stage.session.commit()


def test_leaving_does_not_replace_an_elimination_that_is_decided_and_under_appeal(
    stage: Stage,
) -> None:
    """Item 18, when the decision of the stage does not wait for the ruling."""
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    reallocated(racing)
    reasons = stage.refused(racing.team("C"), "withdraw", racing.pi("C"), reason="另有安排。")
    told = reasons["team_elimination_is_not_decided"].zh
    assert "申诉尚未裁决" in told
    assert "再无团队能够冲线的，保底保持" in told
    ruling = {**MINUTES, "reason": "检测有误。"}
    stage.moved(racing.team("C"), "uphold_as_held", racing.decision_maker, **ruling)
    stage.signed(racing.team("C"), "withdraw", racing.pi("C"), reason="另有安排。")


def test_a_dismissed_appeal_does_not_kill_the_last_runner(stage: Stage) -> None:
    """Item 16: the others have left since the decision."""
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    reallocated(racing)
    base = racing.team("C").base_share
    for lane in "AB":
        leave(racing, lane)
    assert racing.race.state == "running"
    ruling = {**MINUTES, "reason": "查无此误。"}
    stage.moved(racing.team("C"), "dismiss_appeal", racing.decision_maker, **ruling)
    team = racing.team("C")
    assert (team.state, team.appeal, team.kept, team.ring_fenced) == ("held", "dismissed", 1, 0)
    newest = stage.session.scalars(select(Payment).order_by(Payment.id.desc())).first()
    assert newest is not None
    assert (newest.project_id, newest.amount) == (racing.project("C").id, base)
    kept(racing)


def test_a_rescue_that_ends_brings_nobody_back_whose_elimination_is_under_appeal(
    stage: Stage,
) -> None:
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    reallocated(racing)
    fenced = racing.team("C").ring_fenced
    nobody_can_finish(racing)
    assert racing.race.state == "rescue"
    words = {**MINUTES, "reason": "试验场地恢复使用。"}
    stage.moved(racing.team("A").route, "resume", racing.decision_maker, **words)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:racing C:elim_pending D:reserve"
    assert racing.team("C").ring_fenced == fenced
    kept(racing)


def test_a_dismissed_appeal_frees_the_share(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    appealed(racing)
    decided(racing)
    reallocated(racing)
    before = books_of(stage.session, racing.race).uncommitted
    stage.moved(
        racing.team("C"), "dismiss_appeal", racing.decision_maker, **MINUTES, reason="查无此误。"
    )
    assert racing.team("C").state == "eliminated"
    assert racing.team("C").ring_fenced == 0
    assert books_of(stage.session, racing.race).uncommitted == before
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "elimination_letter")
    ).one()
    assert "低于保持线 60 分。结果已经公示，你单位团队的申诉经审理不成立。" in str(letter.payload)
    kept(racing)

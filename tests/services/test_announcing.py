"""What was decided shows with the public notice, or once nobody is left to put on one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Call, Case, Letter, Message, Person, Proposal
from app.queries.attention.awaited import awaited_on
from app.queries.attention.news import news_for
from app.queries.attention.waiting import waiting_for
from app.queries.calls.office import proposed_without_notice
from app.queries.record.trail import trail_of
from app.queries.record.untold import UNTOLD
from app.queries.sight.seeing import Sight
from app.services.awarding.feedback import feedback_on
from app.services.door.awaiting import turn_of
from tests.factories import grant
from tests.services.awarding import Ranked, decided, published
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def test_what_was_decided_shows_with_the_public_notice_and_no_sooner(stage: Stage) -> None:
    """Until then every proposal stands in one state, nobody of a team is told and none can read
    what the reviewers wrote; the office goes by the decision."""
    made = decided(stage)
    teams = [one.pi_id for one in made.proposals]
    told = select(Message.id).where(Message.person_id.in_(teams))
    assert set(made.states) == {"awaiting_notice"}
    assert stage.session.scalars(told).all() == []
    assert [feedback_on(stage.session, one) for one in made.proposals] == [None] * 5
    assert proposed_without_notice(stage.session, made.call) == made.proposals[:2]
    published(stage, made)
    assert made.states == ["notice", "notice", "reserve", "reserve", "not_selected"]
    kinds = select(Message.message_kind).where(Message.person_id == teams[4])
    assert stage.session.scalars(kinds).all() == ["left_out"]


def test_the_officer_has_one_entry_for_a_list_to_be_put_on_notice(stage: Stage) -> None:
    """A call of hundreds decided asks for one notice; what is decided by itself later asks for its
    own."""
    made = decided(stage)
    officer = made.call.drafted_by
    grant(stage.session, officer, Role.PROGRAMME_OFFICER)
    turn = turn_of(stage.session, made.call, stage.now)
    assert turn.hands == {Role.PROGRAMME_OFFICER}
    assert turn.lacking is not None
    assert "尚未拟公示" in turn.lacking.zh
    assert made.call.due_at is not None
    assert to_do(stage, officer) == [made.call]
    assert turn_of(stage.session, made.proposals[0], stage.now).hands == frozenset()
    notice = published(stage, made)
    assert to_do(stage, officer) == []
    assert made.call.due_at == notice.ends_at
    promoted(stage, made)
    assert to_do(stage, officer) == [made.proposals[2]]


def to_do(stage: Stage, officer: Person) -> list[Case]:
    stage.session.flush()
    return list(waiting_for(stage.session, officer, stage.now).page.rows)


def promoted(stage: Stage, made: Ranked) -> Proposal:
    """A place became free, and the first reserve was called."""
    first, _, reserve, *_ = made.proposals
    why = {"evidence": "检测报告系伪造。", "reason": "查实。"}
    stage.moved(first, "disqualify", stage.holder(Role.SUPERVISOR), **why)
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    stage.moved(reserve, "promote", stage.holder(Role.DECISION_MAKER), **words)
    return reserve


def test_a_promoted_reserve_is_told_with_its_own_notice_and_no_sooner(stage: Stage) -> None:
    """Until then it stands where it stood, and waits on whom it waited on; the office knows."""
    made = decided(stage)
    published(stage, made)
    team, inside = frozenset({Role.APPLICANT}), frozenset({Role.PROGRAMME_OFFICER})
    was = as_told(stage, made.proposals[2], team)
    reserve = promoted(stage, made)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    told = select(Message.message_kind).where(Message.person_id == reserve.pi_id)
    before = stage.session.scalars(told).all()
    assert as_told(stage, reserve, team) == was
    assert "reserve_promoted" not in before
    (*_, last) = trail_of(stage.session, reserve, officer, inside)
    assert last.label.zh == "备选递补"
    turn = turn_of(stage.session, reserve, stage.now, inside)
    assert (turn.hands, turn.lacking is None) == (inside, False)
    meeting = stage.holder(Role.DECISION_MAKER)
    assert "not_promoted" in stage.refused(
        reserve, "promote", meeting, **MINUTES, reason="再次递补。"
    )
    assert "not_promoted" in stage.refused(reserve, "release_reserve", Role.SYSTEM_CLOCK)
    published(stage, made, reserve)
    assert reserve.state == "notice"
    assert {*stage.session.scalars(told)} - {*before} == {"on_notice"}
    assert "备选递补" in [
        line.label.zh for line in trail_of(stage.session, reserve, reserve.pi, team)
    ]


def as_told(stage: Stage, one: Proposal, reader: frozenset[Role]) -> tuple[object, ...]:
    """Its state, its term, whose turn it is and its history, as somebody outside reads them."""
    shown = trail_of(stage.session, one, one.pi, reader)
    hands = turn_of(stage.session, one, stage.now, reader).hands
    return one.state, one.due_at, one.state_entered_at, hands, shown


def test_a_promotion_is_never_told_of_a_reserve_that_left_before_its_notice(stage: Stage) -> None:
    made = decided(stage)
    published(stage, made)
    reserve, since = promoted(stage, made), stage.now - timedelta(days=1)
    officer, team = stage.holder(Role.PROGRAMME_OFFICER), {Role.APPLICANT}
    disqualified(stage, reserve)
    told = [line.label for line in trail_of(stage.session, reserve, reserve.pi, team)]
    sight = Sight(stage.session, reserve.pi, stage.now)
    told += [one.label for one in news_for(stage.session, sight, reserve.pi, since).rows]
    assert "取消资格" in [label.zh for label in told]
    assert {"备选递补", UNTOLD.zh} & {label.zh for label in told} == set()
    inside = trail_of(stage.session, reserve, officer, {Role.PROGRAMME_OFFICER})
    assert "备选递补" in [line.label.zh for line in inside]


def test_where_all_proposed_leave_before_the_notice_the_results_are_told_and_reserves_called(
    stage: Stage,
) -> None:
    made = decided(stage)
    officer, supervisor = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.SUPERVISOR)
    why = {"evidence": "检测报告系伪造。", "reason": "查实。"}
    first, second, reserve, *_ = made.proposals
    stage.moved(first, "disqualify", supervisor, **why)
    reasons = stage.refused(made.call, "announce_without_notice", officer)
    assert second.title in reasons["nobody_left_for_notice"].zh
    stage.moved(second, "disqualify", supervisor, **why)
    stage.moved(made.call, "announce_without_notice", officer)
    assert made.states[2:] == ["reserve", "reserve", "not_selected"]
    assert "results_untold" in stage.refused(made.call, "announce_without_notice", officer)
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    stage.moved(reserve, "promote", stage.holder(Role.DECISION_MAKER), **words)
    notice = published(stage, made)
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    assert (made.call.state, reserve.state) == ("decided", "approved")


def test_where_all_proposed_have_left_and_nobody_is_in_reserve_the_call_ends_without_an_award(
    stage: Stage,
) -> None:
    made = decided(stage)
    meeting, supervisor = stage.holder(Role.DECISION_MAKER), stage.holder(Role.SUPERVISOR)
    words = {**MINUTES, "reason": "拟立项和备选项目均已退出。"}
    *leaving, left_out = made.proposals
    for one in leaving:
        reasons = stage.refused(made.call, "award_nothing", meeting, **words)
        assert one.title in reasons["no_award_in_play"].zh
        stage.moved(one, "disqualify", supervisor, evidence="检测报告系伪造。", reason="查实。")
    reasons = stage.refused(
        made.call, "award_nothing", drafter_in_the_meeting(stage, made), **words
    )
    assert reasons.keys() == {"separation_of_duties"}
    stage.moved(made.call, "award_nothing", meeting, **words)
    assert (made.call.state, left_out.state) == ("no_award", "not_selected")
    letters = select(Letter.letter_kind).where(
        Letter.letter_kind.in_(("non_award_letter", "call_no_award_notice"))
    )
    assert sorted(stage.session.scalars(letters)) == ["call_no_award_notice", "non_award_letter"]


def disqualified(stage: Stage, one: Proposal) -> None:
    why = {"evidence": "检测报告系伪造。", "reason": "查实。"}
    stage.moved(one, "disqualify", stage.holder(Role.SUPERVISOR), **why)


def hands_on(stage: Stage, case: Call) -> set[Role]:
    """As its page says, and as lists of cases say."""
    turn = turn_of(stage.session, case, stage.now)
    listed = awaited_on(stage.session, [case], stage.now)[case.kind, case.id].roles
    assert turn.hands == listed
    return set(listed)


def test_where_nobody_is_left_for_the_office_the_call_is_on_the_meeting(stage: Stage) -> None:
    """Until then the officer announces, and drafts the notice of whoever the meeting promotes."""
    made = decided(stage)
    officer, meeting = made.call.drafted_by, stage.holder(Role.DECISION_MAKER)
    grant(stage.session, officer, Role.PROGRAMME_OFFICER)
    assert hands_on(stage, made.call) == {Role.PROGRAMME_OFFICER}
    for one in made.proposals[:2]:
        disqualified(stage, one)
    assert hands_on(stage, made.call) == {Role.PROGRAMME_OFFICER}
    assert (to_do(stage, officer), to_do(stage, meeting)) == ([made.call], [])
    stage.moved(made.call, "announce_without_notice", officer)
    assert hands_on(stage, made.call) == {Role.DECISION_MAKER}
    reserve, last = made.proposals[2:4]
    assert (to_do(stage, officer), made.call in to_do(stage, meeting)) == ([], True)
    stage.moved(reserve, "promote", meeting, **MINUTES, reason="按备选顺序递补。")
    assert hands_on(stage, made.call) == {Role.PROGRAMME_OFFICER}
    for one in (reserve, last):
        disqualified(stage, one)
    turn = turn_of(stage.session, made.call, stage.now)
    assert turn.lacking is not None
    assert "由厅务会议递补备选或议定不予立项" in turn.lacking.zh
    assert hands_on(stage, made.call) == {Role.DECISION_MAKER}
    assert (to_do(stage, officer), to_do(stage, meeting)) == ([], [made.call])
    stage.moved(made.call, "award_nothing", meeting, **MINUTES, reason="均已退出。")
    assert to_do(stage, meeting) == []


def drafter_in_the_meeting(stage: Stage, made: Ranked) -> Person:
    """Whoever drafted the call has changed sides since."""
    drafter = made.call.drafted_by
    for row in list(drafter.grants):
        row.ends_at = stage.now
    grant(stage.session, drafter, Role.DECISION_MAKER)
    return drafter


def test_what_is_on_notice_already_ends_with_its_notice_and_not_before(stage: Stage) -> None:
    made = decided(stage)
    published(stage, made)
    words = {**MINUTES, "reason": "均已退出。"}
    reasons = stage.refused(made.call, "award_nothing", stage.holder(Role.DECISION_MAKER), **words)
    assert "never_noticed" in reasons

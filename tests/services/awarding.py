"""A call whose panels have locked, and what follows: the decision, the notice, an objection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.models import Call, Decision, Notice, NoticeItem, Objection, Proposal, Review, ReviewGroup
from app.models.reviews import GroupProposal
from app.queries.calls.office import proposed_without_notice
from app.services.awarding import deciding, ranking
from app.services.awarding.deciding import ItemDraft
from app.services.awarding.noticing import Statement, draft_notice, file_objection
from app.services.moves import begin
from tests.factories import expert
from tests.played import played_once
from tests.services.stage import MATCHED, Applied, Stage, a_page
from workflows.engine.calendar import local_date
from workflows.roles import Role

STATEMENT = Statement("易质询", "13800000000", "", "所附检测报告编号查无此件。")


@dataclass(frozen=True)
class Ranked:
    """The applications of a call, best first, with marks as they were asked for."""

    call: Call
    applied: Sequence[Applied]

    @property
    def proposals(self) -> list[Proposal]:
        return [a.proposal for a in self.applied]

    @property
    def states(self) -> list[str]:
        return [p.state for p in self.proposals]


@played_once
def ranked(stage: Stage, *points: int, votes: int = 5, **fields: Any) -> Ranked:
    """A call before the executive meeting: one scored proposal for each number of points, 2 million
    yuan asked for by each; `votes` of five experts recommend."""
    call = stage.call("deliberation", **({"planned_awards": 2} | fields))
    applied = [stage.applied(call=call, state="scored") for _ in points]
    panel_locked(stage, call, applied, *points, votes=votes)
    return Ranked(call, applied)


def panel_locked(
    stage: Stage, call: Call, applied: Sequence[Applied], *points: int, votes: int = 5
) -> None:
    """Five experts have given each application its number of points."""
    group = ReviewGroup(call_id=call.id, name="第一组", seed="", seed_commitment="", draw={})
    group.call, group.formed_by_id = call, call.drafted_by_id
    group.items = [GroupProposal(proposal_id=a.proposal.id, proposal=a.proposal) for a in applied]
    begin(stage.session, group, call.drafted_by, stage.now)
    group.state = "locked"
    experts = [expert(stage.session) for _ in range(5)]
    for one, mark in zip(applied, points, strict=True):
        for place, by in enumerate(experts):
            review = Review(group=group, proposal=one.proposal, expert=by)
            review.group_id, review.proposal_id, review.expert_id = (
                *(group.id, one.proposal.id),
                by.id,
            )
            review.scores = {c["key"]: mark * 100 for c in call.criteria}
            review.total, review.recommends = mark * 100, place < votes
            begin(stage.session, review, Role.SYSTEM_CLOCK, stage.now)
            review.state = "closed"
    stage.session.flush()
    ranking.record(stage.session, call)


def drafted(stage: Stage, of: Ranked, *outcomes: str) -> Decision:
    """The officer's draft with these outcomes, each award as asked for."""
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    decision = deciding.begin_draft(stage.session, of.call, officer)
    items = {
        p.id: ItemDraft(outcome, 0 if outcome == "drop" else p.requested)
        for p, outcome in zip(of.proposals, outcomes, strict=False)
    }
    assert deciding.save(stage.session, decision, items, officer) is None
    stage.session.flush()
    return decision


@played_once
def decided(stage: Stage) -> Ranked:
    """The executive meeting proposed two, kept two in reserve and dropped one."""
    made = ranked(stage, 92, 90, 88, 85, 70)
    drafted(stage, made, "propose", "propose", "reserve", "reserve", "drop")
    stage.moved(made.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)
    return made


@played_once
def published(stage: Stage, of: Ranked, *proposals: Proposal) -> Notice:
    """A public notice for these, or for all that are proposed."""
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    listed = proposals or proposed_without_notice(stage.session, of.call)
    notice = draft_notice(stage.session, of.call, listed, officer, stage.now)
    assert isinstance(notice, Notice)
    stage.moved(notice, "publish", officer)
    return notice


@played_once
def issued(stage: Stage) -> Ranked:
    """Decided, and the notice over: the awards are issued."""
    made = decided(stage)
    notice = published(stage, made)
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    return made


@played_once
def objected(stage: Stage, proposal: Proposal, statement: Statement = STATEMENT) -> Objection:
    """A sound objection to a proposal on notice."""
    item = stage.session.scalars(
        select(NoticeItem)
        .where(NoticeItem.proposal_id == proposal.id)
        .order_by(NoticeItem.id.desc())
    ).first()
    assert item is not None
    made = file_objection(
        stage.session, item, statement, a_page(), "佐证.pdf", person=None, now=stage.now
    )
    assert isinstance(made, Objection)
    return made


@played_once
def investigated(stage: Stage, proposal: Proposal, statement: Statement = STATEMENT) -> Objection:
    """Admitted and reported on by the supervisor; the executive meeting is to rule."""
    objection = objected(stage, proposal, statement)
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(objection, "admit", supervisor)
    stage.moved(objection, "report", supervisor, report="检测报告核查情况。")
    return objection


def was_on_notice(stage: Stage, *proposals: Proposal) -> Notice:
    """A notice that named these and is over, for awards that begin in the midst of things."""
    call = proposals[0].call
    items = [NoticeItem(proposal=one, proposal_id=one.id, amount=1) for one in proposals]
    notice = Notice(call=call, call_id=call.id, title=f"{call.title}公示", items=items)
    notice.drafted_by_id = call.drafted_by_id
    begin(stage.session, notice, call.drafted_by, stage.now)
    notice.state, notice.starts_on = "ended", local_date(stage.now)
    notice.ends_on = notice.starts_on + timedelta(days=7)
    stage.session.flush()
    return notice

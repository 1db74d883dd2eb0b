"""Programme 8: a call, 24 proposals, two objections, contracts, and the first milestones judged."""

from __future__ import annotations

from datetime import date

from app.demo.open_competition import applying, assessing, closing, contracting, judging
from app.demo.stage import Stage


def play(stage: Stage) -> None:
    call = applying.publish_the_call(stage)
    proposals = applying.everybody_applies(stage, call)
    judging.check_formally(stage, call, proposals)
    judging.review(stage, call)
    judging.decide(stage, call)
    notice = closing.give_notice(stage, call)
    objections = closing.object_twice(stage, notice)
    closing.settle_objections(stage, objections)
    closing.promote_the_reserve(
        stage, call, "厅务会纪要〔2026〕6号", date(2026, 3, 12), date(2026, 3, 20)
    )
    contracting.sign_contracts(stage, call)
    contracting.give_one_up(stage, call)
    closing.promote_the_reserve(
        stage, call, "厅务会纪要〔2026〕8号", date(2026, 3, 30), date(2026, 4, 9)
    )
    contracting.sign_the_last(stage, call)
    assessing.assess_first_milestones(stage, call)

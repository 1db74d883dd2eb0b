"""Programme 8: a call, 24 proposals, panels, a notice with two objections, awards, a contract."""

from __future__ import annotations

from app.demo.open_competition import applying, closing, judging
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
    closing.promote_the_reserve(stage, call)
    closing.sign_the_first_contract(stage)

"""A formal check that is answered and failed."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Letter
from app.services.problems import Problems
from app.services.proposals import formal
from app.services.proposals.formal import ITEMS, Answer
from tests.services.stage import Applied, Stage
from workflows.roles import Role

REFUSAL = {"clause": "申报通知·支持方向", "reason": "不属于支持方向。"}


def answer(stage: Stage, applied: Applied, **special: Answer) -> Problems | None:
    answers = {item.key: special.get(item.key, Answer("met")) for item in ITEMS}
    checker = stage.holder(Role.FORMAL_CHECKER)
    return formal.record(stage.session, applied.proposal, answers, (), checker, stage.now)


def letters(stage: Stage) -> list[str]:
    """About proposals, in their order."""
    about = select(Letter.letter_kind).where(Letter.about_kind == "proposal")
    return list(stage.session.scalars(about.order_by(Letter.id)))


def failed(stage: Stage, applied: Applied) -> None:
    """Failed on Monday 2 March: an appeal may be filed until Thursday 5 March is over."""
    answer(stage, applied, scope=Answer("not_met", "不属于支持方向。"))
    for which in ("first", "second"):
        checker = stage.holder(Role.FORMAL_CHECKER, which)
        stage.take(applied.proposal, "fail_formal_check", checker, **REFUSAL)

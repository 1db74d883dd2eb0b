"""Experts' fees of a panel, as far as a test needs them: served, drawn up, approved, paid."""

from __future__ import annotations

from app.models import Expert, FeeList, Person, ReviewGroup
from app.services.fees import accounts, drawing_up
from app.services.fees.accounts import Account
from app.services.fees.drawing_up import LineTyped, ListTyped
from tests.played import played_once
from tests.services.panels import accepted, locked
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.money.fees import ONLINE
from workflows.roles import Role

ACCOUNT = Account("某某银行", "福州分行营业部", "6222 0000 1234 5678")


@played_once
def served(stage: Stage) -> ReviewGroup:
    """A panel of five that has locked its scores."""
    return locked(stage, accepted(stage).proposal)


@played_once
def drawn_up(stage: Stage) -> FeeList:
    return drawn_anew(stage, served(stage))


def drawn_anew(stage: Stage, group: ReviewGroup) -> FeeList:
    answer = drawing_up.draw_up(stage.session, group, 1, drafter(stage), stage.now)
    assert isinstance(answer, FeeList), answer
    return answer


@played_once
def approved(stage: Stage) -> FeeList:
    """Everybody but the first has named an account."""
    fees = drawn_up(stage)
    for line in fees.lines[1:]:
        named(stage, line.expert)
    filled(stage, fees)
    stage.moved(fees, "submit", drafter(stage))
    stage.moved(fees, "check", stage.holder(Role.PROGRAMME_OFFICER))
    stage.moved(fees, "approve", stage.holder(Role.FINANCE))
    return fees


def named(stage: Stage, expert: Expert) -> None:
    problems = accounts.name_account(stage.session, expert, ACCOUNT, expert.person, stage.now)
    assert problems is None


def as_drawn(fees: FeeList) -> ListTyped:
    lines = {
        line.row: LineTyped(line.standing, line.half_days, line.net, "")
        for line in fees.lines
        if not line.excluded
    }
    return ListTyped(ONLINE, "", "2026 年评审业务费", lines)


def filled(stage: Stage, fees: FeeList) -> None:
    assert drawing_up.save(stage.session, fees, as_drawn(fees), drafter(stage)) is None


def given_to_bank(stage: Stage, fees: FeeList) -> set[int]:
    """The numbers of the lines that the bank's sheet has."""
    read = accounts.read_for_bank(stage.session, fees, stage.holder(Role.FINANCE), stage.now)
    return {line.row for line, _ in read}


def paid(stage: Stage, fees: FeeList) -> None:
    """All whose account is known."""
    given_to_bank(stage, fees)
    today = local_date(stage.now).isoformat()
    stage.moved(fees, "pay", stage.holder(Role.FINANCE), paid_on=today, batch_number="B1")


def drafter(stage: Stage) -> Person:
    return stage.holder(Role.EXPERT_MANAGER)

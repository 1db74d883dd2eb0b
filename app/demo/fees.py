"""The fees of two panels: one paid to the last expert, one where an account is still wanted."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.office import FINANCE, MANAGER, OFFICER, person
from app.demo.stage import Stage, StoryBroken, must
from app.models import FeeList, ReviewGroup
from app.services.fees import accounts, drawing_up
from app.services.fees.accounts import Account
from app.services.fees.drawing_up import LineTyped, ListTyped
from workflows.money.fees import ONLINE


def play(stage: Stage) -> None:
    stage.at(2026, 4, 27)
    stage.chapter("专家费：按实际评审拟制、另一人复核、财务审批、转入本人账户")
    first, second = _served(stage)
    paid = _approved(stage, first)
    _pay(stage, paid)
    stage.at(2026, 4, 29)
    _name_accounts(stage, paid, but=0)
    _pay(stage, paid)
    stage.move(paid, "settle", FINANCE)
    stage.tell("首位专家补登账户后发放，发放单办结")
    stage.at(2026, 11, 18)
    waiting = _approved(stage, second)
    _pay(stage, waiting)
    stage.refused(waiting, "settle", FINANCE)
    stage.tell("另一份发放单已发放，仅一位专家尚未登记账户，其余不受影响")


def _served(stage: Stage) -> tuple[ReviewGroup, ReviewGroup]:
    """The first panel that has locked its scores, and one on which somebody else sits, too."""
    with stage.scene() as session:
        locked = select(ReviewGroup).where(ReviewGroup.state == "locked")
        first, *others = session.scalars(locked.order_by(ReviewGroup.id)).all()
        seen = _members(first)
        second = next((one for one in others if _members(one) - seen), None)
    if second is None:
        raise StoryBroken("至少应有两个成员不同的评审组已锁定评分")
    return first, second


def _members(group: ReviewGroup) -> set[int]:
    return {seat.expert_id for seat in group.sitting}


def _approved(stage: Stage, group: ReviewGroup) -> FeeList:
    """Everybody but one names an account of their own."""
    with stage.scene() as session:
        panel, drafter = session.get_one(ReviewGroup, group.id), person(session, MANAGER)
        fees = must(drawing_up.draw_up(session, panel, 1, drafter, stage.now))
        problems = drawing_up.save(session, fees, _typed(fees), drafter)
        if problems is not None:
            raise StoryBroken("专家费发放单未能保存")
        number = fees.number
    _name_accounts(stage, fees, but=1)
    stage.move(fees, "submit", MANAGER)
    stage.refused(fees, "check", MANAGER)
    stage.move(fees, "check", OFFICER)
    stage.move(fees, "approve", FINANCE)
    stage.tell(f"专家费发放单 {number} 由另一人复核、财务审批")
    return fees


def _typed(fees: FeeList) -> ListTyped:
    lines = {
        line.row: LineTyped(line.standing, 0, drawing_up.bounds_of(fees, line).most, "")
        for line in fees.to_pay
    }
    return ListTyped(ONLINE, "", "2026 年项目评审业务费（演示）", lines)


def _name_accounts(stage: Stage, fees: FeeList, *, but: int) -> None:
    """Those who have named none yet, but so many of them."""
    with stage.scene() as session:
        lines = session.get_one(FeeList, fees.id).to_pay
        known = accounts.with_account(session, lines)
        for line in [one for one in lines if one.expert_id not in known][but:]:
            expert = line.expert
            account = Account("演示银行", "福州营业部", f"6222{expert.id:012d}")
            accounts.name_account(session, expert, account, expert.person, stage.now)


def _pay(stage: Stage, fees: FeeList) -> None:
    with stage.scene() as session:
        live = session.get_one(FeeList, fees.id)
        accounts.read_for_bank(session, live, person(session, FINANCE), stage.now)
    on = f"{stage.now:%Y-%m-%d}"
    stage.move(fees, "pay", FINANCE, paid_on=on, batch_number=f"ZJFF-{on}")

"""The whole of the money changed (§3.9, 总经费): given by heading and by unit as it is to be. What
is more comes out of where the fund of the project comes from, what is less goes back there; what is
ordered or paid stays as it is, and the parts still to be paid follow the new whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, Project
from app.services.changes.budgeting import budget_problems, budget_rows, lines_of, set_budget
from app.services.changes.sharing import ShareDraft, set_shares, share_rows
from app.services.contracts.terms import Terms, with_total
from app.services.eligibility.limits import lacks_own_money
from app.services.money import funds, ledger
from app.services.money.parts import planned_parts
from app.services.money.positions import position
from app.services.moves import Move
from app.services.problems import Problems, alone
from workflows.engine.money import amount_text
from workflows.engine.text import Text


def proposed_total(
    session: Session,
    project: Project,
    budget: Sequence[tuple[int | None, int | None]],
    shares: Sequence[ShareDraft],
) -> dict[str, Any] | Problems:
    """The budget and the shares as the change keeps them, and the `total` they come to beside what
    it is today (`was_`)."""
    rows = budget_rows(lines_of(session, project), budget)
    was = {"fiscal": project.amount, "own": project.matching}
    total = {key: was[key] + sum(row[key] - row[f"was_{key}"] for row in rows) for key in was}
    if total == was:
        return alone(_SAME)
    divided = share_rows(session, project, shares)
    if isinstance(divided, Problems):
        return divided
    return {
        "total": total | {f"was_{key}": amount for key, amount in was.items()},
        "budget": rows,
        "shares": divided,
    }


def total_problems(
    session: Session, case: ChangeRequest, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """Looked at again at every step: money may have been ordered since the change was drafted."""
    total = case.proposed.get("total")
    if total is None:
        return (_NO_FIGURES,)
    if (total["was_fiscal"], total["was_own"]) != (case.project.amount, case.project.matching):
        return (_OUTDATED,)
    return (
        *_against(session, case.project, total, rules),
        *budget_problems(session, case, rules),
    )


def _against(
    session: Session, project: Project, total: Mapping[str, int], rules: Mapping[str, int]
) -> Iterator[Text]:
    fiscal, more = total["fiscal"], total["fiscal"] - project.amount
    if fiscal == 0:
        yield _NO_AWARD
    free = position(session, project).committed
    if more < 0 and -more > free:
        yield _BELOW.format(fiscal=amount_text(fiscal), least=amount_text(project.amount - free))
    if more > 0:
        yield from _too_much(session, project, fiscal, more)
    if _lacks_more_of_its_own(project, total, rules):
        yield _OWN.format(least=str(rules["matching_percent_least"]))


def _lacks_more_of_its_own(
    project: Project, total: Mapping[str, int], rules: Mapping[str, int]
) -> bool:
    """Where less stands beside public money already, as an agreed price may leave it, the change
    must not make it worse."""
    fiscal, own = total["fiscal"], total["own"]
    is_worse = own * project.amount < project.matching * fiscal
    return is_worse and lacks_own_money(project.proposal.lead_unit, own, fiscal, rules)


def _too_much(session: Session, project: Project, fiscal: int, more: int) -> Iterator[Text]:
    """Beyond what one award may be, or what is left where it comes from."""
    call, item = project.proposal.call, project.proposal.item
    most = item.ceiling if item else call.award_most
    if most and fiscal > most:
        yield _CEILING.format(fiscal=amount_text(fiscal), most=amount_text(most))
    fund = funds.fund_of(session, project)
    assert fund is not None, "a signed contract has its fund"
    left = ledger.balance(session, ledger.account_of(fund.source))
    if more > left:
        yield _SOURCE.format(more=amount_text(more), left=amount_text(left))


def set_total(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """The award, its commitment, the budget, the shares and the payments still to be made become
    those of the change."""
    project, total = case.project, case.proposed["total"]
    more = total["fiscal"] - project.amount
    project.amount, project.own_agreed = total["fiscal"], total["own"]
    session.flush()
    if more > 0:
        funds.commit(session, project, more, move)
    else:
        funds.give_back(session, project, -more, move)
    terms = set_budget(session, case, terms, move)
    if case.proposed["shares"]:
        terms = set_shares(session, case, terms, move)
    return with_total(terms, project, planned_parts(session, project))


_SAME = Text(
    "各科目合计与现在的总经费相同；只在科目之间调剂的，请选“科目间预算调剂”",
    "The headings add up to the current total. To move funds between headings only, "
    "choose “Budget between headings”",
)
_NO_FIGURES = Text(
    "没有写明变更后的金额：提请议定前可退回，由项目负责人填写；已提请的，议定不同意后重新申请",
    "the amounts after the change are missing: before it goes to the meeting it can be "
    "returned for the project leader to enter them; after that, the meeting must "
    "reject it and it must be requested again",
)
_OUTDATED = Text(
    "起草之后总经费已有变更，请按现在的总经费修改",
    "the total has changed since this was drafted: edit it to match the current total",
)
_NO_AWARD = Text(
    "财政资金不能变更为零；不再实施的，请建议终止项目",
    "public funds cannot be changed to zero; if the project will not continue, propose termination",
)
_BELOW = Text(
    "财政资金拟为 {fiscal}，低于已下达拨付单的 {least}",
    "public funds would be {fiscal}, less than the {least} in payment orders already issued",
)
_CEILING = Text(
    "财政资金拟为 {fiscal}，超过单项资助上限 {most}",
    "public funds would be {fiscal}, above the maximum award per project, {most}",
)
_SOURCE = Text(
    "拟增加财政资金 {more}，指南经费仅余 {left}",
    "public funds would rise by {more}, but the call's budget has only {left} left",
)
_OWN = Text(
    "企业牵头的自筹经费不得低于财政资金的 {least}%",
    "if an enterprise leads, its own funds must be at least {least}% of public funds",
)

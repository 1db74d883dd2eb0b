"""Money moved between the headings of a budget (§3.9, 科目间预算调剂): the whole stays what it is,
no heading falls below what was spent under it, and indirect costs stay below their cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, ContractVersion, Project
from app.services.contracts.drafting import newest
from app.services.contracts.terms import Terms
from app.services.money.budgets import indirect_excess, under
from app.services.money.funds import fund_of
from app.services.money.spending import spent_by_heading
from app.services.moves import Move
from app.services.problems import Problems, alone
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.budget import HEADINGS, LUMP

Heading = tuple[str, int, int]
"""As it is written, with its public money and its own, in 分."""


def headings_of(session: Session, project: Project) -> list[Heading]:
    """Between which money may be moved; none of a lump sum."""
    return [] if _is_lump_sum(newest(session, project)) else lines_of(session, project)


def lines_of(session: Session, project: Project) -> list[Heading]:
    """The budget of the contract, then the usual headings it does without; a lump sum has one line
    where the contract writes none."""
    contract = newest(session, project)
    written = [_heading(row) for row in contract.terms["budget"]] if contract else []
    if _is_lump_sum(contract):
        return written or [(HEADINGS[LUMP].zh, project.amount, project.matching)]
    usual = (words.zh for key, words in HEADINGS.items() if key != LUMP)
    names = {name for name, _, _ in written}
    return [*written, *((name, 0, 0) for name in usual if name not in names)]


def _is_lump_sum(contract: ContractVersion | None) -> bool:
    return contract is None or contract.terms["budget_mode"] == "lump_sum"


def proposed_budget(
    session: Session, project: Project, typed: Sequence[tuple[int | None, int | None]]
) -> dict[str, Any] | Problems:
    """Public money and own money of each of `headings_of`."""
    headings = headings_of(session, project)
    if not headings:
        return Problems({"kind": _LUMP_SUM})
    rows = budget_rows(headings, typed)
    if all((r["fiscal"], r["own"]) == (r["was_fiscal"], r["was_own"]) for r in rows):
        return alone(_SAME)
    return {"budget": rows}


def budget_rows(
    headings: Sequence[Heading], typed: Sequence[tuple[int | None, int | None]]
) -> list[dict[str, Any]]:
    """Every heading with the money typed, where None leaves it as it is, and with what it has today
    (`was_`)."""
    blank = [(None, None)] * (len(headings) - len(typed))
    return [
        _row(heading, *money) for heading, money in zip(headings, [*typed, *blank], strict=True)
    ]


def _row(heading: Heading, fiscal: int | None, own: int | None) -> dict[str, Any]:
    name, was_fiscal, was_own = heading
    return {
        "heading": name,
        "fiscal": was_fiscal if fiscal is None else fiscal,
        "own": was_own if own is None else own,
        "was_fiscal": was_fiscal,
        "was_own": was_own,
    }


def budget_problems(
    session: Session, case: ChangeRequest, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """Looked at again at every step: the budget may have changed since the change was drafted. Only
    a change of the whole changes what the headings come to."""
    rows = case.proposed.get("budget", ())
    if not rows:
        return (_NO_FIGURES,)
    if [(r["heading"], r["was_fiscal"], r["was_own"]) for r in rows] != lines_of(
        session, case.project
    ):
        return (_OUTDATED,)
    if "total" in case.proposed:
        return (*_below_spent(session, case.project, rows), *_above_cap(rows, rules))
    totals = {key: sum(row[key] for row in rows) for key in ("fiscal", "own")}
    was = {key: sum(row[f"was_{key}"] for row in rows) for key in totals}
    unequal = (
        _TOTALS[key].format(total=amount_text(totals[key]), was=amount_text(was[key]))
        for key in totals
        if totals[key] != was[key]
    )
    return (*unequal, *_below_spent(session, case.project, rows), *_above_cap(rows, rules))


def _below_spent(
    session: Session, project: Project, rows: Sequence[Mapping[str, Any]]
) -> Iterator[Text]:
    """What is to be taken from a heading must still be there, whichever unit has spent of it."""
    fund = fund_of(session, project)
    spent_under = spent_by_heading(session, fund) if fund else {}
    for key, spent in spent_under.items():
        was, fiscal = (
            under(((row["heading"], row[column]) for row in rows), key)
            for column in ("was_fiscal", "fiscal")
        )
        if fiscal < min(was, spent.amount):
            yield _SPENT.format(
                heading=HEADINGS[key],
                fiscal=amount_text(fiscal),
                spent=amount_text(spent.amount),
                free=amount_text(max(0, was - spent.amount)),
            )


def _above_cap(rows: Sequence[Mapping[str, Any]], rules: Mapping[str, int]) -> tuple[Text, ...]:
    excess = indirect_excess(((row["heading"], row["fiscal"]) for row in rows), rules)
    return tuple(_INDIRECT.format(excess=words) for words in excess)


def set_budget(_session: Session, case: ChangeRequest, terms: Terms, _move: Move) -> Terms:
    """The budget of the contract becomes that of the change; a heading left out stays out."""
    notes = [row["note"] for row in terms["budget"]]
    budget = [
        {"heading": row["heading"], "fiscal": row["fiscal"], "own": row["own"], "note": note}
        for row, note in zip(
            case.proposed["budget"],
            [*notes, *[""] * (len(case.proposed["budget"]) - len(notes))],
            strict=True,
        )
        if row["fiscal"] or row["own"]
    ]
    return terms | {"budget": budget}


def _heading(row: Mapping[str, Any]) -> Heading:
    return row["heading"], row["fiscal"], row["own"]


_LUMP_SUM = Text(
    "本项目实行经费包干制，不编制科目预算，无须调剂",
    "This project has lump-sum funding and no budget by heading, so there is nothing to transfer",
)
_SAME = Text(
    "各科目预算与现在相同，没有调剂。", "The budget is the same as now: nothing is transferred."
)
_NO_FIGURES = Text(
    "没有写明各科目调剂后的金额，请修改后填写",
    "the amounts after the transfer are missing: edit the change and enter them",
)
_OUTDATED = Text(
    "起草之后任务书预算已有变更，请按现行预算修改",
    "the contract budget has changed since this was drafted: edit it to match the current budget",
)
_TOTALS = {
    "fiscal": Text(
        "调剂后财政资金合计 {total}，应仍为 {was}",
        "public funds add up to {total} after the transfer but must stay at {was}",
    ),
    "own": Text(
        "调剂后自筹资金合计 {total}，应仍为 {was}",
        "own funds add up to {total} after the transfer but must stay at {was}",
    ),
}
_SPENT = Text(
    "“{heading}”的财政资金拟为 {fiscal}，低于已列支的 {spent}，最多可减少 {free}；误报列支的，"
    "先由厅财务核减",
    "“{heading}” would have {fiscal} of public funds, less than the {spent} already "
    "spent; it can be cut by at most {free}. If spending was reported by mistake, the "
    "finance team must first reduce it",
)
_INDIRECT = Text("间接费用超过上限：{excess}", "indirect costs exceed the cap: {excess}")

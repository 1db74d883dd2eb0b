"""A toy: lending an instrument. Small, clean, and with one of everything the engine knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any

from workflows.engine.check import RULES, Vocabulary, check
from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.facts import Facts
from workflows.engine.model import (
    After,
    Ask,
    AskKind,
    At,
    Guard,
    Kind,
    State,
    Transition,
    Unit,
    Workflow,
)
from workflows.engine.text import Text
from workflows.roles import Role

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten o'clock in the morning in Fujian."""

PARAMETERS = {"contract_days": 30, "formal_working_days": 10}

BORROWER = frozenset({Role.APPLICANT})
OFFICER = frozenset({Role.PROGRAMME_OFFICER})
CLOCK = frozenset({Role.SYSTEM_CLOCK})


ReturnDay = Annotated[datetime | None, Text("归还期满", "the day of return")]


@dataclass(frozen=True, kw_only=True)
class LoanFacts(Facts):
    return_at: ReturnDay = None
    broken: tuple[str, ...] = ()
    deposit: int = 0


def loan_facts(**known: Any) -> LoanFacts:
    """Entered on Monday morning, nothing broken, no deposit, unless told otherwise."""
    fixed: dict[str, Any] = {"now": MONDAY, "entered_at": MONDAY, "parameters": PARAMETERS}
    return LoanFacts(**(fixed | known))


UNBROKEN = Guard(
    key="unbroken",
    reason=Text("仪器有损坏：{missing}。", "The instrument is damaged: {missing}."),
    supplied_by=BORROWER,
    holds=lambda f: not f.broken,
    passing=loan_facts(),
    failing=loan_facts(broken=("透镜",)),
    missing=lambda f: f.broken,
)
BROKEN = Guard(
    key="broken",
    reason=Text("仪器没有损坏。", "The instrument is not damaged."),
    supplied_by=OFFICER,
    holds=lambda f: bool(f.broken),
    passing=loan_facts(broken=("透镜",)),
    failing=loan_facts(),
)
DEPOSITED = Guard(
    key="deposited",
    reason=Text("押金尚未缴纳。", "The deposit has not been paid."),
    supplied_by=BORROWER,
    holds=lambda f: f.deposit > 0,
    passing=loan_facts(deposit=100_00),
    failing=loan_facts(),
)
REASON = Ask("reason", Text("理由", "Reason"), AskKind.PARAGRAPH)
WAY = Ask(
    "way",
    Text("交接方式", "Handed over"),
    AskKind.CHOICE,
    required=False,
    choices=(("post", Text("邮寄", "By post")), ("person", Text("当面", "In person"))),
)

STATES = (
    State(
        "draft",
        Text("草拟", "Draft"),
        Kind.START,
        BORROWER,
        undated=Text("何时借用由借用人自定", "The borrower decides when to ask"),
    ),
    State("asked", Text("待批准", "Asked"), waits_on=OFFICER, due=After("formal_working_days")),
    State("lent", Text("借出", "Lent"), waits_on=BORROWER | OFFICER),
    State("returned", Text("已归还", "Returned"), Kind.FINAL),
    State("paid", Text("已赔偿", "Paid for"), Kind.FINAL),
    State("refused", Text("未批准", "Refused"), Kind.FINAL),
)

ASK = Transition[LoanFacts](
    name="ask",
    label=Text("申请借用", "Ask for it"),
    source=("draft",),
    target="asked",
    roles=BORROWER,
    clause=Text("办法第1条", "办法第1条"),
    effects=(Notify("asked", OFFICER), Apply("note_the_day")),
)
GRANT = Transition[LoanFacts](
    name="grant",
    label=Text("批准", "Grant"),
    source=("asked",),
    target="lent",
    roles=OFFICER,
    clause=Text("办法第2条", "办法第2条"),
    asks=(WAY,),
    effects=(SendLetter("loan_letter"),),
    approvals=(Role.PROGRAMME_OFFICER, Role.FINANCE),
    separation=("draft", "ask"),
)
REFUSE = Transition[LoanFacts](
    name="refuse",
    label=Text("不予批准", "Refuse"),
    source=("asked",),
    target="refused",
    roles=OFFICER,
    clause=Text("办法第3条", "办法第3条"),
    asks=(REASON,),
    effects=(Cascade("deposit", "give_back"),),
)
RETURN = Transition[LoanFacts](
    name="settle",
    label=Text("归还", "Return"),
    source=("lent",),
    target="returned",
    roles=OFFICER,
    clause=Text("办法第4条", "办法第4条"),
    guards=(UNBROKEN, DEPOSITED),
    effects=(Cascade("deposit", "give_back", strict=True),),
    moves_money=True,
)
PAY = Transition[LoanFacts](
    name="settle",
    label=Text("赔偿", "Pay for it"),
    source=("lent",),
    target="paid",
    roles=OFFICER,
    clause=Text("办法第5条", "办法第5条"),
    guards=(BROKEN,),
)
EXTEND = Transition[LoanFacts](
    name="extend",
    label=Text("延期", "Extend"),
    source=("lent",),
    target="lent",
    roles=BORROWER,
    clause=Text("办法第6条", "办法第6条"),
    guards=(UNBROKEN,),
)
LAPSE = Transition[LoanFacts](
    name="lapse",
    label=Text("逾期作价", "Overdue: pay for it"),
    source=("lent",),
    target="paid",
    roles=CLOCK,
    clause=Text("办法第7条", "办法第7条"),
    due=At("return_at"),
)
TAKE_BACK = Transition[LoanFacts](
    name="take_back",
    label=Text("撤回", "Take back"),
    source=("asked",),
    target="draft",
    roles=BORROWER | CLOCK,
    clause=Text("办法第8条", "办法第8条"),
    due=After("contract_days", Unit.WORKING_DAYS),
)

LOAN = Workflow[LoanFacts](
    key="loan",
    version=2,
    label=Text("仪器借用", "Loan of an instrument"),
    facts=LoanFacts,
    states=STATES,
    transitions=(ASK, GRANT, REFUSE, RETURN, PAY, EXTEND, LAPSE, TAKE_BACK),
    former=((1, "waiting", "asked"),),
)

DEPOSIT = Workflow[Facts](
    key="deposit",
    version=1,
    label=Text("押金", "Deposit"),
    facts=Facts,
    states=(
        State(
            "held",
            Text("在押", "Held"),
            Kind.START,
            OFFICER,
            undated=Text("随借用办结", "Ends with the loan"),
        ),
        State("given_back", Text("已退", "Given back"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="give_back",
            label=Text("退还", "Give back"),
            source=("held",),
            target="given_back",
            roles=CLOCK,
            clause=Text("办法第9条", "办法第9条"),
        ),
    ),
)


def vocabulary(*workflows: Workflow[Any]) -> Vocabulary:
    """What exists in the toy world, with these definitions in the place of the clean ones."""
    known: dict[str, Workflow[Any]] = {"loan": LOAN, "deposit": DEPOSIT}
    known |= {w.key: w for w in workflows}
    return Vocabulary(
        acts=frozenset({"note_the_day"}),
        letters=frozenset({"loan_letter"}),
        messages=frozenset({"asked"}),
        workflows=tuple(known.values()),
    )


def with_move(name: str, target: str = "", /, **changes: Any) -> Workflow[LoanFacts]:
    """The toy with this move changed (the one that leads to `target`, where two share a name)."""
    moves = tuple(
        replace(t, **changes) if t.name == name and target in {"", t.target} else t
        for t in LOAN.transitions
    )
    return replace(LOAN, transitions=moves)


def with_state(key: str, /, **changes: Any) -> Workflow[LoanFacts]:
    """The toy with this state changed."""
    return replace(
        LOAN, states=tuple(replace(s, **changes) if s.key == key else s for s in LOAN.states)
    )


def with_guard(guard: Guard[LoanFacts], /, **changes: Any) -> Workflow[LoanFacts]:
    """The toy with this guard changed wherever it stands."""
    changed = replace(guard, **changes)
    moves = tuple(
        replace(t, guards=tuple(changed if g is guard else g for g in t.guards))
        for t in LOAN.transitions
    )
    return replace(LOAN, transitions=moves)


def with_give_back(**changes: Any) -> Workflow[Any]:
    (give_back,) = DEPOSIT.transitions
    return replace(DEPOSIT, transitions=(replace(give_back, **changes),))


def found(workflow: Workflow[Any], rule: str, *beside: Workflow[Any]) -> list[str]:
    """What this rule finds in the definition; the name of the rule must be a real one."""
    assert rule in {r.__name__ for r in RULES}
    faults = check(workflow, vocabulary(workflow, *beside))
    return [f"{f.where}: {f.text}" for f in faults if f.rule == rule]

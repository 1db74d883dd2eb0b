"""What is to be done by somebody about cases that wait for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.models import Call, Case, PendingSignature, Person, Proposal
from app.queries.attention.elsewhere import places_of
from app.queries.sight.holding import Holding
from app.services.cases import Key, key_of, proposal_of, state_of, workflow_of
from workflows.driving import asks_the_call, driving, task_in
from workflows.engine.text import Text, listed
from workflows.parameters import DEFAULTS
from workflows.roles import Role


def tasks_of(
    session: Session, cases: Sequence[Case], person: Person, now: datetime
) -> Mapping[Key, Text]:
    """In words, as far as the definitions tell; nothing is said of a case of which they do not."""
    holding, tasks, elsewhere = Holding.of(session, person, now), {}, []
    rules = _rules(session, cases)
    for case in cases:
        workflow, hands = workflow_of(case), _hands(case, person, holding)
        known = rules.get(key_of(case), DEFAULTS)
        if hands and (task := task_in(workflow, case.state, hands, known)):
            tasks[key_of(case)] = task
        elif hands and (act := driving(workflow, case.state, hands)):
            elsewhere.append((case, act))
    places = places_of(session, elsewhere)
    tasks |= {key_of(c): act.words(is_there=key_of(c) in places) for c, act in elsewhere}
    untold = (case for case in cases if key_of(case) not in tasks)
    return tasks | _signatures(session, [case for case in untold if not _is_over(case)])


def _rules(session: Session, cases: Sequence[Case]) -> Mapping[Key, Mapping[str, int]]:
    """Of the calls on which it depends what is to be done; read at once, where there is one."""
    asking = [
        c for c in cases if isinstance(c, Proposal) and asks_the_call(workflow_of(c), c.state)
    ]
    numbers = {case.call_id for case in asking}
    of_call = select(Call.id, Call.rules).where(Call.id.in_(numbers))
    found = session.execute(of_call).all() if numbers else ()
    rules = {number: DEFAULTS | own for number, own in found}
    return {key_of(case): rules[case.call_id] for case in asking}


def _is_over(case: Case) -> bool:
    return state_of(case).is_final


def _hands(case: Case, person: Person, holding: Holding) -> frozenset[Role]:
    """Those awaited by its state which the person could be; a proposal has one leader."""
    hands, proposal = state_of(case).hands, proposal_of(case)
    if proposal is not None and proposal.pi_id != person.id:
        hands -= {Role.APPLICANT}
    return frozenset(role for role in hands if holding.can_be(role))


def _signatures(session: Session, cases: Sequence[Case]) -> dict[Key, Text]:
    """Cases that wait on nobody by their state wait for who has still to sign a move of theirs."""
    if not cases:
        return {}
    begun: defaultdict[Key, dict[str, None]] = defaultdict(dict)
    keys = tuple_(PendingSignature.case_kind, PendingSignature.case_id)
    query = select(PendingSignature).where(keys.in_([key_of(case) for case in cases]))
    for one in session.scalars(query.order_by(PendingSignature.id)):
        begun[one.case_kind, one.case_id][one.transition] = None
    return {
        key_of(case): _SIGN.format(moves=listed(_labels(case, begun[key_of(case)])))
        for case in cases
        if key_of(case) in begun
    }


def _labels(case: Case, moves: Mapping[str, None]) -> list[Text]:
    workflow = workflow_of(case)
    return [workflow.named(name)[0].label for name in moves]


_SIGN = Text("会签：{moves}", "also sign: {moves}")

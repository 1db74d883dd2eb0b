"""The argument of a need by experts drawn at random, and its tests (B2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import Panel, draw
from app.experts.pool import SEED_BYTES, Candidate, Exclusion, Rules, Snapshot, commitment
from app.models import ArgumentOpinion, Expert, Item
from app.queries.experts import available_experts
from app.services import history
from app.services.experts.profiles import present_unit
from app.services.identity.proof import still_counts
from app.services.open_call.relations import chain
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS
from workflows.roles import Role

TESTS: dict[str, Text] = {
    "is_real": Text("需求真实", "the need is real"),
    "is_urgent": Text("需求紧迫", "the need is urgent"),
    "is_beyond_them": Text("企业自身难以解决", "the enterprise cannot solve it itself"),
    "is_quantifiable": Text("目标可量化、可考核", "the target can be quantified and tested"),
    "is_open_to_all": Text(
        "非为特定对象设置，无品牌或独家参数",
        "not made for one bidder: no brand, no exclusive parameter",
    ),
}


SIGNED = "argument_signed"
"""An opinion in the history of its item."""


def draw_panel(session: Session, item: Item, now: datetime) -> None:
    """Seat the drawn experts for this round; the seed and the pool are kept for replay."""
    snapshot, seed = _snapshot(session, item, now), secrets.token_bytes(SEED_BYTES)
    panel = draw(snapshot, seed)
    assert isinstance(panel, Panel), "a guard has checked that a panel exists"
    item.argument_draw = {
        "round": argued_round(item),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
        "snapshot": snapshot.as_json(),
    }
    for number in panel.members:
        session.add(ArgumentOpinion(item_id=item.id, round=argued_round(item), expert_id=number))
    session.flush()


def draw_problems(session: Session, item: Item, now: datetime) -> tuple[Text, ...]:
    if opinions_of(session, item):
        return (Text("本轮论证专家已经抽取", "the experts of this round are drawn already"),)
    result = draw(_snapshot(session, item, now), bytes(SEED_BYTES))
    return () if isinstance(result, Panel) else (result.reason,)


def argued_round(item: Item) -> int:
    """The round of posting that is argued for: the first before any posting, else the next."""
    return item.round + 1


def opinions_of(session: Session, item: Item) -> list[ArgumentOpinion]:
    return list(
        session.scalars(
            select(ArgumentOpinion)
            .where(ArgumentOpinion.item_id == item.id, ArgumentOpinion.round == argued_round(item))
            .order_by(ArgumentOpinion.id)
        )
    )


def newest_opinions(session: Session, item: Item) -> list[ArgumentOpinion]:
    """Those of the round that was argued for last, posted or not."""
    rows = session.scalars(
        select(ArgumentOpinion)
        .where(ArgumentOpinion.item_id == item.id)
        .order_by(ArgumentOpinion.id)
    ).all()
    last = max((row.round for row in rows), default=0)
    return [row for row in rows if row.round == last]


def failed_tests(opinions: list[ArgumentOpinion], percent: int) -> tuple[Text, ...]:
    """Tests that fewer than the wanted share of those who answered affirm."""
    given = [o for o in opinions if o.signed_at is not None]
    return tuple(
        words
        for key, words in TESTS.items()
        if sum(bool(getattr(o, key)) for o in given) * 100 < percent * len(given)
    )


def sign(
    session: Session,
    opinion: ArgumentOpinion,
    answers: Mapping[str, bool | None],
    comment: str,
    now: datetime,
    *,
    authenticated_at: datetime | None,
) -> Problems | None:
    """In person, as every opinion: `authenticated_at` is when the expert last gave the password."""
    if opinion.signed_at is not None:
        return alone(Text("论证意见已签署，不能再修改", "The opinion is signed already"))
    if not still_counts(session, authenticated_at, now):
        return alone(
            Text(
                "论证意见须本人签名：请重新输入登录密码",
                "Sign in person: enter your password again",
            )
        )
    wrong = {
        key: Text("请作出判断", "Answer yes or no") for key in TESTS if answers.get(key) is None
    }
    if not comment.strip():
        wrong["comment"] = Text("请写明论证意见", "Write your opinion")
    if wrong:
        return Problems(wrong)
    for key in TESTS:
        setattr(opinion, key, answers[key])
    opinion.comment, opinion.signed_at = comment.strip(), now
    history.note(
        session,
        session.get_one(Item, opinion.item_id),
        SIGNED,
        actor_id=session.get_one(Expert, opinion.expert_id).person_id,
        role=Role.EXPERT,
        now=now,
        given=as_signed(opinion),
    )
    return None


def as_signed(opinion: ArgumentOpinion) -> dict[str, str]:
    """What the history keeps of an opinion: the round, each answer, and the words."""
    answers = {key: "yes" if getattr(opinion, key) else "no" for key in TESTS}
    return {"round": str(opinion.round), **answers, "comment": opinion.comment}


def _snapshot(session: Session, item: Item, now: datetime) -> Snapshot:
    """Everybody available, without people of the demand side and of those above it."""
    rules = DEFAULTS | item.call.rules
    concerned = {unit.id for unit in chain(session, item.demander)}
    candidates, excluded, today = [], [], local_date(now)
    for expert in available_experts(session):
        unit = present_unit(expert, today)
        candidates.append(_candidate(expert, unit))
        if unit is None:
            excluded.append(Exclusion(expert.id, ("no_unit",)))
        elif unit in concerned or expert.person_id == item.contact_id:
            excluded.append(Exclusion(expert.id, ("demander",)))
    return Snapshot(
        f"item-{item.id}-round-{argued_round(item)}",
        tuple(candidates),
        tuple(excluded),
        Rules(
            panel_size=rules["argument_experts_least"],
            same_unit_most=rules["panel_same_unit_most"],
        ),
    )


def _candidate(expert: Expert, unit: int | None) -> Candidate:
    return Candidate(
        expert.id,
        unit or 0,
        expert.region,
        expert.type,
        frozenset(int(number) for number in expert.fields),
    )

"""The argument of a need by experts drawn at random, and its tests (B2, B8).

An opinion is about a text: once more than the wording has changed, experts are drawn for the new
one. Who declines, or lets the term pass, is made up for by another draw.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.asked import Listed
from app.experts.ties import RULE_LABELS, Rule
from app.models import ArgumentOpinion, Expert, Item, Person
from app.services import history
from app.services.experts.profiles import bars_of
from app.services.identity.proof import still_counts
from app.services.open_call.content import content_of, digest_of_asked, material_parts, working_copy
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_holders
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.hands import MANAGER
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

TESTS: dict[str, Text] = {
    "is_real": Text("需求真实", "the need is genuine"),
    "is_urgent": Text("需求紧迫", "the need is urgent"),
    "is_beyond_them": Text("企业自身难以解决", "the enterprise cannot solve it alone"),
    "is_quantifiable": Text("目标可量化、可考核", "the target can be quantified and assessed"),
    "is_open_to_all": Text(
        "非为特定对象设置，无品牌或独家参数",
        "not designed for one bidder: no brand or exclusive parameters",
    ),
}


SIGNED, DECLINED = "argument_signed", "argument_declined"
"""An opinion in the history of its item, and that an expert gives none."""
ARGUED_IN = ("screened", "revising")
OVERTAKEN = Text(
    "论证内容已有修改，将就新内容另行抽取专家论证",
    "The content under appraisal has changed; other experts will be drawn for the new content",
)


def text_of(item: Item) -> str:
    """What is argued: the draft of a revision, else what stands."""
    return digest_of_asked(working_copy(item))


def sign_until(item: Item, opinion: ArgumentOpinion) -> datetime | None:
    """When somebody else may be drawn instead; None where the day of the draw was not noted."""
    if opinion.drawn_at is None:
        return None
    days = item.call.parameters["score_days"]
    return end_of_day(local_date(opinion.drawn_at) + timedelta(days=days))


def is_awaited(item: Item, opinion: ArgumentOpinion, now: datetime) -> bool:
    """Drawn for the text as it stands, and still in time."""
    until = sign_until(item, opinion)
    return opinion.text in ("", text_of(item)) and (until is None or now < until)


def seats_wanting(item: Item, opinions: Sequence[ArgumentOpinion], now: datetime) -> int:
    """How many experts are to be drawn yet, beside those of whom an opinion counts or is
    awaited."""
    there = [one for one in opinions if one.signed_at is not None or is_awaited(item, one, now)]
    return item.call.parameters["argument_experts_least"] - len(there)


@dataclass(frozen=True, slots=True)
class Argument:
    """Of a need that is argued now: whether there is something to argue yet, whether experts are
    to be drawn for it, and of which experts a signature is awaited."""

    item_id: int
    is_to_change: bool
    is_to_draw: bool
    awaited: frozenset[int]


def arguments_underway(session: Session, now: datetime) -> list[Argument]:
    """All of them, in a fixed number of queries."""
    items = ARGUED.of(session)
    if not items:
        return []
    opinions: dict[int, list[ArgumentOpinion]] = {item.id: [] for item in items}
    for one in session.scalars(
        select(ArgumentOpinion).where(
            ArgumentOpinion.item_id.in_(opinions), ArgumentOpinion.left_reason.is_(None)
        )
    ):
        opinions[one.item_id].append(one)
    return [_underway(item, opinions[item.id], now) for item in items]


ARGUED = Listed(
    Item,
    Item.state.in_(ARGUED_IN),
    options=(joinedload(Item.call), selectinload(Item.metrics), selectinload(Item.nodes)),
)


def _underway(item: Item, opinions: Sequence[ArgumentOpinion], now: datetime) -> Argument:
    counting = [
        one
        for one in opinions
        if one.round == argued_round(item) and one.text in ("", text_of(item))
    ]
    return Argument(
        item.id,
        is_to_change=item.state == "revising" and not is_materially_revised(item),
        is_to_draw=seats_wanting(item, counting, now) > 0,
        awaited=frozenset(
            one.expert_id
            for one in counting
            if one.signed_at is None and is_awaited(item, one, now)
        ),
    )


def is_materially_revised(item: Item) -> bool:
    return bool(material_parts(content_of(item), working_copy(item)))


def argued_round(item: Item) -> int:
    """The round of posting that is argued for: the first before any posting, else the next."""
    return item.round + 1


def opinions_of(session: Session, item: Item) -> list[ArgumentOpinion]:
    """Those that count: about the text as it stands, of experts who have not left."""
    return list(
        session.scalars(
            select(ArgumentOpinion)
            .where(
                ArgumentOpinion.item_id == item.id,
                ArgumentOpinion.round == argued_round(item),
                ArgumentOpinion.text.in_(("", text_of(item))),
                ArgumentOpinion.left_reason.is_(None),
            )
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
    item = session.get_one(Item, opinion.item_id)
    if problem := closed_to(item, opinion):
        return alone(problem)
    if not still_counts(session, authenticated_at, now):
        return alone(
            Text(
                "论证意见须本人签名：请重新输入登录密码",
                "You must sign the appraisal opinion yourself: enter your password again",
            )
        )
    wrong = {
        key: Text("请作出判断", "Choose yes or no") for key in TESTS if answers.get(key) is None
    }
    if not comment.strip():
        wrong["comment"] = Text("请写明论证意见", "Enter your appraisal opinion")
    if wrong:
        return Problems(wrong)
    for key in TESTS:
        setattr(opinion, key, answers[key])
    opinion.comment, opinion.signed_at = comment.strip(), now
    history.note(
        session,
        item,
        SIGNED,
        actor_id=session.get_one(Expert, opinion.expert_id).person_id,
        role=Role.EXPERT,
        now=now,
        given=as_signed(opinion),
    )
    return None


def decline(
    session: Session, opinion: ArgumentOpinion, reason: str, by: Person, now: datetime
) -> Problems | None:
    """For want of time or for a conflict; whoever draws is told, and another is drawn."""
    item = session.get_one(Item, opinion.item_id)
    if problem := closed_to(item, opinion):
        return alone(problem)
    words = reason.strip()
    if not words:
        return Problems({"reason": Text("请写明理由", "Enter the reason")})
    opinion.left_reason = words[:300]
    history.note(
        session,
        item,
        DECLINED,
        actor_id=by.id,
        role=Role.EXPERT,
        now=now,
        given={"round": str(opinion.round), "reason": words},
    )
    _tell_the_manager(session, item, opinion, now)
    return None


def leave_for_good(session: Session, experts: Collection[int], now: datetime) -> None:
    """Who may serve as an expert no more: what they are to give, or gave, counts for no need that
    is still argued; whoever draws is told, and another is drawn."""
    rows = session.execute(
        select(ArgumentOpinion, Expert, Item)
        .join(Expert, Expert.id == ArgumentOpinion.expert_id)
        .join(Item, Item.id == ArgumentOpinion.item_id)
        .where(
            ArgumentOpinion.expert_id.in_(experts),
            ArgumentOpinion.left_reason.is_(None),
            Item.state.in_(ARGUED_IN),
        )
        .order_by(ArgumentOpinion.id)
    ).all()
    barred = bars_of(session, [expert for _one, expert, _item in rows])
    for opinion, expert, item in rows:
        if any(bar.lasts_on(local_date(now)) for bar in barred[expert.id]):
            opinion.left_reason = RULE_LABELS[Rule.UNFIT].zh
            _tell_the_manager(session, item, opinion, now)


def closed_to(item: Item, opinion: ArgumentOpinion) -> Text | None:
    """Why this opinion is not given any more, if it is not."""
    if opinion.signed_at is not None:
        return Text(
            "论证意见已签署，不能再修改",
            "The appraisal opinion has been signed and can no longer be edited",
        )
    if opinion.left_reason is not None:
        return Text("您已不在本次论证之列", "You are no longer taking part in this appraisal")
    if item.state not in ARGUED_IN:
        return Text("榜题现在不在论证中", "The item is not under appraisal now")
    if opinion.text not in ("", text_of(item)):
        return OVERTAKEN
    return None


def _tell_the_manager(
    session: Session, item: Item, opinion: ArgumentOpinion, now: datetime
) -> None:
    wording, mark = MESSAGES["argument_declined"].format(title=item.title), str(opinion.id)
    tell_holders(session, item, MANAGER, "argument_declined", wording, mark=mark, now=now)


def as_signed(opinion: ArgumentOpinion) -> dict[str, str]:
    """What the history keeps of an opinion: the round, each answer, and the words."""
    answers = {key: "yes" if getattr(opinion, key) else "no" for key in TESTS}
    return {"round": str(opinion.round), **answers, "comment": opinion.comment}

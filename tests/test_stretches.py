"""However a list is ordered, its stretches are the list: all of it, once, both ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Outbox
from app.queries.stretches import Place, Stretch, stretch_of
from tests.conftest import START

pytestmark = pytest.mark.each_database

ORDERS: dict[str, tuple[Any, ...]] = {
    "up": (Outbox.status, Outbox.id),
    "down": (Outbox.not_before.desc(), Outbox.id.desc()),
    "both ways": (Outbox.status.desc(), Outbox.not_before, Outbox.id.desc()),
    "what lacks last": (Outbox.done_at.nulls_last(), Outbox.id.desc()),
    "the latest first, what lacks last": (Outbox.done_at.desc().nulls_last(), Outbox.id),
    "a condition first": (Outbox.done_at.is_(None), Outbox.done_at.nulls_last(), Outbox.id),
    "a falling condition": ((Outbox.status != "done").desc(), Outbox.error, Outbox.id),
}
_row = st.tuples(
    st.sampled_from(("waiting", "done", "failed")),
    st.integers(0, 2),
    st.none() | st.integers(0, 2),
    st.sampled_from(("", "~", "*", "错 误", "%7E")),
)


@given(rows=st.lists(_row, max_size=8), size=st.integers(1, 4), name=st.sampled_from([*ORDERS]))
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_stretches_put_together_are_the_list_in_its_order(
    session: Session, rows: list[tuple[str, int, int | None, str]], size: int, name: str
) -> None:
    session.execute(delete(Outbox))
    for number, (status, hours, done, error) in enumerate(rows):
        one = Outbox(key=str(number), job="mail", payload={}, status=status, error=error)
        one.not_before = START + timedelta(hours=hours)
        one.done_at = None if done is None else START + timedelta(hours=done)
        session.add(one)
    session.flush()
    query = select(Outbox).order_by(*ORDERS[name])
    whole = list(session.scalars(query))

    def at(key: str, *, backwards: bool = False) -> Stretch[Outbox]:
        return stretch_of(session, query, Place(key, backwards), size)

    forth = [at("")]
    while forth[-1].after:
        forth.append(at(forth[-1].after))
    assert [row for stretch in forth for row in stretch.rows] == whole
    back = [forth[-1]]
    while back[-1].before:
        back.append(at(back[-1].before, backwards=True))
    assert [row for stretch in reversed(back) for row in stretch.rows] == whole
    end = at("", backwards=True)
    assert list(end.rows) == whole[-size:], "from the end, a full stretch"
    assert not end.after
    assert bool(end.before) == (len(whole) > size)


@pytest.mark.parametrize("key", ["x", "1~2~3", "waiting~", "waiting~99999999999", "*~1", "%00~1"])
def test_a_key_of_no_list_is_the_beginning(session: Session, key: str) -> None:
    query = select(Outbox).order_by(*ORDERS["up"])
    assert stretch_of(session, query, Place(key)) == stretch_of(session, query, Place())

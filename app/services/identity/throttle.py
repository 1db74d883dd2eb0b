"""Wrong tries cost time, and more each time; nobody can lock another out with them.

Three counters: for the account as tried from one place, for the account as tried by strangers
anywhere, and for an address whatever it tries. A browser that has signed in as this person before
is a place of its own and asked about the first counter only, so that strangers never make its owner
wait. Whether there is such an account makes no difference to any of them.

An address of IPv6 counts as its network of 64 bits: whoever has one of them has them all.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import WrongTries
from app.names import clean_line
from workflows.engine.text import Text

FORGOTTEN_AFTER = timedelta(days=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rule:
    """After `free` failures each further try waits: one minute, then twice as long each time, up to
    `longest`. Each span of `anew` counts by itself: behind an address there may be an office, where
    no day passes without a failure, so that nothing would ever be forgotten."""

    free: int
    longest: timedelta
    anew: timedelta | None = None

    def span(self, now: datetime) -> str:
        return f"|{(now - _EPOCH) // self.anew}" if self.anew else ""

    def pause(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta()
        doublings = min(failures - self.free, 12)
        return min(timedelta(minutes=2**doublings), self.longest)


HERE = Rule(free=5, longest=timedelta(hours=1))
STRANGERS = Rule(free=50, longest=timedelta(minutes=15))
ADDRESS = Rule(free=200, longest=timedelta(minutes=15), anew=timedelta(days=1))
SENT = Rule(free=10, longest=timedelta(hours=1))
SENT_FROM = Rule(free=30, longest=timedelta(minutes=15), anew=timedelta(days=1))
TAKEN = Rule(free=200, longest=timedelta(minutes=15), anew=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Try:
    """A try at `what` (`password`, `factor`, `signature`) of an account. `known_device` is the
    digest of a browser that has signed in as this person before."""

    what: str
    account: str
    address: str
    known_device: str | None = None

    def counters(self) -> Iterator[tuple[str, Rule]]:
        if self.known_device is not None:
            yield f"{self.what}|device|{self.account}|{self.known_device}", HERE
            return
        place = _place(self.address)
        yield f"{self.what}|here|{self.account}|{place}", HERE
        yield f"{self.what}|strangers|{self.account}", STRANGERS
        yield f"{self.what}|address|{place}", ADDRESS


@dataclass(frozen=True, slots=True)
class Sending:
    """Something sent in by anybody: each counts, as a wrong try does. Whoever is signed in is asked
    about what that account sent and nothing else; behind an address there may be many, so that it
    may send more and waits less."""

    what: str
    person_id: int | None
    address: str = ""

    def counters(self) -> Iterator[tuple[str, Rule]]:
        if self.person_id is not None:
            yield f"{self.what}|sent|person {self.person_id}", SENT
        else:
            yield f"{self.what}|sent|{_place(self.address)}", SENT_FROM


@dataclass(frozen=True, slots=True)
class Asking:
    """A mail with a link, which anybody may ask for: to register, to set a new password. Each
    counts for the mailbox, with an account or without, and for the address it is asked from."""

    email: str
    address: str

    def counters(self) -> Iterator[tuple[str, Rule]]:
        yield f"link|mailbox|{clean_line(self.email).lower()}", SENT
        yield f"link|address|{_place(self.address)}", ADDRESS


@dataclass(frozen=True, slots=True)
class Inviting:
    """A mail to somebody without an account, whom another has named. Each counts for the mailbox
    and for whoever named it."""

    email: str
    person_id: int

    def counters(self) -> Iterator[tuple[str, Rule]]:
        yield f"invitation|mailbox|{clean_line(self.email).lower()}", SENT
        yield f"invitation|sent|person {self.person_id}", SENT_FROM


@dataclass(frozen=True, slots=True)
class Taking:
    """A file that anybody may take, made anew for somebody who is not signed in."""

    address: str

    def counters(self) -> Iterator[tuple[str, Rule]]:
        yield f"file|address|{_place(self.address)}", TAKEN


@dataclass(frozen=True, slots=True)
class Calling:
    """A request by a token, of which there may be so many in a minute; the next minute counts by
    itself."""

    token_id: int
    most: int

    def counters(self) -> Iterator[tuple[str, Rule]]:
        yield f"api|token {self.token_id}", Rule(self.most, longest=_MINUTE, anew=_MINUTE)


_MINUTE = timedelta(minutes=1)

Counted = Try | Sending | Asking | Inviting | Taking | Calling


def wait_for(session: Session, tried: Counted, now: datetime) -> timedelta | None:
    """How long until the next try is looked at; None when it is now."""
    rules = {_key(session, name + rule.span(now)): rule for name, rule in tried.counters()}
    rows = session.scalars(select(WrongTries).where(WrongTries.key.in_(rules)))
    waits = [
        row.last_at + rules[row.key].pause(row.count) - now
        for row in rows
        if now - row.last_at < FORGOTTEN_AFTER
    ]
    longest = max(waits, default=timedelta())
    return longest if longest > timedelta() else None


def failed(session: Session, tried: Counted, now: datetime) -> None:
    for name, rule in tried.counters():
        session.execute(_one_more(session, _key(session, name + rule.span(now)), now))
    session.execute(delete(WrongTries).where(WrongTries.last_at < now - FORGOTTEN_AFTER))


def succeeded(session: Session, tried: Try) -> None:
    """Forgets the failures made here; what strangers do elsewhere goes on counting."""
    name, _rule = next(tried.counters())
    session.execute(delete(WrongTries).where(WrongTries.key == _key(session, name)))


def please_wait(wait: timedelta) -> Text:
    return _WAIT.format(minutes=_minutes(wait))


def sent(session: Session, sending: Sending, now: datetime) -> Text | None:
    """Counts it, or says how long to wait first."""
    wait = wait_for(session, sending, now)
    if wait is not None:
        words = _SLOWLY if sending.person_id is not None else _SLOWLY_FROM_HERE
        return words.format(minutes=_minutes(wait))
    failed(session, sending, now)
    return None


def asked(session: Session, asking: Asking | Inviting, now: datetime) -> Text | None:
    """Counts it, or says how long to wait first."""
    wait = wait_for(session, asking, now)
    if wait is not None:
        return _ASKED_OFTEN.format(minutes=_minutes(wait))
    failed(session, asking, now)
    return None


def taken(session: Session, taking: Taking | Calling, now: datetime) -> timedelta | None:
    """Counts it, or says how long to wait first."""
    wait = wait_for(session, taking, now)
    if wait is None:
        failed(session, taking, now)
    return wait


def _place(address: str) -> str:
    """Whose address it is, as far as counting goes."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or IPv6Network((known, 64), strict=False))


def _minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))


def _one_more(session: Session, key: str, now: datetime) -> Any:
    """One statement, so that tries at the same moment are all counted."""
    dialect = session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    stale = WrongTries.last_at < now - FORGOTTEN_AFTER
    return (
        insert(WrongTries)
        .values(key=key, count=1, last_at=now)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={"count": case((stale, 1), else_=WrongTries.count + 1), "last_at": now},
        )
    )


def _key(session: Session, name: str) -> str:
    """With the server's key, so that the table tells no address to whoever reads it."""
    secret = session.info["settings"].secret_key.encode()
    return hmac.new(secret, f"wrong tries|{name}".encode(), hashlib.sha256).hexdigest()


_WAIT = Text(
    "连续输错，请等待 {minutes} 分钟后再试；其他人的尝试不会锁住您用过的设备",
    "Too many wrong attempts. Wait {minutes} min and try again. Other people's "
    "attempts cannot lock a device you have used before",
)
_SLOWLY = Text(
    "短时间内提交过多，请等待 {minutes} 分钟后再提交；已填写的内容仍在页面上",
    "Too many submissions in a short time. Wait {minutes} min, then submit again. "
    "What you entered is still on the page",
)
_SLOWLY_FROM_HERE = Text(
    "同一网络短时间内提交过多，请等待 {minutes} 分钟后再提交，或登录后提交；已填写的内容仍在页面上",
    "Too many submissions from this network in a short time. Wait {minutes} min, "
    "or sign in to submit. What you entered is still on the page",
)
_ASKED_OFTEN = Text(
    "短时间内申请过多，请等待 {minutes} 分钟后再试；此前发出的链接在有效期内仍可使用",
    "Too many requests in a short time. Wait {minutes} min and try again. Links "
    "already sent still work until they expire",
)

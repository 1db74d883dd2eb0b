"""A set-up is played once; whoever asks for it again gets the database as the first left it."""

from __future__ import annotations

import io
import pickle
import shutil
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import wraps
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar, cast

from sqlalchemy import event, inspect, select, tuple_
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from app.models import Base
from app.worker.context import Context
from tests.databases import FreshDatabases

if TYPE_CHECKING:
    from tests.conftest import StillClock

F = TypeVar("F", bound=Callable[..., Any])
_WRITING = ("INSERT", "UPDATE", "DELETE")


class OnStage(Protocol):
    """What a set-up plays on: a stage, or what has one; its attributes are put back with it."""

    @property
    def stage(self) -> Any: ...


@dataclass(frozen=True)
class Library:
    """All that was played so far, each in a folder of its own; the processes of one run share it.
    `databases` are all of one kind."""

    databases: FreshDatabases
    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)

    def place(self, whole: Hashable) -> Path:
        return self.folder / sha256(repr(whole).encode()).hexdigest()

    def take_in(self, begun: Path, place: Path) -> None:
        """Whole or not at all; of two that played the same at once, the first."""
        try:
            begun.rename(place)
        except OSError:
            if not place.exists():
                raise
            shutil.rmtree(begun)


@dataclass
class Playback:
    """One test's way through the library. `point` names what was played so far, as long as
    nothing was written beside it."""

    library: Library
    context: Context
    session: Session
    clock: StillClock
    point: Hashable = ()
    writes: int = 0

    def watch(self, engine: Engine) -> Callable[[], None]:
        """Counts what is written; returns how to stop."""

        def executed(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.writes += statement.lstrip()[:6].upper() in _WRITING

        event.listen(engine, "before_cursor_execute", executed)
        return lambda: event.remove(engine, "before_cursor_execute", executed)

    def played(self, key: Hashable, on: Any, play: Callable[[], Any]) -> Any:
        """What `play` returns, from the library if it has been played from this very point."""
        if not self._stands_at_point():
            return play()
        whole = (self.point, self.clock.now(), key)
        place = self.library.place(whole)
        if place.exists():
            self._put_back(place)
        else:
            self._keep(place, on, play())
        made = self._recalled(place, on)
        self._stand_at(whole)
        return made

    def _stands_at_point(self) -> bool:
        session = self.session
        return not (self.writes or session.new or session.dirty or session.deleted)

    def _stand_at(self, point: Hashable) -> None:
        self.session.commit()
        self.point, self.writes = point, 0

    def _keep(self, place: Path, on: Any, made: Any) -> None:
        self.session.commit()
        begun = Path(mkdtemp(dir=self.library.folder))
        if self.context.settings.var.exists():
            shutil.copytree(self.context.settings.var, begun / "files")
        stage = on.stage
        out = io.BytesIO()
        pickler = _Pickler(self, stage, out)
        pickler.dump((self.clock.now(), made, stage.recalled(), _attributes(on)))
        (begun / "things").write_bytes(pickle.dumps(pickler.rows) + out.getvalue())
        self.library.databases.keep(begun / "rows")
        self.library.take_in(begun, place)

    def _put_back(self, place: Path) -> None:
        self.session.rollback()
        self.library.databases.let_go(self.context.database.engine)
        self.library.databases.put_back(place / "rows")
        if (place / "files").exists():
            shutil.copytree(place / "files", self.context.settings.var, dirs_exist_ok=True)

    def _recalled(self, place: Path, on: Any) -> Any:
        """Of whoever played it, too, so that no test sees whether it came first: what is held of
        rows goes on from those in the database."""
        self.session.expire_all()
        with (place / "things").open("rb") as kept:
            rows = [
                row for kind, keys in pickle.load(kept).items() for row in self._read(kind, keys)
            ]
            now, made, recalled, attributes = _Unpickler(self, on.stage, kept).load()
            del rows  # until now held, so that the session still knows them
        self.clock.move_to(now)
        on.stage.recall(recalled)
        if on is not on.stage:
            vars(on).update(attributes)
        return made

    def _read(self, kind: type[Base], keys: set[tuple[Any, ...]]) -> Iterable[Base]:
        """All of a kind by one statement, where each would be asked for by one of its own."""
        key = inspect(kind).primary_key
        return self.session.scalars(select(kind).where(tuple_(*key).in_(sorted(keys))))


def played_once(play: F) -> F:
    """For a set-up that many tests ask for; its first argument is a stage or has one. It is played
    again after a test has written anything of its own."""

    @wraps(play)
    def replayed(on: OnStage, *args: Any, **kwargs: Any) -> Any:
        playback: Playback | None = on.stage.playback
        key = _plain((play.__module__, play.__qualname__, args, kwargs))
        if playback is None or key is None:
            return play(on, *args, **kwargs)
        return playback.played(key, on, lambda: play(on, *args, **kwargs))

    return cast(F, replayed)


def _plain(value: Any) -> Hashable:
    """The same for what is made of equal words, numbers and rows, which are what they are by the
    point that is played from; None where there is more to it."""
    if isinstance(value, Base):
        state = inspect(value)
        return (type(value).__name__, state.identity) if state.persistent else None
    if is_dataclass(value):
        return _plain((type(value).__name__, *(getattr(value, f.name) for f in fields(value))))
    if isinstance(value, Mapping):
        return _plain(tuple(sorted(value.items())))
    if isinstance(value, tuple | list):
        parts = tuple(_plain(part) for part in value)
        return None if None in parts else parts
    return value if isinstance(value, str | int | date) else None


def _attributes(on: Any) -> dict[str, Any]:
    return {} if on is on.stage else dict(vars(on))


class _Pickler(pickle.Pickler):
    """Rows are kept by their keys, and what every test has of its own by name."""

    def __init__(self, playback: Playback, stage: Any, out: BinaryIO) -> None:
        super().__init__(out)
        self._own = {id(thing): name for name, thing in _own(playback, stage).items()}
        self.rows: dict[type[Base], set[tuple[Any, ...]]] = {}

    def persistent_id(self, thing: Any) -> Any:
        if id(thing) in self._own:
            return ("own", self._own[id(thing)])
        if hasattr(thing, "_sa_instance_state"):
            key = thing._sa_instance_state.key[1]
            self.rows.setdefault(type(thing), set()).add(key)
            return ("row", type(thing), key)
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, playback: Playback, stage: Any, kept: BinaryIO) -> None:
        super().__init__(kept)
        self._own = _own(playback, stage)
        self._session = playback.session

    def persistent_load(self, name: Any) -> Any:
        if name[0] == "own":
            return self._own[name[1]]
        return self._session.get_one(name[1], name[2])


def _own(playback: Playback, stage: Any) -> dict[str, Any]:
    return {
        "session": playback.session,
        "clock": playback.clock,
        "context": playback.context,
        "playback": playback,
        "stage": stage,
    }

"""Everything that can be proved of what is stored, as `flask audit verify` and the restoring of a
backup ask it: for each kind of record the first that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import exported, letters, reviews, seals, states
from app.audit.checkpoint import verify_history
from app.audit.fault import Fault
from app.audit.legible import first_fault
from app.audit.named import is_whole, named_files
from app.models import Assessment, History, LedgerTransaction, ProposalVersion, ReviewGroup
from app.services.assessing.replaying import altered
from app.services.money.verifying import verify as verify_books
from app.services.proposals.snapshot import is_unchanged
from app.services.review.replaying import replayed
from app.services.seals.kinds import KINDS
from app.services.seals.record import begun, on_record
from config import Settings
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Checked:
    """`count` things of one kind were looked at; `fault` is the first that does not hold."""

    what: Text
    count: int
    fault: Fault | None


def prove(session: Session, settings: Settings) -> Iterator[Checked]:
    """Reads all there is; `session` is for reading."""
    session.info["settings"] = settings
    for what, check in _CHECKS:
        tally = _Tally()
        fault = first_fault(session, partial(check, session, settings, tally))
        yield Checked(what, tally.count, fault)
    sealed, judged = on_record(session), begun(session)
    yield Checked(_succession(len(sealed.explained)), *seals.succession(sealed))
    for kind in KINDS:
        tally = _Tally()
        if kind.table not in judged:
            yield Checked(_not_begun(kind.what), 0, None)
            continue
        found = seals.faults(session, settings, kind, sealed.newest)
        fault = first_fault(session, partial(tally.all, found))
        yield Checked(kind.what, tally.count, fault)


@dataclass
class _Tally:
    count: int = 0

    def all(self, faults: Iterator[Fault | None]) -> Fault | None:
        """The first fault; each answer is one thing looked at."""
        for fault in faults:
            self.count += 1
            if fault is not None:
                return fault
        return None


Check = Callable[[Session, Settings, _Tally], Fault | None]


def _history(session: Session, settings: Settings, tally: _Tally) -> Fault | None:
    tally.count = session.scalar(select(func.count(History.id))) or 0
    marks = (one.mark for one in exported.exported(settings))
    broken = verify_history(session, settings.audit_keys, [m for m in marks if m is not None])
    if broken is None:
        return None
    where = Text(f"第 {broken.row} 条（编号 {broken.id}）", f"record {broken.row} (id {broken.id})")
    return Fault(where, broken.reason)


def _checkpoints(session: Session, settings: Settings, tally: _Tally) -> Fault | None:
    return tally.all(_of_checkpoint(session, one) for one in exported.exported(settings))


def _of_checkpoint(session: Session, one: exported.Exported) -> Fault | None:
    if one.mark is None:
        return Fault(Text(one.name, one.name), _NOT_SIGNED)
    if exported.of_history(session, one.mark) != one.mark.mac:
        return Fault(Text(one.name, one.name), _NOT_AS_EXPORTED)
    return None


def _states(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    return tally.all(states.faults(session))


def _letters(session: Session, settings: Settings, tally: _Tally) -> Fault | None:
    return tally.all(letters.faults(session, settings))


def _numbers(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    return tally.all(letters.number_faults(session))


def _versions(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    """The content of a bid is empty while it is sealed, and for good if it is never opened."""
    versions = session.scalars(select(ProposalVersion).order_by(ProposalVersion.id))
    return tally.all(
        None if is_unchanged(version) else Fault(_same(version.receipt_number), _CHANGED)
        for version in versions
        if version.content
    )


def _reviews(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    return tally.all(reviews.faults(session))


def _books(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    tally.count = session.scalar(select(func.count(LedgerTransaction.id))) or 0
    broken = verify_books(session)
    return Fault(_same(broken.where), broken.reason) if broken else None


def _draws(session: Session, _settings: Settings, tally: _Tally) -> Fault | None:
    groups = session.scalars(select(ReviewGroup).order_by(ReviewGroup.id)).all()
    panels = session.scalars(select(Assessment).order_by(Assessment.id)).all()
    return tally.all(
        chain(
            (_of_draw(session, group) for group in groups if "members" in group.draw),
            (_of_assessors(session, panel) for panel in panels if "draws" in panel.draw),
        )
    )


def _of_draw(session: Session, group: ReviewGroup) -> Fault | None:
    again = replayed(session, group)
    if again is None or again.agrees:
        return None
    return Fault(Text(f"评审组 {group.id}", f"panel {group.id}"), again.altered[0])


def _of_assessors(session: Session, panel: Assessment) -> Fault | None:
    if (found := altered(session, panel)) is None:
        return None
    where = f"{panel.about_kind} {panel.about_id}"
    return Fault(Text(f"专家组 {where}", f"panel of {where}"), found)


def _files(session: Session, settings: Settings, tally: _Tally) -> Fault | None:
    whole = partial(is_whole, settings)
    return tally.all(
        None if whole(file) else Fault(_same(f"{file.by} {file.place}"), _FILE_GONE)
        for file in named_files(session)
    )


def _not_begun(what: Text) -> Text:
    return Text(
        f"{what.zh}（尚未启用，见 flask audit seal）",
        f"{what.en} (not in use yet, see flask audit seal)",
    )


def _succession(explained: int) -> Text:
    """What was explained fails no check, and is never out of sight."""
    if not explained:
        return _SUCCESSION
    return Text(
        f"{_SUCCESSION.zh}（不衔接而已说明原因的 {explained} 行）",
        f"{_SUCCESSION.en} (rows that do not follow on, with the reason on record: {explained})",
    )


def _same(name: str) -> Text:
    return Text(name, name)


_SUCCESSION = Text("封存的前后衔接", "Succession of seals")
_NOT_SIGNED = Text(
    "文件与签名不符，或没有签名", "the file does not match its signature, or has no signature"
)
_NOT_AS_EXPORTED = Text(
    "数据库中的存证与当日导出的不一致，或已被删除",
    "the checkpoint in the database differs from the one exported that day, or was deleted",
)
_CHANGED = Text("提交后内容被改动", "the content was altered after submission")
_FILE_GONE = Text("文件缺失或内容被改动", "the file is missing or was altered")

_CHECKS: tuple[tuple[Text, Check], ...] = (
    (Text("流转记录", "History"), _history),
    (Text("导出的存证", "Exported checkpoints"), _checkpoints),
    (Text("办理状态", "Case states"), _states),
    (Text("申报书版本", "Submitted versions"), _versions),
    (Text("签署的评审意见", "Signed reviews"), _reviews),
    (Text("公文", "Letters"), _letters),
    (Text("文号", "Document numbers"), _numbers),
    (Text("台账", "Ledger"), _books),
    (Text("专家抽取", "Expert draws"), _draws),
    (Text("文件", "Files"), _files),
)

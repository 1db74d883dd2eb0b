"""The end of the story: is every expected letter there, does it verify, is it the only one?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.checkpoint import verify_history
from app.demo.cast import DOMAIN, OFFICIALS, PASSWORD
from app.documents.sign import signature_report
from app.files.places import address_of, letters_of
from app.files.store import MissingFile, Store
from app.models import DocumentNumber, History, Letter
from app.services.history import HOUSE
from app.services.money.verifying import verify as verify_books
from config import Settings
from workflows.engine.effects import SendLetter
from workflows.engine.model import Transition
from workflows.registry import WORKFLOWS


@dataclass(frozen=True, slots=True)
class Ending:
    letters: Counter[str]
    faults: tuple[str, ...]


def examine(session: Session, settings: Settings) -> Ending:
    """Every fault found, in words; none means that the story ended as it must."""
    letters = session.scalars(select(Letter).order_by(Letter.id)).all()
    faults = [*_missing_or_doubled(session, letters), *_number_gaps(session)]
    store = letters_of(settings)
    for letter in letters:
        faults += _faults_of(letter, store)
    if (broken := verify_history(session, settings.audit_keys)) is not None:
        faults.append(f"流转记录第 {broken.row} 条：{broken.reason.zh}")
    if (unsound := verify_books(session)) is not None:
        faults.append(f"台账 {unsound.where}：{unsound.reason.zh}")
    return Ending(Counter(letter.letter_kind for letter in letters), tuple(faults))


def _missing_or_doubled(session: Session, letters: Sequence[Letter]) -> list[str]:
    """A letter is the only one of its case, unless its move is made again on a later occasion."""
    made = Counter((x.letter_kind, x.about_kind, x.about_id) for x in letters)
    wanted = Counter(_wanted(session))
    faults = [f"重复的公文：{key}" for key, count in made.items() if 1 < count != wanted[key]]
    faults += [f"缺少公文：{key}" for key in sorted(wanted.keys() - made.keys())]
    return faults + [f"多出的公文：{key}" for key in sorted(made.keys() - wanted.keys())]


def _wanted(session: Session) -> Iterator[tuple[str, str, int]]:
    """Kind and case of every letter that the moves made so far cause by their definitions."""
    workflows = {workflow.key: workflow for workflow in WORKFLOWS}
    moves = select(History).where(History.case_kind != HOUSE)
    for row in session.scalars(moves):
        made = [t for t in workflows[row.workflow].transitions if _is_move(row, t)]
        for effect in (effect for transition in made for effect in transition.effects):
            if isinstance(effect, SendLetter):
                yield effect.kind, row.case_kind, row.case_id


def _is_move(row: History, transition: Transition[Any]) -> bool:
    return (
        row.transition == transition.name
        and row.source in transition.source
        and row.target == transition.target
    )


def _number_gaps(session: Session) -> list[str]:
    rows = session.scalars(
        select(DocumentNumber).order_by(DocumentNumber.year, DocumentNumber.serial)
    )
    by_year: dict[int, list[int]] = {}
    for row in rows:
        by_year.setdefault(row.year, []).append(row.serial)
    return [
        f"{year} 年文号不连续"
        for year, serials in by_year.items()
        if serials != list(range(1, len(serials) + 1))
    ]


def _faults_of(letter: Letter, store: Store) -> list[str]:
    if letter.state != "filed" or letter.sha256 is None or letter.number is None:
        return [f"公文未归档：{letter.key}（{letter.state}）{letter.error}"]
    try:
        with store.open(letter.sha256) as file:
            report = signature_report(file.read())
    except MissingFile:
        return [f"公文文件缺失：{letter.key}"]
    return [] if report.intact and report.valid else [f"签名不能验证：{letter.key}"]


def closing_words(ending: Ending, settings: Settings) -> list[str]:
    """Where the letters lie, and who may sign in."""
    kinds = "、".join(f"{kind} {count}" for kind, count in sorted(ending.letters.items()))
    lines = [
        "",
        f"公文 {sum(ending.letters.values())} 份（{kinds}）",
        f"PDF 在 {address_of(settings, 'letters')}",
        f"登录（密码均为 {PASSWORD}）：",
        f"  申报人 pi01@{DOMAIN}，单位 unit08@{DOMAIN}，推荐单位 rec02@{DOMAIN}；"
        "专家随机抽取，登录页列出有待评项目的一位",
    ]
    lines += [f"  {one.duty} {one.login}@{DOMAIN}（{one.name}）" for one in OFFICIALS]
    return [*lines, f"网址 {settings.base_url}"]

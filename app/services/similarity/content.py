"""What of a proposal is compared, and what all who apply may quote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.store import MissingFile, Store
from app.files.words import words_of
from app.models import FileWords, Proposal, ProposalVersion
from app.models.proposals import SECTIONS
from app.services.proposals import snapshot
from app.services.proposals.attachments import store_for
from app.services.proposals.completeness import SECTION_LABELS
from app.similarity.marks import runs
from app.similarity.reading import Reading, read
from config import Settings
from workflows.engine.text import Text

FILE = "file:"
"""Before the digest of an attached file: the part of a reading that its words are."""

ANSWERS = "answers"
"""The part that says how a bid means to reach the posted metrics."""

Words = Mapping[str, str]
"""Of attached files, by digest."""


def text_of(version: ProposalVersion, words: Words) -> Reading:
    """The sections as they were sent, the answers of a bid, then the attached files."""
    return read({part: written(version, words, part) for part in _parts(version)})


def written(version: ProposalVersion, words: Words, part: str) -> str:
    """What stands in a part of the reading of that version."""
    if part.startswith(FILE):
        return words.get(part.removeprefix(FILE), "")
    if part == ANSWERS:
        return "\n".join(_answers(version))
    return str(version.content["sections"].get(part, ""))


def part_name(version: ProposalVersion, part: str) -> Text:
    """The section, or the file by its own name."""
    if part == ANSWERS:
        return _ANSWERS
    if not part.startswith(FILE):
        return SECTION_LABELS[part]
    names = {
        f"{FILE}{file['sha256']}": str(file["name"]) for file in version.content["attachments"]
    }
    return Text(names[part], names[part])


def unread(session: Session, proposal: Proposal) -> Sequence[str]:
    """Names of the attached files that have no words, such as scans; of none while they wait."""
    files = [
        file
        for version in newest(session, [proposal.id]).values()
        for file in version.content["attachments"]
    ]
    without = select(FileWords.sha256).where(
        FileWords.sha256.in_({file["sha256"] for file in files}), FileWords.words == ""
    )
    found = set(session.scalars(without)) if files else set()
    return [str(file["name"]) for file in files if file["sha256"] in found]


def _parts(version: ProposalVersion) -> Sequence[str]:
    return (*SECTIONS, ANSWERS, *(f"{FILE}{digest}" for digest in digests_of(version)))


def _answers(version: ProposalVersion) -> Iterator[str]:
    for row in version.content["metrics"]:
        answer = row.get(snapshot.ANSWER, {})
        yield from (answer[key] for key in ("route", "evidence", "plan") if answer.get(key))


def digests_of(version: ProposalVersion) -> Sequence[str]:
    """Of its attached files, each once."""
    return tuple(dict.fromkeys(file["sha256"] for file in version.content["attachments"]))


def newly_read(session: Session, proposal: Proposal, settings: Settings) -> Words:
    """The words of its attached files that have not been read yet. It takes seconds, so nothing is
    written meanwhile. Raises StoreAway."""
    store, version = store_for(settings, proposal), newest(session, [proposal.id])[proposal.id]
    digests = digests_of(version)
    known = _known(session, digests)
    return {digest: _words(store, digest) for digest in digests if digest not in known}


def keep_words(session: Session, read: Words) -> None:
    known = _known(session, read)
    session.add_all(FileWords(sha256=d, words=w) for d, w in read.items() if d not in known)


def _known(session: Session, digests: Collection[str]) -> frozenset[str]:
    there = select(FileWords.sha256).where(FileWords.sha256.in_(digests))
    return frozenset(session.scalars(there)) if digests else frozenset()


def newest(session: Session, proposals: Collection[int]) -> dict[int, ProposalVersion]:
    """The version that was sent last, by proposal."""
    query = select(ProposalVersion).where(ProposalVersion.proposal_id.in_(proposals))
    rows = session.scalars(query.order_by(ProposalVersion.version))
    return {row.proposal_id: row for row in rows}


def _words(store: Store, digest: str) -> str:
    """Of a file that is gone there are none."""
    try:
        with store.open(digest) as stream:
            return words_of(stream)
    except MissingFile:
        return ""


def words_in(session: Session, digests: Collection[str]) -> Words:
    found = select(FileWords.sha256, FileWords.words).where(FileWords.sha256.in_(digests))
    return dict(session.execute(found).all()) if digests else {}


def words_quoted(session: Session, parts: Iterable[str]) -> Words:
    """Of the files among these parts of readings."""
    return words_in(session, {p.removeprefix(FILE) for p in parts if p.startswith(FILE)})


def metrics_of(version: ProposalVersion) -> frozenset[str]:
    """Each with its target, in one form."""
    return frozenset(
        read({"metric": f"{row['name']}{row['direction']}{row['target']}{row['unit']}"}).text
        for row in version.content["metrics"]
    )


def known_runs(proposal: Proposal) -> frozenset[str]:
    """Runs of the guide of its call and of the item that it bids for."""
    call, item = proposal.call, proposal.item
    given = {"guide": call.guide, "conditions": call.conditions}
    if item is not None:
        given |= {
            "item": item.title,
            "target": item.target,
            "content": item.content,
            "requirements": item.requirements,
            "acceptance": item.acceptance,
        }
    return runs(read(given).text)


_ANSWERS = Text("对榜单指标的应答", "Answers to the posted metrics")

"""A dossier packed: names that every system takes, and a manifest that proves every byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.files.naming import ending_of, safe_name
from app.files.store import MissingFile
from app.services.dossier.contents import Entry
from workflows.engine.calendar import SHANGHAI
from workflows.engine.text import Text

MANIFEST = "MANIFEST.sha256"
_CHUNK = 64 * 1024

Progress = Callable[[int], None]


def pack(
    out: BinaryIO, title: str, entries: Sequence[Entry], now: datetime, progress: Progress
) -> None:
    """Piece by piece into `out`; a name with other letters than ASCII is marked as UTF-8.

    Raises MissingFile: the store has lost what a row says it holds.
    """
    digests: dict[str, str] = {}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for number, entry in enumerate(entries, start=1):
            name = _unused(entry, digests)
            digests[name] = _add(archive, name, _opened(entry), now)
            progress(number)
        manifest = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
        _add(archive, MANIFEST, BytesIO(manifest.encode()), now)
        _add(archive, "README.txt", BytesIO(_readme(title, len(digests)).encode()), now)


def _opened(entry: Entry) -> BinaryIO:
    if entry.store is None:
        return BytesIO(entry.content or b"")
    try:
        return entry.store.open(entry.sha256)
    except MissingFile:
        raise MissingFile(f"{entry.name}: {entry.sha256}") from None


def _add(archive: ZipFile, name: str, stream: BinaryIO, now: datetime) -> str:
    info = ZipInfo(name, now.astimezone(SHANGHAI).timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    digest = hashlib.sha256()
    with stream, archive.open(info, "w", force_zip64=True) as target:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _unused(entry: Entry, taken: dict[str, str]) -> str:
    """The name, with a number where it, or one that differs in capitals only, is taken."""
    name, known = safe_name(entry.name), {other.casefold() for other in taken}
    cut = len(name) - len(ending_of(name))
    stem, ending, number = name[:cut], name[cut:], 1
    while (path := "/".join(p for p in (entry.folder, name) if p)).casefold() in known:
        number += 1
        name = f"{stem} ({number}){ending}"
    return path


def _readme(title: str, count: int) -> str:
    said = _README.format(count=str(count), manifest=MANIFEST)
    return f"{title}\n\n{said.zh}\n{said.en}\n\n    sha256sum -c {MANIFEST}\n"


_README = Text(
    "共 {count} 个文件，每个文件的 SHA-256 见 {manifest}。核对时在解压后的目录运行：",
    "{count} files in all; the SHA-256 of each is in {manifest}. To check them, unpack "
    "and run in that folder:",
)

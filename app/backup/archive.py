"""The archive: a tar with the database, files and checkpoints, and at its end a manifest that names
each member with its size in bytes and its SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from app.files.store import digest_of
from workflows.engine.text import Text

DATABASE = "database"
VAR = "var"
"""Members below it lie at the same place below CHONGXIAN_VAR or the root of the bucket."""

_MANIFEST = "MANIFEST.json"
_FORMAT = 1
_CHUNK = 1024 * 1024


class BadArchive(RuntimeError):
    """Not an archive of ours, or not as it was made; `reason` names the member."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`dialect` of the database; `revision` of its tables; `rows` of its history. `missing` are
    files that the database names and that were not there."""

    taken_at: str
    office: str
    dialect: str
    revision: str
    rows: int
    missing: list[str]
    format: int = _FORMAT
    members: list[Member] = field(default_factory=list)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """The archive appears under its name when it is whole and on the disk; readable by its owner
    only, for it holds everything."""
    fresh = target.with_name(f"{target.name}.part")
    fresh.touch(mode=0o600)
    try:
        with fresh.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: list[Member] = []

    def add(self, name: str, content: IO[bytes]) -> None:
        """All of a stream that can be sought in."""
        info = tarfile.TarInfo(name)
        info.size = content.seek(0, os.SEEK_END)
        content.seek(0)
        hashing = _Hashing(content)
        self._tar.addfile(info, hashing)
        self.members.append(Member(name, info.size, hashing.digest.hexdigest()))

    def close_with(self, manifest: Manifest, scratch: Path) -> None:
        whole = asdict(manifest) | {"members": [asdict(m) for m in self.members]}
        scratch.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
        self._tar.add(scratch, _MANIFEST)


def read_manifest(archive: Path) -> Manifest:
    """Raises BadArchive."""
    try:
        with tarfile.open(archive) as tar, _content(tar, _MANIFEST) as stream:
            said = json.load(stream)
        members = [Member(**one) for one in said.pop("members")]
        manifest = Manifest(**said, members=members)
    except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as bad:
        raise BadArchive(_NOT_OURS) from bad
    if manifest.format != _FORMAT:
        raise BadArchive(_NOT_OURS)
    return manifest


def unpack(archive: Path, manifest: Manifest, folder: Path) -> None:
    """Everything the manifest names, and nothing else, below `folder`; each byte is held against
    its digest. Raises BadArchive: the first member that is not as it was."""
    with tarfile.open(archive) as tar:
        named = {m.name for m in manifest.members} | {_MANIFEST}
        if stray := next((n for n in tar.getnames() if n not in named), None):
            raise BadArchive(_about(stray, _NOT_NAMED))
        for member in manifest.members:
            _unpack_one(tar, member, folder / _inside(member.name))


def _unpack_one(tar: tarfile.TarFile, member: Member, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _content(tar, member.name) as content, target.open("wb") as out:
            while piece := content.read(_CHUNK):
                out.write(piece)
    except (KeyError, tarfile.TarError) as bad:
        raise BadArchive(_about(member.name, _GONE)) from bad
    with target.open("rb") as written:
        if digest_of(written) != member.sha256:
            raise BadArchive(_about(member.name, _ALTERED))


def _content(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """Raises KeyError: no such member, or not a file."""
    content = tar.extractfile(tar.getmember(name))
    if content is None:
        raise KeyError(name)
    return content


def _inside(name: str) -> PurePosixPath:
    """Raises BadArchive: a name that leads out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadArchive(_about(name, _NOT_NAMED))
    return path


class _Hashing:
    """A stream that digests what is read of it, so that each file is read once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.digest.update(piece)
        return piece


def _about(name: str, words: Text) -> Text:
    return Text(f"{name}：{words.zh}", f"{name}: {words.en}")


_NOT_OURS = Text(
    "不是 flask backup create 生成的备份，或清单已损坏",
    "not a backup made by flask backup create, or its manifest is damaged",
)
_NOT_NAMED = Text("不在清单之内", "not in the manifest")
_GONE = Text("清单列有而备份中没有", "in the manifest but not in the backup")
_ALTERED = Text("与清单的摘要不符", "differs from its digest in the manifest")

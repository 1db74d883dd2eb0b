"""One spelling for one value: the bytes that digests and MACs are computed over."""

from __future__ import annotations

import json
from collections.abc import Mapping


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no blanks; equal values give equal bytes.

    Raises TypeError: a float (its spelling is not fixed), a key that is not text, or anything
    JSON does not know. UnicodeEncodeError: half a surrogate pair.
    """
    _refuse_ambiguous(value, "value")
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _refuse_ambiguous(value: object, where: str) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{where} has a key that is not text: {key!r}")
            _refuse_ambiguous(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _refuse_ambiguous(item, f"{where}[{number}]")
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"{where} is a {type(value).__name__}; give text, whole numbers or lists")

"""What a letter may load while it is set: its own style sheet, its fonts, and data it carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher


class ForbiddenAddress(FatalURLFetchingError):  # type: ignore[misc]
    """Something in a letter points outside; nothing is fetched and the letter is not made."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """`folders` are the only ones read from; no network is ever asked."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self._folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Raises ForbiddenAddress."""
        if not url.startswith("data:") and not self._is_own(url):
            raise ForbiddenAddress(f"a letter may not load {url[:200]}")
        return super().fetch(url, headers)

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            return False
        path = Path(unquote(parts.path)).resolve()
        return any(path.is_relative_to(folder) for folder in self._folders)

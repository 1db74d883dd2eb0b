"""What is read of the page of a race."""

from __future__ import annotations

import re


def turns(page: str) -> list[tuple[str, str]]:
    """The addresses and the words of the turning points, oldest first."""
    found = re.findall(r'<a data-step href="([^"#]*)#track"[^>]*>([^<]*)</a></li>', page)
    return [(address, words) for address, words in found]

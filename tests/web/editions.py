"""Two windows of one page, in the hands of one or of two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient


def edition(page: str, to: str) -> dict[str, str]:
    """Of the page that is open, as its form that is sent `to` sends it."""
    form = page.partition(f'action="{to}"')[2] or page
    found = re.search(r'name="edition"[^>]* value="([^"]+)"', form)
    assert found, "the form names the edition it was opened with"
    return {"edition": found[1]}


def second_is_told(
    client: FlaskClient,
    path: str,
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    to: str = "",
    by: FlaskClient | None = None,
) -> str:
    """Both windows were open when the first was sent, and sent again; the second is in the same
    hands or those of `by`. The page that answers the second, which is then saved once more."""
    to, other = to or path, by or client
    opened = edition(client.get(path).text, to)
    for _pressed in range(2):
        assert client.post(to, data={**first, **opened}).status_code == 303
    answer = other.post(to, data={**second, **opened})
    assert answer.status_code == 409
    again = other.post(to, data={**second, **edition(answer.text, to)})
    assert again.status_code == 303
    page: str = answer.text
    return page

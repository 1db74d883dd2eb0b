"""Where an address leads whoever comes to it by hand."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.shared.links import page_at


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/projects/3/contract", "/projects/3/contract"),
        ("/projects/3/contract/matching", "/projects/3/contract"),
        ("/integrity/3/evidence", "/integrity/3"),
        ("/finance/funds/3/matching/5/confirm", "/finance/funds/3/matching"),
        ("/uploads", None),
        ("/nowhere/at/all", None),
    ],
)
def test_an_address_for_forms_only_belongs_to_the_nearest_page_above(
    app: Flask, address: str, page: str | None
) -> None:
    with app.test_request_context(address):
        assert page_at(address) == page

"""The stage of the services, for cases of integrity and what bears on them."""

from __future__ import annotations

from tests.services.conftest import stage

__all__ = ["stage"]

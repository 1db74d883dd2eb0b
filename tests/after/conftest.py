"""The stage of the services, for projects on their way to an end."""

from __future__ import annotations

from tests.services.conftest import stage

__all__ = ["stage"]

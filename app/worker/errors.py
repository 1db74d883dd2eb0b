"""Two families of failure: those worth another try, and those that need a person."""

from __future__ import annotations


class RetryableError(Exception):
    """Something outside was not there (mail server, disk, queue); try again later."""


class FinalError(Exception):
    """Trying again cannot help (a missing glyph, a broken payload); an administrator must look."""

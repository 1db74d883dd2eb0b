"""What works behind the site loads none of its pages."""

from __future__ import annotations

import subprocess
import sys

from config import ROOT

_PAGES = ("app.web", "app.api", "flask_wtf", "openpyxl", "numpy", "authlib", "webauthn", "pypdf")
_LOAD = f"""
import sys, behind
from app.cli.worker import worker_cli
from app.worker import jobs, letters
from app.services import acts
from app.services.facts import builders
print(*(name for name in {_PAGES!r} if name in sys.modules))
"""


def test_programs_behind_the_site_load_neither_pages_nor_what_only_pages_need() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _LOAD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []

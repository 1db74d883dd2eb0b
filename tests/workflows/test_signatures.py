"""What is called a signature is given in person, with a fresh authentication."""

from __future__ import annotations

from workflows.registry import WORKFLOWS
from workflows.roles import SYSTEM_ROLES


def test_whatever_is_called_signing_asks_who_one_is() -> None:
    called = {
        (w.key, t.name): t.signature
        for w in WORKFLOWS
        for t in w.transitions
        if "签" in t.label.zh.replace("拒签", "") and not t.roles <= SYSTEM_ROLES
    }
    assert {key for key, asks in called.items() if not asks} == set()
    assert ("review", "declare_no_conflict") in called
    assert ("opinion", "sign_opinion") in called

"""Whatever stands in an address, the answer is the site's own, and never a fault.

Each page is asked once, which tells what it looks for behind the `?`, and then with all of that
spoilt: nearly two hundred pages, which is why this takes longer than its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule, UnicodeConverter

from tests.conftest import SignInAs
from tests.factories import grant, official
from tests.web.one_of_each import World
from tests.web.routes import rules, words_of
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


HOSTILE = ("\x00", "²", "9" * 20, "0001-01-01", "9999-12")
IN_OFFICE = (
    *(Role.PLANNING_OFFICER, Role.FORMAL_CHECKER, Role.EXPERT_MANAGER, Role.SUPERVISOR),
    *(Role.DECISION_MAKER, Role.FINANCE, Role.SYS_ADMIN),
)
NAMED = {"kind": "proposal", "transition": "submit", "part": "basics", "purpose": "defence"}
TRIED_ELSEWHERE = {"lang", "page", "after", "before"}
"""By tests/test_stretches.py and tests/web/test_lists.py."""


class Watched(ImmutableMultiDict[str, Any]):
    """What stands behind the `?` of an address; it notes what a page looks for there."""

    looked_for: set[str] = set()  # noqa: RUF012 - one for all requests

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        self.looked_for.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any, **more: Any) -> Any:
        self.looked_for.add(key)
        return super().getlist(key, *rest, **more)


@pytest.fixture
def everything(session: Session, sign_in: SignInAs) -> FlaskClient:
    """Of one who holds every role of the office, in a world with one case of each kind."""
    World(session)
    someone = official(session, Role.PROGRAMME_OFFICER)
    for role in IN_OFFICE:
        grant(session, someone, role)
    session.commit()
    return sign_in(someone)


def pages(app: Flask) -> Iterator[tuple[Rule, dict[str, Any], list[str]]]:
    """Each page, what to build its address with, and which parts of it are free text."""
    for rule in rules(app):
        if "GET" in (rule.methods or ()):
            texts = [n for n, c in rule._converters.items() if isinstance(c, UnicodeConverter)]
            given = dict.fromkeys(rule.arguments, 1) | dict.fromkeys(texts, "x") | words_of(rule)
            yield rule, given | {n: NAMED[n] for n in texts if n in NAMED}, texts


def address(rule: Rule, given: dict[str, Any]) -> str:
    built = rule.build(given, append_unknown=False)
    assert built is not None
    return built[1]


def test_no_page_fails_by_what_stands_in_its_address(
    app: Flask, everything: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Watched)
    tried: dict[str, int] = {}

    def ask(path: str, **behind: str) -> int:
        with everything.get(path, query_string=behind) as answer:
            tried[f"{path[:60]} {behind!r:.60}"] = answer.status_code
            return answer.status_code

    for rule, given, texts in pages(app):
        Watched.looked_for.clear()
        answered = ask(address(rule, given))
        names = Watched.looked_for - TRIED_ELSEWHERE
        for spoilt in HOSTILE if names and answered == 200 else ():
            ask(address(rule, given), **dict.fromkeys(names, spoilt))
        for spoilt in HOSTILE[:2] if texts else ():
            ask(address(rule, given | dict.fromkeys(texts, spoilt)))
    assert len(tried) > 200
    assert [asked for asked, status in tried.items() if status == 500] == []

"""From what an official stands aside, no page, list, sheet or search of the office says anything.

Addresses are taken from the running application, so that a new page is tried without anybody
remembering it. Many pages are opened: that is why this takes longer than its neighbours.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.guard import GUARD
from app.access.roles import roles_on
from app.models import Proposal
from app.services.awarding import deciding
from app.services.cases import CASES, place_at_start
from app.services.door.offering import offers
from app.services.review import standing_aside
from app.services.takeaways.sheet import ALL
from tests.conftest import START, SignInAs
from tests.factories import official
from tests.filling import UNKNOWN_STATE, filled
from tests.services.awarding import Ranked, drafted, ranked
from tests.services.running import running
from tests.services.stage import Stage
from tests.web.one_of_each import World
from tests.web.routes import rules, words_of
from workflows.roles import ADMINISTERS, Role

HIDDEN, SEEN = re.compile("星云计划|2026HZ9977"), "看得见的"
HANGING = (
    *(
        "acceptance",
        "appeal",
        "change",
        "fund",
        "milestone",
        "objection",
        "payment",
        "payment_batch",
    ),
    *("share", "spending_audit", "suspension", "tolerance"),
)
NUMBERS = range(1, 5)
LISTS = ("/office/proposals", "/office/milestones", "/finance", "/objections", "/find?q=星云")


@pytest.fixture
def aside(stage: Stage) -> list[Proposal]:
    """One proposal that is ranked, one in the formal check, and one with a project on which cases
    hang; beside each there is one that everybody in the office reads."""
    awarded = running(stage).project
    awarded.number = "2026HZ9977"
    for kind in HANGING:
        filled(stage.session, CASES[kind])
    for model in CASES.values():
        for case in stage.session.scalars(select(model).where(model.state == UNKNOWN_STATE)):
            place_at_start(case, stage.now)
    season = ranked(stage, 92, 90, 88)
    drafted(stage, season, "propose", "propose", "reserve")
    formal = stage.call("formal")
    checked, other = (stage.applied(call=formal, state="formal_check").proposal for _ in range(2))
    hidden = [awarded.proposal, season.proposals[1], checked]
    for one in hidden:
        one.title = "星云计划"
    for one in (season.proposals[0], other):
        one.title = SEEN
    stage.session.flush()
    return hidden


def addresses(app: Flask, role: Role) -> Iterator[str]:
    """What the role may open; what everybody may read is no secret, but for the search, which finds
    more for some."""
    words = {"part": "basics", "kind": "proposal", "transition": "submit", "purpose": "defence"}
    for rule in rules(app):
        guard: str = getattr(app.view_functions[rule.endpoint], GUARD)
        is_shut = guard == "all" or (":" in guard and role not in re.split("[:,]", guard))
        if "GET" not in (rule.methods or ()) or rule.arguments & {"secret", "code", "listing"}:
            continue
        for number in () if is_shut else NUMBERS if "<int" in rule.rule else (1,):
            given = {n: words.get(n, number) for n in rule.arguments} | words_of(rule)
            built = rule.build(given, append_unknown=False)
            assert built is not None
            yield built[1]
    yield "/find?q=星云"
    yield from (f"/sheets/{name}.xlsx?q=计划&number=2" for name in ALL)


def text_of(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def naming(client: FlaskClient, paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """The pages that can be read, and those of them on which the hidden ones are."""
    answers = {path: client.get(path) for path in paths}
    read = {path: text_of(a.data) for path, a in answers.items() if a.status_code == 200}
    return [*read], [path for path, text in read.items() if HIDDEN.search(text)]


def test_no_page_names_to_an_official_what_the_official_stands_aside_from(
    app: Flask, stage: Stage, aside: list[Proposal], sign_in: SignInAs
) -> None:
    """A page that one role has read is not read again by the next."""
    seen: set[str] = set()
    for role in sorted(ADMINISTERS, key=lambda role: role is not Role.PROGRAMME_OFFICER):
        someone = official(stage.session, role)
        client = sign_in(someone)
        _, named = naming(client, LISTS)
        assert named, f"{role} reads of it before"
        for one in aside:
            standing_aside.stand_aside(stage.session, someone, one, "配偶参加。", someone, START)
        stage.session.commit()
        read, named = naming(client, [path for path in addresses(app, role) if path not in seen])
        assert not named, role
        seen |= {*read}
    (call,) = {one.call_id for one in aside if one.state == "scored"}
    assert {f"/office/calls/{call}/ranking", f"/office/calls/{call}/decision"} <= seen


@pytest.fixture
def season(stage: Stage) -> Ranked:
    """Two proposals are drafted to be awarded, and the officer stands aside from the better one."""
    made = ranked(stage, 92, 90, 88)
    drafted(stage, made, "propose", "propose", "reserve")
    officer, mine = stage.holder(Role.PROGRAMME_OFFICER), made.proposals[0]
    assert (
        standing_aside.stand_aside(stage.session, officer, mine, "配偶。", officer, START) is None
    )
    stage.session.commit()
    return made


def test_whoever_stands_aside_decides_on_the_others_only(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    hidden, seen, _ = (p.id for p in season.proposals)
    client = sign_in(stage.holder(Role.PROGRAMME_OFFICER))
    page = f"/office/calls/{season.call.id}/decision"
    sent = {f"outcome-{number}": "drop" for number in (hidden, seen)}
    reason = {f"reason-{number}": "厅务会议定。" for number in (hidden, seen)}
    assert client.post(page, data=sent | reason).status_code == 303
    stage.session.expire_all()
    decision = deciding.decision_of(stage.session, season.call)
    assert decision is not None
    outcomes = {line.proposal_id: line.outcome for line in decision.items}
    assert (outcomes[hidden], outcomes[seen]) == ("propose", "drop")


def test_places_stay_those_of_all_and_the_page_says_that_some_are_left_out(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    page = f"/office/calls/{season.call.id}/ranking"
    told = sign_in(stage.holder(Role.PROGRAMME_OFFICER)).get(page).text
    whole = sign_in(stage.holder(Role.DECISION_MAKER)).get(page).text
    assert "<tr><td>1</td>" in whole
    assert "<tr><td>1</td>" not in told
    assert "<tr><td>2</td>" in told
    assert "您须回避的申报不在此列" in told
    assert "您须回避" not in whole


def test_a_refusal_counts_what_one_stands_aside_from_and_does_not_name_it(stage: Stage) -> None:
    call = stage.call("formal")
    hidden, seen = (stage.applied(call=call, state="formal_check").proposal for _ in range(2))
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    standing_aside.stand_aside(stage.session, officer, hidden, "配偶。", officer, START)
    (finish,) = (
        offer
        for offer in offers(stage.session, call, officer, stage.now)
        if offer.transition.name == "finish_formal"
    )
    (told,) = (refusal.reason.zh for refusal in finish.refusals if seen.title in refusal.reason.zh)
    assert hidden.title not in told
    assert "一项您须回避的申报" in told


def test_a_race_and_a_batch_of_payments_are_about_all_that_is_in_them(session: Session) -> None:
    """Whoever stands aside from one team judges none of its rivals; a batch goes as a whole."""
    world = World(session)
    world.payment.batch = world.batch
    supervisor = official(session, Role.SUPERVISOR)
    alike = official(session, Role.SUPERVISOR)
    standing_aside.stand_aside(session, supervisor, world.proposal, "配偶。", supervisor, START)
    session.flush()
    for case in (world.race, world.stage, world.batch, world.group):
        assert roles_on(session, alike, case, START) == {Role.SUPERVISOR}, case.kind
        assert not roles_on(session, supervisor, case, START), case.kind

"""A submitted version, a filed letter, a draw, a signed review, an opinion on a need, a payment in
the books, and a day's checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from sqlalchemy import create_engine, make_url, select, text

from app.audit.exported import export
from app.documents.sign import identity_of, sign
from app.files.places import letters_of
from app.models import ArgumentOpinion, Letter, Payment, Proposal, Review, ReviewGroup
from app.services import history
from app.services.cases import CASES
from app.services.open_call import arguing
from app.services.proposals import formal, snapshot
from app.services.proposals.formal import ITEMS, Answer
from app.services.seals.keeping import begin
from config import Settings
from tests.open_call.story import Story
from tests.played import played_once
from tests.services import calls_in_review
from tests.services.money import funded, signed
from tests.services.panels import accepted, drawn
from tests.services.stage import Stage, a_page
from workflows.roles import Role


@dataclass(frozen=True)
class Stored:
    letter: Letter
    group: ReviewGroup
    review: Review
    opinion: ArgumentOpinion
    payment: Payment


@played_once
def stored(stage: Stage) -> Stored:
    settings: Settings = stage.session.info["settings"]
    letter = _filed(stage, settings)
    group = drawn(stage, accepted(stage, out_of_region_percent=0).proposal)
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    review = calls_in_review.reviews_in(stage, group)[0]
    calls_in_review.sign(stage, review)
    opinion = _argued(stage)
    payment = signed(stage, funded(stage, matched=False))
    put_on_record(stage)
    begin(stage.session, stage.now)
    stage.session.commit()
    export(stage.session, settings, stage.now)
    return Stored(letter, group, review, opinion, payment)


def put_on_record(stage: Stage) -> None:
    """The factories place a case in a state without the moves that lead there."""
    stage.session.flush()
    for model in CASES.values():
        for case in stage.session.scalars(select(model)).all():
            history.note(
                stage.session,
                case,
                "placed",
                actor_id=None,
                role=Role.SYSTEM_CLOCK,
                now=stage.now,
                given={},
            )


def _argued(stage: Stage) -> ArgumentOpinion:
    story = Story(stage)
    (drawn_expert,) = story.experts(1)
    story.item.state = "screened"
    opinion = ArgumentOpinion(item_id=story.item.id, round=1, expert_id=drawn_expert.id)
    stage.session.add(opinion)
    stage.session.flush()
    answers, now = dict.fromkeys(arguing.TESTS, True), stage.now
    wrong = arguing.sign(stage.session, opinion, answers, "同意。", now, authenticated_at=now)
    assert wrong is None
    return opinion


def _filed(stage: Stage, settings: Settings) -> Letter:
    """The letter of a passed formal check, on a page that takes no time to set."""
    proposal = _passed(stage)
    about = (Letter.about_kind == "proposal", Letter.about_id == proposal.id)
    letter = stage.session.scalars(select(Letter).where(*about)).one()
    stage.moved(letter, "issue", Role.SYSTEM_WORKER)
    pdf = sign(a_page().getvalue(), identity_of(settings), stage.now).pdf
    digest = letters_of(settings).put(BytesIO(pdf))
    stage.moved(letter, "file", Role.SYSTEM_WORKER, sha256=digest, size=str(len(pdf)))
    return letter


def _passed(stage: Stage) -> Proposal:
    checker = stage.holder(Role.FORMAL_CHECKER)
    proposal = stage.applied(call=stage.call("formal"), state="formal_check").proposal
    snapshot.take(stage.session, proposal, proposal.pi_id, stage.now)
    answers = {item.key: Answer("met") for item in ITEMS}
    formal.record(stage.session, proposal, answers, (), checker, stage.now)
    stage.moved(proposal, "pass_formal_check", checker)
    return proposal


def another_house(settings: Settings, var: Path) -> Settings:
    """An empty database of the same kind, and files below `var`."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        fresh = url.set(database=str(var / "restored.sqlite"))
    else:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS restored"))
            connection.execute(text("CREATE DATABASE restored"))
        engine.dispose()
        fresh = url.set(database="restored")
    return replace(settings, var=var, database_url=fresh.render_as_string(False))

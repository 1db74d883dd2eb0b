"""People every competition needs, and the scenes that all of them play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Expert, Organisation, Person, Review
from tests.factories import annual_pool, grant, official, person
from tests.journeys.theatre import Theatre, Visitor, follow, may_sign_in
from workflows.roles import Role

MINUTES = {"minutes_number": "厅务会纪要〔2026〕1号", "minutes_date": "2026-02-27"}
MATCHED = MINUTES | {"plan_match": "对应规划任务，指标与规划目标一致。"}


@dataclass
class Troupe:
    officer: Person
    decider: Person
    checker: Person
    manager: Person
    witness: Person
    leader: Person
    sealer: Person
    unit: Organisation


def troupe(session: Session, leader: Person, unit: Organisation) -> Troupe:
    """The office with its money of the year, and a leader with the administrator of the unit."""
    annual_pool(session, 2026)
    played = Troupe(
        officer=official(session, Role.PROGRAMME_OFFICER, name="林知远"),
        decider=official(session, Role.DECISION_MAKER),
        checker=official(session, Role.FORMAL_CHECKER),
        manager=official(session, Role.EXPERT_MANAGER),
        witness=official(session, Role.DISCIPLINE),
        leader=leader,
        sealer=person(session, organisation_id=unit.id),
        unit=unit,
    )
    grant(session, played.sealer, Role.UNIT_ADMIN, organisation_id=unit.id)
    return played


def all_may_sign_in(session: Session, cast: Troupe, experts: list[Expert]) -> None:
    people = [value for value in vars(cast).values() if isinstance(value, Person)]
    may_sign_in(*people, *(one.person for one in experts))
    session.commit()


def fill_parts(leader: Visitor, proposal: int, forms: Mapping[str, Mapping[str, str]]) -> None:
    """Part by part, and last the pledge."""
    for part, fields in forms.items():
        leader.open(f"/proposals/{proposal}/edit/{part}")
        leader.fill(**fields)
        leader.press("保存")
    leader.open(f"/proposals/{proposal}/edit/pledge")
    leader.page.get_by_role("checkbox").check()
    leader.press("保存")


def make_together(
    theatre: Theatre, people: list[Person], path: str, move: str, **given: str
) -> None:
    """Each of them on the page of the case, one after the other."""
    for someone in people:
        visitor = theatre.visitor(someone)
        visitor.open(path)
        visitor.make(move, **given)


def check_formally(theatre: Theatre, cast: Troupe, proposal: int) -> None:
    checker = theatre.visitor(cast.checker)
    checker.open(f"/office/proposals/{proposal}/formal")
    for choice in checker.page.locator("input[value='met']").all():
        choice.check()
    checker.press("保存审查意见")
    checker.make("形式审查通过")


def form_panel(theatre: Theatre, cast: Troupe, officer: Visitor, name: str) -> int:
    """From the page of the call to a drawn panel that reviews; its number."""
    follow(officer.page.get_by_role("link", name="组建评审组"))
    officer.fill(name=name)
    choices = officer.page.get_by_role("checkbox")
    choices.first.check()
    for proposal in choices.all():
        expect(proposal).to_be_checked()
    officer.press("组建")
    return draw_panel(theatre, cast, officer)


def draw_panel(theatre: Theatre, cast: Troupe, officer: Visitor) -> int:
    """From the page of a new group to a drawn panel that reviews; its number."""
    group = officer.number()
    path = f"/office/groups/{group}"
    make_together(theatre, [cast.manager, cast.witness], path, "随机抽取专家")
    officer.open(path)
    officer.make("开始评审")
    return group


def score_at_desks(
    theatre: Theatre, group: int | None = None, given: Mapping[int, int] | None = None
) -> None:
    """The experts at their desks, of one group or of all; the pages of scoring have a journey of
    their own. `given`: hundredths by the number of the proposal, where it is not 90 points."""
    with theatre.context.transaction() as session:
        for review in session.scalars(select(Review)):
            if group not in (None, review.group_id) or review.state == "signed":
                continue
            keys = [c["key"] for c in review.group.criteria]
            total = (given or {}).get(review.proposal_id, 9000)
            review.scores, review.total = dict.fromkeys(keys, total), total
            review.comments, review.overall = dict.fromkeys(keys, "有据"), "可行"
            review.recommends, review.state = True, "signed"
            review.signed_at = theatre.clock.now()


def lock(theatre: Theatre, group: int) -> None:
    chair = theatre.visitor(_chair_of(theatre, group))
    chair.open(f"/office/groups/{group}")
    chair.make("锁定并签名", opinion="专家组意见一致。")


def _chair_of(theatre: Theatre, group: int) -> Person:
    with theatre.look() as session:
        review = session.query(Review).filter(Review.group_id == group).first()
        assert review is not None
        assert review.group.chair is not None
        return review.group.chair.person


def put_on_notice(officer: Visitor, call: int, items: int = 1) -> None:
    officer.open(f"/office/calls/{call}")
    officer.press(f"起草公示（{items} 项）")
    officer.make("发布公示")


def a_pdf(folder: Path) -> Path:
    writer, file = PdfWriter(), folder / "可行性研究报告.pdf"
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file

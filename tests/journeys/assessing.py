"""How a panel and its officer work: the visit on the spot, and the opinions."""

from __future__ import annotations

from playwright.sync_api import Route

from app.models import (
    Opinion,
    Person,
    ProjectMilestone,
)
from app.services.assessing import opinions as opinions_of
from app.services.assessing.opinions import Written
from app.services.moves import Moved, take
from tests.journeys.theatre import Theatre, Visitor


def visit_without_a_network(officer: Visitor, milestone: int) -> None:
    """What is written in a dead spot is there again, and sent, when the network is back; also where
    the button was pressed there."""
    officer.open(f"/milestones/{milestone}/visit")
    page = officer.page
    under_way: list[Route] = []
    page.route("**/visit/autosave", lambda route: under_way.append(route))
    page.locator("[name=seen]").fill("样机在测试台上运行。")
    while not under_way:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="保存", exact=True).click()
    under_way[0].abort()
    page.get_by_text("没有网络，内容存在本机").wait_for()
    page.unroute("**/visit/autosave")
    page.reload()
    page.get_by_text("已保存", exact=True).wait_for()
    officer.open(f"/milestones/{milestone}")
    officer.reads("样机在测试台上运行。")


def opinion_of(theatre: Theatre, author: Person) -> int:
    with theatre.look() as session:
        return next(o.id for o in session.query(Opinion) if o.expert.person_id == author.id)


def chair_of(theatre: Theatre, milestone: int) -> Person:
    with theatre.look() as session:
        panel = session.get_one(ProjectMilestone, milestone).assessment
        assert panel is not None
        assert panel.chair is not None
        return panel.chair.person


def write(author: Visitor, number: int, metric: int) -> None:
    author.open(f"/opinions/{number}")
    page = author.page
    page.locator(f"[name='verdict-{metric}'][value=met]").check()
    page.locator("[name=proposes][value=pass]").check()
    author.fill(overall="材料真实，指标达到。")
    author.press("保存")
    author.make("签署考核意见")


def sign_opinions(theatre: Theatre, metric: int) -> Person:
    """Everybody signs who has not; the chair of the panel."""
    now = theatre.clock.now()
    with theatre.context.transaction() as session:
        written = Written({str(metric): "met"}, {}, "材料真实，指标达到。", "pass")
        waiting = session.query(Opinion).filter(Opinion.state == "writing").all()
        for opinion in waiting:
            by = opinion.expert.person
            assert opinions_of.save(opinion, written, [str(metric)]) is None
            answer = take(session, opinion, "sign_opinion", by, now=now, authenticated_at=now)
            assert isinstance(answer, Moved), answer
        chair = waiting[0].assessment.chair
        assert chair is not None
        return chair.person

"""What a page links, its reader may open."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.models import SpendingAudit
from app.services.cases import panel_of
from tests.conftest import SignInAs
from tests.filling import filled
from tests.open_call.story import begun
from tests.open_call.test_whole_way import attacked
from tests.services.called import a_pool, called
from tests.services.running import running
from tests.services.stage import MINUTES, Stage
from tests.web.visiting import visit
from workflows.roles import Role

ROLES = (Role.PROGRAMME_OFFICER, Role.FORMAL_CHECKER, Role.SUPERVISOR, Role.FINANCE)


def shut(client: FlaskClient, path: str) -> set[str]:
    """What the page links and does not open for who reads it."""
    page = client.get(path).text.partition("<main")[2]
    links = set(re.findall(r'href="(/[^"#?]+)', page))
    assert links
    return {link for link in links if _status(client, link) in (403, 404)}


def _status(client: FlaskClient, link: str) -> int:
    with client.get(link) as answer:
        return answer.status_code


def test_the_page_of_a_milestone_links_its_visit_to_those_who_record_it(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = running(stage)
    made.on(9, 25)
    made.report()
    path = f"/milestones/{made.milestone.id}"
    for role in ROLES:
        client = visit(sign_in, stage, stage.holder(role))
        writes = role is Role.PROGRAMME_OFFICER
        assert (f'href="{path}/visit"' in client.get(path).text) is writes, role
        assert shut(client, path) == set(), role


def test_the_opinions_on_a_fault_are_linked_to_those_who_may_read_them(
    stage: Stage, sign_in: SignInAs
) -> None:
    story = begun(stage)
    project = story.project(attacked(story))
    story.tested(project, first="0.5")
    stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    a_pool(stage)
    called(stage, project, "draw_fault_panel", "diligent")
    project.proposal.call.budget_mode = "lump_sum"
    audit = filled(stage.session, SpendingAudit)
    audit.project, audit.state = project, "report_due"
    panel = panel_of(stage.session, project)
    assert panel is not None
    member = visit(sign_in, stage, panel.members[0].expert.person)
    assert shut(member, f"/projects/{project.id}") == set()
    for role in ROLES:
        client = visit(sign_in, stage, stage.holder(role))
        page = client.get(f"/projects/{project.id}").text
        assert ("责任认定专家组" in page) is (role is not Role.FORMAL_CHECKER), role
        assert shut(client, f"/projects/{project.id}") == set(), role

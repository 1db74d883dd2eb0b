"""The pledge, what is promised below the posting, stops and defaults: B13-B15."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import ChangeRequest, ContractVersion, Fund, Letter, Payment, Project, ProjectEnding
from app.queries.calls.proposals import memberships_to_answer
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.drafting import Edited, add_version, newest, save
from app.services.door.offering import offers
from app.services.facts import facts_of
from app.services.proposals.members import answer
from tests.factories import person
from tests.integrity.handling import found_guilty
from tests.open_call.courses import attacking, matching
from tests.open_call.story import Bidder, Story
from tests.services.called import a_pool, called, drawn
from tests.services.money import matching as matched
from tests.services.money import paid, verified_account
from tests.services.stage import MINUTES
from workflows.engine.decide import Refusals
from workflows.engine.text import Text
from workflows.facts import CallFacts


def test_the_pledge_needs_all_four_signatures_each_of_another_person(story: Story) -> None:
    one = matching(story)
    project = story.won(one)
    assert story.stage.refused(project, "sign_contract", one.pi).keys() == {"matching_proven"}
    story.signed(one, project)
    assert project.state == "active"


def contract_with(story: Story, one: Bidder, project: Project, target: str) -> None:
    """A newer text whose first metric, posted at 0.8 and promised at 1.0, is this."""
    contract = newest(story.session, project)
    assert contract is not None
    first, *others = contract.terms["metrics"]
    terms = contract.terms | {"metrics": [first | {"target": target}, *others]}
    add_version(story.session, project, terms, one.pi, story.stage.now)
    story.session.flush()


def test_a_promise_beyond_the_posting_is_lowered_by_decision_and_never_below_the_posting(
    story: Story,
) -> None:
    one = matching(story)
    project = story.won(one)
    refused = story.stage.refused
    contract_with(story, one, project, "0.9")
    for side in (one.pi, story.contact):
        reasons = refused(project, "sign_contract", side)
        assert "导热系数（申报 ≥ 1.0 W/(m·K)，任务书 0.9）" in reasons["metrics_not_lowered"].zh
        assert "contract_keeps_posting" not in reasons
    story.stage.moved(project, "permit_lowering", story.decides, **MINUTES, reason="仍达到门槛。")
    assert "metrics_not_lowered" not in refused(project, "sign_contract", one.pi)
    contract_with(story, one, project, "0.7")
    reasons = refused(project, "permit_lowering", story.decides, **MINUTES, reason="做不到。")
    words = reasons["contract_keeps_posting"]
    assert "导热系数（榜单 ≥ 0.8 W/(m·K)，任务书 0.7，差 0.1）" in words.zh
    assert "重新张榜" in words.zh
    assert "posted ≥ 0.8 W/(m·K), contract 0.7, 0.1 short" in words.en
    assert "contract_keeps_posting" in refused(project, "sign_contract", one.pi)


def test_what_was_posted_is_tested_as_it_was_posted(story: Story) -> None:
    one = matching(story)
    project = story.won(one)
    contract = newest(story.session, project)
    assert contract is not None
    terms = contract.terms
    kept = [row["test_method"] for row in terms["metrics"]]
    edited = Edited(
        targets={},
        test_methods={row["metric_id"]: "企业自测" for row in terms["metrics"]},
        milestones=terms["milestones"],
        budget=terms["budget"],
        ip="另行约定。",
        breach=terms["breach"],
    )
    saved = save(story.session, project, contract.version, edited, one.pi, story.stage.now)
    assert isinstance(saved, ContractVersion), saved
    assert [row["test_method"] for row in saved.terms["metrics"]] == kept


def test_no_change_during_the_attack_goes_below_the_posting(story: Story) -> None:
    one, project = attacking(story)
    metric = str(one.bid.metrics[0].id)

    def asked(target: str) -> dict[str, Text]:
        wanted = Wanted("metrics", "降低", "困难", targets={metric: target})
        case = draft_change(story.session, project, wanted, one.pi, story.stage.now)
        assert isinstance(case, ChangeRequest), case
        answer = story.stage.take(case, "submit", one.pi)
        if isinstance(answer, Refusals):
            return {r.key: r.reason for r in answer.reasons}
        story.stage.moved(case, "withdraw", one.pi)
        return {}

    assert asked("0.8") == {}
    assert "0.7，差 0.1" in asked("0.7")["change_keeps_posting"].zh


@pytest.mark.parametrize("joins", [True, False])
def test_whoever_joins_during_the_attack_is_asked_and_answers_in_person(
    story: Story, joins: bool
) -> None:
    one, project = attacking(story)
    newcomer = person(story.session, name="后来人")
    wanted = Wanted(
        "core_members",
        "增加一人。",
        "攻关需要。",
        member_name=newcomer.name,
        member_joins=newcomer.email,
    )
    case = draft_change(story.session, project, wanted, one.pi, story.stage.now)
    assert isinstance(case, ChangeRequest), case
    story.stage.moved(case, "submit", one.pi)
    story.stage.moved(case, "forward", one.admin)
    story.stage.moved(case, "approve", story.officer, reason="同意。")
    ((member, _bid),) = story.session.execute(memberships_to_answer(newcomer)).all()
    assert answer(story.session, member, newcomer, joins, story.stage.now) is None
    assert (member.confirmed_at is not None) is joins


def test_a_demander_in_default_has_60_days_and_the_team_is_not_at_fault(story: Story) -> None:
    _one, project = attacking(story)
    story.stage.moved(project, "demander_default", story.officer, evidence="停止出资")
    assert project.due_at is not None
    assert 60 <= (project.due_at - story.stage.now).days <= 63
    story.stage.at(project.due_at + timedelta(minutes=1))
    assert (project.state, story.item.state) == ("terminated", "failed")
    ending = story.session.scalars(select(ProjectEnding)).one()
    assert (ending.cause, ending.diligent) == ("no_user", True)
    assert ending.audit_until == date(2026, 9, 20), "the 19th is a day off, this Sunday is worked"
    letter = story.session.scalars(
        select(Letter).where(Letter.letter_kind == "termination_notice")
    ).one()
    assert "期满未找到新用户，依规定终止" in str(letter.payload)
    assert "根据本项目军令状关于最终用户停止支持的约定" in str(letter.payload)
    assert "厅务会审议" not in str(letter.payload)


def test_a_poorly_run_attack_is_stopped_at_once_and_goes_on_only_by_decision(
    story: Story,
) -> None:
    one, project = attacking(story)
    words = {"evidence": "无进展", "reason": "叫停"}
    story.stage.moved(project, "stop_at_once", story.officer, **words)
    assert "role_required" in story.stage.refused(project, "let_go_on", one.pi)
    fund = story.session.scalars(select(Fund).where(Fund.project_id == project.id)).one()
    assert "project_goes_on" in story.stage.refused(fund, "resume_after_progress", story.officer)
    story.stage.moved(project, "let_go_on", story.decides, **MINUTES, reason="已整改")
    assert (project.state, fund.state) == ("active", "normal")


def fund_paid(story: Story, project: Project) -> Fund:
    """The first payment is with the unit."""
    fund = story.session.scalars(select(Fund).where(Fund.project_id == project.id)).one()
    unit = project.proposal.lead_unit
    treasurer = person(story.session, organisation_id=unit.id)
    verified_account(story.stage, unit, treasurer)
    matched(story.stage, fund, treasurer, project.proposal.matching)
    order = select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    payment = story.session.scalars(order).first()
    assert payment is not None
    paid(story.stage, payment)
    return fund


@pytest.mark.parametrize(
    ("move", "held"), [("find_diligent", "diligent"), ("find_at_fault", "at_fault")]
)
def test_of_what_was_stopped_the_balance_comes_back_once_the_fault_is_found(
    story: Story, move: str, held: str
) -> None:
    _one, project = attacking(story)
    fund = fund_paid(story, project)
    story.stage.moved(project, "stop_at_once", story.officer, evidence="无进展", reason="叫停")
    story.stage.moved(project, "end_stopped", story.decides, **MINUTES, reason="未开展工作。")
    assert (project.state, fund.state) == ("fault_review", "frozen")
    a_pool(story.stage)
    called(story.stage, project, "draw_fault_panel", held)
    story.stage.signed(project, move, story.supervisor, **MINUTES, evidence="记录在案")
    story.stage.moved(project, move, story.decides)
    assert (fund.state, fund.freeze_class) == ("balance_due", "")
    assert fund.due_at is not None


REVOCATION = {
    **MINUTES,
    "rule_set": "科技计划项目管理办法",
    "article": "第三十条",
    "reason": "伪造检测数据。",
}


def test_misconduct_found_during_the_test_or_the_search_for_a_user_revokes_at_once(
    story: Story,
) -> None:
    """J13: nothing has to be seen through first."""
    one, project = attacking(story)
    found_guilty(story.stage, one.pi, project.number)
    for state in ("seeking_user", "stopped", "user_test"):
        project.state = state
        ways = offers(story.session, project, story.decides, story.stage.now)
        assert any(way.transition.name == "revoke" and way.is_open for way in ways)
    story.stage.moved(project, "revoke", story.decides, **REVOCATION)
    assert (project.state, story.item.state) == ("revoked", "failed")


def test_a_success_is_void_with_its_project_and_the_need_is_not_posted_again_by_itself(
    story: Story, client: FlaskClient
) -> None:
    """J13: void from the start, on the public list too; what remains of the need is a new one."""
    one, project = attacking(story)
    project.state, story.item.state = "passed", "succeeded"
    facts = facts_of(story.session, story.list, story.stage.now, {})
    assert isinstance(facts, CallFacts)
    assert not facts.items_open, "the list is settled"
    found_guilty(story.stage, one.pi, project.number)
    story.stage.moved(project, "revoke", story.decides, **REVOCATION)
    assert (project.state, story.item.state) == ("revoked", "voided")
    story.session.commit()
    page = client.get(f"/items/{story.item.id}").text
    assert "揭榜成功作废" in page
    assert "重新提交" in page


def test_misconduct_found_before_the_fault_is_revokes_and_asks_the_experts_no_more(
    story: Story,
) -> None:
    one, project = attacking(story)
    fund = fund_paid(story, project)
    story.stage.moved(project, "stop_at_once", story.officer, evidence="无进展", reason="叫停")
    story.stage.moved(project, "end_stopped", story.decides, **MINUTES, reason="未开展工作。")
    a_pool(story.stage)
    given = drawn(story.stage, project, "draw_fault_panel")
    assert {opinion.state for opinion in given} == {"writing"}
    found_guilty(story.stage, one.pi, project.number)
    story.stage.moved(project, "revoke", story.decides, **REVOCATION)
    assert (project.state, fund.state) == ("revoked", "to_recover")
    assert {opinion.state for opinion in given} == {"closed"}

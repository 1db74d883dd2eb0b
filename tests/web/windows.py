"""What two windows of each page that is written send, in the hands of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models import Acceptance, ChangeRequest, Person
from app.services.accepting import applying
from app.services.changes.drafting import Wanted, draft_change
from tests.after.test_plan_links import platform
from tests.after.underway import underway
from tests.factories import expert, organisation, person, proposal
from tests.integrity.handling import filed
from tests.services.calls_in_review import accepted, at_work, chair, drawn, sign_all
from tests.services.defences import both_shortlisted
from tests.services.race_course import to_checkpoint
from tests.services.racing import drafted, started
from tests.services.running import awarded, running
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.parts.messages.topics import TOPICS
from workflows.roles import Role

OWN = "在另一窗口保存了其他内容"
NEWER = "没有保存：您打开页面之后，已有新的内容保存"


@dataclass
class Page:
    """`first` and `second` are what two windows of it send; `kept` is what was typed in the
    second."""

    of: Person
    path: str
    first: dict[str, Any]
    second: dict[str, Any]
    kept: str
    to: str = ""
    told: str = OWN


def of_a_report(stage: Stage) -> Page:
    made = running(stage)
    made.on(8, 31)
    key = made.awarded.metric.id
    values = {f"value-{key}": "360", f"measured_by-{key}": "省检测院"}
    return Page(
        made.awarded.applied.pi,
        f"/milestones/{made.milestone.id}/report",
        {"report": "样机完成。", **values},
        {"report": "样机未完成。", **values, f"value-{key}": "120"},
        "样机未完成。",
    )


def of_an_opinion(stage: Stage) -> Page:
    made = running(stage)
    made.on(9, 25)
    made.report()
    opinion, key = made.convene()[0], made.awarded.metric.id
    return Page(
        opinion.expert.person,
        f"/opinions/{opinion.id}",
        {f"verdict-{key}": "met", f"note-{key}": "有报告。", "overall": "真实。"},
        {f"verdict-{key}": "not_met", "overall": "不真实。"},
        "不真实。",
    )


def of_the_opinion_of_a_panel(stage: Stage) -> Page:
    group = at_work(stage, accepted(stage))
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    path = f"/groups/{group.id}/items/{group.items[0].proposal_id}"
    first, second = {"opinion": "同意立项。"}, {"opinion": "不同意立项。"}
    return Page(chair(group), path, first, second, "不同意立项。", f"{path}/opinion")


def of_an_entry(stage: Stage) -> Page:
    made = proposal(stage.session, call=drafted(stage).call)
    typed = {"cost_to_finish": "600", "plan_days": "300", "accepts_loser_rule": "y"}
    first, second = typed | {"route_name": "硫化物"}, typed | {"route_name": "氧化物"}
    return Page(made.pi, f"/races/entries/{made.id}", first, second, "氧化物")


def of_the_evidence_of_a_team(stage: Stage) -> Page:
    racing = started(stage)
    to_checkpoint(racing)
    typed = {"cost_to_finish": "300", "plan_days": "90"}
    first, second = typed | {"text": "已达到。"}, typed | {"text": "未达到。"}
    path = f"/races/teams/{racing.team('B').id}"
    return Page(racing.pi("B"), path, first, second, "未达到。", path)


def of_a_test(stage: Stage) -> Page:
    racing = started(stage)
    to_checkpoint(racing)
    path, team = f"/races/stages/{racing.race_stage.id}", racing.team("A").id
    day = local_date(stage.now).isoformat()
    typed = {"tester": "检测中心", "number": "CNAS-1", "tested_on": day}
    first, second = typed | {"measured-0": "310"}, typed | {"measured-0": "299"}
    to = f"{path}/tests/{team}"
    return Page(racing.officer, path, first, second, 'value="299"', to)


def of_a_contract(stage: Stage) -> Page:
    made = awarded(stage)
    path = f"/projects/{made.project.id}/contract/edit"
    return Page(made.applied.pi, path, {"ip": "归甲方。"}, {"ip": "归乙方。"}, "归乙方。")


def of_a_draft(stage: Stage) -> Page:
    draft = stage.applied(state="draft").proposal
    path = f"/proposals/{draft.id}/edit/sections"
    return Page(draft.pi, path, {"summary": "甲稿"}, {"summary": "乙稿"}, "乙稿", path)


def of_milestones_out_of_order(stage: Stage) -> Page:
    draft = stage.applied(state="draft").proposal
    path = f"/proposals/{draft.id}/edit/milestones"
    typed = {
        "rows-0-title": "中试",
        "rows-0-due_on": "2027-06-30",
        "rows-1-title": "小试",
        "rows-1-due_on": "2026-12-31",
    }
    return Page(draft.pi, path, typed, typed | {"rows-1-title": "初试"}, "初试", path)


def of_a_profile(stage: Stage) -> Page:
    someone = person(stage.session)
    first, second = {"name": "王甲"}, {"name": "王乙"}
    chosen = {"locale": "zh_Hans_CN", "title": "", "degree": "", "born_on": ""}
    return Page(someone, "/account/profile", first | chosen, second | chosen, "王乙")


def of_a_unit(stage: Stage) -> Page:
    unit, admin = organisation(stage.session), stage.holder(Role.SYS_ADMIN)
    stage.session.flush()
    typed = {
        "unit_kind": unit.kind,
        "city": unit.city or "elsewhere",
        "credit_code": unit.credit_code or "",
        "reason": "更名通知书。",
    }
    first, second = typed | {"unit": "福州甲研究院"}, typed | {"unit": "福州乙研究院"}
    path = f"/admin/units/{unit.id}"
    return Page(admin, path, first, second, "福州乙研究院", path)


def of_a_meeting(stage: Stage) -> Page:
    group = drawn(stage, both_shortlisted(stage), "defence")
    path, typed = f"/office/groups/{group.id}/meeting", {"starts_at": "2026-03-20T09:00"}
    first = typed | {"place": "一号会议室", "order": "2 1"}
    second = typed | {"place": "二号会议室", "order": "1 2"}
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    return Page(officer, path, first, second, "二号会议室", told=NEWER)


def of_an_application(stage: Stage) -> Page:
    of = underway(stage)
    case = applying.begin_for(stage.session, of.project, of.pi, stage.now)
    assert isinstance(case, Acceptance)
    first = {"summary": "全部完成。", f"value-{of.metrics[0].id}": "410"}
    path = f"/acceptances/{case.id}/edit"
    return Page(of.pi, path, first, {"summary": "部分完成。"}, "部分完成。")


def of_a_change(stage: Stage) -> Page:
    of = underway(stage)
    wanted = Wanted("technical_route", "改用干法。", "湿法成本高。")
    case = draft_change(stage.session, of.project, wanted, of.pi, stage.now)
    assert isinstance(case, ChangeRequest), case
    typed = {"kind": "technical_route", "content": "改用干法。"}
    first, second = typed | {"reason": "省电。"}, typed | {"reason": "省水。"}
    return Page(of.pi, f"/changes/{case.id}/edit", first, second, "省水。")


def of_a_clue(stage: Stage) -> Page:
    case, one, other = filed(stage), person(stage.session), person(stage.session)
    path, empty = f"/integrity/{case.id}", {"unit": "", "project": ""}
    first, second = empty | {"email": one.email}, empty | {"email": other.email}
    supervisor = stage.holder(Role.SUPERVISOR)
    return Page(supervisor, path, first, second, other.email, f"{path}/subject", NEWER)


def of_notifications(stage: Stage) -> Page:
    first, second = dict.fromkeys(TOPICS, "daily"), dict.fromkeys(TOPICS, "never")
    kept = 'selected value="never"'
    return Page(person(stage.session), "/account/notifications", first, second, kept)


def of_an_expert(stage: Stage) -> Page:
    someone, typed = expert(stage.session).person, {"load_most": "9"}
    first, second = typed | {"keywords": "界面调控"}, typed | {"keywords": "固态电解质"}
    return Page(someone, "/expert/", first, second, "固态电解质")


def of_platforms(stage: Stage) -> Page:
    of, typed = underway(stage), {"platform_id": str(platform(stage.session).id)}
    first, second = typed | {"use": "中试验证"}, typed | {"use": "性能测试"}
    return Page(of.pi, f"/projects/{of.project.id}/platforms", first, second, "性能测试")


PAGES = (
    of_a_report,
    of_an_opinion,
    of_the_opinion_of_a_panel,
    of_an_entry,
    of_the_evidence_of_a_team,
    of_a_test,
    of_a_draft,
    of_milestones_out_of_order,
    of_a_contract,
    of_a_profile,
    of_a_unit,
    of_a_meeting,
    of_an_application,
    of_a_change,
    of_a_clue,
    of_notifications,
    of_an_expert,
    of_platforms,
)

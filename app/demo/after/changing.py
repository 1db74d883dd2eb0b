"""Changes: one filed, others refused."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.after.people import PASSED, people, project_whose_milestone
from app.demo.after.sharing import the_share
from app.demo.cast import WAN
from app.demo.office import OFFICER
from app.demo.open_competition.closing import OBSERVER
from app.demo.stage import Stage, StoryBroken
from app.models import ChangeRequest, Project, Share
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft
from app.services.months import months_later

_TWENTY = 20 * WAN


def play(stage: Stage) -> None:
    stage.at(2026, 10, 21)
    stage.chapter("变更：技术路线由负责人决定，期限和节点期间有规矩")
    project = project_whose_milestone(stage, PASSED)
    _change_the_route(stage, project)
    _ask_for_too_long(stage, project)
    _move_money(stage, project)
    _ask_during_a_milestone(stage)


def _change_the_route(stage: Stage, project: Project) -> None:
    case = _draft(stage, project, Wanted("technical_route", "改用干法成膜。", "良率更高。"))
    leader, unit = people(stage, project)
    stage.move(case, "submit", leader)
    stage.move(case, "file", unit)
    stage.tell("技术路线变更：负责人决定、单位备案，形成任务书新版本")


def _ask_for_too_long(stage: Stage, project: Project) -> None:
    too_far = months_later(project.ends_on, 18)
    case = _draft(stage, project, Wanted("term", "延长十八个月。", "验证周期长。", new_end=too_far))
    leader, _unit = people(stage, project)
    stage.tell(f"申请延期 18 个月被拒：{stage.refused(case, 'submit', leader)}")
    stage.move(case, "withdraw", leader)


def _move_money(stage: Stage, project: Project) -> None:
    """Between the units of the consortium: never below what one has had, and by the office."""
    with stage.scene() as session:
        share = session.get_one(Share, the_share(stage).id)
        name, fiscal, own = share.unit.name, share.fiscal, share.own
    leader, unit = people(stage, project)
    most = _draft(stage, project, _shared(ShareDraft(name, 0, own)))
    refused = stage.refused(most, "submit", leader)
    stage.tell(f"参加单位份额调为零被拒：{refused}")
    stage.move(most, "withdraw", leader)
    case = _draft(stage, project, _shared(ShareDraft(name, fiscal - _TWENTY, own)))
    stage.move(case, "submit", leader)
    stage.move(case, "forward", unit)
    stage.move(case, "approve", OFFICER, reason="任务与经费相应调整，同意。")
    stage.tell(f"处室批复：{name}份额调减 20 万元，总额不变，任务书新版本列明差别")


def _shared(*shares: ShareDraft) -> Wanted:
    content = "中试混料改由牵头单位承担，相应经费调回。"
    return Wanted("unit_shares", content, "设备共用，减少重复投入。", shares=shares)


def _ask_during_a_milestone(stage: Stage) -> None:
    with stage.scene() as session:
        busy = session.scalars(
            select(Project).where(Project.state == "node_check").order_by(Project.id)
        ).first()
    if busy is None:
        raise StoryBroken("没有正在考核节点的项目")
    joins = Wanted(
        "core_members",
        "增加一名核心成员。",
        "人员调动。",
        member_name="易质询",
        member_joins=OBSERVER,
    )
    case = _draft(stage, busy, joins)
    leader, _unit = people(stage, busy)
    stage.tell(f"节点考核期间申请变更被拒：{stage.refused(case, 'submit', leader)}")


def _draft(stage: Stage, project: Project, wanted: Wanted) -> ChangeRequest:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        made = draft_change(session, live, wanted, live.proposal.pi, stage.now)
    if not isinstance(made, ChangeRequest):
        raise StoryBroken("变更未能起草")
    return made

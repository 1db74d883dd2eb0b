"""Fifth act: first milestones. One passes, one is rectified and passes, others are on their way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.demo.forms import a_picture
from app.demo.office import OFFICER, person
from app.demo.panels import draw_assessors, presiding
from app.demo.stage import Stage, StoryBroken
from app.models import Call, MetricReading, Opinion, Project, ProjectMilestone, Proposal
from app.services.assessing import opinions
from app.services.assessing.opinions import Written
from app.services.assessing.questions import questions_of
from app.services.milestones import reporting, visiting
from app.services.milestones.reporting import Measured
from app.services.milestones.targets import metrics_of

_REPORT = "演示检测报告"


def assess_first_milestones(stage: Stage, call: Call) -> None:
    stage.chapter("节点考核：通知、佐证、专家组、逐项评判、结论")
    stage.at(2026, 8, 31)
    milestones = _first_milestones(stage, call)
    stage.tell(f"系统时钟发出节点考核通知 {len(milestones)} 份")
    stage.at(2026, 9, 21)
    for milestone, margin in zip(milestones[:2], (3, -2), strict=True):
        report_milestone(stage, milestone, margin)
    stage.at(2026, 9, 24)
    for milestone in milestones[:2]:
        _convene(stage, milestone)
    stage.at(2026, 9, 28)
    _pass(stage, milestones[0])
    _rectify(stage, milestones[1])
    stage.wait_for_the_worker()
    stage.at(2026, 10, 12)
    _rectified(stage, milestones[1])
    _leave_the_others_open(stage, milestones[2:])
    stage.at(2026, 10, 20)
    stage.wait_for_the_worker()


def pass_milestone(stage: Stage, milestone: ProjectMilestone) -> None:
    """A milestone whose report is in: a drawn panel finds everything met."""
    _convene(stage, milestone)
    _judge(stage, milestone, 1, "met", "pass")
    stage.move(
        milestone, "conclude_pass", presiding(stage, milestone), opinion="材料真实，同意通过。"
    )


def _first_milestones(stage: Stage, call: Call) -> list[ProjectMilestone]:
    with stage.scene() as session:
        return list(
            session.scalars(
                select(ProjectMilestone)
                .join(Project)
                .join(Proposal)
                .where(Proposal.call_id == call.id, ProjectMilestone.state == "announced")
                .order_by(ProjectMilestone.id)
            )
        )


def report_milestone(stage: Stage, milestone: ProjectMilestone, margin: int) -> None:
    """The leader measures so much above or below the milestone's target, and submits."""
    with stage.scene() as session:
        live = session.get_one(ProjectMilestone, milestone.id)
        leader = live.project.proposal.pi
        problems = reporting.save_report(live, "小试完成，样品送检，数据见检测报告。")
        for metric in metrics_of(session, live):
            value = str(int(live.targets[str(metric.id)]) + margin)
            measured = Measured(value, None, "省计量院（演示）", "CNAS", f"演检-{live.id:03d}")
            file = (a_picture(_REPORT), "检测报告.png")
            answer = reporting.measure(
                session, live, metric, measured, file, by=leader, now=stage.now
            )
            if problems or not isinstance(answer, MetricReading):
                raise StoryBroken("节点报告未能保存")
        mail, title = leader.email, live.project.proposal.title
    stage.move(milestone, "submit_evidence", mail)
    stage.tell(f"《{title}》提交节点报告和检测报告")


def _convene(stage: Stage, milestone: ProjectMilestone) -> None:
    names = draw_assessors(stage, milestone)
    stage.move(milestone, "convene", OFFICER)
    stage.tell(f"见证人在场，随机抽取节点考核专家组：{names}")


def _pass(stage: Stage, milestone: ProjectMilestone) -> None:
    with stage.scene() as session:
        live = session.get_one(ProjectMilestone, milestone.id)
        visiting.save(
            session,
            live,
            stage.now.date(),
            {"place": "中试车间", "present": "专家组全体", "seen": "样品与台账一致。"},
            edition=0,
            by=person(session, OFFICER),
            now=stage.now,
        )
    _judge(stage, milestone, 1, "met", "pass")
    stage.move(
        milestone,
        "conclude_pass",
        presiding(stage, milestone),
        opinion="指标达到，材料真实，同意通过。",
    )
    stage.tell("第一个节点通过，按计划拨付下一笔经费")


def _rectify(stage: Stage, milestone: ProjectMilestone) -> None:
    _judge(stage, milestone, 1, "partly", "rectify")
    chair = presiding(stage, milestone)
    refused = stage.refused(milestone, "conclude_pass", chair, opinion="通过。")
    stage.tell(f"多数意见为整改，组长不能改判通过：{refused}")
    stage.move(milestone, "conclude_rectify", chair, opinion="指标略低于要求，须补测。", months="1")
    stage.tell("另一个节点限期一个月整改，暂缓拨付")


def _rectified(stage: Stage, milestone: ProjectMilestone) -> None:
    with stage.scene() as session:
        live = session.get_one(ProjectMilestone, milestone.id)
        leader = live.project.proposal.pi
        for metric in metrics_of(session, live):
            value = str(int(live.targets[str(metric.id)]) + 1)
            measured = Measured(value, None, "省计量院（演示）", "CNAS", f"演检-{live.id:03d}-补")
            file = (a_picture(_REPORT), "补测报告.png")
            reporting.measure(session, live, metric, measured, file, by=leader, now=stage.now)
        mail = leader.email
    stage.move(milestone, "submit_rectified", mail, report="调整工艺后补测，达到节点要求。")
    _judge(stage, milestone, 2, "met", "pass")
    stage.move(
        milestone, "recheck_pass", presiding(stage, milestone), opinion="整改到位，同意通过。"
    )
    stage.tell("原组长带两人复核，整改合格，恢复拨付")


def _leave_the_others_open(stage: Stage, milestones: Sequence[ProjectMilestone]) -> None:
    """One is being judged, one waits for its panel, and those that are left fall overdue."""
    for milestone in milestones[:2]:
        report_milestone(stage, milestone, 2)
    if milestones:
        _convene(stage, milestones[0])


def _judge(
    stage: Stage, milestone: ProjectMilestone, round_: int, verdict: str, proposes: str
) -> None:
    for opinion, mail in _to_write(stage, milestone, round_):
        with stage.scene() as session:
            live = session.get_one(Opinion, opinion.id)
            keys = [question.key for question in questions_of(session, live)]
            written = Written(
                dict.fromkeys(keys, verdict),
                dict.fromkeys(keys, "与检测报告一致。"),
                "材料齐全，现场核实。",
                proposes,
            )
            if opinions.save(live, written, keys) is not None:
                raise StoryBroken("考核意见未能保存")
        stage.move(opinion, "sign_opinion", mail)


def _to_write(stage: Stage, milestone: ProjectMilestone, round_: int) -> list[tuple[Opinion, str]]:
    with stage.scene() as session:
        panel = session.get_one(ProjectMilestone, milestone.id).assessment
        assert panel is not None, "a milestone that is judged has its panel"
        return [(o, o.expert.person.email) for o in opinions.of_round(panel, round_)]

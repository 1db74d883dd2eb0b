"""Acceptance: applied for with its documents, judged by a drawn panel, on notice, certified."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.demo.after.people import PASSED, people, project_whose_milestone
from app.demo.forms import a_page
from app.demo.office import OFFICER
from app.demo.panels import draw_assessors, presiding
from app.demo.stage import Stage, StoryBroken
from app.models import Acceptance, Metric, Opinion, Project, Share
from app.services.accepting import applying
from app.services.accepting.results import Registered, register
from app.services.assessing import opinions
from app.services.assessing.questions import questions_of
from app.services.metric_values import number
from app.services.milestones.targets import metrics_of

OPINION = {"opinion": "任务全部完成，数据真实，同意通过验收。"}


@dataclass(frozen=True)
class Handed:
    """What is handed in: by how many percent better than the targets, and the patent with it."""

    better: int
    patent: str


def play(stage: Stage) -> None:
    """One project applies before its time, and passes."""
    stage.at(2026, 10, 21)
    stage.chapter("提前验收：材料、专家组、逐项评判、公示、证书")
    project = project_whose_milestone(stage, PASSED)
    case = hand_in(stage, project, Handed(0, "ZL2026演0001"))
    stage.tell("指标全部达到，提前申请验收，单位盖章上报")
    stage.at(2026, 10, 26)
    names = convene(stage, case, "10月30日9时，厅第二会议室")
    stage.tell(f"大额项目抽取 7 人以上验收专家组：{names}")
    stage.at(2026, 10, 30)
    judge(stage, case, "met", "pass")
    lacking = stage.refused(case, "conclude_pass", presiding(stage, case), score="55", **OPINION)
    stage.tell(f"得分不足、参加单位未认定，不能通过：{lacking}")
    find_parts(stage, project)
    stage.move(case, "conclude_pass", presiding(stage, case), score="91", **OPINION)
    stage.at(2026, 10, 30, 16)
    stage.move(case, "publish", OFFICER)
    stage.tell("验收公示 5 天，期满日逢周六顺延至周一")
    stage.at(2026, 11, 10)
    stage.wait_for_the_worker()
    stage.tell(f"公示期满，{stage.state_of(project)}，验收证书签发")


def find_parts(stage: Stage, project: Project) -> None:
    """What each partner of a consortium did of its part."""
    with stage.scene() as session:
        shares = session.scalars(select(Share).where(Share.project_id == project.id)).all()
    for share in shares:
        stage.move(share, "find_part", OFFICER, finding="done", finding_note="承担任务全部完成。")


def hand_in(stage: Stage, project: Project, handed: Handed) -> Acceptance:
    """The leader writes and submits, the unit seals."""
    case = _written(stage, project, handed)
    leader, unit = people(stage, project)
    stage.move(case, "apply", leader)
    stage.move(case, "seal", unit)
    return case


def _written(stage: Stage, project: Project, handed: Handed) -> Acceptance:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        leader = live.proposal.pi
        case = applying.begin_for(session, live, leader, stage.now)
        if not isinstance(case, Acceptance):
            raise StoryBroken("验收未能开始")
        reached = {str(m.id): _reached(m, handed.better) for m in metrics_of(session, case)}
        written = applying.Written(
            "按任务书组织实施，逐项指标见附表。",
            "数据汇交〔2026〕演1号",
            reached,
            dict.fromkeys(reached, "演检-终"),
        )
        if applying.save(session, case, written) is not None:
            raise StoryBroken("验收材料未能保存")
        for key in ("report", "accounts", "test_report"):
            name = f"{applying.FILES[key].zh}.pdf"
            applying.attach(session, case, key, a_page(), name, by=leader, now=stage.now)
        holder = live.proposal.lead_unit.name
        patent = Registered("patent", "一种装置（演示）", handed.patent, holder, None, True)
        register(session, live, patent, leader, stage.now)
        _ = case.project.proposal.title
    return case


def _reached(metric: Metric, better: int) -> str:
    """A value so many percent better than the target, whichever way is better."""
    target = number(metric.target)
    assert target is not None, "a target is a number"
    percent = 100 - better if metric.direction == "at_most" else 100 + better
    return f"{(target * percent / 100).normalize():f}"


def convene(stage: Stage, case: Acceptance, meeting: str) -> str:
    """The names of the panel that was drawn."""
    names = draw_assessors(stage, case)
    stage.move(case, "convene", OFFICER, meeting=meeting)
    return names


def judge(stage: Stage, case: Acceptance, verdict: str, proposes: str) -> None:
    """Every member finds the same of every metric, and signs."""
    with stage.scene() as session:
        live = session.get_one(Acceptance, case.id)
        assert live.assessment is not None, "a panel was drawn"
        given = opinions.of_round(live.assessment, 1)
        asked = [(o, o.expert.person.email) for o in given]
    for opinion, mail in asked:
        with stage.scene() as session:
            one = session.get_one(Opinion, opinion.id)
            keys = [question.key for question in questions_of(session, one)]
            words = opinions.Written(dict.fromkeys(keys, verdict), {}, "核对原始记录。", proposes)
            if opinions.save(one, words, keys) is not None:
                raise StoryBroken("验收意见未能保存")
        stage.move(opinion, "sign_opinion", mail)

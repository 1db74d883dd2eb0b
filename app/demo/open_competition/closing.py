"""Third act: public notice across the Spring Festival, two objections, approval and letters."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo import deciding
from app.demo.cast import DOMAIN, ENTRIES, WAN
from app.demo.forms import a_picture
from app.demo.office import DECISION, SUPERVISOR, minutes, person
from app.demo.stage import Stage, StoryBroken
from app.models import Call, Notice, NoticeItem, Objection, Project, Proposal
from app.services.awarding.noticing import Statement, file_objection

OBSERVER = f"observer@{DOMAIN}"


def give_notice(stage: Stage, call: Call) -> Notice:
    stage.chapter("公示：5 个工作日，跨春节调休")
    stage.at(2026, 2, 11)
    notice = deciding.give_notice(stage, call)
    _tell_period(stage, notice)
    stage.wait_for_the_worker()
    return notice


def _tell_period(stage: Stage, notice: Notice) -> None:
    with stage.scene() as session:
        live = session.get_one(Notice, notice.id)
        stage.tell(
            f"发布公示 {len(live.items)} 项，{live.starts_on} 次日起算，至 {live.ends_on} 止"
        )


def object_twice(stage: Stage, notice: Notice) -> dict[str, Objection]:
    stage.chapter("异议：实名、书面、有据，只冻结本项目")
    stage.at(2026, 2, 12, 10)
    first = _object(stage, notice, "objected_rejected", "认为与在研项目内容相近。")
    stage.at(2026, 2, 25, 23, 59)
    second = _object(stage, notice, "objected_upheld", "所附检测报告编号查无此件。")
    stage.tell("第 5 个工作日 23:59 的异议仍在期内")
    stage.at(2026, 2, 26, 9)
    _one_too_late(stage, notice)
    stage.wait_for_the_worker()
    _tell_approved(stage)
    return {"objected_rejected": first, "objected_upheld": second}


def settle_objections(stage: Stage, objections: dict[str, Objection]) -> None:
    stage.at(2026, 2, 27)
    for objection in objections.values():
        stage.move(objection, "admit", SUPERVISOR)
    stage.tell("监督处受理两件异议，两个项目冻结，其余项目照常立项")
    stage.at(2026, 3, 9)
    stage.move(objections["objected_rejected"], "report", SUPERVISOR, report="内容不同，查重 8%。")
    stage.move(objections["objected_upheld"], "report", SUPERVISOR, report="检测报告系伪造。")
    stage.move(
        objections["objected_rejected"],
        "reject",
        DECISION,
        **minutes("厅务会纪要〔2026〕5号", "2026-03-09"),
        reason="经查异议不成立。",
    )
    stage.tell("一件异议不成立，项目恢复办理并立项")
    stage.move(
        objections["objected_upheld"],
        "uphold",
        DECISION,
        **minutes("厅务会纪要〔2026〕5号", "2026-03-09"),
        outcome="disqualify",
        reason="佐证材料不实。",
    )
    stage.tell("一件异议成立，取消资格，空出一个名额")
    stage.tick()
    stage.wait_for_the_worker()


def promote_the_reserve(
    stage: Stage, call: Call, minutes_number: str, on: date, until: date
) -> None:
    """The next one in line, decided on that day, with a notice of its own that is over later."""
    stage.chapter("备选递补：单独公示")
    stage.at(on.year, on.month, on.day)
    with stage.scene() as session:
        first = session.scalars(
            select(Proposal)
            .where(Proposal.call_id == call.id, Proposal.state == "reserve")
            .order_by(Proposal.rank)
        ).first()
    if first is None:
        raise StoryBroken("没有备选")
    stage.move(
        first,
        "promote",
        DECISION,
        **minutes(minutes_number, on.isoformat()),
        reason="按备选顺序递补。",
    )
    stage.tell(f"备选《{first.title}》递补")
    notice = deciding.give_notice(stage, call)
    _tell_period(stage, notice)
    stage.at(until.year, until.month, until.day)
    stage.wait_for_the_worker()
    _tell_approved(stage)


def _item(session: Session, notice: Notice, fate: str) -> NoticeItem:
    title = next(entry.title for entry in ENTRIES if entry.fate == fate)
    return session.scalars(
        select(NoticeItem)
        .join(Proposal)
        .where(NoticeItem.notice_id == notice.id, Proposal.title == title)
    ).one()


def _object(stage: Stage, notice: Notice, fate: str, text: str) -> Objection:
    answer = _file(stage, notice, fate, text)
    if not isinstance(answer, Objection):
        raise StoryBroken("异议未能提出")
    stage.tell(f"收到实名异议：《{answer.proposal.title}》")
    return answer


def _one_too_late(stage: Stage, notice: Notice) -> None:
    if isinstance(_file(stage, notice, "objected_rejected", "迟到的异议。"), Objection):
        raise StoryBroken("期满后的异议不应收下")
    stage.tell("第 6 日的异议被拒：公示期已过")


def _file(stage: Stage, notice: Notice, fate: str, text: str) -> object:
    evidence = a_picture("演示佐证")
    with stage.scene() as session:
        statement = Statement("易质询", "13800000000（演示）", "", text)
        answer = file_objection(
            session,
            _item(session, notice, fate),
            statement,
            evidence,
            "佐证.png",
            person=person(session, OBSERVER),
            now=stage.now,
        )
        if isinstance(answer, Objection):
            _ = answer.proposal.title
    return answer


def _tell_approved(stage: Stage) -> None:
    with stage.scene() as session:
        awarded = (
            select(Project).join(Proposal).where(Proposal.item_id.is_(None)).order_by(Project.id)
        )
        for project in session.scalars(awarded):
            stage.tell(
                f"已立项 {project.number}  《{project.proposal.title}》  "
                f"{project.amount // WAN} 万元"
            )

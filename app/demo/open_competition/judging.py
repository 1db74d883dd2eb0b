"""Second act: formal check, panels drawn and scored, ranking and decision."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.demo.cast import ENTRIES, mail_of
from app.demo.office import (
    CHECKER,
    CHECKER2,
    DECISION,
    MANAGER,
    OFFICER,
    WITNESS,
    chair_of,
    matched,
    person,
)
from app.demo.open_competition.discussing import discuss
from app.demo.panels import reviewer_of, reviews_in
from app.demo.proposing import answer_check, check
from app.demo.stage import Stage, StoryBroken, must
from app.models import Call, Invitation, Proposal, Review, ReviewGroup
from app.services.awarding import deciding, ranking
from app.services.awarding.deciding import ItemDraft
from app.services.proposals import drafting
from app.services.proposals.formal import Answer
from app.services.review import panels, reading_time
from app.services.review.reviewing import Opinion
from app.services.review.reviewing import save as save_opinion


def check_formally(stage: Stage, call: Call, proposals: dict[int, Proposal]) -> None:
    stage.chapter("形式审查：一次补正，不通过须两人")
    stage.at(2025, 12, 22)
    for number, proposal in proposals.items():
        if stage.state_of(proposal) == "形式审查":
            _check(stage, number, proposal)
    stage.wait_for_the_worker()
    stage.at(2026, 1, 5)
    stage.move(call, "finish_formal", OFFICER)
    stage.tell("形式审查结束，进入评审")


def _check(stage: Stage, number: int, proposal: Proposal) -> None:
    entry = ENTRIES[number - 1]
    if entry.fate == "corrected":
        _correct(stage, number, proposal)
    elif entry.fate == "formal_failed":
        answer_check(stage, proposal, scope=Answer("not_met", "不属于本指南支持方向。"))
        given = {"clause": "申报通知·支持方向", "reason": "申报内容不属于指南支持方向。"}
        stage.move(proposal, "fail_formal_check", CHECKER, **given)
        refused = stage.refused(proposal, "fail_formal_check", CHECKER, **given)
        stage.tell(f"《{entry.title}》拟不通过；同一人再签被拒：{refused}")
        stage.move(proposal, "fail_formal_check", CHECKER2, **given)
        stage.tell(f"《{entry.title}》经第二人复核，形式审查不通过")
        return
    check(stage, proposal)


def _correct(stage: Stage, number: int, proposal: Proposal) -> None:
    title = ENTRIES[number - 1].title
    answer_check(stage, proposal, metrics=Answer("correctable", "节点交付物表述不清。"))
    stage.move(proposal, "request_correction", CHECKER, reason="请补正节点交付物。")
    stage.tell(f"《{title}》要求补正一次，只开放考核指标与节点")
    with stage.scene() as session:
        live = session.get_one(Proposal, proposal.id)
        rows = [
            {"title": m.title, "due_on": m.due_on, "deliverable": f"{m.deliverable}（第三方出具）"}
            for m in live.milestones
        ]
        answer = drafting.save(
            session,
            live,
            "milestones",
            {"rows": rows},
            edition=live.edition,
            by=person(session, mail_of(number, "pi")),
            now=stage.now,
        )
    if answer is not None:
        raise StoryBroken(f"《{title}》补正未能保存")
    stage.move(proposal, "resubmit", mail_of(number, "pi"))
    stage.tell(f"《{title}》已补正并重新提交")


def review(stage: Stage, call: Call) -> None:
    stage.chapter("专家评审：承诺、抽取、回避、评分")
    stage.at(2026, 1, 8)
    groups = _form_groups(stage, call)
    for group in groups:
        stage.move(group, "fix_pool", MANAGER)
        stage.move(group, "draw", MANAGER)
        stage.move(group, "draw", WITNESS)
    stage.at(2026, 1, 9)
    _answer_invitations(stage, groups)
    for group in groups:
        stage.move(group, "start", OFFICER)
        _show(stage, group)
    stage.wait_for_the_worker()
    stage.at(2026, 1, 14)
    _declare(stage, groups)
    _score(stage, groups)
    stage.at(2026, 1, 19)
    for group in groups:
        _explain_outliers(stage, group)
    discuss(stage, groups[0])
    for group in groups:
        stage.move(group, "lock", chair_of(stage, group), opinion="专家组意见一致。")
    stage.move(call, "finish_review", OFFICER)
    stage.tell("两个评审组锁定签名，评审结束")


def _form_groups(stage: Stage, call: Call) -> list[ReviewGroup]:
    groups = []
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        accepted = session.scalars(
            select(Proposal)
            .where(Proposal.call_id == call.id, Proposal.state == "accepted")
            .order_by(Proposal.id)
        ).all()
        for name, part in (("储能与氢能组", accepted[::2]), ("节能与环保组", accepted[1::2])):
            officer = person(session, OFFICER)
            group = must(panels.form(session, live, part, name, officer, stage.now))
            stage.tell(f"{name}：{len(part)} 项，抽取承诺 {group.seed_commitment[:16]}…")
            groups.append(group)
    return groups


def _answer_invitations(stage: Stage, groups: list[ReviewGroup]) -> None:
    """One drawn expert declines; the next in the order of the draw is asked in their place."""
    declined = False
    for group in groups:
        while waiting := _invitations(stage, group):
            for one in waiting:
                if declined:
                    stage.move(one, "accept", _invited(stage, one))
                    continue
                stage.move(one, "decline", _invited(stage, one), reason="评审期间出国。")
                stage.tell("一名专家谢绝邀请，按抽取顺序邀请候补专家")
                declined = True
    stage.tell("专家均已接受邀请")


def _invitations(stage: Stage, group: ReviewGroup) -> list[Invitation]:
    with stage.scene() as session:
        return list(
            session.scalars(
                select(Invitation)
                .where(Invitation.group_id == group.id, Invitation.state == "sent")
                .order_by(Invitation.id)
            )
        )


def _invited(stage: Stage, one: Invitation) -> str:
    with stage.scene() as session:
        return session.get_one(Invitation, one.id).expert.person.email


def _show(stage: Stage, group: ReviewGroup) -> None:
    with stage.scene() as session:
        live = session.get_one(ReviewGroup, group.id)
        members = [s.expert.person.name for s in live.sitting]
        excluded = len(live.draw["snapshot"]["excluded"])
    stage.tell(f"{group.name}抽出{'、'.join(members)}；回避或不合格 {excluded} 人（有见证）")


def _declare(stage: Stage, groups: list[ReviewGroup]) -> None:
    """One expert finds a conflict on opening a file; a substitute takes over that proposal."""
    first = reviews_in(stage, groups[0], "assigned")[-1]
    stage.move(
        first, "declare_conflict", reviewer_of(stage, first), reason="与参加人合作发表过论文。"
    )
    stage.tell("一名专家声明回避，候补专家接手该项目")
    for group in groups:
        for one in reviews_in(stage, group, "assigned"):
            stage.move(one, "declare_no_conflict", reviewer_of(stage, one))


def _score(stage: Stage, groups: list[ReviewGroup]) -> None:
    merits = {entry.title: entry.merit for entry in ENTRIES}
    for group in groups:
        for one in reviews_in(stage, group, "reading"):
            _write(stage, one, merits[_title(stage, one)])
            stage.move(one, "submit_scores", reviewer_of(stage, one))
    stage.tell("专家独立评分、逐项写明理由并签名")


_COMMENTS = (
    "契合指南方向，目标明确。",
    "创新点清楚，与同类方案有对比。",
    "路线可行，指标可测，节点合理。",
    "团队结构合理，有前期基础。",
    "转化路径清楚，效益测算有依据。",
    "预算与任务相称，自筹资金已落实。",
)
"""What is said of each of the usual criteria, in their order."""


def _write(stage: Stage, one: Review, merit: int) -> None:
    """Scores near the planted merit; one harsh opinion in the season must be explained."""
    with stage.scene() as session:
        live = session.get_one(Review, one.id)
        harsh = live.id % 41 == 0
        lean = (live.expert_id * 7 + live.proposal_id * 3) % 5 - 2
        points = max(0, merit + lean - (20 if harsh else 0))
        keys = [c["key"] for c in live.group.criteria]
        for minute in range(1, 4 if harsh else 36):
            reading_time.seen(live, stage.now + timedelta(minutes=minute))
        answer = save_opinion(
            live,
            Opinion(
                scores={key: str(min(100, points + n % 2)) for n, key in enumerate(keys)},
                comments=dict(zip(keys, _COMMENTS, strict=True)),
                overall="总体可行，建议进一步细化中试方案。",
                recommends=points >= 72,
            ),
        )
    if answer is not None:
        raise StoryBroken("评分未能保存")


def _explain_outliers(stage: Stage, group: ReviewGroup) -> None:
    with stage.scene() as session:
        live = session.get_one(ReviewGroup, group.id)
        signed = session.scalars(
            select(Review).where(Review.group_id == group.id, Review.state == "signed")
        ).all()
        outliers = [
            outlier.reviewer
            for item in live.items
            for outlier in ranking.summary_of(
                live.call, [r for r in signed if r.proposal_id == item.proposal_id]
            ).outliers
        ]
        found = [r for r in signed if r.id in outliers]
    for one in found:
        stage.move(
            one, "explain_deviation", reviewer_of(stage, one), reason="对工程化难度判断不同。"
        )
        stage.tell("一份评分偏离中位数超过规定分值，专家已书面说明")


def _title(stage: Stage, one: Review) -> str:
    with stage.scene() as session:
        return session.get_one(Review, one.id).proposal.title


def decide(stage: Stage, call: Call) -> None:
    stage.chapter("审议：按排序议定，偏离须有理由")
    stage.at(2026, 1, 27)
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        officer = person(session, OFFICER)
        decision = deciding.begin_draft(session, live, officer)
        figures = ranking.of_call(session, live)
        for one in figures:
            score = (one.ranked.standing.score or 0) / 100
            stage.tell(f"第 {one.ranked.place} 名  {score:.2f} 分  《{one.proposal.title}》")
        reserve = {
            f.proposal.id: ItemDraft("reserve", min(f.proposal.requested, live.award_most))
            for f in figures[live.planned_awards : live.planned_awards + 2]
        }
        must(deciding.save(session, decision, reserve, officer))
    stage.move(
        call, "decide_list", DECISION, **matched(stage, call, "厅务会纪要〔2026〕3号", "2026-01-27")
    )
    stage.tell("厅务会议定：拟立项 6 项，备选 2 项（厅务会纪要〔2026〕3号）")
    stage.wait_for_the_worker()

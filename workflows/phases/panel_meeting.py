"""A panel that talks: discussion with revision, the defence meeting; domain P10-P11, §3.1-3.3."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Ask, Transition
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts
from workflows.guards import meeting, voting
from workflows.guards import review as rule
from workflows.hands import CHAIR, CLOCK, EXPERT, OFFICER
from workflows.parts.asks import REASON

SEAT = Ask(
    "seat",
    Text("退出专家的席位号", "Seat number of the expert leaving"),
    hint=Text("见专家名单", "See the list of experts"),
)

DISCUSSING: tuple[Transition[ReviewGroupFacts], ...] = (
    Transition(
        name="open_discussion",
        label=Text("开启讨论", "Open the discussion"),
        source=("reviewing",),
        target="discussing",
        roles=CHAIR,
        guards=(
            rule.every_review_signed,
            rule.enough_valid_reviews,
            rule.no_signed_score_in_conflict,
        ),
        effects=(Notify("discussion_open", EXPERT),),
        clause=Text(
            "§3.3 · 独立评分之后方可讨论，首次评分保留",
            "§3.3 · discussion only after independent scoring; the first scores are kept",
        ),
    ),
)

MEETING: tuple[Transition[ReviewGroupFacts], ...] = (
    Transition(
        name="call_meeting",
        label=Text("发出答辩通知", "Give notice of the defence"),
        source=("drawn", "postponed"),
        target="drawn",
        roles=OFFICER,
        guards=(
            meeting.is_a_defence,
            meeting.meeting_planned,
            meeting.notice_still_to_give,
            meeting.notice_long_enough,
        ),
        effects=(Apply("record_call"), Cascade("proposal", "summon")),
        clause=Text("P9 · 答辩通知提前发出", "P9 · notice is given ahead of the defence"),
    ),
    Transition(
        name="drop_out",
        label=Text("专家中途退出，会议继续", "Expert leaves, meeting continues"),
        source=("reviewing",),
        target="reviewing",
        roles=OFFICER,
        guards=(meeting.is_a_defence, meeting.seat_is_taken, meeting.enough_members_remain),
        asks=(SEAT, REASON),
        effects=(Apply("leave_the_table"), Cascade("review", "fall_away")),
        clause=Text(
            "§3.1 · 有效专家不少于下限，单数要求免除并记录在案",
            "§3.1 · enough valid members remain; the odd-number rule is waived and recorded",
        ),
    ),
    Transition(
        name="postpone",
        label=Text("专家不足，答辩改期", "Too few experts, postpone"),
        source=("reviewing",),
        target="postponed",
        roles=OFFICER,
        guards=(meeting.is_a_defence, meeting.seat_is_taken, meeting.attendance_up_to_date),
        asks=(SEAT, REASON),
        effects=(
            Apply("leave_the_table"),
            Cascade("review", "await_new_meeting"),
            Cascade("review", "fall_away"),
            Apply("fill_empty_seats"),
            Cascade("proposal", "await_new_date"),
        ),
        clause=Text(
            "§3.1 · 有效专家不足即改期，由候补专家补齐",
            "§3.1 · postponed if too few valid members remain; substitutes fill the seats",
        ),
    ),
)

REVISING: tuple[Transition[ReviewFacts], ...] = (
    Transition(
        name="revise",
        label=Text("讨论后修改评分", "Revise scores after the discussion"),
        source=("signed",),
        target="revising",
        roles=EXPERT,
        guards=(
            rule.panel_is_discussing,
            rule.expert_not_barred,
            rule.no_conflict_detected,
            voting.nobody_votes_now,
        ),
        clause=Text(
            "§3.3 · 首次评分保留，修改另存",
            "§3.3 · the first score is kept and the revision saved separately",
        ),
    ),
    Transition(
        name="submit_revision",
        label=Text("提交修改并签名", "Submit and sign the revision"),
        source=("revising",),
        target="signed",
        roles=EXPERT,
        guards=(
            rule.panel_is_discussing,
            rule.expert_not_barred,
            rule.no_conflict_detected,
            rule.every_criterion_scored,
            rule.every_score_justified,
            rule.overall_opinion_written,
            rule.vote_given,
        ),
        asks=(REASON,),
        effects=(Apply("sign_review"), Apply("find_outliers")),
        signature=True,
        clause=Text("§3.3 · 修改评分须书面说明", "§3.3 · a revision needs a written reason"),
    ),
    Transition(
        name="keep_signed",
        label=Text("放弃修改", "Discard the revision"),
        source=("revising",),
        target="signed",
        roles=EXPERT,
        effects=(Apply("restore_signed"), Apply("find_outliers")),
        clause=Text("§3.3 · 以已签名的评分为准", "§3.3 · the signed score stands"),
    ),
    *(
        Transition(
            name="await_new_date",
            label=Text("项目另定答辩时间", "Wait for the new defence time"),
            source=(source,),
            target=target,
            roles=CLOCK,
            effects=(Notify(message, EXPERT),),
            clause=Text(
                "P10 · 评分期自另定时间之日重新计算，未听取答辩即签名的评分退回",
                "P10 · the scoring period starts again from the day the new time is set; scores "
                "signed without hearing the defence are returned",
            ),
        )
        for source, target, message in (
            ("assigned", "assigned", "defence_moved"),
            ("reading", "reading", "defence_moved"),
            ("signed", "reading", "score_given_back"),
            ("revising", "reading", "score_given_back"),
        )
    ),
    Transition(
        name="await_new_meeting",
        label=Text("答辩改期，评分退回", "Defence postponed, score returned"),
        source=("signed", "revising"),
        target="reading",
        roles=CLOCK,
        guards=(rule.is_still_needed, rule.team_was_not_seen),
        effects=(Notify("score_given_back", EXPERT), Apply("find_outliers")),
        clause=Text(
            "P10、§3.1 · 答辩改期，未听取答辩即签名的评分退回",
            "P10, §3.1 · postponed: scores signed without hearing the defence are returned",
        ),
    ),
    Transition(
        name="await_new_meeting",
        label=Text("答辩改期，专家退出，评分作废", "Defence postponed, expert left, score void"),
        source=("signed", "revising"),
        target="void",
        roles=CLOCK,
        guards=(rule.no_longer_needed, rule.team_was_not_seen),
        effects=(Apply("find_outliers"),),
        clause=Text(
            "P10、§3.1 · 退出的专家未听取答辩的评分不计",
            "P10, §3.1 · scores do not count if the expert left without hearing the defence",
        ),
    ),
    Transition(
        name="fall_away",
        label=Text("项目或专家退出", "Proposal or expert leaves"),
        source=("assigned", "reading", "revising"),
        target="void",
        roles=CLOCK,
        guards=(rule.no_longer_needed,),
        effects=(Apply("find_outliers"),),
        clause=Text(
            "P10 · 缺席、撤回或中途退出，未签名的评审终止",
            "P10 · absent, withdrawn or left part-way: unsigned reviews are closed",
        ),
    ),
)

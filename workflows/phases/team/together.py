"""Two complementary teams become one: R12."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import team as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, PI, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES, REASON
from workflows.parts.race.asks import AGREEMENT, PARTNER
from workflows.phases.team.common import PROJECT_ENDS, RUNNING
from workflows.roles import Role

_BETWEEN_CHECKPOINTS = (rule.no_checkpoint_is_open, rule.rescued_from_no_checkpoint)

TOGETHER: tuple[Transition[TeamFacts], ...] = (
    *(
        Transition(
            name="agree_to_merge",
            label=Text("同意合并", "Agree to merge"),
            source=(state,),
            target=state,
            roles=PI,
            approvals=(Role.UNIT_ADMIN,),
            guards=(*_BETWEEN_CHECKPOINTS, rule.partner_may_merge),
            asks=(PARTNER, AGREEMENT),
            effects=(
                Apply("agree_to_merge"),
                Cascade("team", "hear_agreement"),
                Notify("merge_agreed", OFFICER | DECIDES),
            ),
            clause=Text(
                "R12 · 牵头、知识产权、经费、人员书面约定",
                "R12 · written agreement on lead, intellectual property, money and people",
            ),
        )
        for state in RUNNING
    ),
    *(
        Transition(
            name="hear_agreement",
            label=Text("告知对方已同意合并", "Tell the other team of the agreement"),
            source=(state,),
            target=state,
            roles=CLOCK,
            effects=(Notify("merge_offered", TEAM),),
            clause=Text("R12 · 随对方同意", "R12 · with the other team's agreement"),
        )
        for state in RUNNING
    ),
    Transition(
        name="merge",
        label=Text("批准并入对方", "Approve merging into the other team"),
        source=RUNNING,
        target="merged",
        roles=DECIDES,
        guards=(*_BETWEEN_CHECKPOINTS, rule.merge_is_agreed),
        asks=MINUTES,
        effects=(
            Cascade("payment", "void"),
            Apply("merge_into_partner"),
            PROJECT_ENDS,
            SendLetter("merger_notice"),
            Notify("merge_approved", TEAM | OFFICER),
        ),
        moves_money=True,
        signature=True,
        clause=Text(
            "R12 · 合并后在赛队数和路线仍不少于下限，承诺总额不变",
            "R12 · after the merger, enough teams and routes remain and total commitments do not "
            "change",
        ),
    ),
    *(
        Transition(
            name="refuse_merger",
            label=Text("不予合并", "Do not approve the merger"),
            source=(state,),
            target=state,
            roles=DECIDES,
            guards=(rule.has_merger_to_decide,),
            asks=(*MINUTES, REASON),
            effects=(
                Cascade("team", "hear_refusal"),
                Apply("refuse_merger"),
                Notify("merger_refused", TEAM | OFFICER),
            ),
            signature=True,
            clause=Text(
                "R12 · 厅务会不予批准的，两队各自继续",
                "R12 · if the executive meeting does not approve, both teams continue separately",
            ),
        )
        for state in RUNNING
    ),
    *(
        Transition(
            name="hear_refusal",
            label=Text("告知对方不予合并", "Tell the other team the merger was not approved"),
            source=(state,),
            target=state,
            roles=CLOCK,
            effects=(Notify("merger_refused", TEAM),),
            clause=Text("R12 · 随厅务会议定", "R12 · as decided by the executive meeting"),
        )
        for state in RUNNING
    ),
    *(
        Transition(
            name="ask_extension",
            label=Text("申请联合延期", "Ask for a joint extension"),
            source=(state,),
            target=state,
            roles=PI,
            guards=(rule.deadline_is_ahead, rule.has_not_asked, rule.extension_is_left),
            asks=(REASON,),
            effects=(
                Apply("ask_extension"),
                Cascade("race", "hear_extension"),
                Notify("extension_asked", OFFICER),
            ),
            until=At("evidence_due_at"),
            clause=Text(
                "R4 · 佐证截止之前，全体或全不延期",
                "R4 · before the evidence deadline; all teams or none",
            ),
        )
        for state in (*RUNNING, "at_checkpoint")
    ),
    *(
        Transition(
            name="claim_finish",
            label=Text("申请提前冲线", "Claim an early finish"),
            source=(state,),
            target=state,
            roles=PI,
            guards=(rule.no_checkpoint_is_open, rule.has_not_claimed),
            asks=(EVIDENCE,),
            effects=(
                Apply("claim_finish"),
                Cascade("race", "hear_claim"),
                Notify("finish_claimed", OFFICER),
            ),
            clause=Text(
                "R22 · 通知其他团队，30 天跟进",
                "R22 · the other teams are told and have 30 days to join",
            ),
        )
        for state in RUNNING
    ),
)

"""What keeps an award waiting once its notice is over: a bar, or what is owed (P18, P20, §3.5)."""

from __future__ import annotations

from workflows.engine.effects import Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import deciding as rule
from workflows.guards import proposal as usual
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import MINUTES, REASON

HELD_UP: tuple[Transition[ProposalFacts], ...] = (
    *(
        Transition(
            name=name,
            label=label,
            source=("notice",),
            target="notice",
            roles=CLOCK,
            guards=(
                not_yet,
                usual.call_stands_not_still,
                rule.stands_on_notice,
                rule.notice_is_over,
                rule.no_open_objection,
                kept_by,
            ),
            effects=(Notify(message, told),),
            due=At("notice_ends_at"),
            clause=clause,
        )
        for name, label, not_yet, kept_by, message, told, clause in (
            (
                "leave_to_supervision",
                Text(
                    "公示期满，转监督诚信处处理",
                    "Public notice ended: refer to the supervision and integrity division",
                ),
                rule.not_left_to_supervision,
                rule.award_is_barred,
                "award_held_up",
                SUPERVISOR | OFFICER | TEAM,
                Text(
                    "P18、P20 · 诚信审核未通过的暂不立项：等待消除，或取消资格",
                    "P18, P20 · if the integrity check has findings, the award is on hold until "
                    "they are cleared, or the proposal is disqualified",
                ),
            ),
            (
                "leave_to_its_unit",
                Text("公示期满，待单位清理", "Public notice ended: unit to clear obligations"),
                rule.not_left_to_its_unit,
                rule.only_dues_keep_it,
                "award_owes",
                FINANCE | OFFICER | TEAM,
                Text(
                    "P18、§3.5 · 有应退经费、逾期验收未清的暂不立项，由单位限期清理",
                    "P18, §3.5 · the award is on hold while a refund or acceptance is overdue; "
                    "the unit clears it by the deadline",
                ),
            ),
        )
    ),
    Transition(
        name="leave_uncleared",
        label=Text("清欠期满未清，提请厅务会", "Not cleared in time: put to the executive meeting"),
        source=("notice",),
        target="notice",
        roles=CLOCK,
        guards=(
            rule.not_left_uncleared,
            usual.call_stands_not_still,
            rule.stands_on_notice,
            rule.no_open_objection,
            rule.only_dues_keep_it,
            rule.time_to_clear_is_over,
        ),
        effects=(Notify("award_uncleared", DECIDES | OFFICER | TEAM),),
        due=At("dues_until"),
        clause=Text(
            "P18、§3.5 · 限期未清的由厅务会议定不予立项，或者继续等待",
            "P18, §3.5 · if not cleared in time, the executive meeting rejects the proposal or "
            "keeps waiting",
        ),
    ),
    Transition(
        name="pass_over",
        label=Text("欠款或逾期验收限期未清，不予立项", "Reject: obligations not cleared in time"),
        source=("notice",),
        target="not_selected",
        roles=DECIDES,
        guards=(
            rule.only_dues_keep_it,
            rule.stands_on_notice,
            rule.no_open_objection,
            rule.time_to_clear_is_over,
        ),
        asks=(*MINUTES, REASON),
        effects=(SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
        signature=True,
        clause=Text(
            "P18、§3.5 · 公示期满后限期清欠，逾期未清的由厅务会议定不予立项，备选可递补",
            "P18, §3.5 · obligations are cleared by a deadline after the public notice; if not, "
            "the executive meeting may reject the proposal and a reserve is promoted",
        ),
    ),
)

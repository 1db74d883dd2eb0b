"""Public notice (公示): its own small machine; domain C11-C12, P14, §3.4."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import NoticeFacts
from workflows.guards import notice as rule
from workflows.hands import CLOCK, OFFICER, PI
from workflows.parts.asks import PUBLIC_REASON

NOTICE = Workflow(
    key="notice",
    version=3,
    label=Text("公示", "Public notice"),
    facts=NoticeFacts,
    clause=Text("domain §3.4", "domain §3.4"),
    states=(
        State("draft", Text("草拟", "Draft"), Kind.START, OFFICER, After("draw_days")),
        State("published", Text("公示中", "On notice"), waits_on=CLOCK, due=At("ends_at")),
        State("ended", Text("公示期满", "Ended"), Kind.FINAL),
        State("withdrawn", Text("已撤下", "Withdrawn"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="publish",
            label=Text("发布公示", "Publish"),
            source=("draft",),
            target="published",
            roles=OFFICER,
            guards=(
                rule.notice_stands_not_still,
                rule.has_items,
                rule.only_proposed,
                rule.notice_integrity_clear,
            ),
            effects=(
                Apply("fix_notice_period"),
                Cascade("proposal", "propose"),
                Cascade("proposal", "publish_notice", strict=True),
                Cascade("call", "announce"),
                SendLetter("public_notice"),
                Notify("on_notice", PI),
            ),
            clause=Text(
                "P14 · 公示不少于规定工作日，次日起算",
                "P14 · at least the required number of working days, counted from the next day",
            ),
        ),
        Transition(
            name="end",
            label=Text("公示期满", "End the public notice"),
            source=("published",),
            target="ended",
            roles=CLOCK,
            guards=(rule.notice_stands_not_still, rule.period_is_over),
            due=At("ends_at"),
            clause=Text(
                "C12 · 期满为止，不得缩短", "C12 · runs its full period and cannot be cut short"
            ),
        ),
        Transition(
            name="withdraw",
            label=Text("撤下", "Withdraw"),
            source=("draft",),
            target="withdrawn",
            roles=OFFICER,
            asks=(PUBLIC_REASON,),
            clause=Text("§3.4 · 发布前可撤回", "§3.4 · can be withdrawn before publication"),
        ),
        Transition(
            name="end_with_call",
            label=Text("随指南撤下", "Withdraw with the call"),
            source=("draft", "published"),
            target="withdrawn",
            roles=CLOCK,
            clause=Text(
                "C13 · 指南撤销，公示撤下", "C13 · the call is cancelled and the notice withdrawn"
            ),
        ),
    ),
)

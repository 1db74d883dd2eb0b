"""The public notice, and what takes effect when it is over (J17)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.hands import CLOCK, OFFICER, TEAM
from workflows.phases.acceptance.words import CONCLUDE, FAIL, PASS, RECTIFY


def _end(
    told: str | None, conclusion: str, label: Text, target: str, project_move: str, *letters: str
) -> Transition[AcceptanceFacts]:
    """Who is to be accepted again is told by the move of the project, whose term it is."""
    return Transition(
        name="end_notice",
        label=Text(f"公示期满：{label.zh}", f"Public notice ended: {label.en}"),
        source=("noticing",),
        target=target,
        roles=CLOCK,
        guards=(rule.acceptance_notice_over, rule.concluded_as(conclusion, label)),
        effects=(
            Cascade("project", project_move, strict=True),
            *(SendLetter(kind) for kind in letters),
            *((Notify(told, TEAM | OFFICER),) if told else ()),
        ),
        due=At("notice_ends_at"),
        clause=Text("J17 · 公示期满生效", "J17 · takes effect when the public notice ends"),
    )


NOTICING: tuple[Transition[AcceptanceFacts], ...] = (
    Transition(
        name="publish",
        label=Text("发布验收公示", "Publish the acceptance notice"),
        source=("concluded",),
        target="noticing",
        roles=OFFICER,
        effects=(
            Apply("fix_acceptance_notice"),
            SendLetter("acceptance_public_notice"),
            Notify("acceptance_on_notice", TEAM),
        ),
        clause=Text("J17 · 验收公示", "J17 · public notice of acceptance"),
    ),
    _end(
        "acceptance_passed",
        "pass",
        PASS,
        "passed",
        "pass_acceptance",
        "acceptance_certificate",
    ),
    _end("acceptance_concluded", "complete", CONCLUDE, "completed", "conclude_acceptance"),
    _end("acceptance_failed", "fail", FAIL, "failed", "fail_acceptance"),
    _end(None, "rectify", RECTIFY, "to_repeat", "ask_re_acceptance"),
)

"""An objection to the conclusion of an acceptance on notice: J17, §3.4. It comes on paper."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.hands import DECIDES, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import MINUTES, PUBLIC_REASON, WRITTEN_OBJECTION

OBJECTION = Ask(
    "evidence",
    Text("异议事项与证据", "Grounds of objection and evidence"),
    AskKind.PARAGRAPH,
    hint=Text(
        "写明事实和所附证据，不写异议人姓名和单位。",
        "Describe the facts and the evidence attached. Do not name the objector or their unit.",
    ),
)
_CONCERNED = ("publish", "admit_objection")

OBJECTING: tuple[Transition[AcceptanceFacts], ...] = (
    Transition(
        name="admit_objection",
        label=Text("登记并受理书面异议", "Register and admit a written objection"),
        source=("noticing",),
        target="objection",
        roles=SUPERVISOR,
        guards=(rule.acceptance_objection_in_period,),
        asks=(*WRITTEN_OBJECTION, OBJECTION),
        effects=(Notify("acceptance_objection_admitted", TEAM | OFFICER | DECIDES),),
        clause=Text(
            "§3.4 · 实名、书面、有证据并在公示期内提出；核查期间结论不生效",
            "§3.4 · real name, in writing, with evidence and within the public notice period; the "
            "conclusion does not take effect during the investigation",
        ),
    ),
    Transition(
        name="reject_objection",
        label=Text("异议不成立，恢复公示", "Reject the objection"),
        source=("objection",),
        target="noticing",
        roles=DECIDES,
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Notify("acceptance_objection_rejected", TEAM | OFFICER | SUPERVISOR),),
        separation=_CONCERNED,
        signature=True,
        clause=Text(
            "P16 · 恢复公示，公示期已满的结论随即生效",
            "P16 · the public notice resumes; if it has ended, the conclusion takes effect at once",
        ),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("objection",),
            target=target,
            roles=DECIDES,
            guards=guards,
            asks=(*MINUTES, PUBLIC_REASON),
            effects=(
                Apply("withdraw_acceptance_conclusion"),
                Cascade("project", project_move, strict=True),
                Notify("acceptance_objection_upheld", TEAM | OFFICER | SUPERVISOR),
            ),
            separation=_CONCERNED,
            signature=True,
            clause=clause,
        )
        for name, label, target, project_move, guards, clause in (
            (
                "uphold_to_repeat",
                Text("异议成立，整改后复验", "Uphold: rectify and re-accept"),
                "to_repeat",
                "ask_re_acceptance",
                (rule.is_first_round,),
                Text(
                    "P17、J18 · 原结论不予采纳，由另行抽取的专家组复验一次",
                    "P17, J18 · the conclusion is set aside; one re-acceptance by a panel drawn "
                    "anew",
                ),
            ),
            (
                "uphold_to_fail",
                Text("异议成立，不通过", "Uphold: fail"),
                "failed",
                "fail_acceptance",
                (),
                Text(
                    "P17、§3.8 · 材料不实等查实的，不予通过；单位可申请复查",
                    "P17, §3.8 · untrue documents or the like are proven: not passed; the unit may "
                    "appeal",
                ),
            ),
        )
    ),
)

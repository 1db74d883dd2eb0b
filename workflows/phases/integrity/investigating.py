"""From a clue to the hearing: nobody outside is told before it (§3.10)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import After, Ask, AskKind, Transition, Unit
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards import integrity as rule
from workflows.guards.examples import INTEGRITY
from workflows.guards.in_time import in_time
from workflows.hands import CLOCK, DECIDES, RESPONDENT, SUPERVISOR
from workflows.parts.asks import REASON

REPORT = Ask(
    "report", Text("调查报告（内部）", "Investigation report (internal)"), AskKind.PARAGRAPH
)
TOLD = Ask(
    "told",
    Text(
        "告知当事人的事实、理由、依据和拟处理意见",
        "Facts, reasons, basis and proposed measure told to the respondent",
    ),
    AskKind.PARAGRAPH,
    hint=Text("不得写明举报人", "Do not name the informant"),
)
PLEA = Ask("plea", Text("陈述申辩意见", "Statement in response"), AskKind.PARAGRAPH)

_PLEADED_BY = After("integrity_plea_working_days", Unit.WORKING_DAYS)

INVESTIGATING: tuple[Transition[IntegrityFacts], ...] = (
    Transition(
        name="take_up",
        label=Text("开始初核", "Start the preliminary check"),
        source=("clue",),
        target="checking",
        roles=SUPERVISOR,
        clause=Text(
            "§3.10 · 线索初核；匿名但事实清楚的按线索办理",
            "§3.10 · preliminary check; an anonymous tip with clear facts is handled as a clue",
        ),
    ),
    Transition(
        name="open",
        label=Text("立案", "Open a case"),
        source=("checking",),
        target="investigating",
        roles=SUPERVISOR,
        guards=(rule.subject_known,),
        asks=(REASON,),
        effects=(Cascade("fund", "hold_for_verification"),),
        clause=Text(
            "§3.10 · 冻结经费，不损名誉", "§3.10 · money is frozen, reputation is not affected"
        ),
    ),
    Transition(
        name="dismiss",
        label=Text("不予立案", "Do not open a case"),
        source=("clue", "checking"),
        target="dismissed",
        roles=SUPERVISOR,
        asks=(REASON,),
        clause=Text("§3.10 · 初核了结", "§3.10 · closed after the preliminary check"),
    ),
    Transition(
        name="report",
        label=Text("调查终结，告知申辩", "Report and hear the respondent"),
        source=("investigating", "extended"),
        target="hearing",
        roles=SUPERVISOR,
        asks=(REPORT, TOLD),
        effects=(Apply("serve_hearing"), Notify("hearing_served", RESPONDENT)),
        clause=Text(
            "§3.10 · 决定前告知事实、理由、依据，听取申辩",
            "§3.10 · before a decision, the respondent is told the facts, reasons and basis and "
            "is heard",
        ),
    ),
    Transition(
        name="extend",
        label=Text("延长办理期", "Extend the investigation"),
        source=("investigating",),
        target="extended",
        roles=SUPERVISOR,
        guards=(rule.case_extended_at_most_once,),
        asks=(REASON,),
        effects=(Apply("record_investigation_extension"),),
        clause=Text("§3.10 · 只可延长一次", "§3.10 · can be extended only once"),
    ),
    Transition(
        name="plead",
        label=Text("陈述申辩", "Submit a statement"),
        source=("hearing",),
        target="deciding",
        roles=RESPONDENT,
        guards=(in_time(INTEGRITY, _PLEADED_BY),),
        asks=(PLEA,),
        effects=(
            Apply("record_plea"),
            Apply("refer_to_decision"),
            Notify("integrity_referred", DECIDES | SUPERVISOR),
        ),
        until=_PLEADED_BY,
        clause=Text("§3.10 · 陈述申辩", "§3.10 · the respondent's statement"),
    ),
    Transition(
        name="end_hearing",
        label=Text("申辩期满", "Time to respond ends"),
        source=("hearing",),
        target="deciding",
        roles=CLOCK,
        effects=(
            Apply("refer_to_decision"),
            Notify("integrity_referred", DECIDES | SUPERVISOR),
        ),
        due=_PLEADED_BY,
        clause=Text(
            "§3.10 · 逾期视为放弃申辩", "§3.10 · no response in time counts as waiving the right"
        ),
    ),
)

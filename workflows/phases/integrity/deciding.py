"""The collective ruling, and its re-examination, which makes nothing worse (§3.10)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Transition, Unit
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards import integrity as rule
from workflows.guards.examples import SERVED_INTEGRITY
from workflows.guards.in_time import in_time, term_over
from workflows.hands import CLOCK, DECIDES, RESPONDENT, SUPERVISOR
from workflows.integrity import GRADES
from workflows.parts.asks import MINUTES, REASON

GRADE = Ask("grade", Text("情节", "Seriousness"), AskKind.CHOICE, choices=tuple(GRADES.items()))
RULE_SET = Ask(
    "rule_set",
    Text("依据的规定", "Rules relied on"),
    hint=Text(
        "写明名称、文号和版本，例如：科学技术活动违规行为处理暂行规定（科技部令第19号）",
        "Enter the title, number and version, for example the provisional rules on breaches in "
        "science and technology activities (MOST Order No. 19)",
    ),
)
ARTICLE = Ask(
    "article",
    Text("条款", "Article"),
    hint=Text("例如：第十五条", "For example 第十五条"),
    most=100,
)
STARTS = Ask("starts_on", Text("生效日", "Effective date"), AskKind.DATE)
ENDS = Ask(
    "ends_on",
    Text(
        "期满日（含当日；长期惩戒不填）",
        "Last day, inclusive (leave empty for a permanent sanction)",
    ),
    AskKind.DATE,
    required=False,
)
NEW_END = Ask("ends_on", Text("改定的期满日", "New last day"), AskKind.DATE)

ASKED_BY = After("integrity_review_working_days", Unit.WORKING_DAYS, since="served_at", awaits=True)
"""From the service of the decision, as every term of an appeal."""
_MONEY_GOES_ON = Cascade("fund", "resume_after_verification")
_RULED = (Apply("record_integrity_outcome"), _MONEY_GOES_ON)
_TOLD = Notify("integrity_decided", RESPONDENT | SUPERVISOR)
_RE_EXAMINED = (
    SendLetter("re_examination_decision"),
    Notify("integrity_re_examined", RESPONDENT | SUPERVISOR),
)

DECIDING: tuple[Transition[IntegrityFacts], ...] = (
    Transition(
        name="clear",
        label=Text("不予处理", "Take no action"),
        source=("deciding",),
        target="cleared",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(*_RULED, _TOLD),
        separation=("report",),
        clause=Text("§3.10 · 集体决定", "§3.10 · a collective decision"),
    ),
    Transition(
        name="warn",
        label=Text("给予警告", "Give a warning"),
        source=("deciding",),
        target="decided",
        roles=DECIDES,
        asks=(*MINUTES, RULE_SET, ARTICLE, REASON),
        effects=(*_RULED, SendLetter("integrity_decision"), _TOLD),
        separation=("report",),
        signature=True,
        clause=Text(
            "§3.10 · 情节较轻：警告、谈话、限期改正",
            "§3.10 · minor breach: warning, talk or correction by a deadline",
        ),
    ),
    Transition(
        name="sanction",
        label=Text("给予惩戒", "Impose a sanction"),
        source=("deciding",),
        target="decided",
        roles=DECIDES,
        guards=(rule.term_within_ladder,),
        asks=(*MINUTES, GRADE, RULE_SET, ARTICLE, STARTS, ENDS, REASON),
        effects=(
            *_RULED,
            Cascade("fund", "weigh_revocation"),
            Apply("impose_sanction"),
            SendLetter("integrity_decision"),
            _TOLD,
        ),
        separation=("report",),
        signature=True,
        clause=Text(
            "§3.10 · 惩戒期按情节分档，规定与条款随惩戒留存",
            "§3.10 · the period depends on seriousness; the rules and article are kept with the "
            "sanction",
        ),
    ),
    Transition(
        name="ask_re_examination",
        label=Text("申请复查", "Request a re-examination"),
        source=("decided",),
        target="re_examining",
        roles=RESPONDENT,
        guards=(in_time(SERVED_INTEGRITY, ASKED_BY),),
        asks=(REASON,),
        effects=(Notify("integrity_referred", DECIDES | SUPERVISOR),),
        until=ASKED_BY,
        clause=Text("§3.10 · 复查一次", "§3.10 · one re-examination only"),
    ),
    *(
        Transition(
            name="become_final",
            label=Text("决定生效", "Decision takes effect"),
            source=("decided",),
            target=target,
            roles=CLOCK,
            guards=(guard, term_over(SERVED_INTEGRITY, ASKED_BY)),
            due=ASKED_BY,
            clause=Text(
                "§3.10 · 期满未申请复查", "§3.10 · no re-examination was requested in time"
            ),
        )
        for guard, target in ((rule.is_sanction, "in_force"), (rule.is_warning, "warned"))
    ),
    *(
        Transition(
            name="uphold",
            label=Text("维持原决定", "Uphold the original decision"),
            source=("re_examining",),
            target=target,
            roles=DECIDES,
            guards=(guard,),
            asks=(*MINUTES, REASON),
            effects=_RE_EXAMINED,
            separation=("report",),
            clause=Text("§3.10 · 复查决定", "§3.10 · decision on the re-examination"),
        )
        for guard, target in ((rule.is_sanction, "in_force"), (rule.is_warning, "warned"))
    ),
    Transition(
        name="shorten",
        label=Text("缩短惩戒期", "Shorten the sanction"),
        source=("re_examining",),
        target="in_force",
        roles=DECIDES,
        guards=(rule.is_sanction, rule.term_within_ladder),
        asks=(*MINUTES, NEW_END, REASON),
        effects=(Apply("shorten_sanction"), *_RE_EXAMINED),
        separation=("report",),
        clause=Text(
            "§3.10 · 复查不得加重", "§3.10 · a re-examination cannot increase the sanction"
        ),
    ),
    Transition(
        name="annul",
        label=Text("撤销原决定", "Annul the original decision"),
        source=("re_examining",),
        target="cleared",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(Apply("lift_sanction"), _MONEY_GOES_ON, *_RE_EXAMINED),
        separation=("report",),
        clause=Text("§3.10 · 复查决定", "§3.10 · decision on the re-examination"),
    ),
)

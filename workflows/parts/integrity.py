"""An integrity case (科研诚信案件): from a clue to the end of a sanction, walled off; §3.10.

During a case money is frozen, never reputation: nobody outside is told before the hearing.
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import (
    After,
    Ask,
    AskKind,
    At,
    Kind,
    State,
    Transition,
    Unit,
    Workflow,
)
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards import integrity as rule
from workflows.hands import CLOCK, DECIDES, RESPONDENT, SUPERVISOR
from workflows.integrity import GRADES
from workflows.parts.asks import MINUTES, REASON

REPORT = Ask("report", Text("调查报告（内部）", "Report (internal)"), AskKind.PARAGRAPH)
TOLD = Ask(
    "told",
    Text("告知当事人的事实、理由、依据和拟处理意见", "Facts, grounds and measure told to them"),
    AskKind.PARAGRAPH,
    hint=Text("不得写明举报人", "Must not name the informant"),
)
PLEA = Ask("plea", Text("陈述申辩意见", "Defence"), AskKind.PARAGRAPH)
GRADE = Ask("grade", Text("情节", "Gravity"), AskKind.CHOICE, choices=tuple(GRADES.items()))
RULE_SET = Ask(
    "rule_set",
    Text("依据的规定", "Rule set relied on"),
    hint=Text(
        "写明名称、文号和版本，例如：科学技术活动违规行为处理暂行规定（科技部令第19号）",
        "Name, number and version",
    ),
)
ARTICLE = Ask(
    "article", Text("条款", "Article"), hint=Text("例如：第十五条", "For example 第十五条")
)
STARTS = Ask("starts_on", Text("生效日", "Effective from"), AskKind.DATE)
ENDS = Ask(
    "ends_on",
    Text("期满日（含当日；长期惩戒不填）", "Last day, inclusive (empty for a permanent bar)"),
    AskKind.DATE,
    required=False,
)
NEW_END = Ask("ends_on", Text("改定的期满日", "New last day"), AskKind.DATE)

_BEFORE_OPENING = ("clue", "checking")
_INVESTIGATING = ("investigating", "extended")

INTEGRITY_CASE = Workflow(
    key="integrity_case",
    version=1,
    label=Text("诚信案件", "Integrity case"),
    facts=IntegrityFacts,
    clause=Text("domain §3.10", "domain §3.10"),
    states=(
        State(
            "clue",
            Text("线索", "Clue"),
            Kind.START,
            SUPERVISOR,
            After("integrity_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "checking",
            Text("初核", "First check"),
            waits_on=SUPERVISOR,
            due=After("integrity_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "investigating",
            Text("立案调查", "Under investigation"),
            waits_on=SUPERVISOR,
            due=After("integrity_case_days"),
        ),
        State(
            "extended",
            Text("延长调查", "Investigation extended"),
            waits_on=SUPERVISOR,
            due=After("integrity_extend_days"),
        ),
        State(
            "hearing",
            Text("告知申辩", "Hearing"),
            waits_on=RESPONDENT,
            due=After("integrity_plea_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "deciding",
            Text("待决定", "Awaiting decision"),
            waits_on=DECIDES,
            due=After("integrity_decide_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "decided",
            Text("已决定（复查期内）", "Decided; re-examination may be asked"),
            waits_on=RESPONDENT,
            due=After("integrity_review_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "re_examining",
            Text("复查", "Re-examination"),
            waits_on=DECIDES,
            due=After("integrity_re_examine_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "in_force",
            Text("惩戒执行中", "Sanction in force"),
            waits_on=RESPONDENT,
            due=At("sanction_ends_at"),
        ),
        State(
            "repair_asked",
            Text("申请信用修复", "Repair asked"),
            waits_on=DECIDES,
            due=After("repair_working_days", Unit.WORKING_DAYS),
        ),
        State("dismissed", Text("不予立案", "Dismissed"), Kind.FINAL),
        State("cleared", Text("不予处理", "Cleared"), Kind.FINAL),
        State("warned", Text("警告结案", "Closed with a warning"), Kind.FINAL),
        State("expired", Text("惩戒期满", "Sanction expired"), Kind.FINAL),
        State("repaired", Text("信用已修复", "Repaired"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="take_up",
            label=Text("开始初核", "Begin the first check"),
            source=("clue",),
            target="checking",
            roles=SUPERVISOR,
            clause=Text(
                "§3.10 · 线索初核；匿名但事实清楚的按线索办理",
                "§3.10 · first check; an anonymous tip with clear facts is a clue",
            ),
        ),
        Transition(
            name="dismiss",
            label=Text("不予立案", "Dismiss"),
            source=_BEFORE_OPENING,
            target="dismissed",
            roles=SUPERVISOR,
            asks=(REASON,),
            clause=Text("§3.10 · 初核了结", "§3.10 · ended after the first check"),
        ),
        Transition(
            name="open",
            label=Text("立案", "Open the case"),
            source=("checking",),
            target="investigating",
            roles=SUPERVISOR,
            guards=(rule.subject_known,),
            asks=(REASON,),
            effects=(Cascade("fund", "hold_for_verification"),),
            clause=Text("§3.10 · 冻结经费，不损名誉", "§3.10 · money is frozen, reputation is not"),
        ),
        Transition(
            name="extend",
            label=Text("延长办理期", "Extend"),
            source=("investigating",),
            target="extended",
            roles=SUPERVISOR,
            guards=(rule.case_extended_at_most_once,),
            asks=(REASON,),
            effects=(Apply("record_investigation_extension"),),
            clause=Text("§3.10 · 只可延长一次", "§3.10 · extended once only"),
        ),
        Transition(
            name="report",
            label=Text("调查终结，告知申辩", "Report, and hear the respondent"),
            source=_INVESTIGATING,
            target="hearing",
            roles=SUPERVISOR,
            asks=(REPORT, TOLD),
            effects=(Apply("serve_hearing"), Notify("hearing_served", RESPONDENT)),
            clause=Text(
                "§3.10 · 决定前告知事实、理由、依据，听取申辩",
                "§3.10 · facts and grounds are told and the defence is heard before a decision",
            ),
        ),
        Transition(
            name="plead",
            label=Text("陈述申辩", "State the defence"),
            source=("hearing",),
            target="deciding",
            roles=RESPONDENT,
            asks=(PLEA,),
            effects=(
                Apply("record_plea"),
                Apply("refer_to_decision"),
                Notify("integrity_referred", DECIDES | SUPERVISOR),
            ),
            clause=Text("§3.10 · 陈述申辩", "§3.10 · the defence"),
        ),
        Transition(
            name="end_hearing",
            label=Text("申辩期满", "End of the hearing"),
            source=("hearing",),
            target="deciding",
            roles=CLOCK,
            effects=(
                Apply("refer_to_decision"),
                Notify("integrity_referred", DECIDES | SUPERVISOR),
            ),
            due=After("integrity_plea_working_days", Unit.WORKING_DAYS),
            clause=Text("§3.10 · 逾期视为放弃申辩", "§3.10 · silence waives the defence"),
        ),
        Transition(
            name="clear",
            label=Text("不予处理", "Clear"),
            source=("deciding",),
            target="cleared",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(
                Apply("record_integrity_outcome"),
                Cascade("fund", "resume_after_verification"),
                Notify("integrity_decided", RESPONDENT | SUPERVISOR),
            ),
            separation=("report",),
            clause=Text("§3.10 · 集体决定", "§3.10 · a collective ruling"),
        ),
        Transition(
            name="warn",
            label=Text("给予警告", "Warn"),
            source=("deciding",),
            target="decided",
            roles=DECIDES,
            asks=(*MINUTES, RULE_SET, ARTICLE, REASON),
            effects=(
                Apply("record_integrity_outcome"),
                Cascade("fund", "resume_after_verification"),
                SendLetter("integrity_decision"),
                Notify("integrity_decided", RESPONDENT | SUPERVISOR),
            ),
            separation=("report",),
            signature=True,
            clause=Text(
                "§3.10 · 情节较轻：警告、谈话、限期改正",
                "§3.10 · lighter breach: warning, talk, correction in time",
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
                Apply("record_integrity_outcome"),
                Cascade("fund", "resume_after_verification"),
                Apply("impose_sanction"),
                SendLetter("integrity_decision"),
                Notify("integrity_decided", RESPONDENT | SUPERVISOR),
            ),
            separation=("report",),
            signature=True,
            clause=Text(
                "§3.10 · 惩戒期按情节分档，规定与条款随惩戒留存",
                "§3.10 · the term follows the ladder; rule set and article are kept with it",
            ),
        ),
        Transition(
            name="ask_re_examination",
            label=Text("申请复查", "Ask for a re-examination"),
            source=("decided",),
            target="re_examining",
            roles=RESPONDENT,
            asks=(REASON,),
            effects=(Notify("integrity_referred", DECIDES | SUPERVISOR),),
            clause=Text("§3.10 · 复查一次", "§3.10 · re-examined once"),
        ),
        *(
            Transition(
                name="become_final",
                label=Text("决定生效", "Become final"),
                source=("decided",),
                target=target,
                roles=CLOCK,
                guards=(guard,),
                due=After("integrity_review_working_days", Unit.WORKING_DAYS),
                clause=Text("§3.10 · 期满未申请复查", "§3.10 · no re-examination was asked"),
            )
            for guard, target in ((rule.is_sanction, "in_force"), (rule.is_warning, "warned"))
        ),
        *(
            Transition(
                name="uphold",
                label=Text("维持原决定", "Uphold"),
                source=("re_examining",),
                target=target,
                roles=DECIDES,
                guards=(guard,),
                asks=(*MINUTES, REASON),
                effects=(
                    SendLetter("re_examination_decision"),
                    Notify("integrity_re_examined", RESPONDENT | SUPERVISOR),
                ),
                separation=("report",),
                clause=Text("§3.10 · 复查决定", "§3.10 · decision on the re-examination"),
            )
            for guard, target in ((rule.is_sanction, "in_force"), (rule.is_warning, "warned"))
        ),
        Transition(
            name="shorten",
            label=Text("缩短惩戒期", "Shorten the term"),
            source=("re_examining",),
            target="in_force",
            roles=DECIDES,
            guards=(rule.is_sanction, rule.term_within_ladder),
            asks=(*MINUTES, NEW_END, REASON),
            effects=(
                Apply("shorten_sanction"),
                SendLetter("re_examination_decision"),
                Notify("integrity_re_examined", RESPONDENT | SUPERVISOR),
            ),
            separation=("report",),
            clause=Text("§3.10 · 复查不得加重", "§3.10 · never made worse on re-examination"),
        ),
        Transition(
            name="annul",
            label=Text("撤销原决定", "Annul"),
            source=("re_examining",),
            target="cleared",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(
                Apply("lift_sanction"),
                SendLetter("re_examination_decision"),
                Notify("integrity_re_examined", RESPONDENT | SUPERVISOR),
            ),
            separation=("report",),
            clause=Text("§3.10 · 复查决定", "§3.10 · decision on the re-examination"),
        ),
        Transition(
            name="expire",
            label=Text("期满解除", "Expire"),
            source=("in_force", "repair_asked"),
            target="expired",
            roles=CLOCK,
            guards=(rule.sanction_has_ended,),
            effects=(Notify("sanction_over", RESPONDENT | SUPERVISOR),),
            due=At("sanction_ends_at"),
            clause=Text("§3.10 · 期满自动解除，记录保留", "§3.10 · expires; the record stays"),
        ),
        Transition(
            name="ask_repair",
            label=Text("申请信用修复", "Ask for repair"),
            source=("in_force",),
            target="repair_asked",
            roles=RESPONDENT,
            guards=(rule.enough_was_served,),
            asks=(REASON,),
            effects=(Notify("integrity_referred", DECIDES | SUPERVISOR),),
            clause=Text("§3.10 · 过半后可申请修复", "§3.10 · repair after half the term"),
        ),
        Transition(
            name="repair",
            label=Text("同意信用修复", "Grant repair"),
            source=("repair_asked",),
            target="repaired",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(
                Apply("lift_sanction"),
                Notify("sanction_over", RESPONDENT | SUPERVISOR),
            ),
            clause=Text("§3.10 · 信用修复", "§3.10 · repair"),
        ),
        Transition(
            name="refuse_repair",
            label=Text("不同意信用修复", "Refuse repair"),
            source=("repair_asked",),
            target="in_force",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            clause=Text("§3.10 · 信用修复", "§3.10 · repair"),
        ),
    ),
)

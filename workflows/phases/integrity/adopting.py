"""A sanction that somebody else decided bars here too (联合惩戒): another authority for research
integrity, a court that lists a defaulter (失信被执行人); §3.5, §3.10."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards import integrity as rule
from workflows.hands import RESPONDENT, SUPERVISOR
from workflows.parts.asks import REASON
from workflows.phases.integrity.deciding import ARTICLE, ENDS, RULE_SET, STARTS

DECIDED_BY = Ask(
    "decided_by",
    Text("作出决定的机关", "Deciding authority"),
    hint=Text(
        "例如：科学技术部、某市中级人民法院（失信被执行人名单）",
        "For example, the Ministry of Science and Technology, or the court that listed the "
        "defaulter",
    ),
    most=90,
)
DOCUMENT = Ask("decision_number", Text("决定书文号或案号", "Decision or case number"), most=100)
ACT = Ask(
    "act", Text("原决定认定的行为", "Conduct found in the original decision"), AskKind.PARAGRAPH
)

ADOPTING: tuple[Transition[IntegrityFacts], ...] = (
    Transition(
        name="adopt",
        label=Text("登记其他机关的惩戒", "Record another authority's sanction"),
        source=("checking",),
        target="in_force",
        roles=SUPERVISOR,
        guards=(rule.subject_known, rule.decision_is_kept, rule.term_within_ladder),
        asks=(DECIDED_BY, DOCUMENT, RULE_SET, ARTICLE, ACT, STARTS, ENDS),
        effects=(Apply("adopt_sanction"), Notify("sanction_adopted", RESPONDENT | SUPERVISOR)),
        signature=True,
        clause=Text(
            "§3.5, §3.10 · 联合惩戒：他处已作决定的，凭决定书登记，不重新调查",
            "§3.5, §3.10 · joint sanctions: a decision made elsewhere is recorded from the "
            "decision letter, without a new investigation",
        ),
    ),
    Transition(
        name="lift_adopted",
        label=Text("登记原机关已解除", "Record that the authority has lifted it"),
        source=("in_force",),
        target="repaired",
        roles=SUPERVISOR,
        guards=(rule.decided_elsewhere,),
        asks=(REASON,),
        effects=(Apply("lift_sanction"), Notify("sanction_over", RESPONDENT | SUPERVISOR)),
        signature=True,
        clause=Text(
            "§3.10 · 由作出机关修复或移出名单的，随之解除",
            "§3.10 · lifted once the deciding authority repairs the record or removes the entry",
        ),
    ),
)

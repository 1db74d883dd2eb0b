"""The rule set of a call: every number an office may set, with its default and its source.

Marks: S = published source, K = professional knowledge, D = our default where no official number
was found (`docs/domain.md`). None of these numbers may stand in code as a constant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from workflows.engine.text import Text
from workflows.parameters.accepting import ACCEPTING
from workflows.parameters.applying import APPLYING
from workflows.parameters.awarding import AWARDING
from workflows.parameters.deciding import DECIDING
from workflows.parameters.defending import DEFENCE, USUAL_OF_NEW_CALLS
from workflows.parameters.eligibility import ELIGIBILITY
from workflows.parameters.fault import FAULT
from workflows.parameters.fees import FEES
from workflows.parameters.integrity import INTEGRITY
from workflows.parameters.milestones import MILESTONES
from workflows.parameters.model import Parameter, Part
from workflows.parameters.money import MONEY
from workflows.parameters.open_call import OPEN_CALL, USUAL_OF_OPEN_CALL
from workflows.parameters.panels import PANELS
from workflows.parameters.racing import RACING, USUAL_OF_RACE
from workflows.parameters.reviewing import REVIEWING
from workflows.parameters.scoring import SCORING
from workflows.parameters.telling import TELLING

__all__ = [
    "DEFAULTS",
    "PARAMETERS",
    "PARTS",
    "Parameter",
    "defaults_of",
    "parameters_of",
    "parts_of",
]

PARTS: tuple[Part, ...] = (
    Part(Text("申报与形式审查", "Applications and formal check"), APPLYING),
    Part(Text("申报资格与限项", "Eligibility and limits"), ELIGIBILITY),
    Part(Text("评审与排序", "Review and ranking"), REVIEWING),
    Part(Text("专家抽取与回避", "Drawing experts and conflicts of interest"), PANELS),
    Part(Text("评分", "Scoring"), SCORING),
    Part(Text("会议答辩", "Defence"), DEFENCE),
    Part(Text("审议、公示与异议", "Decision, notice and objections"), DECIDING),
    Part(Text("任务书与自筹", "Contracts and own funds"), AWARDING),
    Part(Text("节点考核", "Milestones"), MILESTONES),
    Part(Text("拨付与追缴", "Payments and recovery"), MONEY),
    Part(Text("变更、终止与验收", "Changes, termination and acceptance"), ACCEPTING),
    Part(Text("诚信", "Integrity"), INTEGRITY),
    Part(Text("揭榜挂帅", "Open call"), OPEN_CALL),
    Part(Text("赛马争先", "Race"), RACING),
    Part(Text("责任认定与容错", "Finding of fault and finding of diligence"), FAULT),
    Part(Text("专家费", "Experts' fees"), FEES),
    Part(Text("通知", "Messages"), TELLING),
)
PARAMETERS: tuple[Parameter, ...] = tuple(p for part in PARTS for p in part.parameters)

DEFAULTS: dict[str, int] = {p.key: p.default for p in PARAMETERS}


@cache
def parameters_of(mechanism: str) -> tuple[Parameter, ...]:
    """The numbers an office sets for a call of this mechanism."""
    return tuple(p for part in parts_of(mechanism) for p in part.parameters)


@cache
def parts_of(mechanism: str) -> tuple[Part, ...]:
    """The same as they are set together."""
    parts = (Part(part.label, tuple(_concerned(part, mechanism))) for part in PARTS)
    return tuple(part for part in parts if part.parameters)


def _concerned(part: Part, mechanism: str) -> Iterator[Parameter]:
    return (p for p in part.parameters if not p.concerns or mechanism in p.concerns)


def defaults_of(mechanism: str) -> dict[str, int]:
    """What a new call of this mechanism starts from."""
    usual = {"open_call": USUAL_OF_OPEN_CALL, "parallel_teams": USUAL_OF_RACE}
    own = parameters_of(mechanism)
    new = {p.key: USUAL_OF_NEW_CALLS.get(p.key, p.default) for p in own}
    return new | usual.get(mechanism, {})

"""An assessor's opinion: asked for, written metric by metric, and summed up to the panel's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Assessment, AssessmentSeat, Expert, Opinion
from app.names import unfit
from app.services.moves import begin
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

VERDICTS: dict[str, Text] = {
    "met": Text("达到", "Met"),
    "partly": Text("部分达到", "Partly met"),
    "not_met": Text("未达到", "Not met"),
}
CONCLUSIONS: dict[str, Text] = {
    "pass": Text("通过", "Pass"),
    "rectify": Text("限期整改", "Rectify"),
    "fail": Text("不通过", "Fail"),
}
ON_FAULT: dict[str, Text] = {
    "diligent": Text("勤勉尽责，建议免责", "Diligent: recommend exemption from liability"),
    "at_fault": Text("主观不努力，建议追责", "Lack of effort: recommend holding to account"),
}
ON_LOWERING: dict[str, Text] = {
    "agree": Text("同意降低", "Agree to lower"),
    "disagree": Text("不同意降低", "Do not agree to lower"),
}
ON_ACCEPTANCE: dict[str, Text] = {
    "pass": Text("通过", "Pass"),
    "rectify": Text("限期整改", "Rectify"),
    "complete": Text(
        "结题（非主观原因未完成，勤勉尽责）",
        "Conclude (not completed for reasons beyond control, but diligent)",
    ),
    "fail": Text("不通过", "Fail"),
}
PROPOSALS: dict[str, dict[str, Text]] = {
    "acceptance": ON_ACCEPTANCE,
    "project": ON_FAULT,
    "change": ON_LOWERING,
}
"""What a member may propose about a case of this kind; of any other, one of CONCLUSIONS."""

RUNNING: dict[str, tuple[str, ...]] = {
    "milestone": ("assessing", "rechecking"),
    "acceptance": ("reviewing",),
    "project": ("fault_review",),
    "change": ("office_review", "escalated"),
}
"""States of a case of this kind in which opinions on it may be signed."""

NOTE_MOST, OVERALL_MOST = 500, 2000


@dataclass(frozen=True, slots=True)
class Written:
    """What the assessor typed; `verdicts` and `notes` by id of the metric, as text."""

    verdicts: Mapping[str, str]
    notes: Mapping[str, str]
    overall: str = ""
    proposes: str = ""


def ask(
    session: Session,
    assessment: Assessment,
    seats: Iterable[AssessmentSeat],
    round_: int,
    now: datetime,
) -> list[Opinion]:
    """One opinion to write for each of these members who has not been asked in this round."""
    known = {o.expert_id for o in assessment.opinions if o.round == round_}
    asked = []
    for seat in (one for one in seats if one.expert_id not in known):
        opinion = Opinion(
            assessment_id=assessment.id, expert_id=seat.expert_id, round=round_, verdicts={}
        )
        opinion.assessment, opinion.expert = assessment, seat.expert
        begin(session, opinion, Role.SYSTEM_CLOCK, now)
        asked.append(opinion)
    return asked


_OF_CASE = (
    Assessment.about_kind == bindparam("kind"),
    Assessment.about_id == bindparam("case"),
)


def _on_panel(model: Any, *order: Any) -> Listed[Any]:
    """Rows of the panel that assesses a case, with the people they are of."""
    panels = select(Assessment.id).where(*_OF_CASE)
    expert = joinedload(model.expert).joinedload(Expert.person)
    return Listed(model, model.assessment_id.in_(panels), order=order, options=(expert,))


OF_PANEL: dict[str, Listed[Any]] = {
    "seats": _on_panel(AssessmentSeat, AssessmentSeat.seat),
    "opinions": _on_panel(Opinion, Opinion.id),
}
"""The lists of a panel, by the names of their attributes."""


def of_round(assessment: Assessment, round_: int) -> list[Opinion]:
    """Those of the members who sit on the panel now."""
    sitting = {seat.expert_id for seat in assessment.members}
    return [o for o in assessment.opinions if o.round == round_ and o.expert_id in sitting]


def unsigned(panel: Assessment | None) -> tuple[Text, ...]:
    """How many of those who sit on the panel have still to sign; what earlier rounds left unsigned
    was closed with them."""
    if panel is None:
        return ()
    sitting = {seat.expert_id for seat in panel.members}
    writing = sum(o.state == "writing" and o.expert_id in sitting for o in panel.opinions)
    return (Text(f"{writing} 份", f"{writing}"),) if writing else ()


def has_signed(session: Session, assessment: Assessment, round_: int, person_id: int) -> bool:
    """Whether this member has given the own opinion, after which those of others may be read."""
    own = (
        select(Opinion.id)
        .join(Opinion.expert)
        .where(
            Opinion.assessment_id == assessment.id,
            Opinion.round == round_,
            Opinion.signed_at.is_not(None),
            Expert.person_id == person_id,
        )
    )
    return session.scalar(own.limit(1)) is not None


def save(opinion: Opinion, written: Written, metrics: Sequence[str]) -> Problems | None:
    """Keep what has been written so far; gaps are allowed until signing."""
    if opinion.state != "writing":
        return alone(
            Text(
                "考核意见已签署或已结束，不能再修改",
                "This opinion has been signed or closed and can no longer be edited",
            )
        )
    if problems := _problems(written, metrics, proposals_for(opinion)):
        return Problems(problems)
    opinion.verdicts = {
        key: {"verdict": written.verdicts[key], "note": written.notes.get(key, "").strip()}
        for key in metrics
        if written.verdicts.get(key)
    }
    opinion.overall, opinion.proposes = written.overall.strip(), written.proposes
    return None


def proposals_for(opinion: Opinion) -> dict[str, Text]:
    """After a rectification there is no second one, of a milestone or of an acceptance."""
    panel = opinion.assessment
    known = PROPOSALS.get(panel.about_kind, CONCLUSIONS)
    is_last = opinion.round == 2 or panel.project.state == "re_accept"
    return {key: words for key, words in known.items() if not (is_last and key == "rectify")}


def _problems(
    written: Written, metrics: Sequence[str], proposals: Mapping[str, Text]
) -> dict[str, Text]:
    found = {
        f"verdict-{key}": Text("请在所列选项中选择", "Choose one of the options listed")
        for key in metrics
        if written.verdicts.get(key) and written.verdicts[key] not in VERDICTS
    }
    if written.proposes and written.proposes not in proposals:
        found["proposes"] = Text("请在所列结论中选择", "Choose one of the conclusions listed")
    for key in metrics:
        if why := unfit(written.notes.get(key, ""), NOTE_MOST):
            found[f"note-{key}"] = why
    if why := unfit(written.overall, OVERALL_MOST):
        found["overall"] = why
    return found


def tally_of(opinions: Sequence[Opinion]) -> dict[str, list[tuple[Text, int]]]:
    """How many of those who have signed hold what of each metric, by its id as text."""
    signed = [o.verdicts for o in opinions if o.signed_at is not None]
    counts = {key: Counter(v[key]["verdict"] for v in signed) for v in signed[:1] for key in v}
    return {
        key: [(label, count[word]) for word, label in VERDICTS.items() if count[word]]
        for key, count in counts.items()
    }


def verdict_of(given: Sequence[str]) -> str:
    """What most say; when as many say one thing as another, the stricter of the two."""
    if not given:
        return ""
    counts = Counter(given)
    return max(counts, key=lambda word: (counts[word], _STRICTNESS.index(word)))


def verdicts_of(opinions: Sequence[Opinion], metric: str) -> str:
    """What the panel holds of one metric."""
    return verdict_of([o.verdicts[metric]["verdict"] for o in opinions if metric in o.verdicts])


_STRICTNESS = (
    *("met", "partly", "not_met"),
    *("pass", "rectify", "complete", "fail"),
    *("diligent", "at_fault"),
    *("agree", "disagree"),
)

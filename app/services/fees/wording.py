"""What a list of fees is for, and where a fee stands, in words."""

from __future__ import annotations

from app.models import Assessment, FeeLine, FeeList, ReviewGroup
from app.services.review.purposes import PURPOSE_LABELS
from workflows.engine.text import Text
from workflows.registry import PARTS


def purpose_of(fees: FeeList) -> Text:
    """Of which work, without saying whose: an expert reads it, and so does whoever pays."""
    if fees.group is not None:
        return judged(fees.group)
    return assessed(fees.assessment) if fees.assessment is not None else argued()


def judged(group: ReviewGroup) -> Text:
    return PURPOSE_LABELS[group.purpose]


def assessed(panel: Assessment) -> Text:
    """By the kind of case; of a project it is the fault that was found, or not."""
    if panel.about_kind == "project":
        return _FAULT
    label = PARTS[panel.about_kind].label
    return Text(f"{label.zh}专家意见", f"{label.en}: expert opinions")


def argued() -> Text:
    return _ARGUMENT


def standing_of(line: FeeLine) -> Text:
    """Of a fee that was approved."""
    if line.given_up:
        return _GIVEN_UP
    if line.paid_on is not None:
        return _PAID
    return _CAME_BACK if line.came_back else _TO_PAY


_ARGUMENT = Text("需求论证", "Appraisal of needs")
_FAULT = Text("责任认定专家意见", "Finding of fault: expert opinions")
_GIVEN_UP = Text("不再发放", "No longer payable")
_PAID = Text("已发放", "Paid")
_CAME_BACK = Text("退汇，待重新发放", "Returned by the bank, to be paid again")
_TO_PAY = Text("待发放", "To be paid")

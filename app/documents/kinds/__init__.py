"""The wording of each kind of letter, from plain facts to blocks (domain §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.documents.kinds.awards import Award, NonAward, award_letter, non_award_letter
from app.documents.kinds.checks import (
    Acceptance,
    CheckedItem,
    Correction,
    FormalRejection,
    acceptance_notice,
    correction_notice,
    formal_rejection,
)
from app.documents.kinds.money import (
    PaymentNotice,
    RefundNotice,
    payment_notice,
    refund_demand,
    refund_notice,
)
from app.documents.kinds.notices import (
    CallNotice,
    NoticeRow,
    PublicNotice,
    call_notice,
    public_notice,
)
from app.documents.kinds.panels import (
    DefenceNotice,
    MemberSignature,
    PanelOpinion,
    PanelRow,
    defence_notice,
    panel_opinion,
)
from app.documents.kinds.races import (
    checkpoint_notice,
    crossing_certificate,
    elimination_letter,
    no_finish_report,
    race_notice,
    stage_decision,
    target_adjustment,
)
from app.documents.kinds.wording import Wording

KINDS: dict[str, Callable[[Any], Wording]] = {
    "call_notice": call_notice,
    "acceptance_notice": acceptance_notice,
    "correction_notice": correction_notice,
    "formal_rejection": formal_rejection,
    "defence_notice": defence_notice,
    "panel_opinion": panel_opinion,
    "award_letter": award_letter,
    "non_award_letter": non_award_letter,
    "public_notice": public_notice,
    "race_notice": race_notice,
    "checkpoint_notice": checkpoint_notice,
    "stage_decision": stage_decision,
    "elimination_letter": elimination_letter,
    "target_adjustment": target_adjustment,
    "crossing_certificate": crossing_certificate,
    "no_finish_report": no_finish_report,
    "payment_notice": payment_notice,
    "refund_notice": refund_notice,
    "refund_demand": refund_demand,
}

__all__ = [
    "KINDS",
    "Acceptance",
    "Award",
    "CallNotice",
    "CheckedItem",
    "Correction",
    "DefenceNotice",
    "FormalRejection",
    "MemberSignature",
    "NonAward",
    "NoticeRow",
    "PanelOpinion",
    "PanelRow",
    "PaymentNotice",
    "PublicNotice",
    "RefundNotice",
    "Wording",
]

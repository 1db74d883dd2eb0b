"""The wording of each kind of letter, from plain facts to blocks (domain §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.documents.kinds.accepting import (
    acceptance_certificate,
    acceptance_convened,
    acceptance_opinion,
    acceptance_public_notice,
)
from app.documents.kinds.archive import archive_list
from app.documents.kinds.awards import (
    Award,
    NonAward,
    award_letter,
    award_list,
    non_award_letter,
)
from app.documents.kinds.bid_letters import BID_LETTERS
from app.documents.kinds.call_letters import CALL_LETTERS
from app.documents.kinds.changes import (
    appeal_decision,
    change_reply,
    extension_reply,
    resumption_notice,
    revocation_decision,
    suspension_notice,
    termination_notice,
)
from app.documents.kinds.checks import (
    Acceptance,
    CheckedItem,
    Correction,
    FormalAppeal,
    FormalRejection,
    acceptance_notice,
    admission_list,
    correction_notice,
    formal_appeal_decision,
    formal_rejection,
)
from app.documents.kinds.claim_letters import CLAIM_LETTERS
from app.documents.kinds.consulting import consultation_letter
from app.documents.kinds.contracts import contract, pledge
from app.documents.kinds.integrity import (
    IntegrityDecision,
    ReExamination,
    integrity_decision,
    re_examination_decision,
)
from app.documents.kinds.list_letters import LIST_LETTERS
from app.documents.kinds.milestones import (
    node_conclusion,
    node_notice,
    recheck_conclusion,
    rectification_notice,
)
from app.documents.kinds.money import (
    PaymentNotice,
    RefundNotice,
    payment_notice,
    refund_demand,
    refund_notice,
)
from app.documents.kinds.not_passed import (
    acceptance_failure,
    conclusion_notice,
    re_acceptance_notice,
)
from app.documents.kinds.notices import (
    CallNotice,
    NoticeRow,
    PublicNotice,
    call_notice,
    public_notice,
)
from app.documents.kinds.objections import (
    objection_admitted,
    objection_closed,
    objection_decision,
    objection_refused,
)
from app.documents.kinds.panels import (
    DefenceNotice,
    MemberSignature,
    PanelOpinion,
    PanelRow,
    defence_notice,
    panel_opinion,
    review_notice,
)
from app.documents.kinds.races import RACES
from app.documents.kinds.recommending import recommendation_letter
from app.documents.kinds.tolerance import tolerance_finding
from app.documents.kinds.wording import Wording

KINDS: dict[str, Callable[[Any], Wording]] = {
    "consultation_letter": consultation_letter,
    "call_notice": call_notice,
    "admission_list": admission_list,
    "recommendation_letter": recommendation_letter,
    "review_notice": review_notice,
    "award_list": award_list,
    "objection_admitted": objection_admitted,
    "objection_refused": objection_refused,
    "objection_decision": objection_decision,
    "objection_closed": objection_closed,
    "archive_list": archive_list,
    "acceptance_notice": acceptance_notice,
    "correction_notice": correction_notice,
    "formal_rejection": formal_rejection,
    "formal_appeal_decision": formal_appeal_decision,
    "defence_notice": defence_notice,
    "panel_opinion": panel_opinion,
    "award_letter": award_letter,
    "non_award_letter": non_award_letter,
    "public_notice": public_notice,
    "integrity_decision": integrity_decision,
    "change_reply": change_reply,
    "extension_reply": extension_reply,
    "suspension_notice": suspension_notice,
    "resumption_notice": resumption_notice,
    "termination_notice": termination_notice,
    "revocation_decision": revocation_decision,
    "appeal_decision": appeal_decision,
    "acceptance_convened": acceptance_convened,
    "acceptance_opinion": acceptance_opinion,
    "acceptance_public_notice": acceptance_public_notice,
    "acceptance_certificate": acceptance_certificate,
    "acceptance_failure": acceptance_failure,
    "re_acceptance_notice": re_acceptance_notice,
    "conclusion_notice": conclusion_notice,
    "re_examination_decision": re_examination_decision,
    "contract": contract,
    "pledge": pledge,
    "node_notice": node_notice,
    "node_conclusion": node_conclusion,
    "rectification_notice": rectification_notice,
    "recheck_conclusion": recheck_conclusion,
    **CALL_LETTERS,
    **LIST_LETTERS,
    **BID_LETTERS,
    **CLAIM_LETTERS,
    **RACES,
    "payment_notice": payment_notice,
    "refund_notice": refund_notice,
    "refund_demand": refund_demand,
    "tolerance_finding": tolerance_finding,
}

__all__ = [
    "KINDS",
    "Acceptance",
    "Award",
    "CallNotice",
    "CheckedItem",
    "Correction",
    "DefenceNotice",
    "FormalAppeal",
    "FormalRejection",
    "IntegrityDecision",
    "MemberSignature",
    "NonAward",
    "NoticeRow",
    "PanelOpinion",
    "PanelRow",
    "PaymentNotice",
    "PublicNotice",
    "ReExamination",
    "RefundNotice",
    "Wording",
]

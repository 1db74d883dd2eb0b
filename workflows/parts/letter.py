"""Letters (公文): the kinds there are, and the life of one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflows.engine.effects import Apply
from workflows.engine.model import After, Guard, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import LetterFacts
from workflows.guards.examples import NOON, THEN
from workflows.hands import WORKER
from workflows.parts.asks import REASON
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`layout`: head (文件式) or letter (信函式). A public letter is shown on the portal; of a
    walled one registers show the number only; one for the office is read there and by the
    objector it answers, whatever other role somebody holds on its case. Of most kinds a case has
    one letter ever; of one that recurs every move makes its own."""

    label: Text
    layout: str
    is_public: bool = False
    is_walled: bool = False
    is_for_office: bool = False
    recurs: bool = False


LETTERS: dict[str, LetterKind] = {
    "consultation_letter": LetterKind(
        Text("征求意见函", "Consultation letter"), "letter", is_public=True, recurs=True
    ),
    "call_notice": LetterKind(Text("申报通知", "Call for proposals"), "head", is_public=True),
    "call_amendment_notice": LetterKind(
        Text("更正公告", "Correction notice"), "head", is_public=True, recurs=True
    ),
    "call_pause_notice": LetterKind(
        Text("指南暂停公告", "Notice of a paused call"), "head", is_public=True, recurs=True
    ),
    "call_resumption_notice": LetterKind(
        Text("指南恢复公告", "Notice of a resumed call"), "head", is_public=True, recurs=True
    ),
    "call_cancellation_notice": LetterKind(
        Text("指南撤销公告", "Notice of a cancelled call"), "head", is_public=True
    ),
    "call_no_award_notice": LetterKind(
        Text("流标公告", "Notice of a call without awards"), "head", is_public=True
    ),
    "acceptance_notice": LetterKind(
        Text("受理通知书", "Notice of acceptance of a proposal"), "letter"
    ),
    "admission_list": LetterKind(
        Text("受理公告", "Notice of accepted proposals"), "head", is_public=True
    ),
    "correction_notice": LetterKind(Text("补正通知书", "Correction request"), "letter"),
    "formal_rejection": LetterKind(
        Text("形式审查不通过告知书", "Notice of a failed formal check"), "letter"
    ),
    "formal_appeal_decision": LetterKind(
        Text("形式审查复核决定书", "Decision on a formal check appeal"), "letter"
    ),
    "recommendation_letter": LetterKind(
        Text("推荐函", "Letter of recommendation"), "letter", is_for_office=True
    ),
    "review_notice": LetterKind(
        Text("专家评审通知和承诺书", "Review notice and expert's pledge"), "letter"
    ),
    "defence_notice": LetterKind(Text("答辩通知书", "Defence notice"), "letter"),
    "panel_opinion": LetterKind(
        Text("专家组评审意见", "Panel opinion"), "letter", is_for_office=True
    ),
    "objection_admitted": LetterKind(
        Text("异议受理告知书", "Notice of an admitted objection"), "letter", is_for_office=True
    ),
    "objection_refused": LetterKind(
        Text("异议不予受理告知书", "Notice that an objection is not admitted"),
        "letter",
        is_for_office=True,
    ),
    "objection_decision": LetterKind(
        Text("异议处理结果告知书", "Decision on an objection"), "letter", is_for_office=True
    ),
    "objection_closed": LetterKind(
        Text("异议办结告知书", "Notice of a closed objection"), "letter", is_for_office=True
    ),
    "award_list": LetterKind(Text("立项下达文件", "List of awards"), "head", is_public=True),
    "award_letter": LetterKind(Text("立项通知书", "Award letter"), "letter"),
    "non_award_letter": LetterKind(Text("不予立项通知书", "Rejection letter"), "letter"),
    "race_notice": LetterKind(Text("赛题公告", "Race announcement"), "head", is_public=True),
    "checkpoint_notice": LetterKind(
        Text("节点考核通知", "Checkpoint notice"), "head", is_public=True, recurs=True
    ),
    "stage_decision": LetterKind(Text("节点考核结论", "Stage decision"), "head", is_public=True),
    "merger_notice": LetterKind(Text("团队合并通知", "Merger notice"), "letter"),
    "elimination_letter": LetterKind(
        Text("终止支持通知书", "Notice of end of support"), "letter", recurs=True
    ),
    "revival_notice": LetterKind(
        Text("恢复参赛通知书", "Notice of return to the race"), "letter", recurs=True
    ),
    "target_adjustment": LetterKind(
        Text("目标调整通知", "Target adjustment notice"), "head", is_public=True, recurs=True
    ),
    "crossing_certificate": LetterKind(Text("冲线证书", "Finish certificate"), "letter"),
    "race_cancellation_notice": LetterKind(
        Text("赛题撤销公告", "Notice of a cancelled race"), "head", is_public=True
    ),
    "no_finish_report": LetterKind(
        Text("未冲线情况通报", "Report on a race without a finish"), "head", is_public=True
    ),
    "public_notice": LetterKind(Text("公示", "Public notice"), "head", is_public=True),
    "change_reply": LetterKind(Text("变更批复", "Change decision"), "letter"),
    "extension_reply": LetterKind(Text("延期批复", "Extension decision"), "letter"),
    "suspension_notice": LetterKind(Text("暂停通知", "Suspension notice"), "letter"),
    "resumption_notice": LetterKind(Text("恢复通知", "Resumption notice"), "letter"),
    "termination_notice": LetterKind(Text("终止通知", "Termination notice"), "letter"),
    "revocation_decision": LetterKind(Text("撤销决定", "Revocation decision"), "head"),
    "appeal_decision": LetterKind(Text("复查决定书", "Appeal decision"), "head"),
    "acceptance_convened": LetterKind(Text("验收通知", "Acceptance notice"), "letter", recurs=True),
    "acceptance_opinion": LetterKind(Text("验收意见", "Acceptance opinion"), "letter"),
    "acceptance_public_notice": LetterKind(
        Text("验收公示", "Public notice of acceptance"), "head", is_public=True
    ),
    "acceptance_certificate": LetterKind(
        Text("验收证书", "Acceptance certificate"), "letter", is_public=True
    ),
    "acceptance_failure": LetterKind(
        Text("验收不通过决定书", "Decision of failed acceptance"), "letter", recurs=True
    ),
    "re_acceptance_notice": LetterKind(Text("整改复验通知", "Re-acceptance notice"), "letter"),
    "conclusion_notice": LetterKind(Text("结题通知书", "Conclusion notice"), "letter"),
    "archive_list": LetterKind(
        Text("档案移交清单", "Archive transfer list"), "letter", is_for_office=True
    ),
    "integrity_decision": LetterKind(
        Text("诚信处理决定书", "Integrity decision"), "head", is_walled=True
    ),
    "re_examination_decision": LetterKind(
        Text("复查决定书", "Re-examination decision"), "head", is_walled=True
    ),
    "posting_notice": LetterKind(
        Text("榜单公告", "Notice of a posted list"), "head", is_public=True
    ),
    "reposting_notice": LetterKind(
        Text("重新张榜公告", "Notice of an item posted again"), "head", is_public=True
    ),
    "unclaimed_notice": LetterKind(
        Text("流榜公告", "Notice of an unclaimed item"), "head", is_public=True
    ),
    "delisting_notice": LetterKind(
        Text("撤榜公告", "Notice of a delisted item"), "head", is_public=True
    ),
    "list_pause_notice": LetterKind(
        Text("暂停公告", "Notice of a paused list"), "head", is_public=True, recurs=True
    ),
    "list_resumption_notice": LetterKind(
        Text("恢复公告", "Notice of a resumed list"), "head", is_public=True, recurs=True
    ),
    "winning_letter": LetterKind(Text("中榜通知书", "Winning bid letter"), "letter"),
    "success_certificate": LetterKind(
        Text("揭榜成功证书", "Certificate of success"), "letter", is_public=True
    ),
    "fault_finding": LetterKind(Text("责任认定书", "Finding of fault"), "letter"),
    "bid_lost_letter": LetterKind(
        Text("未中榜通知书", "Letter to an unsuccessful bidder"), "letter"
    ),
    "tolerance_finding": LetterKind(Text("容错认定书", "Finding of diligence"), "letter"),
    "contract": LetterKind(Text("项目任务书", "Contract"), "letter"),
    "pledge": LetterKind(Text("军令状", "Pledge"), "letter"),
    "node_notice": LetterKind(Text("节点考核通知", "Milestone assessment notice"), "letter"),
    "node_conclusion": LetterKind(
        Text("节点考核结论书", "Milestone assessment conclusion"), "letter"
    ),
    "rectification_notice": LetterKind(Text("整改通知", "Rectification notice"), "letter"),
    "recheck_conclusion": LetterKind(Text("整改复核结论书", "Re-check conclusion"), "letter"),
    "payment_notice": LetterKind(Text("经费拨付通知", "Payment notice"), "letter"),
    "refund_notice": LetterKind(Text("退款通知", "Refund notice"), "letter"),
    "refund_demand": LetterKind(Text("退款催缴通知", "Refund demand"), "letter"),
}

WALLED = frozenset(key for key, kind in LETTERS.items() if kind.is_walled)

_SOON = After("draft_letter_days")
_FACTS = LetterFacts(now=NOON, entered_at=THEN)

has_number = Guard[LetterFacts](
    key="has_number",
    reason=Text("尚未取得文号。", "The letter does not have a number yet."),
    supplied_by=WORKER,
    holds=lambda f: f.has_number,
    passing=LetterFacts(now=NOON, entered_at=THEN, has_number=True),
    failing=_FACTS,
)

LETTER = Workflow(
    key="letter",
    version=1,
    label=Text("公文", "Letter"),
    facts=LetterFacts,
    clause=Text("domain §4 · GB/T 9704-2012", "domain §4 · GB/T 9704-2012"),
    states=(
        State(
            "drafted",
            Text("待签发", "Waiting to be signed"),
            Kind.START,
            waits_on=WORKER,
            due=_SOON,
        ),
        State("issued", Text("已签发", "Issued"), waits_on=WORKER, due=_SOON),
        State(
            "failed",
            Text("制作失败", "Production failed"),
            waits_on=frozenset({Role.SYS_ADMIN}),
            due=_SOON,
        ),
        State("filed", Text("已归档", "Filed"), Kind.FINAL),
        State("void", Text("已作废", "Void"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="issue",
            label=Text("签发编号", "Sign and number"),
            source=("drafted",),
            target="issued",
            roles=WORKER,
            effects=(Apply("take_document_number"),),
            clause=Text("§4 · 文号在签发时取得", "§4 · the number is assigned at signing"),
        ),
        Transition(
            name="file",
            label=Text("签章归档", "Seal and file"),
            source=("issued",),
            target="filed",
            roles=WORKER,
            guards=(has_number,),
            effects=(Apply("record_file"),),
            clause=Text("§4 · 归档", "§4 · filed"),
        ),
        Transition(
            name="fail",
            label=Text("制作失败", "Production failed"),
            source=("drafted", "issued"),
            target="failed",
            roles=WORKER,
            effects=(Apply("record_error"),),
            clause=Text(
                "§4 · 缺字、缺图或多次尝试仍不成功的，即为失败",
                "§4 · a missing glyph or image, or repeated attempts without success, counts as "
                "failure",
            ),
        ),
        Transition(
            name="retry",
            label=Text("重新制作", "Produce again"),
            source=("failed",),
            target="drafted",
            roles=frozenset({Role.SYS_ADMIN}),
            effects=(Apply("queue_letter_again"),),
            clause=Text("§4 · 失败须可见可重试", "§4 · failures are visible and can be retried"),
        ),
        Transition(
            name="void",
            label=Text("作废", "Void"),
            source=("failed",),
            target="void",
            roles=frozenset({Role.PLANNING_OFFICER}),
            asks=(replace(REASON, most=300),),
            effects=(Apply("void_document_number"),),
            clause=Text("§4 · 文号作废不再使用", "§4 · a voided number is never reused"),
        ),
    ),
)

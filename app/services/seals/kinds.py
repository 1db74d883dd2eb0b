"""Which rows are sealed, from when on, and with which of their columns.

Whoever adds a table that holds a decision adds it here. A row is sealed once its column `final` is
filled; from then on only a session of the house may change it, and every commit that does seals it
anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models import (
    Acceptance,
    AnnouncedYear,
    Appeal,
    ArgumentOpinion,
    BankAccount,
    BidTerms,
    Call,
    ChangeRequest,
    Conflict,
    ConsultationComment,
    ContractVersion,
    CreditEntry,
    Decision,
    DecisionItem,
    DocumentNumber,
    Evidence,
    Expenditure,
    FormalCheckAnswer,
    GroupProposal,
    IntegrityCase,
    IntegrityEvidence,
    ItemVersion,
    LedgerEntry,
    LedgerTransaction,
    Letter,
    MatchingFund,
    MetricReading,
    Naming,
    Notice,
    NoticeItem,
    Objection,
    OfficialRecusal,
    Opinion,
    PanelSeat,
    Payment,
    Project,
    ProjectEnding,
    ProjectMilestone,
    ProposalVersion,
    Race,
    Remark,
    ReturnLine,
    ReviewVersion,
    RoleGrant,
    RoleProposal,
    Sanction,
    SealedBid,
    SecretVote,
    Share,
    SiteVisit,
    Stage,
    StageResult,
    Suspension,
    Team,
    Tolerance,
    TreasuryReturn,
    UserOpinion,
    UserTest,
    VoteCandidate,
    Voter,
)
from app.models.base import Case
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are sealed as part of another: `owner` is the column that names it."""

    model: Any
    owner: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`final`: the column that is filled once a row counts; empty when it counts from the start.
    `only`: the columns that are sealed; empty for all but those a move writes on every case.
    `apart`: what is sealed of a table beside its other kind, earlier or in other columns.
    `added`: columns that came after their table was sealed. They stand under no seal: during an
    upgrade the version before, which does not know them, seals the same rows.
    """

    what: Text
    model: Any
    final: str = ""
    only: tuple[str, ...] = ()
    apart: str = ""
    added: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def table(self) -> str:
        """By which the history names it: one name for each kind."""
        name: str = self.model.__tablename__
        return f"{name}_{self.apart}" if self.apart else name

    def columns(self) -> list[Any]:
        return [c for c in self.model.__table__.columns if self._is_sealed(c.key)]

    def _is_sealed(self, column: str) -> bool:
        if self.only:
            return column in self.only
        if column == "id" or column in self.added:
            return False
        return not (issubclass(self.model, Case) and hasattr(Case, column))


KINDS: tuple[Kind, ...] = (
    Kind(
        Text("指南规则封存", "Sealed rules of calls"),
        Call,
        final="rules_locked_at",
        only=(
            *("rules_locked_at", "rules", "criteria", "budget", "award_most", "planned_awards"),
            *("budget_mode", "payment_mode", "payee_mode"),
            *("open_at", "close_at", "recommend_until"),
        ),
    ),
    Kind(Text("放假安排封存", "Sealed days off"), AnnouncedYear),
    Kind(Text("申报书版本封存", "Sealed versions of proposals"), ProposalVersion),
    Kind(Text("形式审查意见封存", "Sealed answers of formal checks"), FormalCheckAnswer),
    Kind(Text("揭榜密封件封存", "Sealed bids"), SealedBid),
    Kind(Text("榜单版本封存", "Sealed versions of posted items"), ItemVersion),
    Kind(
        Text("论证意见封存", "Sealed opinions on needs"),
        ArgumentOpinion,
        final="signed_at",
        added=("text", "drawn_at", "left_reason"),
    ),
    Kind(
        Text("征求意见答复封存", "Sealed answers to comments on calls"),
        ConsultationComment,
        final="answered_at",
        only=(
            *("call_id", "receipt_code", "part", "text", "filed_at"),
            *("summary", "outcome", "reason", "answered_by_id", "answered_at"),
        ),
    ),
    Kind(Text("利益冲突与豁免封存", "Sealed conflicts and waivers"), Conflict),
    Kind(Text("公务回避封存", "Sealed recusals of officials"), OfficialRecusal),
    Kind(Text("专家信用封存", "Sealed credit of experts"), CreditEntry),
    Kind(Text("专家席位封存", "Sealed seats of panels"), PanelSeat),
    Kind(Text("评审意见版本封存", "Sealed versions of reviews"), ReviewVersion),
    Kind(Text("评议发言封存", "Sealed remarks of discussions"), Remark),
    Kind(Text("非共识提名封存", "Sealed namings for the non-consensus channel"), Naming),
    Kind(
        Text("无记名投票封存", "Sealed counts of secret votes"),
        SecretVote,
        final="counted_at",
        parts=(Part(VoteCandidate, "vote_id"), Part(Voter, "vote_id")),
    ),
    Kind(Text("专家组结果封存", "Sealed results of panels"), GroupProposal, final="result"),
    Kind(Text("需求方意见封存", "Sealed opinions and vetoes of users"), UserOpinion),
    Kind(Text("对接条款封存", "Sealed terms of bids"), BidTerms),
    Kind(
        Text("立项决定封存", "Sealed award decisions"),
        Decision,
        final="decided_at",
        parts=(Part(DecisionItem, "decision_id"),),
    ),
    Kind(
        Text("公示封存", "Sealed public notices"),
        Notice,
        final="starts_on",
        parts=(Part(NoticeItem, "notice_id"),),
        added=("item_count", "wave", "nth"),
    ),
    Kind(
        Text("异议材料封存", "Sealed objections as filed"),
        Objection,
        apart="filed",
        only=(
            *("notice_id", "proposal_id", "receipt_code", "filed_at", "statement"),
            *("objector_name", "objector_contact", "objector_unit", "objector_person_id"),
            *("evidence_name", "evidence_sha256", "evidence_type", "report", "extended"),
        ),
    ),
    Kind(Text("异议处理封存", "Sealed outcomes of objections"), Objection, final="outcome"),
    Kind(
        Text("立项项目封存", "Sealed awards of projects"),
        Project,
        only=("number", "amount", "starts_on", "ends_on"),
    ),
    Kind(
        Text("任务书版本封存", "Sealed versions of contracts"),
        ContractVersion,
        final="signed_at",
        added=("asks_lowering",),
    ),
    Kind(
        Text("变更申请封存", "Sealed requests of change"),
        ChangeRequest,
        added=("joining_unit_id", "asked_unit_id"),
    ),
    Kind(Text("暂停实施封存", "Sealed orders of suspension"), Suspension),
    Kind(
        Text("证明材料封存", "Sealed evidence of projects"),
        Evidence,
        added=("about_kind", "about_id"),
    ),
    Kind(Text("指标数值封存", "Sealed readings of metrics"), MetricReading),
    Kind(Text("现场考察记录封存", "Sealed records of site visits"), SiteVisit, final="edited_at"),
    Kind(
        Text("考核与验收专家意见封存", "Sealed opinions of assessors"), Opinion, final="signed_at"
    ),
    Kind(
        Text("节点考核结论封存", "Sealed conclusions on milestones"),
        ProjectMilestone,
        final="conclusion",
        only=("conclusion", "verdicts"),
    ),
    Kind(
        Text("验收结论封存", "Sealed conclusions of acceptance"),
        Acceptance,
        final="conclusion",
        only=("conclusion", "verdicts", "tasks_percent", "score", "opinion", "grounds"),
    ),
    Kind(
        Text("赛马节点结果封存", "Sealed results of race stages"),
        StageResult,
        final="outcome",
        only=("outcome", "proposed", "ground", "reason", "edited", "score", "measured", "hard_met"),
    ),
    Kind(
        Text("赛马佐证与检测封存", "Sealed evidence and tests of race teams"),
        StageResult,
        final="submitted_at",
        apart="evidence",
        only=(
            *("stage_id", "team_id", "terms", "evidence", "cost_to_finish", "plan_days"),
            *("submitted_at", "tester", "tested_on", "test_report", "spread"),
        ),
    ),
    Kind(Text("赛题规则与目标封存", "Sealed rules and targets of races"), Race),
    Kind(Text("赛马节点安排与决定封存", "Sealed plans and decisions of race stages"), Stage),
    Kind(Text("参赛团队封存", "Sealed standing of race teams"), Team),
    Kind(Text("用户测试结论封存", "Sealed findings of user tests"), UserTest, final="signed_at"),
    Kind(Text("终止与撤销封存", "Sealed endings of projects"), ProjectEnding),
    Kind(Text("容错认定封存", "Sealed findings of tolerance"), Tolerance, final="finding"),
    Kind(Text("申诉封存", "Sealed appeals"), Appeal),
    Kind(
        Text("诚信线索封存", "Sealed clues of integrity cases"),
        IntegrityCase,
        apart="filed",
        only=(
            *("source", "receipt_code", "informant_name", "informant_contact", "filed_at"),
            *("subject_named", "act", "when_and_where", "subject_person_id", "subject_unit_id"),
            *("project_id", "report", "told", "plea", "served_at", "referred_at", "ruling"),
        ),
    ),
    Kind(
        Text("诚信案件处理封存", "Sealed outcomes of integrity cases"),
        IntegrityCase,
        final="outcome",
    ),
    Kind(Text("诚信案件证据封存", "Sealed evidence of integrity cases"), IntegrityEvidence),
    Kind(Text("惩戒封存", "Sealed sanctions"), Sanction),
    Kind(Text("联合申报份额封存", "Sealed shares of consortia"), Share),
    Kind(Text("收款账户封存", "Sealed accounts that are paid to"), BankAccount),
    Kind(Text("拨付单封存", "Sealed payment orders"), Payment, added=("basis_label_en",)),
    Kind(
        Text("国库回单封存", "Sealed returns of the treasury"),
        TreasuryReturn,
        parts=(Part(ReturnLine, "return_id"),),
    ),
    Kind(Text("支出封存", "Sealed expenditure"), Expenditure),
    Kind(
        Text("配套资金封存", "Sealed matching funds"),
        MatchingFund,
        added=("corrects_id", "reason"),
    ),
    Kind(
        Text("台账记录封存", "Sealed transactions of the books"),
        LedgerTransaction,
        parts=(Part(LedgerEntry, "transaction_id"),),
    ),
    Kind(
        Text("公文登记封存", "Sealed register of letters"),
        Letter,
        only=(
            *("letter_kind", "key", "about_kind", "about_id", "title", "organisation_id"),
            *("person_id", "is_public", "payload_digest", "verification_code", "created_at"),
        ),
    ),
    Kind(Text("文号登记封存", "Sealed register of numbers"), DocumentNumber),
    Kind(Text("角色授予封存", "Sealed roles that people hold"), RoleGrant),
    Kind(Text("角色核准封存", "Sealed decisions on roles"), RoleProposal, final="decided_at"),
)

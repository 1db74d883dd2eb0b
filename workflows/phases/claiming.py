"""What a claimed project has beside every other: pledge, stop, user test, fault: B13-B18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Guard, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import claim as rule
from workflows.guards.refusing import not_the_user_alone
from workflows.guards.threshold import contract_keeps_posting
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES, PUBLIC_REASON, REASON
from workflows.phases.fault import NO_MORE_FAULT_OPINIONS
from workflows.phases.project.ending import REINSTATED, STOP
from workflows.phases.refusing import REFUSING
from workflows.roles import Role

CONCERNED = TEAM | DEMANDER | OFFICER
_HOLD, _RELEASE = (
    Cascade("fund", "hold_for_progress"),
    Cascade("fund", "resume_after_progress"),
)
ITEM_FAILS = Cascade("item", "fail")
_SUCCESS_IS_VOID = Cascade("item", "void_success")
_FORFEITED = (Apply("release_commitment"), Cascade("proposal", "forfeit"))
"""The bid tells its side and the office, the item what follows; no meeting has to promote."""
_NEXT_FOLLOWS = Text(
    "B13 · 拒签或逾期，由候补递补", "B13 · refused or not signed in time: an alternate is called"
)

NEW_USER = Ask(
    "new_user",
    Text("新最终用户的联系人（账户邮箱）", "New end user's contact (account email)"),
    AskKind.PERSON,
    hint=Text(
        "须为已登记单位的账户，其单位即为新的最终用户",
        "Must be the account of a registered unit; that unit becomes the end user",
    ),
)


def pledged(
    contracting: tuple[Transition[ProjectFacts], ...],
) -> tuple[Transition[ProjectFacts], ...]:
    """The usual contract, signed by the demand side too and with the pledge; a winner that does not
    sign makes room for the alternate (B13)."""
    return (*(_pledged(t) for t in contracting), *REFUSING)


def _pledged(t: Transition[ProjectFacts]) -> Transition[ProjectFacts]:
    if t.name == "sign_contract":
        return replace(
            t,
            label=Text("签订军令状和任务书", "Sign the pledge and the contract"),
            approvals=(Role.UNIT_ADMIN, Role.DEMANDER, Role.PLANNING_OFFICER),
            guards=(
                *t.guards,
                contract_keeps_posting,
                rule.pledge_complete,
                rule.user_money_promised,
            ),
            effects=(
                *t.effects,
                SendLetter("pledge"),
                Cascade("proposal", "bind"),
                Cascade("item", "begin_attack"),
            ),
            signature=True,
            clause=Text(
                "B13 · 负责人、牵头单位、发榜单位和厅签订军令状与任务书",
                "B13 · the project leader, lead unit, demand-side unit and office sign the pledge "
                "and the contract",
            ),
        )
    if t.name == "permit_lowering":
        return replace(
            t,
            guards=(*t.guards, contract_keeps_posting),
            clause=Text(
                "§3.9、B13 · 高于榜单门槛的承诺可由厅务会议定降低，门槛不得降低",
                "§3.9, B13 · promises above the posted threshold can be lowered by the executive "
                "meeting; the threshold cannot",
            ),
        )
    if t.name == "return_contract":
        return replace(t, roles=t.roles | DEMANDER)
    if t.name == "remind_of_signing":
        return replace(t, effects=(Notify("signing_wanted", TEAM | DEMANDER),))
    if t.name == "remind_of_limit":
        return replace(t, effects=(Notify("signing_held_up", TEAM | OFFICER | DEMANDER),))
    if t.name == "give_up":
        return replace(
            t,
            label=Text("拒签军令状", "Refuse to sign the pledge"),
            effects=_FORFEITED,
            clause=_NEXT_FOLLOWS,
        )
    if t.name == "lapse":
        guards = (*t.guards, not_the_user_alone)
        return replace(t, guards=guards, effects=_FORFEITED, clause=_NEXT_FOLLOWS)
    return t


def failing(
    ending: tuple[Transition[ProjectFacts], ...],
) -> tuple[Transition[ProjectFacts], ...]:
    """Whatever ends the project early ends its item too; there is no acceptance to be at, and what
    an appeal corrects goes back to the finding of the fault."""
    return tuple(_failing(t) for t in ending)


def _failing(t: Transition[ProjectFacts]) -> Transition[ProjectFacts]:
    if t.name in {"propose_termination", "decline_termination", "archive"}:
        return t
    if t.name == "reopen_by_appeal":
        return replace(
            t,
            label=Text("复查改正，重新认定责任", "Corrected on appeal: new finding of fault"),
            target="fault_review",
            effects=(
                REINSTATED,
                Apply("begin_anew"),
                Notify("fault_to_find", SUPERVISOR | CONCERNED),
            ),
        )
    here = tuple(state for state in t.source if "accept" not in state)
    if t.name == "revoke":
        effects = (*t.effects, NO_MORE_FAULT_OPINIONS, ITEM_FAILS, _SUCCESS_IS_VOID)
        return replace(t, source=(*here, *_OF_A_CLAIM), effects=effects)
    return replace(t, source=here, effects=(*t.effects, ITEM_FAILS))


_OF_A_CLAIM = ("stopped", "seeking_user", "user_test", "fault_review")


_BEFORE_THE_USER_SIGNS: tuple[
    tuple[str, ...], tuple[Guard[ProjectFacts], ...], tuple[Effect, ...]
] = (
    ("user_test",),
    (rule.user_test_unsigned,),
    (Apply("drop_user_test"), Cascade("item", "end_user_test")),
)
"""A test that the team or the user does not see through is left; once it is signed the meeting
concludes."""

RUNNING_CLAIM: tuple[Transition[ProjectFacts], ...] = (
    *(
        Transition(
            name="stop_at_once",
            label=Text("叫停", "Order to stop"),
            source=source,
            target="stopped",
            roles=OFFICER,
            guards=guards,
            asks=(EVIDENCE, PUBLIC_REASON),
            effects=(_HOLD, *effects, Notify("project_stopped", CONCERNED | DECIDES)),
            clause=Text(
                "B14 · 里程碑或实测执行不力即时叫停，停拨经费",
                "B14 · stopped at once if milestones or the test are poorly carried out; payments "
                "stop",
            ),
        )
        for source, guards, effects in (
            (("active", "node_check", "rectifying", "suspended"), (), ()),
            _BEFORE_THE_USER_SIGNS,
        )
    ),
    Transition(
        name="let_go_on",
        label=Text("恢复攻关", "Resume work"),
        source=("stopped",),
        target="active",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(_RELEASE, Notify("project_goes_on", CONCERNED)),
        signature=True,
        clause=Text("B14 · 整改到位后恢复", "B14 · resumes once rectified"),
    ),
    *(
        Transition(
            name="demander_default",
            label=Text("登记发榜单位违约", "Record the demand-side unit's default"),
            source=source,
            target="seeking_user",
            roles=OFFICER,
            guards=guards,
            asks=(EVIDENCE,),
            effects=(_HOLD, *effects, Notify("demander_defaulted", CONCERNED)),
            clause=Text(
                "B15 · 用户停止出资、退出、破产或不履行实测义务，60 天内另寻用户，在其处重新实测",
                "B15 · the end user stops funding, withdraws, goes bankrupt or does not carry out "
                "the test: 60 days to find another end user and test again there",
            ),
        )
        for source, guards, effects in (
            (("active",), (), ()),
            _BEFORE_THE_USER_SIGNS,
        )
    ),
    Transition(
        name="accept_new_user",
        label=Text("确认新的最终用户", "Confirm the new end user"),
        source=("seeking_user",),
        target="active",
        roles=OFFICER,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.new_user_may_follow,),
        asks=(*MINUTES, NEW_USER, REASON),
        effects=(
            _RELEASE,
            Apply("record_new_user"),
            Notify("project_goes_on", CONCERNED),
            Cascade("project", "call_for_signatures"),
        ),
        signature=True,
        clause=Text(
            "B15 · 更换最终用户须厅务会同意，新用户在军令状上签名",
            "B15 · a new end user needs the executive meeting's approval and signs the pledge",
        ),
    ),
    Transition(
        name="find_no_user",
        label=Text("未找到用户，终止", "Terminate: no end user found"),
        source=("seeking_user",),
        target="terminated",
        roles=CLOCK,
        effects=(
            Apply("record_end_without_user"),
            *STOP,
            SendLetter("termination_notice"),
            Notify("project_without_user", CONCERNED),
            ITEM_FAILS,
        ),
        due=After("demander_default_days"),
        clause=Text(
            "B15 · 期满未找到即终止，团队不担责",
            "B15 · terminated if none is found in time, with no fault on the team",
        ),
    ),
    Transition(
        name="end_stopped",
        label=Text("终止攻关", "Terminate"),
        source=("stopped",),
        target="fault_review",
        roles=DECIDES,
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            *STOP,
            Notify("fault_to_find", SUPERVISOR | CONCERNED),
            ITEM_FAILS,
        ),
        signature=True,
        clause=Text(
            "B14、B18 · 叫停后终止，作责任认定",
            "B14, B18 · terminated after a stop order, with a finding of fault",
        ),
    ),
)

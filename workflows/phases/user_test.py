"""The test of a claimed project at its user's: a third party measures, the user signs, the office
meeting concludes (B16-B17)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import claim as rule
from workflows.guards.pledge import pledge_signed_anew
from workflows.hands import DECIDES, DEMANDER, OFFICER, PI, SUPERVISOR, TEAM
from workflows.parts.asks import MINUTES, PUBLIC_REASON
from workflows.phases.claiming import CONCERNED, ITEM_FAILS
from workflows.phases.project.ending import STOP
from workflows.roles import Role

USER_WORDS = Ask("opinion", Text("用户实测意见", "End user's test opinion"), AskKind.PARAGRAPH)

TESTING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="begin_user_test",
        label=Text("申请真实场景实测", "Request the test in real use"),
        source=("active",),
        target="user_test",
        roles=PI,
        approvals=(Role.DEMANDER,),
        guards=(rule.milestones_passed, pledge_signed_anew),
        effects=(Cascade("item", "begin_user_test"), Notify("user_test_begun", CONCERNED)),
        signature=True,
        clause=Text(
            "B16 · 真实场景、第三方测试、用户签字",
            "B16 · real use, third-party test, signed by the end user",
        ),
    ),
    Transition(
        name="sign_user_test",
        label=Text("签署用户实测意见", "Sign the end user's test opinion"),
        source=("user_test",),
        target="user_test",
        roles=DEMANDER,
        guards=(rule.third_party_reported, rule.every_core_metric_measured),
        asks=(USER_WORDS,),
        effects=(
            Apply("record_user_test"),
            Notify("user_test_signed", TEAM | OFFICER | DECIDES),
        ),
        signature=True,
        clause=Text("B16 · 用户签字", "B16 · signed by the end user"),
    ),
    Transition(
        name="conclude_success",
        label=Text("认定揭榜成功", "Declare success"),
        source=("user_test",),
        target="passed",
        roles=DECIDES,
        guards=(
            rule.third_party_reported,
            rule.every_core_metric_measured,
            rule.user_test_signed,
            rule.every_core_metric_met,
            rule.claimant_not_barred,
        ),
        asks=MINUTES,
        effects=(
            Apply("order_last_payment"),
            SendLetter("success_certificate"),
            Cascade("item", "succeed"),
            Notify("claim_succeeded", CONCERNED),
        ),
        moves_money=True,
        signature=True,
        clause=Text(
            "B17 · 核心指标须全部达到，不适用八成标准；成功才付尾款",
            "B17 · every core metric must be met, with no 80% rule; the final payment is made "
            "only on success",
        ),
    ),
    Transition(
        name="conclude_failure",
        label=Text("认定揭榜失败", "Declare failure"),
        source=("user_test",),
        target="fault_review",
        roles=DECIDES,
        guards=(
            rule.third_party_reported,
            rule.every_core_metric_measured,
            rule.user_test_signed,
            rule.a_core_metric_missed,
        ),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            *STOP,
            ITEM_FAILS,
            Notify("fault_to_find", SUPERVISOR | CONCERNED),
        ),
        signature=True,
        clause=Text("B17 · 以成败论英雄", "B17 · judged by results alone"),
    ),
)

"""What somebody new in a role does first, where, and why."""

from __future__ import annotations

from collections.abc import Set

from app.web.help.steps import CALENDAR, GLOSSARY, HOME, Step
from app.web.help.tours_of_office import OFFICE
from workflows.engine.text import Text
from workflows.roles import Role

_APPLICANT = (
    HOME,
    Step(
        "public.calls",
        Text("查看指南", "Read the call"),
        Text(
            "条件、评审标准、时限和经费都写在指南里。",
            "Conditions, criteria, deadlines and funds are all in the call.",
        ),
    ),
    Step(
        "applicant.index",
        Text("填申报书", "Fill in a proposal"),
        Text(
            "分部分填写，边填边存；预览页列出还缺什么、由谁补齐。",
            "Fill it in section by section; it saves as you go. The preview lists what is "
            "missing and who can provide it.",
        ),
    ),
    CALENDAR,
)

TOURS: tuple[tuple[Role, tuple[Step, ...]], ...] = (
    *OFFICE,
    (
        Role.EXPERT,
        (
            HOME,
            Step(
                "reviewer.index",
                Text("先声明，再评审", "Declare first, then review"),
                Text(
                    "声明有无利害关系后才能打开申报书；标准就在旁边，边评边存。",
                    "Declare whether you have an interest before you can open the proposal. The "
                    "criteria are alongside, and your review saves as you go.",
                ),
            ),
            Step(
                "expert.profile",
                Text("核对资料", "Check your profile"),
                Text(
                    "领域和不在期间影响抽取。", "Your fields and dates unavailable affect the draw."
                ),
            ),
        ),
    ),
    (
        Role.UNIT_ADMIN,
        (
            HOME,
            Step(
                "unit.sealing",
                Text("审核盖章", "Review and stamp"),
                Text(
                    "退回时写明理由，申报人改后重交。",
                    "Give a reason when you return a proposal; the applicant corrects and "
                    "resubmits it.",
                ),
            ),
            CALENDAR,
        ),
    ),
    (
        Role.RECOMMENDER,
        (
            HOME,
            Step(
                "unit.recommending",
                Text("推荐", "Recommend"),
                Text(
                    "只看到本辖区单位已盖章的申报书；推荐期过后不能再办。",
                    "You see only proposals stamped by units in your area. You cannot act after "
                    "the "
                    "recommendation period.",
                ),
            ),
            CALENDAR,
        ),
    ),
    (
        Role.UNIT_FINANCE,
        (
            HOME,
            Step(
                "finance.ours",
                Text("管本单位经费", "Manage your unit's funds"),
                Text(
                    "登记收款账户和配套资金，转拨参加单位，查到账。",
                    "Register receiving accounts and matching funds, forward shares, and check "
                    "receipts.",
                ),
            ),
            CALENDAR,
        ),
    ),
    (
        Role.DEMANDER,
        (
            HOME,
            Step(
                "demander.index",
                Text("提需求", "Submit a need"),
                Text(
                    "写清指标、测试方法和出资；张榜后在这里答复提问。",
                    "Set out metrics, test methods and your contribution. Once posted, answer "
                    "questions here.",
                ),
            ),
            Step(
                "public.items",
                Text("查看榜单", "View the list"),
                Text("参考已发布榜题的写法。", "See how others write their items."),
            ),
        ),
    ),
)


def steps_for(roles: Set[Role]) -> tuple[Step, ...]:
    """Of the first role somebody holds; whoever holds none applies. Ends with the glossary."""
    steps = next((steps for role, steps in TOURS if role in roles), _APPLICANT)
    return (*steps, GLOSSARY)

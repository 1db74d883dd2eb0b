"""What somebody new in a role does first, where, and why."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """`endpoint` is a page of its own, without arguments."""

    endpoint: str
    label: Text
    what: Text


_HOME = Step(
    "home.index",
    Text("从待办开始", "Begin with what waits for you"),
    Text(
        "待办按期限排列，逾期在前；打开任何一项，都能看到下一步由谁办、何时到期、为何还不能办。",
        "It is sorted by deadline, overdue first. Every case says who acts next, until when, and "
        "why something cannot be done yet.",
    ),
)
_CALENDAR = Step(
    "milestones.calendar",
    Text("订阅节点日历", "Subscribe to the calendar"),
    Text("把各项期限放进自己的日历。", "Put the deadlines into your own calendar."),
)
_GLOSSARY = Step(
    "help.glossary",
    Text("查术语", "Look up a word"),
    Text("不熟悉的说法都在术语表里。", "Words you do not know stand in the glossary."),
)

_APPLICANT = (
    _HOME,
    Step(
        "public.calls",
        Text("看指南", "Read a call"),
        Text(
            "条件、评审标准、时限和经费都写在指南里。", "It states conditions, criteria and times."
        ),
    ),
    Step(
        "applicant.index",
        Text("填申报书", "Write a proposal"),
        Text(
            "分部分填写，边填边存；预览页列出还缺什么、由谁补齐。",
            "In parts, saved while you type; the preview lists what is missing, and from whom.",
        ),
    ),
    _CALENDAR,
)

TOURS: tuple[tuple[Role, tuple[Step, ...]], ...] = (
    (
        Role.PROGRAMME_OFFICER,
        (
            _HOME,
            Step(
                "officer.calls",
                Text("办指南", "Run a call"),
                Text(
                    "指南页汇总申报、评审、排序和公示，每一步都从这里走。",
                    "It gathers proposals, review, ranking and notice; each step starts here.",
                ),
            ),
            Step(
                "race.index",
                Text("看赛马", "Watch a race"),
                Text(
                    "赛道图上看各队到了哪个节点、钱在哪里。",
                    "The lanes show which stage each team has reached, and where the money is.",
                ),
            ),
            Step(
                "milestones.index",
                Text("管节点", "Follow the milestones"),
                Text("排日程、组专家组、看结论。", "Schedules, panels and conclusions."),
            ),
        ),
    ),
    (
        Role.PLANNING_OFFICER,
        (
            _HOME,
            Step(
                "plan.office",
                Text("看规划实施", "See the plan"),
                Text(
                    "专项、任务和指标各有进度；指标实绩和第三方评估在这里录入。",
                    "Programmes, tasks and indicators with their progress; readings and "
                    "evaluations are entered here.",
                ),
            ),
            Step(
                "metrics.index",
                Text("看指标台账", "See the metric ledger"),
                Text("约定了什么、实测了什么。", "What was promised, and what was measured."),
            ),
            Step(
                "admin.register",
                Text("查文号", "Check the numbers"),
                Text("每年从 1 起，缺号会标出。", "They begin at 1 each year; gaps are shown."),
            ),
        ),
    ),
    (
        Role.FORMAL_CHECKER,
        (
            _HOME,
            Step(
                "officer.calls",
                Text("逐项核对", "Check item by item"),
                Text(
                    "从指南打开申报书，逐项作答；不通过须由第二人复核。",
                    "Open a proposal from its call and answer every item; a rejection needs a "
                    "second person.",
                ),
            ),
        ),
    ),
    (
        Role.DISCIPLINE,
        (
            _HOME,
            Step(
                "officer.calls",
                Text("见证抽取", "Witness a draw"),
                Text(
                    "评审组页写明抽取承诺、种子和名单，谁都可以重算。",
                    "The page of a panel states commitment, seed and list; anybody can "
                    "recompute it.",
                ),
            ),
            Step(
                "integrity.index",
                Text("看诚信案件", "See integrity cases"),
                Text("线索、案件和惩戒记录。", "Clues, cases and sanctions."),
            ),
        ),
    ),
    (
        Role.EXPERT_MANAGER,
        (
            _HOME,
            Step(
                "officer.experts",
                Text("管专家库", "Keep the pool"),
                Text(
                    "领域、单位、利益关系决定谁能被抽到。",
                    "Fields, units and ties decide who is drawn.",
                ),
            ),
        ),
    ),
    (
        Role.EXPERT,
        (
            _HOME,
            Step(
                "reviewer.index",
                Text("先声明，再评审", "Declare first, then review"),
                Text(
                    "声明有无利害关系后才能打开申报书；标准就在旁边，边评边存。",
                    "Say whether you have an interest; the proposal opens beside the criteria, and "
                    "everything is saved as you go.",
                ),
            ),
            Step(
                "expert.profile",
                Text("核对资料", "Check your profile"),
                Text("领域和不在期间影响抽取。", "Fields and absences matter for the draw."),
            ),
        ),
    ),
    (
        Role.UNIT_ADMIN,
        (
            _HOME,
            Step(
                "unit.sealing",
                Text("审核盖章", "Review and seal"),
                Text(
                    "退回时写明理由，申报人改后重交。", "Return with a reason, and it is corrected."
                ),
            ),
            _CALENDAR,
        ),
    ),
    (
        Role.RECOMMENDER,
        (
            _HOME,
            Step(
                "unit.recommending",
                Text("推荐", "Recommend"),
                Text(
                    "只看到本辖区单位已盖章的申报书；推荐期过后不能再办。",
                    "You see what units of your area have sealed; after the period it is too late.",
                ),
            ),
            _CALENDAR,
        ),
    ),
    (
        Role.UNIT_FINANCE,
        (
            _HOME,
            Step(
                "finance.ours",
                Text("管本单位经费", "Keep your unit's money"),
                Text(
                    "登记收款账户和配套资金，转拨参加单位，查到账。",
                    "Name accounts and matching funds, forward shares, and see what arrived.",
                ),
            ),
            _CALENDAR,
        ),
    ),
    (
        Role.DEMANDER,
        (
            _HOME,
            Step(
                "demander.index",
                Text("提需求", "File a need"),
                Text(
                    "写清指标、测试方法和出资；张榜后在这里答复提问。",
                    "State metrics, tests and money; once posted, answer questions here.",
                ),
            ),
            Step(
                "public.items",
                Text("看榜单", "Read the list"),
                Text("别人的榜题怎么写。", "How others put theirs."),
            ),
        ),
    ),
    (
        Role.FINANCE,
        (
            _HOME,
            Step(
                "finance.index",
                Text("办拨付", "Pay"),
                Text(
                    "每张拨付单写明依据：合同、节点或验收结论。",
                    "Every order names what it rests on: contract, milestone or acceptance.",
                ),
            ),
            Step(
                "finance.leverage",
                Text("看撬动", "See the leverage"),
                Text(
                    "财政资金带动了多少单位投入。", "How much own investment public money brought."
                ),
            ),
        ),
    ),
    (
        Role.DECISION_MAKER,
        (
            _HOME,
            Step(
                "officer.calls",
                Text("审议一批项目", "Deliberate on a round"),
                Text(
                    "排序页列出得分、分差和资助线；与自己有关的项目不会等您办理。",
                    "The ranking shows scores, their spread and the line; what concerns you never "
                    "waits for you.",
                ),
            ),
            Step(
                "plan.office",
                Text("看规划实施", "See the plan"),
                Text("专项、任务和指标到了哪一步。", "How far programmes, tasks and metrics are."),
            ),
        ),
    ),
    (
        Role.SUPERVISOR,
        (
            _HOME,
            Step(
                "decision.index",
                Text("处理异议", "Handle objections"),
                Text("受理、核查、答复都有期限。", "Each step has its deadline."),
            ),
            Step(
                "admin.history",
                Text("查流转总账", "Read the history"),
                Text("每一步由谁、何时、依据哪一条。", "Who made each move, when, by which rule."),
            ),
        ),
    ),
    (
        Role.SYS_ADMIN,
        (
            _HOME,
            Step(
                "admin.people_list",
                Text("授予角色", "Grant roles"),
                Text("角色有范围和期限。", "A role has a scope and an end."),
            ),
            Step(
                "admin.queue",
                Text("看作业队列", "Watch the queue"),
                Text(
                    "失败的作业写明原因，可以重试。",
                    "Failed work says why, and can be tried again.",
                ),
            ),
        ),
    ),
)


def steps_for(roles: Set[Role]) -> tuple[Step, ...]:
    """Of the first role somebody holds; whoever holds none applies. Ends with the glossary."""
    steps = next((steps for role, steps in TOURS if role in roles), _APPLICANT)
    return (*steps, _GLOSSARY)

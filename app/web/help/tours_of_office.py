"""What somebody new in a role of the office does first, where, and why."""

from __future__ import annotations

from app.web.help.steps import HOME, Step
from workflows.engine.text import Text
from workflows.roles import Role

OFFICE: tuple[tuple[Role, tuple[Step, ...]], ...] = (
    (
        Role.PROGRAMME_OFFICER,
        (
            HOME,
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
            HOME,
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
            HOME,
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
            HOME,
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
            HOME,
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
        Role.FINANCE,
        (
            HOME,
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
            HOME,
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
            HOME,
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
            HOME,
            Step(
                "admin.people_list",
                Text("授予角色", "Grant roles"),
                Text("角色有范围和期限。", "A role has a scope and an end."),
            ),
            Step(
                "admin.queue",
                Text("看作业队列", "Watch the queue"),
                Text(
                    "失败的作业写明原因，可以重试；无从排除的，写明理由后搁置。",
                    "Failed work says why, and can be tried again; what nobody can mend is set "
                    "aside with a reason.",
                ),
            ),
        ),
    ),
)

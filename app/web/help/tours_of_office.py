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
                Text("办理指南", "Run a call"),
                Text(
                    "指南页汇总申报、评审、排序和公示，各环节均由此办理。",
                    "The call page brings together proposals, review, ranking and notice. Every "
                    "step "
                    "starts here.",
                ),
            ),
            Step(
                "race.index",
                Text("查看赛马", "Watch a race"),
                Text(
                    "赛道图列出各队所处节点和经费去向。",
                    "The lane chart shows which stage each team has reached and where the funds "
                    "are.",
                ),
            ),
            Step(
                "milestones.index",
                Text("管理节点", "Manage milestones"),
                Text(
                    "安排日程，组建专家组，查看结论。",
                    "Schedule them, form panels and see conclusions.",
                ),
            ),
        ),
    ),
    (
        Role.PLANNING_OFFICER,
        (
            HOME,
            Step(
                "plan.office",
                Text("查看规划实施", "See plan implementation"),
                Text(
                    "专项、任务和指标各有进度；指标实绩和第三方评估在这里录入。",
                    "Progress on programmes, tasks and indicators. Enter indicator results and "
                    "third-party evaluations here.",
                ),
            ),
            Step(
                "metrics.index",
                Text("查看指标台账", "See the metric ledger"),
                Text("查看各项指标的约定值与实测值。", "What was agreed and what was measured."),
            ),
            Step(
                "admin.register",
                Text("查文号", "Check document numbers"),
                Text("每年从 1 起，缺号会标出。", "They start from 1 each year; gaps are marked."),
            ),
        ),
    ),
    (
        Role.FORMAL_CHECKER,
        (
            HOME,
            Step(
                "officer.calls",
                Text("逐项核对", "Check every item"),
                Text(
                    "从指南打开申报书，逐项作答；不通过须由第二人复核。",
                    "Open a proposal from its call and answer every item. A second person must "
                    "confirm "
                    "a failure.",
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
                    "评审组页写明抽取承诺、种子和名单，任何人均可复算。",
                    "The panel page shows the draw commitment, seed and list. Anyone can "
                    "recalculate "
                    "it.",
                ),
            ),
            Step(
                "integrity.index",
                Text("查看诚信案件", "See integrity cases"),
                Text("线索、案件和惩戒记录。", "Tips, cases and sanctions."),
            ),
        ),
    ),
    (
        Role.EXPERT_MANAGER,
        (
            HOME,
            Step(
                "officer.experts",
                Text("管专家库", "Manage the expert pool"),
                Text(
                    "领域、单位、利益关系决定谁能被抽到。",
                    "Fields, units and interests decide who can be drawn.",
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
                Text("办拨付", "Make payments"),
                Text(
                    "每张拨付单写明依据：合同、节点或验收结论。",
                    "Every payment order states its basis: contract, milestone or acceptance "
                    "conclusion.",
                ),
            ),
            Step(
                "finance.leverage",
                Text("查看经费撬动", "See the leverage"),
                Text(
                    "财政资金带动了多少单位投入。",
                    "How much own investment public funds have brought in.",
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
                Text("审议一批项目", "Consider a batch of projects"),
                Text(
                    "排序页列出得分、分差和资助线；与您有利害关系的项目不交您审议。",
                    "The ranking page shows scores, spread and the funding line. Projects related "
                    "to "
                    "you are never sent to you.",
                ),
            ),
            Step(
                "plan.office",
                Text("查看规划实施", "See plan implementation"),
                Text(
                    "专项、任务和指标的实施进展。",
                    "How far programmes, tasks and indicators have got.",
                ),
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
                Text(
                    "受理、核查、答复都有期限。",
                    "Admitting, investigating and replying all have deadlines.",
                ),
            ),
            Step(
                "admin.history",
                Text("查流转总账", "Search the history"),
                Text(
                    "每一步由谁、何时、依据哪一条。",
                    "Who took each step, when, and under which rule.",
                ),
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
                Text("角色有范围和期限。", "Roles have a scope and an end date."),
            ),
            Step(
                "admin.queue",
                Text("查看作业队列", "Check the work queue"),
                Text(
                    "失败的作业写明原因，可以重试；无从排除的，写明理由后搁置。",
                    "Failed jobs show the reason and can be retried. If a cause cannot be "
                    "removed, set "
                    "the job aside with a reason.",
                ),
            ),
        ),
    ),
)

"""What a third party evaluates the plan from, as a workbook in the reader's language: indicators,
tasks, calls, projects, money by the books, results, programmes, catalogues.

Every cell is text, a number or a day; what begins like a formula stays text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.models import Project
from app.plan.indicators import load_indicators
from app.plan.tasks import worded
from app.queries.figures import plan as figures
from app.services.accepting.results import KINDS
from app.services.calls.programmes import name_of
from app.services.cases import state_of
from app.services.files.sheets import Sheet, workbook, yuan
from app.services.money.positions import Position, positions
from app.services.plan.plan_task_sheet import tasks_as_sheet
from app.services.takeaways.columns import Column
from workflows.engine.text import Text, listed
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES
from workflows.registry import MECHANISMS


def evaluation(session: Session, hidden: Collection[int], locale: str) -> bytes:
    """No personal data beyond names, and nothing of the `hidden` proposals. Projects and results
    are read as they are written; of each project its money is kept for the sheet after it."""
    money: list[tuple[str, Position]] = []

    def sheet(title: Text, columns: Sequence[Column], rows: Iterable[Any]) -> Sheet:
        """Each row goes to its columns with what it is read beside."""
        values = ([column.within(locale, row) for column in columns] for row in rows)
        return Sheet(title.within(locale), [c.label.within(locale) for c in columns], values)

    figures.read_short_lists(session)
    readings = figures.readings(session)
    return workbook(
        (
            sheet(
                Text("规划指标", "Plan indicators"),
                INDICATORS,
                [(i, readings.get(i.number)) for i in load_indicators()],
            ),
            tasks_as_sheet(session, hidden, locale),
            sheet(Text("指南", "Calls"), CALLS, figures.all_calls(session)),
            sheet(Text("项目清单", "Projects"), PROJECTS, _projects(session, hidden, money)),
            sheet(Text("经费", "Funds"), MONEY, money),
            sheet(Text("成果", "Results"), RESULTS, figures.all_results(session, hidden)),
            sheet(Text("专项", "Programmes"), PROGRAMMES, figures.by_programme(session)),
            sheet(Text("技术目录", "Catalogues"), COVERED, figures.coverage(session)),
        )
    )


def _projects(
    session: Session, hidden: Collection[int], money: list[tuple[str, Position]]
) -> Iterator[tuple[Project, int, int]]:
    """Each with the number of its results, and what it was granted in 分; where its money stands
    is added to `money`."""
    for portion in figures.all_tasks(session, hidden):
        found = positions(session, [project for project, _results in portion])
        for project, results in portion:
            money.append((project.number, found[project.id]))
            yield project, results, found[project.id].granted


INDICATORS = (
    Column(Text("序号", "No."), lambda r: r[0].number),
    Column(Text("指标", "Indicator"), lambda r: r[0].name),
    Column(Text("单位", "Unit"), lambda r: r[0].unit),
    Column(Text("2020 年", "2020"), lambda r: r[0].baseline),
    Column(Text("规划目标", "Plan target"), lambda r: r[0].target),
    Column(Text("最新值", "Latest value"), lambda r: r[1].value if r[1] else ""),
    Column(Text("年份", "Year"), lambda r: r[1].year if r[1] else ""),
    Column(Text("数据来源", "Data source"), lambda r: r[1].source if r[1] else ""),
)
CALLS = (
    Column(Text("年度", "Year"), lambda c: c.year),
    Column(Text("专项", "Programme"), lambda c: name_of(c.programme)),
    Column(Text("指南", "Call"), lambda c: c.title),
    Column(Text("组织方式", "Mechanism"), lambda c: MECHANISMS[c.mechanism_key].label),
    Column(
        Text("规划任务", "Plan task"),
        lambda c: listed(worded(task.text) for task in c.tasks),
    ),
    Column(Text("与规划任务对标", "How it matches the plan task"), lambda c: c.plan_match),
    Column(Text("主办人", "Officer"), lambda c: c.drafted_by.name),
    Column(Text("状态", "State"), lambda r: state_of(r).label),
    Column(Text("经费总额（元）", "Total budget (yuan)"), lambda c: yuan(c.budget)),
    Column(Text("拨付方式", "Payment method"), lambda c: PAYMENT_MODES[c.payment_mode]),
    Column(
        Text("联合申报经费拨付", "Payments for joint applications"),
        lambda c: PAYEE_MODES[c.payee_mode],
    ),
)
PROJECTS = (
    Column(Text("项目编号", "Project number"), lambda r: r[0].number),
    Column(Text("项目名称", "Project"), lambda r: r[0].proposal.title),
    Column(Text("专项", "Programme"), lambda r: name_of(r[0].proposal.call.programme)),
    Column(
        Text("规划任务", "Plan task"),
        lambda r: worded(r[0].proposal.plan_task.text) if r[0].proposal.plan_task else "",
    ),
    Column(
        Text("技术目录条目", "Technology catalogue entry"),
        lambda r: r[0].proposal.technology_field.name if r[0].proposal.technology_field else "",
    ),
    Column(Text("牵头单位", "Lead unit"), lambda r: r[0].proposal.lead_unit.name),
    Column(Text("地区", "Region"), lambda r: r[0].proposal.lead_unit.city),
    Column(Text("项目负责人", "Project leader"), lambda r: r[0].proposal.pi.name),
    Column(Text("主办人", "Officer"), lambda r: r[0].proposal.call.drafted_by.name),
    Column(Text("状态", "State"), lambda r: state_of(r[0]).label),
    Column(Text("开始", "Starts"), lambda r: r[0].starts_on),
    Column(Text("结束", "Ends"), lambda r: r[0].ends_on),
    Column(Text("财政资金（元）", "Public funds (yuan)"), lambda r: yuan(r[2])),
    Column(Text("自筹资金（元）", "Own funds (yuan)"), lambda r: yuan(r[0].matching)),
    Column(Text("登记成果数", "Results registered"), lambda r: r[1]),
)
MONEY = (
    Column(Text("项目编号", "Project number"), lambda r: r[0]),
    Column(Text("立项金额（元）", "Award (yuan)"), lambda r: yuan(r[1].granted)),
    Column(Text("未下单（元）", "Not ordered yet (yuan)"), lambda r: yuan(r[1].committed)),
    Column(Text("拨付办理中（元）", "Payment in progress (yuan)"), lambda r: yuan(r[1].ordered)),
    Column(Text("累计拨付（元）", "Total paid (yuan)"), lambda r: yuan(r[1].paid_in_all)),
    Column(Text("累计退回（元）", "Total paid back (yuan)"), lambda r: yuan(r[1].refunded)),
    Column(
        Text("净拨付＝累计拨付－累计退回（元）", "Net paid = total paid − total paid back (yuan)"),
        lambda r: yuan(r[1].paid),
    ),
    Column(
        Text("牵头单位账上（元）", "Held by the lead unit (yuan)"), lambda r: yuan(r[1].in_hand)
    ),
    Column(
        Text("牵头单位已列支（元）", "Spent by the lead unit (yuan)"), lambda r: yuan(r[1].spent)
    ),
    Column(
        Text("参加单位账上（元）", "Held by participating units (yuan)"),
        lambda r: yuan(r[1].with_partners),
    ),
    Column(
        Text("参加单位已列支（元）", "Spent by participating units (yuan)"),
        lambda r: yuan(r[1].spent_by_partners),
    ),
    Column(Text("已核销（元）", "Written off (yuan)"), lambda r: yuan(r[1].lost)),
)
RESULTS = (
    Column(Text("项目编号", "Project number"), lambda r: r[1]),
    Column(Text("类别", "Type"), lambda r: KINDS[r[0].kind]),
    Column(Text("成果名称", "Title of the result"), lambda r: r[0].title),
    Column(Text("编号", "Number"), lambda r: r[0].number),
    Column(Text("权利人", "Holder"), lambda r: r[0].holder),
    Column(Text("登记日期", "Registered on"), lambda r: r[0].registered_on or ""),
    Column(
        Text("标注项目编号", "Project number cited"),
        lambda r: Text("是", "yes") if r[0].cites_project else Text("否", "no"),
    ),
)
PROGRAMMES = (
    Column(Text("专项", "Programme"), lambda f: f.name),
    Column(Text("项目数", "Projects"), lambda f: f.projects),
    Column(Text("通过或结题", "Passed or concluded"), lambda f: f.ended_well),
    Column(Text("财政资金（元）", "Public funds (yuan)"), lambda f: yuan(f.fiscal)),
    Column(Text("自筹资金（元）", "Own funds (yuan)"), lambda f: yuan(f.own)),
)
COVERED = (
    Column(
        Text("目录", "Catalogue"),
        lambda c: Text(f"{c.number} {c.name.zh}", f"{c.number} {c.name.en}"),
    ),
    Column(Text("条目数", "Entries"), lambda c: c.entries),
    Column(Text("已布局条目", "Entries covered"), lambda c: c.covered),
)

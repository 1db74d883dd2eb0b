"""The columns of the sheets: the same facts as on the pages, as text or numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.days import day_text
from app.models import Case, Expert, Organisation
from app.queries.calls.results import STANDINGS
from app.services.calls.programmes import name_of, title_of, title_of_notice
from app.services.cases import state_of
from app.services.experts.expert_sheet import TYPE_LABELS
from app.services.fees.wording import purpose_of, standing_of
from app.services.files.sheets import Value, yuan
from app.services.letter_facts.bands import amount_band
from app.services.money.checking import rests_on
from workflows.changes import CHANGE_KINDS
from workflows.engine.calendar import deadline_words, moment_words
from workflows.engine.text import Text
from workflows.parts.letter import WALLED
from workflows.registry import MECHANISMS

Cell = Text | Value


@dataclass(frozen=True, slots=True)
class Column:
    label: Text
    of: Callable[[Any], Cell]

    def within(self, locale: str, row: Any) -> Value:
        said = self.of(row)
        return said.within(locale) if isinstance(said, Text) else said


def _moment(at: datetime | None) -> str:
    return moment_words(at) if at else ""


def _until(at: datetime | None) -> str:
    """The end of a day is 24:00 of that day, as on the pages."""
    return deadline_words(at) if at else ""


def _state(case: Case) -> Text:
    return state_of(case).label


def _name(unit: Organisation | None) -> str:
    return unit.name if unit else ""


def _units(expert: Expert) -> str:
    return "、".join(u.organisation.name for u in expert.units if u.until is None)


STATE = Column(Text("状态", "State"), _state)
ENTERED = Column(Text("进入该状态", "In this state since"), lambda c: _moment(c.state_entered_at))
DUE = Column(Text("截止", "Deadline"), lambda c: _until(c.due_at))


def _of_project(project: Callable[[Any], Any]) -> tuple[Column, ...]:
    return (
        Column(Text("项目编号", "Project number"), lambda c: project(c).number),
        Column(Text("项目", "Project"), lambda c: project(c).proposal.title),
        Column(Text("牵头单位", "Lead unit"), lambda c: project(c).proposal.lead_unit.name),
    )


def _its_project(case: Any) -> Any:
    return case.project


PROPOSALS = (
    Column(Text("编号", "Number"), lambda p: p.number or ""),
    Column(Text("标题", "Title"), lambda p: p.title),
    Column(Text("指南", "Call"), lambda p: title_of(p.call)),
    Column(Text("牵头单位", "Lead unit"), lambda p: p.lead_unit.name),
    Column(Text("负责人", "Project leader"), lambda p: p.pi.name),
    Column(Text("申请经费（元）", "Funds requested (yuan)"), lambda p: yuan(p.requested)),
    Column(Text("配套经费（元）", "Matching funds (yuan)"), lambda p: yuan(p.matching)),
    *(STATE, ENTERED, DUE),
)
PROJECTS = (
    *_of_project(lambda p: p),
    Column(Text("负责人", "Project leader"), lambda p: p.proposal.pi.name),
    Column(Text("资助金额（元）", "Award (yuan)"), lambda p: yuan(p.amount)),
    Column(Text("开始", "Starts"), lambda p: day_text(p.starts_on)),
    Column(Text("结束", "Ends"), lambda p: day_text(p.ends_on)),
    *(STATE, DUE),
)
AWARDED = _of_project(lambda p: p)
RESULTS = (
    Column(Text("项目编号", "Project number"), lambda r: r[0].number),
    Column(Text("项目", "Project"), lambda r: r[0].title),
    Column(Text("英文名称", "English title"), lambda r: r[0].title_en),
    Column(Text("专项", "Programme"), lambda r: Text(r[0].programme, r[0].programme_en)),
    Column(Text("年度", "Year"), lambda r: r[0].year),
    Column(Text("组织方式", "Mechanism"), lambda r: MECHANISMS[r[0].mechanism_key].label),
    Column(Text("牵头单位", "Lead unit"), lambda r: r[0].lead_unit),
    Column(Text("省财政资助", "Provincial funding"), lambda r: amount_band(r[0].amount)),
    Column(Text("开始", "Starts"), lambda r: r[0].starts_on),
    Column(Text("结束", "Ends"), lambda r: r[0].ends_on),
    Column(Text("状态", "State"), lambda r: STANDINGS[r[1]]),
)
"""As everybody reads them: a line of `app.queries.calls.results.RESULTS`, and its standing."""
CALLS = (
    Column(Text("标题", "Title"), title_of),
    Column(Text("专项", "Programme"), lambda c: name_of(c.programme)),
    Column(Text("年度", "Year"), lambda c: c.year),
    Column(Text("申报开始", "Applications open"), lambda c: _moment(c.open_at)),
    Column(Text("申报截止", "Applications close"), lambda c: _until(c.close_at)),
    *(STATE, DUE),
)
NOTICES = (
    Column(Text("标题", "Title"), title_of_notice),
    Column(Text("指南", "Call"), lambda n: title_of(n.call)),
    Column(Text("公示开始", "Notice from"), lambda n: day_text(n.starts_on)),
    Column(Text("公示截止", "Notice until"), lambda n: day_text(n.ends_on)),
    STATE,
)
ITEMS = (
    Column(Text("榜题", "Item"), lambda i: i.title),
    Column(Text("发榜单位", "Demand side"), lambda i: i.demander.name),
    Column(Text("财政资金上限（元）", "Maximum public funds (yuan)"), lambda i: yuan(i.ceiling)),
    Column(Text("揭榜截止", "Bidding closes"), lambda i: _until(i.close_at)),
    STATE,
)
RACES = (
    Column(Text("赛题", "Race"), lambda r: title_of(r.call)),
    Column(Text("专项", "Programme"), lambda r: name_of(r.call.programme)),
    Column(Text("奖补总额（元）", "Total funds (yuan)"), lambda r: yuan(r.pool)),
    Column(Text("结束", "Ends"), lambda r: day_text(r.ends_on)),
    STATE,
)
UNITS = (
    Column(Text("单位", "Unit"), lambda u: u.name),
    Column(Text("统一社会信用代码", "Credit code"), lambda u: u.credit_code or ""),
    Column(Text("所在城市", "City"), lambda u: u.city),
    Column(Text("推荐单位", "Recommender"), lambda u: _name(u.recommender)),
)
EXPERTS = (
    Column(Text("姓名", "Name"), lambda e: e.person.name),
    Column(Text("单位", "Unit"), _units),
    Column(Text("类型", "Type"), lambda e: TYPE_LABELS[e.type]),
    Column(Text("地区", "Region"), lambda e: e.region),
    Column(Text("关键词", "Keywords"), lambda e: e.keywords),
    Column(
        Text("可参加评审", "Available"),
        lambda e: Text("是", "yes") if e.is_available else Text("否", "no"),
    ),
)
LETTERS = (
    Column(Text("文号", "Document number"), lambda x: x.number.text if x.number else ""),
    Column(Text("标题", "Title"), lambda x: x.title),
    Column(Text("收文单位", "Addressee"), lambda x: _name(x.organisation)),
    STATE,
    Column(Text("签发", "Issued"), lambda x: _moment(x.number.issued_at) if x.number else ""),
)
NUMBERS = (
    Column(Text("文号", "Document number"), lambda n: n.text),
    Column(
        Text("标题", "Title"),
        lambda n: (
            Text("限阅公文", "Restricted letter")
            if n.letter.letter_kind in WALLED
            else n.letter.title
        ),
    ),
    Column(Text("状态", "State"), lambda n: _state(n.letter)),
    Column(Text("签发", "Issued"), lambda n: _moment(n.issued_at)),
)
PAYMENTS = (
    Column(Text("拨付单", "Order"), lambda p: p.number),
    *_of_project(_its_project),
    Column(Text("金额（元）", "Amount (yuan)"), lambda p: yuan(p.amount)),
    Column(Text("依据", "Basis"), rests_on),
    *(STATE, DUE),
)
OWN_FEES = (
    Column(Text("发放单", "Fee list"), lambda line: line.fee_list.number),
    Column(Text("指南", "Call"), lambda line: title_of(line.fee_list.call)),
    Column(Text("事项", "For"), lambda line: purpose_of(line.fee_list)),
    Column(Text("工作日期", "Date of work"), lambda line: day_text(line.fee_list.served_on)),
    Column(Text("税前（元）", "Before tax (yuan)"), lambda line: yuan(line.gross)),
    Column(Text("代扣个税（元）", "Tax withheld (yuan)"), lambda line: yuan(line.tax)),
    Column(Text("税后（元）", "After tax (yuan)"), lambda line: yuan(line.net)),
    Column(Text("状态", "State"), standing_of),
    Column(Text("发放日期", "Paid on"), lambda line: day_text(line.paid_on)),
)
FUNDS = (
    *_of_project(_its_project),
    Column(Text("应退金额（元）", "To be paid back (yuan)"), lambda f: yuan(f.owed)),
    *(STATE, DUE),
)
MILESTONES = (
    Column(Text("节点", "Milestone"), lambda m: m.title),
    *_of_project(_its_project),
    Column(Text("日期", "Date"), lambda m: day_text(m.due_on)),
    *(STATE, DUE),
)
CHANGES = (
    Column(Text("变更事项", "Change"), lambda c: CHANGE_KINDS[c.change_kind].label),
    *_of_project(_its_project),
    *(STATE, ENTERED, DUE),
)
ACCEPTANCES = (*_of_project(_its_project), STATE, ENTERED, DUE)
OBJECTIONS = (
    Column(Text("项目", "Project"), lambda o: o.proposal.title),
    Column(Text("收到", "Received"), lambda o: _moment(o.filed_at)),
    *(STATE, DUE),
)

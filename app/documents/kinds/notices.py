"""Letters to everybody: the call for proposals and the public notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_figures
from app.documents.kinds.wording import Wording, contact_line, serving
from app.documents.payload import Block, Heading, Paragraph, Table, in_words
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class CallNotice:
    """Money in 分; `opens`, `closes` and `recommended_by` in words. `limits` are those the system
    holds an application against, `criteria` with their weights, `files` what is to be attached."""

    call_title: str
    programme: str
    tasks: tuple[str, ...]
    plan_match: str
    guide: tuple[str, ...]
    conditions: tuple[str, ...]
    limits: tuple[str, ...]
    criteria: tuple[str, ...]
    files: tuple[str, ...]
    opens: str
    closes: str
    recommended_by: str
    budget: int
    award_most: int
    contact: str
    phone: str
    payment: str = ""


def call_notice(facts: CallNotice) -> Wording:
    blocks: list[Block] = [
        Paragraph(
            f"为组织实施“{facts.programme}”专项，现就{facts.call_title}申报有关事项通知如下。"
        ),
        *serving("本指南", facts.tasks, facts.plan_match),
        Heading(1, "一、支持方向"),
        *(Paragraph(line) for line in facts.guide),
        Heading(1, "二、申报条件"),
        *(Paragraph(line) for line in facts.conditions),
        Paragraph(f"系统按下列限制核对申报资格：{'；'.join(facts.limits)}。"),
        Paragraph(f"申报材料：在系统中填写的申报书{''.join(f'、{one}' for one in facts.files)}。"),
        Heading(1, "三、支持方式和评审标准"),
        Paragraph(
            f"本批财政资金总额{in_figures(facts.budget)}，单个项目不超过"
            f"{in_figures(facts.award_most)}。通过公开竞争、同行评议择优立项。"
            f"{facts.payment}"
        ),
        Paragraph(f"评审标准：{'；'.join(facts.criteria)}。"),
        Heading(1, "四、申报时间"),
        Paragraph(
            f"自{facts.opens}起，至{facts.closes}止，以系统服务器时间为准，逾期不予受理。"
            f"申报单位审核盖章、推荐单位推荐至{facts.recommended_by}止。"
        ),
        Heading(1, "五、联系方式"),
        contact_line(facts.contact, facts.phone),
    ]
    return Wording(
        title=f"关于组织申报{facts.call_title}项目的通知",
        addressee="各设区市科学技术局，省直有关部门，各有关单位：",
        blocks=tuple(blocks),
    )


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """`leader` only where the call names leaders on its notices."""

    title: str
    unit: str
    amount_band: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """How a mechanism calls those on notice, how they came there, and its table's columns."""

    chosen: str
    counted: str
    way: str
    columns: tuple[str, str, str]


NOTICE_TERMS: dict[str, NoticeTerms] = {
    "open_competition": NoticeTerms(
        "拟立项项目", "项", "形式审查、专家评审", ("项目名称", "牵头单位", "拟资助金额")
    ),
    "open_call": NoticeTerms(
        "拟揭榜单位", "家", "资格审查、专家评榜、供需对接", ("榜题", "拟揭榜单位", "财政拟出资")
    ),
    "parallel_teams": NoticeTerms(
        "拟入围团队", "支", "形式审查、入围评审", ("团队项目", "牵头单位", "拟资助金额")
    ),
}


NOTICE_WAVES: dict[str, Text] = {
    "chosen": Text("", "Public notice"),
    "promoted": Text("递补", "Public notice of a promoted reserve"),
    "amended": Text("更正后", "Public notice of an amended award"),
}
"""Why those on a notice stand there: chosen by the list, in another's place, or anew after an
objection was upheld; what Chinese says before `chosen`, and English before the call."""


def notice_subject(call_title: str, mechanism: str, wave: str) -> str:
    """`2026年度新能源专项递补拟立项项目`."""
    return f"{call_title}{NOTICE_WAVES[wave].zh}{NOTICE_TERMS[mechanism].chosen}"


def which_of_wave(nth: int) -> Text:
    """Nothing for the first."""
    return Text(f"（第{nth}次）", f" (no. {nth})") if nth > 1 else Text("", "")


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """`mechanism` is a key of NOTICE_TERMS, `wave` of NOTICE_WAVES, of which this is the `nth` of
    its call; `starts_on` is the first day that counts; `ends_on` the last working day of the
    period.
    """

    mechanism: str
    call_title: str
    rows: tuple[NoticeRow, ...]
    starts_on: date
    ends_on: date
    working_days: int
    channel: str
    wave: str = "chosen"
    nth: int = 1


def public_notice(facts: PublicNotice) -> Wording:
    terms = NOTICE_TERMS[facts.mechanism]
    named = any(row.leader for row in facts.rows)
    title, unit, amount = terms.columns
    rows = tuple(
        (str(n), row.title, row.unit, *((row.leader,) if named else ()), row.amount_band)
        for n, row in enumerate(facts.rows, start=1)
    )
    subject = notice_subject(facts.call_title, facts.mechanism, facts.wave)
    return Wording(
        title=f"关于{subject}的公示{which_of_wave(facts.nth).zh}",
        addressee="",
        blocks=(
            Paragraph(
                f"按照规定程序，经{terms.way}和厅务会审议，{subject}"
                f"{len(facts.rows)}{terms.counted}，现予公示。"
            ),
            Paragraph(
                f"公示期为{facts.working_days}个工作日，自{in_words(facts.starts_on)}起至"
                f"{in_words(facts.ends_on)}止。"
            ),
            Paragraph(
                "对公示项目有异议的，请在公示期内以真实身份书面提出，写明事实与理由并附证据；"
                "单位提出的须由法定代表人签字并加盖公章。匿名或者逾期提出的，不予受理。异议人身份依法保密。"
            ),
            Paragraph(f"受理渠道：{facts.channel}。"),
            Table(("序号", title, unit, *(("项目负责人",) if named else ()), amount), rows),
        ),
    )

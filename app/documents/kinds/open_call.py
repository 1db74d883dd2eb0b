"""Letters of 揭榜挂帅: the list, unclaimed and delisted items, the award, success and fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.amounts import in_capitals, in_figures
from app.documents.kinds.wording import Wording, serving
from app.documents.payload import Block, Heading, Paragraph, Table, in_words

_BASIS = "根据“十四五”科技创新发展专项规划关于揭榜挂帅的规定，"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PostedItem:
    """Money in 分; `metrics` and `nodes` one line each; `closes` in words."""

    title: str
    demander: str
    end_user: str
    target: str
    content: str
    requirements: str
    metrics: tuple[tuple[str, str, str, str], ...]
    nodes: tuple[str, ...]
    ceiling: int
    cofunding: int
    acceptance: str
    rights: str
    closes: str


@dataclass(frozen=True, slots=True)
class Posting:
    list_title: str
    tasks: tuple[str, ...]
    plan_match: str
    items: tuple[PostedItem, ...]
    minutes: str
    contact: str
    phone: str


def posting_notice(facts: Posting) -> Wording:
    blocks: list[Block] = [
        Paragraph(
            f"{_BASIS}经需求征集、遴选论证和厅务会审议（{facts.minutes}），现将{facts.list_title}"
            f"共{len(facts.items)}项榜题予以公告。凡有能力攻克榜题的独立法人单位均可揭榜，不设年龄、"
            "学历、职称、注册年限等门槛；与发榜单位有控股、同一控制人等关联关系的不得揭榜。"
            "揭榜申请经系统加密密封，截止时统一开启。"
        ),
        *serving("本榜单", facts.tasks, facts.plan_match),
    ]
    for number, item in enumerate(facts.items):
        blocks.append(Heading(1, f"{_numeral(number)}、{item.title}"))
        blocks += _item(item)
    blocks += [
        Heading(1, f"{_numeral(len(facts.items))}、揭榜方式"),
        Paragraph(
            f"请在各榜题截止时间前通过系统提交，以服务器时间为准。联系人：{facts.contact}；"
            f"电话：{facts.phone}。"
        ),
    ]
    return Wording(f"关于发布{facts.list_title}的公告", "", tuple(blocks))


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < 10 else f"十{_NUMERALS[number - 10]}"


def _item(item: PostedItem) -> list[Block]:
    return [
        Paragraph(f"发榜单位：{item.demander}。最终用户：{item.end_user}。"),
        Paragraph(f"需求目标：{item.target}"),
        Paragraph(f"攻关内容：{item.content}"),
        Paragraph(f"考核要求：{item.requirements}"),
        Table(("考核指标", "要求", "测试方法", "佐证"), item.metrics),
        Paragraph(f"时间节点：{'；'.join(item.nodes)}。"),
        Paragraph(
            f"财政出资不超过{in_figures(item.ceiling)}（{in_capitals(item.ceiling)}），"
            f"发榜单位出资{in_figures(item.cofunding)}（{in_capitals(item.cofunding)}）。"
        ),
        Paragraph(f"验收方式：{item.acceptance}知识产权：{item.rights}"),
        Paragraph(f"揭榜截止：{item.closes}。"),
    ]


@dataclass(frozen=True, slots=True)
class Reposting:
    """`changes` are rows of part, before, after."""

    list_title: str
    item: PostedItem
    round: int
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    minutes: str


def reposting_notice(facts: Reposting) -> Wording:
    return Wording(
        f"关于榜题《{facts.item.title}》重新张榜的公告",
        "",
        (
            Paragraph(
                f"{_BASIS}{facts.list_title}榜题《{facts.item.title}》流榜后作了实质修订，经重新论证、"
                f"发榜单位同意和厅务会审议（{facts.minutes}），现第{facts.round}轮张榜。"
                "以前的揭榜申请不带入，原揭榜方可以重新揭榜。"
            ),
            Paragraph(f"修订理由：{facts.reason}"),
            Table(("修订内容", "原来", "现在"), facts.changes),
            *_item(facts.item),
        ),
    )


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Never names a bidder."""

    list_title: str
    title: str
    demander: str
    round: int
    on: date


def unclaimed_notice(facts: Unclaimed) -> Wording:
    return Wording(
        f"关于榜题《{facts.title}》流榜的公告",
        "",
        (
            Paragraph(
                f"{_BASIS}{facts.list_title}榜题《{facts.title}》（发榜单位：{facts.demander}）第"
                f"{facts.round}轮张榜于{in_words(facts.on)}未产生中榜方，按规定流榜。"
            ),
            Paragraph("后续修订重新张榜、转换组织方式或撤榜的，另行公告。"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Delisting:
    list_title: str
    title: str
    demander: str
    way: str
    reason: str
    minutes: str


def delisting_notice(facts: Delisting) -> Wording:
    fate = f"转为“{facts.way}”方式组织实施" if facts.way else "不再张榜"
    return Wording(
        f"关于榜题《{facts.title}》撤榜的公告",
        "",
        (
            Paragraph(
                f"{_BASIS}经厅务会审议（{facts.minutes}），{facts.list_title}榜题《{facts.title}》"
                f"（发榜单位：{facts.demander}）予以撤榜，{fate}。"
            ),
            Paragraph(f"理由：{facts.reason}"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Winning:
    """Money in 分."""

    unit: str
    title: str
    item: str
    demander: str
    project_number: str
    leader: str
    price: int
    amount: int
    sign_until: date
    minutes: str


def winning_letter(facts: Winning) -> Wording:
    return Wording(
        "中榜通知书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}经评榜、供需对接、厅务会审议（{facts.minutes}）并公示，你单位揭榜的下列榜题"
                "予以中榜："
            ),
            Table(
                ("事项", "内容"),
                (
                    ("项目编号", facts.project_number),
                    ("榜题", facts.item),
                    ("揭榜项目", facts.title),
                    ("发榜单位", facts.demander),
                    ("项目负责人", facts.leader),
                    ("议定价款", f"{in_figures(facts.price)}（{in_capitals(facts.price)}）"),
                    ("其中财政资金", f"{in_figures(facts.amount)}（{in_capitals(facts.amount)}）"),
                ),
            ),
            Paragraph(
                f"请于{in_words(facts.sign_until)}前由项目负责人、牵头单位与发榜单位、我厅签订军令状和任务书；"
                "拒签或逾期的，由候补依次递补。经费按里程碑拨付，尾款仅在揭榜成功后拨付。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    unit: str
    title: str
    item: str
    number: str
    band: str
    channel: str


def bid_lost_letter(facts: Lost) -> Wording:
    return Wording(
        "未中榜通知书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}你单位对榜题《{facts.item}》提交的揭榜申请《{facts.title}》（编号："
                f"{facts.number}）本次未中榜。评榜得分区间：{facts.band}。"
            ),
            Paragraph(f"如认为程序存在问题，可书面反映，联系电话：{facts.channel}。感谢支持。"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Success:
    unit: str
    title: str
    item: str
    demander: str
    project_number: str
    leader: str
    metrics: tuple[tuple[str, str, str], ...]
    tester: str
    minutes: str


def success_certificate(facts: Success) -> Wording:
    return Wording(
        "揭榜成功证书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}由{facts.leader}负责、你单位牵头的揭榜项目《{facts.title}》（项目编号："
                f"{facts.project_number}，榜题《{facts.item}》）经{facts.demander}真实场景实测、"
                f"{facts.tester}第三方检测，核心指标全部达到，经厅务会审议（{facts.minutes}），认定揭榜成功。"
            ),
            Table(("核心指标", "军令状要求", "实测结果"), facts.metrics),
            Paragraph("特发此证。证书真伪可扫描验证码查验。"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """`is_exempt`: diligent, so that what was spent stays."""

    unit: str
    title: str
    project_number: str
    leader: str
    is_exempt: bool
    evidence: str
    panel: str


def fault_finding(facts: Fault) -> Wording:
    if facts.is_exempt:
        outcome = (
            "项目团队已勤勉尽责，未成功系技术探索的正常失败，依照容错纠错规定予以免责，按结题处理；"
            "已按规定支出的经费不予追回，结余经费按规定退回，不记入科研诚信失信记录。"
        )
    else:
        outcome = (
            "项目未成功系主观不努力所致，予以问责；财政资金未按规定支出和结余部分依法追回，"
            "并记入科研诚信记录。"
        )
    return Wording(
        "责任认定书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"根据科技计划项目管理和容错纠错的有关规定，对项目《{facts.title}》（项目编号：{facts.project_number}，负责人："
                f"{facts.leader}）未成功一事，经调查核实并听取专家意见，现认定如下。"
            ),
            Heading(1, "一、事实与证据"),
            Paragraph(facts.evidence),
            Heading(1, "二、专家意见"),
            Paragraph(facts.panel),
            Heading(1, "三、认定"),
            Paragraph(outcome),
            Heading(1, "四、救济"),
            Paragraph("对本认定不服的，可在送达之日起15个工作日内书面申请复查，复查以一次为限。"),
        ),
    )


OPEN_CALL: dict[str, Callable[[Any], Wording]] = {
    "posting_notice": posting_notice,
    "reposting_notice": reposting_notice,
    "unclaimed_notice": unclaimed_notice,
    "delisting_notice": delisting_notice,
    "winning_letter": winning_letter,
    "bid_lost_letter": bid_lost_letter,
    "success_certificate": success_certificate,
    "fault_finding": fault_finding,
}

"""Every document of the field exists as a letter, is caused by a move, and keeps to its page."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.fonts import LetterFonts
from app.documents.kinds import KINDS, Wording
from app.documents.kinds.archive import Archive, Filed
from app.documents.kinds.awards import Awarded, AwardList
from app.documents.kinds.checks import AdmissionList, admission_list
from app.documents.kinds.integrity import ReExamination
from app.documents.kinds.list_letters import PostedItem, Posting, posting_notice
from app.documents.kinds.money import RefundNotice
from app.documents.kinds.notices import NoticeRow, PublicNotice
from app.documents.kinds.objections import ObjectionAnswer
from app.documents.kinds.panels import ReviewNotice
from app.documents.kinds.recommending import Recommendation, Recommended
from app.documents.payload import Block, Heading, LetterPayload, Paragraph, Table
from app.documents.render import page_of, render
from app.services.letter_facts import READERS
from tests.documents.test_page_layout import LEFT, RIGHT, TOP, pages_of
from tests.documents.test_project_letters import CONTRACT
from workflows.engine.effects import SendLetter
from workflows.parts.letter import LETTERS
from workflows.registry import WORKFLOWS

DOCUMENTS = {
    "征求意见函": ("consultation_letter",),
    "受理公告": ("admission_list",),
    "申报指南、榜单、赛题通知": ("call_notice", "posting_notice", "race_notice"),
    "受理通知、补正通知、形审不通过告知、复核决定": (
        *("acceptance_notice", "correction_notice", "formal_rejection"),
        "formal_appeal_decision",
    ),
    "推荐函": ("recommendation_letter",),
    "专家评审通知、专家承诺书": ("review_notice",),
    "答辩通知": ("defence_notice",),
    "专家组评审意见、评审结果汇总表": ("panel_opinion",),
    "拟立项公示公告": ("public_notice",),
    "异议受理、不予受理、处理结果、办结告知书": (
        *("objection_admitted", "objection_refused", "objection_decision", "objection_closed"),
    ),
    "下达文件、立项通知书": ("award_list", "award_letter", "winning_letter"),
    "不予立项通知书": ("non_award_letter", "bid_lost_letter"),
    "任务书": ("contract",),
    "军令状": ("pledge",),
    "经费拨付通知、退款通知": ("payment_notice", "refund_notice", "refund_demand"),
    "节点考核通知、结论书": (
        *("node_notice", "node_conclusion", "recheck_conclusion"),
        *("checkpoint_notice", "stage_decision"),
    ),
    "整改通知、变更批复、延期批复、暂停恢复通知": (
        *("rectification_notice", "change_reply", "extension_reply"),
        *("suspension_notice", "resumption_notice"),
    ),
    "目标调整通知、淘汰通知、冲线证书": (
        *("target_adjustment", "merger_notice", "elimination_letter", "revival_notice"),
        *("crossing_certificate", "no_finish_report", "race_cancellation_notice"),
    ),
    "终止通知、撤销决定、复查决定": (
        *("termination_notice", "revocation_decision"),
        *("appeal_decision", "re_examination_decision"),
    ),
    "验收通知、验收意见、验收证书": (
        *("acceptance_convened", "acceptance_opinion"),
        *("acceptance_public_notice", "acceptance_certificate"),
        *("acceptance_failure", "re_acceptance_notice", "conclusion_notice"),
        *("success_certificate", "fault_finding", "tolerance_finding"),
    ),
    "流榜公告、撤榜公告": ("unclaimed_notice", "delisting_notice", "reposting_notice"),
    "暂停公告、恢复公告": ("list_pause_notice", "list_resumption_notice"),
    "更正公告、指南暂停、恢复、撤销和流标公告": (
        *("call_amendment_notice", "call_pause_notice", "call_resumption_notice"),
        *("call_cancellation_notice", "call_no_award_notice"),
    ),
    "诚信处理决定书": ("integrity_decision",),
    "档案移交清单": ("archive_list",),
}
"""The rows of the field's table of documents (domain §4), and the letters that make each."""

ONE_LETTER_SPACE = 4
"""In points: the box of a spaced line ends behind the space after its last letter."""

DAY = date(2026, 11, 9)
_REFUND = RefundNotice(
    unit="海峡新能源研究院",
    title="全固态电池",
    project_number="2026HZ08001",
    ground="revoked",
    paid=1,
    spent=1,
    refunded=1,
    lost=1,
    left=1,
    owed=1,
    due_on=DAY,
)
NOT_JUST_WORDS: dict[str, Any] = {
    "public_notice": PublicNotice(
        "open_call",
        "首批榜单",
        (NoticeRow("榜题", "某单位", "100—200万元"),),
        DAY,
        DAY,
        5,
        "监督处（0591）",
    ),
    "refund_notice": _REFUND,
    "refund_demand": _REFUND,
    "contract": CONTRACT,
    "re_examination_decision": ReExamination(
        "某单位", "shorten", DAY, "情节轻微。", "规定第十五条", "纪要5号", DAY
    ),
}
"""Facts of which a word is a key."""


def test_the_documents_of_the_field_are_the_letters_there_are() -> None:
    listed = [kind for kinds in DOCUMENTS.values() for kind in kinds]
    assert sorted(listed) == sorted(LETTERS)
    assert LETTERS.keys() == KINDS.keys() == READERS.keys()


def test_every_letter_is_caused_by_a_move() -> None:
    caused = {
        effect.kind
        for workflow in WORKFLOWS
        for transition in workflow.transitions
        for effect in transition.effects
        if isinstance(effect, SendLetter)
    }
    assert caused == LETTERS.keys()


def sample(type_: Any) -> Any:
    """Something of that type, longer than usual."""
    options = [t for t in typing.get_args(type_) if t is not types.NoneType]
    if typing.get_origin(type_) in (typing.Union, types.UnionType):
        return sample(options[0])
    if typing.get_origin(type_) is tuple:
        repeated = options[-1] is Ellipsis
        return tuple(sample(t) for t in (options[:1] if repeated else options))
    if is_dataclass(type_):
        hints = typing.get_type_hints(type_)
        return typing.cast(Any, type_)(**{f.name: sample(hints[f.name]) for f in fields(type_)})
    return {
        str: "高强耐磨聚酰胺纤维 PA66 产业化（二期）",
        int: 1_234_567_89,
        date: DAY,
        bool: True,
    }[type_]


def worded(kind: str) -> Wording:
    write: Callable[[Any], Wording] = KINDS[kind]
    facts = NOT_JUST_WORDS.get(kind) or sample(typing.get_type_hints(write)["facts"])
    return write(facts)


def said(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Table():
                yield from block.columns
                for row in block.rows:
                    yield from row


def everywhere(wording: Wording) -> tuple[Block, ...]:
    return (*wording.blocks, *(block for annex in wording.annexes for block in annex.blocks))


def test_whatever_letters_say_stands_on_the_page_and_within_its_type_area(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    """All of them on one long sheet, so that it is set only once."""
    wordings = {kind: worded(kind) for kind in KINDS}
    blocks = tuple(
        block
        for wording in wordings.values()
        for block in (Heading(1, wording.title), *everywhere(wording))
    )
    pages = pages_of(render(replace(letter, blocks=blocks), fonts), tmp_path)
    shown = "".join(line.text for page in pages for line in page)
    for kind, wording in wordings.items():
        for text in said(everywhere(wording)):
            assert "".join(text.split())[:20] in shown, kind
    for line in (line for page in pages for line in page):
        assert line.left >= LEFT - 1, line
        assert line.right <= RIGHT + ONE_LETTER_SPACE, line
        assert line.top >= TOP - 1, line


ANSWER = ObjectionAnswer(
    receipt="YY-2026-0007",
    title="全固态电池界面调控",
    filed_on=DAY,
    reason="无证据。",
    finding="经核实，指标一致。",
    minutes="纪要6号",
    days=30,
)
SAID = {
    "recommendation_letter": (
        Recommendation(
            "新能源专项",
            (
                Recommended("福州市科学技术局", "全固态电池", "海峡新能源研究院", DAY),
                Recommended("福州市科学技术局", "储氢瓶检测", "海峡材料研究所", DAY),
            ),
        ),
        "共有1个单位推荐2个项目",
    ),
    "review_notice": (
        ReviewNotice(
            "新能源专项", "第一组", "网络评审", 12, 10, "本人承诺独立评审。", "林某", "0591"
        ),
        "评审项目12个",
    ),
    "award_list": (
        AwardList(
            "新能源专项",
            2026,
            "纪要7号",
            DAY,
            (Awarded("甲", "单位一", "苏某", 3_000_000_00), Awarded("乙", "单位二", "陈某", 1_00)),
        ),
        "项目2项，安排2026年度财政资金300.0001万元",
    ),
    "objection_admitted": (ANSWER, "30个工作日"),
    "objection_refused": (ANSWER, "不予受理。理由：无证据。"),
    "objection_decision": (ANSWER, "处理结果：异议不成立，恢复项目办理"),
    "archive_list": (
        Archive(
            "全固态电池",
            "2026HZ08001",
            "海峡新能源研究院",
            "通过",
            (Filed("海科资演〔2026〕7号", "立项通知书", DAY),),
            contracts=2,
            files=9,
        ),
        "随附任务书2版、佐证及验收文件9件",
    ),
}


@pytest.mark.parametrize("kind", SAID)
def test_a_letter_says_what_it_is_for(kind: str) -> None:
    facts, words = SAID[kind]
    assert words in "".join(said(KINDS[kind](facts).blocks))


def test_an_answer_names_the_objector_by_the_receipt_only() -> None:
    upheld = KINDS["objection_decision"](replace(ANSWER, outcome="重新评审"))
    assert upheld.addressee == "异议人（回执号 YY-2026-0007）："
    assert "异议成立，重新评审" in "".join(said(upheld.blocks))


def test_a_list_of_twenty_items_is_numbered_to_its_end() -> None:
    item = sample(PostedItem)
    posting = replace(sample(Posting), items=(item,) * 20)
    headings = [b.text for b in posting_notice(posting).blocks if isinstance(b, Heading)]
    assert [h.split("、")[0] for h in headings[8:11]] == ["九", "十", "十一"]
    assert [h.split("、")[0] for h in headings[-2:]] == ["二十", "二十一"]


@pytest.mark.parametrize(("numbers", "annexes"), [(("2026-001-00001",), 1), ((), 0)])
def test_where_nothing_is_accepted_no_annex_is_promised(
    numbers: tuple[str, ...], annexes: int
) -> None:
    wording = admission_list(replace(sample(AdmissionList), numbers=numbers))
    assert len(wording.annexes) == annexes
    assert ("见附件" in "".join(said(wording.blocks))) is bool(annexes)


def test_paragraphs_that_somebody_typed_stand_apart(letter: LetterPayload) -> None:
    page = page_of(replace(letter, blocks=(Paragraph("首先。\n\n其次。"),)), closing_page=False)
    assert ">首先。</p>" in page
    assert ">其次。</p>" in page

"""The list of an archive handed over (档案移交清单; §3.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Filed:
    number: str
    title: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class Archive:
    """`contracts`, `files`: how many versions of the contract and files of evidence go along."""

    title: str
    number: str
    unit: str
    ending: str
    letters: tuple[Filed, ...]
    contracts: int
    files: int


def archive_list(facts: Archive) -> Wording:
    return Wording(
        "项目档案移交清单",
        "厅档案室：",
        (
            Paragraph(
                f"项目{quoted(facts.title)}（项目编号：{facts.number}，牵头单位：{facts.unit}，办理结果："
                f"{facts.ending}）保存期满，按照科学技术研究档案管理规定，现移交下列材料。"
            ),
            Table(
                ("序号", "文号", "公文名称", "日期"),
                tuple(
                    (str(n), row.number, row.title, in_words(row.filed_on))
                    for n, row in enumerate(facts.letters, start=1)
                ),
            ),
            Paragraph(
                f"随附任务书{facts.contracts}版、佐证及验收文件{facts.files}件、流转记录和台账各一份。"
            ),
        ),
    )

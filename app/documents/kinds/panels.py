"""Letters of a panel: to its experts, of the defence, and what the panel thinks (P8, P9, P11)."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.kinds.wording import Wording, contact_line, quoted
from app.documents.payload import Annex, Block, Heading, Paragraph, Table


@dataclass(frozen=True, slots=True)
class ReviewNotice:
    """To every member of a panel; who they are is not said. `pledge` is the wording in force."""

    call_title: str
    panel: str
    purpose: str
    proposals: int
    days: int
    pledge: str
    contact: str
    phone: str


def review_notice(facts: ReviewNotice) -> Wording:
    return Wording(
        title="关于参加项目评审的通知",
        addressee="各位评审专家：",
        blocks=(
            Paragraph(
                f"根据{facts.call_title}评审规定，经随机抽取，请您担任{facts.panel}（{facts.purpose}）"
                f"评审专家，评审项目{facts.proposals}个。现将有关事项通知如下。"
            ),
            Heading(1, "一、时间与职责"),
            Paragraph(
                f"请于评审开始后{facts.days}日内在系统中独立阅读、逐项评分并写明理由。"
                "签名前可以修改；评分锁定前，不显示其他专家的评分。"
            ),
            Heading(1, "二、保密与回避"),
            Paragraph(
                "申报材料属申报单位商业秘密，不得复制、外传或者用于其他用途。与申报人或申报单位有任职、亲属、"
                "师生、合作、经济往来等关系的，须在打开材料前声明回避。"
            ),
            contact_line(facts.contact, facts.phone),
        ),
        annexes=(
            Annex(
                "专家承诺书",
                (
                    Paragraph(facts.pledge),
                    Paragraph("本承诺由专家本人在系统中就所评项目逐项确认，系统留存确认时间。"),
                ),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class DefenceNotice:
    """`begins`: day and hour in words; minutes of the presentation and of the questions."""

    unit: str
    title: str
    number: str
    leader: str
    begins: str
    place: str
    position: int
    presentation: int
    questions: int
    contact: str
    phone: str


def defence_notice(facts: DefenceNotice) -> Wording:
    return Wording(
        title="答辩通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"你单位申报的项目{quoted(facts.title)}（申报编号：{facts.number}）经网络评审入围。"
                "依据申报通知的评审规定，现将会议答辩有关安排通知如下。"
            ),
            Table(
                ("事项", "内容"),
                (
                    ("答辩时间", facts.begins),
                    ("地点或会议链接", facts.place),
                    ("答辩顺序", f"第{facts.position}个"),
                    (
                        "时间安排",
                        f"汇报{facts.presentation}分钟，提问{facts.questions}分钟",
                    ),
                    ("答辩人", f"项目负责人{facts.leader}"),
                ),
            ),
            Paragraph(
                "答辩材料限演示文稿一份，内容不得超出申报书范围。项目负责人须本人到场，"
                "无故缺席视为撤回申报。答辩前后不得以任何方式联系评审专家。"
            ),
            contact_line(facts.contact, facts.phone),
        ),
    )


@dataclass(frozen=True, slots=True)
class PanelRow:
    """Points as text, `—` where there are none."""

    title: str
    number: str
    valid: int
    dropped: int
    mean: str
    rank: str
    votes: str
    opinion: str


@dataclass(frozen=True, slots=True)
class MemberSignature:
    """`duty`: chair or member; `signed`: when the last of the scores was signed, in words."""

    name: str
    duty: str
    signed: str


@dataclass(frozen=True, slots=True)
class PanelOpinion:
    call_title: str
    panel: str
    purpose: str
    rows: tuple[PanelRow, ...]
    opinion: str
    record: tuple[str, ...]
    signatures: tuple[MemberSignature, ...]


def panel_opinion(facts: PanelOpinion) -> Wording:
    """For the office: the table of results, the opinion on each proposal, who signed."""
    blocks: list[Block] = [
        Paragraph(
            f"{facts.panel}（{facts.purpose}）受托对“{facts.call_title}”的{len(facts.rows)}个项目"
            "进行评审。专家独立评分并签名，经组长锁定，现将评审结果汇总如下。"
        ),
        Heading(1, "一、评审结果汇总表"),
        Table(
            ("项目", "有效评分数", "剔除极值数", "平均分", "名次", "建议支持票数"),
            tuple(
                (
                    f"{row.title}（{row.number}）",
                    str(row.valid),
                    str(row.dropped),
                    row.mean,
                    row.rank,
                    row.votes,
                )
                for row in facts.rows
            ),
        ),
    ]
    written = [row for row in facts.rows if row.opinion]
    if written or facts.opinion:
        blocks.append(Heading(1, "二、专家组意见"))
        blocks += [Paragraph(line) for line in facts.opinion.splitlines() if line.strip()]
    for row in written:
        blocks.append(Heading(2, f"{quoted(row.title)}"))
        blocks += [Paragraph(line) for line in row.opinion.splitlines() if line.strip()]
    if facts.record:
        blocks.append(Heading(1, "三、会议记录"))
        blocks += [Paragraph(line) for line in facts.record]
    blocks.append(Heading(1, "四、签名" if facts.record else "三、签名"))
    blocks.append(
        Table(
            ("专家", "职务", "签名时间"),
            tuple((s.name, s.duty, s.signed) for s in facts.signatures),
        )
    )
    return Wording("专家组评审意见", "厅务会：", tuple(blocks))

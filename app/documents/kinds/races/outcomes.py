"""What a stage decides of its teams, and what becomes of two that merge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_capitals, in_figures
from app.documents.kinds.races.words import BASIS, drawn_words, within
from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Drawing, Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """`score` as printed, such as 88.00; `rectify_until` for a team that is held."""

    team: str
    unit: str
    route: str
    score: str
    outcome: str
    ground: str
    rectify_until: date | None = None


@dataclass(frozen=True, slots=True)
class StageDecision:
    """`lanes` is the picture of the board as it stands with this decision."""

    race_title: str
    number: int
    rows: tuple[OutcomeRow, ...]
    minutes_number: str
    minutes_on: date
    next_pool: int
    formula: str
    lanes: str


def stage_decision(facts: StageDecision) -> Wording:
    return Wording(
        title=f"关于{facts.race_title}第{facts.number}节点考核结论的通知",
        addressee="各参赛团队：",
        blocks=(
            Paragraph(
                f"{BASIS}，经同一专家组考核、结果公示且申诉期满，厅务会（{facts.minutes_number}，"
                f"{in_words(facts.minutes_on)}）对全部团队的第{facts.number}节点考核结论一次审定如下。"
            ),
            Table(
                ("团队", "牵头单位", "技术路线", "得分", "结论"),
                tuple((r.team, r.unit, r.route, r.score, r.outcome) for r in facts.rows),
            ),
            Drawing(facts.lanes, drawn_words(facts.lanes)),
            *(Paragraph(f"{r.team}队：{r.ground}。") for r in facts.rows),
            *(
                Paragraph(
                    f"{r.team}队应于{in_words(r.rectify_until)}前完成整改并提交整改报告，由我厅组织"
                    "复测；逾期未提交或复测不合格的，黄牌保留至下一节点考核。"
                )
                for r in facts.rows
                if r.rectify_until is not None
            ),
            Paragraph(
                f"下一节点经费{in_both(facts.next_pool)}按"
                f"“{facts.formula}”分配；保持的团队只拨付基础部分；淘汰团队已勤勉开支的经费予以认可，"
                "不因此记入科研失信记录。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Elimination:
    """Money in 分. `appeal_dismissed`: the team appealed, in vain."""

    unit: str
    title: str
    race_title: str
    number: int
    score: str
    ground: str
    minutes_number: str
    minutes_on: date
    received: int
    loser_rule: str
    appeal_dismissed: bool = False


def elimination_letter(facts: Elimination) -> Wording:
    return Wording(
        title="终止支持通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"{BASIS}，你单位项目{quoted(facts.title)}在{facts.race_title}第{facts.number}节点考核中得"
                f"{facts.score}分。经厅务会审议（{facts.minutes_number}，{in_words(facts.minutes_on)}），决定终止支持。"
                f"依据：{facts.ground}。{_heard(facts)}"
            ),
            Paragraph(
                f"已拨付{in_both(facts.received)}中勤勉开支的部分"
                "予以认可，未使用的部分按规定退回。"
                "本决定不记入科研失信记录，不影响你单位和项目负责人申报其他项目。"
            ),
            Paragraph(f"资料归档与成果归属：{facts.loser_rule}"),
        ),
    )


def _heard(facts: Elimination) -> str:
    """No team is stopped unheard (R9)."""
    if facts.appeal_dismissed:
        return "结果已经公示，你单位团队的申诉经审理不成立。"
    return "结果已经公示，申诉期内未收到你单位团队的申诉。"


@dataclass(frozen=True, slots=True)
class Revival:
    """Money in 分: `ordered` for the running stage, beside what the team had before. `stopped_in`
    is the stage that ended its support, `number` the one it goes on with, `version` its contract.
    """

    unit: str
    title: str
    race_title: str
    stopped_in: int
    number: int
    revived_on: date
    minutes: str
    reason: str
    ordered: int
    version: int


def revival_notice(facts: Revival) -> Wording:
    return Wording(
        title="恢复参赛通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"{BASIS}，{facts.race_title}进入保底救援。经你单位团队同意、厅务会审议（"
                f"{facts.minutes}），自{in_words(facts.revived_on)}起，你单位项目{quoted(facts.title)}恢复参赛，从第"
                f"{facts.number}节点继续；第{facts.stopped_in}节点的终止支持通知书不再执行。"
                f"理由：{within(facts.reason)}。"
            ),
            Paragraph(
                f"{_ordered(facts)}原任务书第{facts.version}版和军令状继续有效，节点、指标、测试规程与其他团队一致，"
                "佐证截止以节点考核通知为准。"
            ),
        ),
    )


def _ordered(facts: Revival) -> str:
    if not facts.ordered:
        return f"第{facts.number}节点没有机动经费，不另行拨付；"
    return f"第{facts.number}节点拨付你单位{in_both(facts.ordered)}，按赛事批次办理；"


@dataclass(frozen=True, slots=True)
class Merger:
    """Money in 分: `moved` was promised to the team and goes with it, `received` is settled
    with its own project. `version` is the partner's contract from now on."""

    race_title: str
    team: str
    unit: str
    number: str
    partner: str
    partner_unit: str
    version: int
    agreement: str
    moved: int
    received: int
    minutes_number: str
    minutes_on: date


def merger_notice(facts: Merger) -> Wording:
    return Wording(
        title=f"关于{facts.race_title}{facts.team}队并入{facts.partner}队的通知",
        addressee=f"{facts.unit}、{facts.partner_unit}：",
        blocks=(
            Paragraph(
                f"{BASIS}和两队书面约定，经厅务会审议（{facts.minutes_number}，{in_words(facts.minutes_on)}），"
                f"{facts.team}队并入{facts.partner}队，组成联合体，由{facts.partner_unit}牵头、"
                f"{facts.unit}参加，任务书启用第{facts.version}版，节点、指标和军令状不变。"
            ),
            Paragraph(f"两队约定：{facts.agreement}"),
            Paragraph(
                f"已承诺{facts.team}队而未到账的{in_both(facts.moved)}"
                f"随队转入{facts.partner}队，承诺总额不变；已到账的{in_figures(facts.received)}"
                f"（{in_capitals(facts.received)}）中勤勉开支的部分予以认可，未使用的部分随原项目"
                f"{facts.number}结算退回。团队合并不记入科研失信记录。"
            ),
        ),
    )

"""The words of the field. What a case or a role is called is taken from where it is defined, so
that the glossary says what the pages say."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.registry import MECHANISMS, PARTS
from workflows.roles import ROLE_LABELS, Role


@dataclass(frozen=True, slots=True)
class Term:
    """`key` is its anchor on the page."""

    key: str
    word: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    label: Text
    terms: tuple[Term, ...]


def _mechanism(key: str, zh: str, en: str) -> Term:
    return Term(key, MECHANISMS[key].label, Text(zh, en))


def _case(key: str, zh: str, en: str) -> Term:
    return Term(key, PARTS[key].label, Text(zh, en))


def _role(role: Role, zh: str, en: str) -> Term:
    return Term(role.value, ROLE_LABELS[role], Text(zh, en))


GLOSSARY: tuple[Group, ...] = (
    Group(
        "mechanisms",
        Text("组织方式", "Mechanisms"),
        (
            _mechanism(
                "open_competition",
                "公开发布指南，以同行评审为主，择优立项。",
                "A call is published, peers review, and the best proposals are awarded.",
            ),
            _mechanism(
                "open_call",
                "最终用户提出榜题并张榜，能者揭榜；按真实场景实测的结果论成败。",
                "An end user posts an item; whoever can solve it claims it. A test in real use "
                "decides success.",
            ),
            _mechanism(
                "parallel_teams",
                "几支团队走不同技术路线同时攻关；每个节点按成绩晋级、观察或退出，经费随之调整。",
                "Teams on different technical routes run at the same time. At each stage a team "
                "advances, is held or leaves, and the money follows.",
            ),
        ),
    ),
    Group(
        "cases",
        Text("事项", "Cases"),
        (
            _case("call", "一次申报的规则、条件、时限和参数。", "The rules, conditions, deadlines "
                  "and parameters of one round."),
            _case("item", "揭榜挂帅中的一道题：需求目标、攻关内容、考核要求、时间节点。",
                  "One problem of an open call: aim, content, how it is judged, and by when."),
            _case("review_group", "评审一组申报书的专家，随机抽取，利害关系人回避。",
                  "Experts who review a set of proposals, drawn by lot; who has an interest "
                  "stands aside."),
            _case("notice", "决定下达前向社会公开名单，期间任何人可以提出异议。",
                  "The names are published before the award; anybody may object meanwhile."),
            _case("objection", "对公示内容提出的不同意见，由监督诚信处核查。",
                  "A disagreement with what is in a notice, looked into by the supervision and "
                  "integrity division."),
            _case("milestone", "项目执行中的考核点，指标可测；通过后才拨下一笔经费。",
                  "A point where a project is judged by measurable metrics; the next payment "
                  "waits for it."),
            _case("change", "调整项目的目标、人员、期限或经费的申请。",
                  "A request to change a project's goals, people, duration or money."),
            _case("acceptance", "项目到期后的综合评价，结论为通过、结题或不通过。",
                  "The evaluation at the end: passed, concluded or failed."),
            _case("tolerance", "失败而已勤勉尽责的，认定后不计入不良记录。",
                  "Who failed but was diligent is found so, and bears no bad record."),
            _case("fee_list", "一个专家组的咨询费，按税后标准核定，转入本人账户；不是项目经费。",
                  "What the experts of one panel are paid, by the standard after tax, to their own "
                  "accounts; it is no project money."),
            _case("letter", "带文号和验真码的正式文书，一经印发不再改动。",
                  "An official document with a number and a code to verify it; once issued it "
                  "never changes."),
        ),
    ),
    Group(
        "words",
        Text("常用语", "Common words"),
        (
            Term("formal-check", Text("形式审查", "Formal check"),
                 Text("只查材料是否齐全、条件是否符合，不评判学术水平。",
                      "Checks only that documents are complete and conditions are met, not "
                      "scientific merit.")),
            Term("similarity", Text("查重", "Similarity check"),
                 Text("与曾经申报的材料逐字比对；相似不等于抄袭，达到约定比例的由人核查。",
                      "Compares text with earlier applications. Similarity does not mean "
                      "plagiarism; above the agreed share, a person checks.")),
            Term("correction", Text("补正", "Correction"),
                 Text("形式审查发现可以补齐的缺漏，限期补交一次。",
                      "Documents found missing at formal check can be supplied once, by a "
                      "deadline.")),
            Term("recusal", Text("回避", "Standing aside"),
                 Text("有利害关系的人不参加评审或决定；只告知已启动回避，不说是谁。",
                      "Anyone with an interest takes no part in the review or decision. People "
                      "are told only that somebody is standing aside, not who.")),
            Term("line", Text("资助线", "Funding line"),
                 Text("按名次和经费额度划出的立项界线。",
                      "The line between awards and the rest, drawn by rank and available funds.")),
            Term("non-consensus", Text("非共识项目", "Non-consensus proposal"),
                 Text("专家分歧很大的申报书，可走另设的复议通道。",
                      "A proposal on which experts disagree widely; it can go through a "
                      "separate channel for reconsideration.")),
            Term("pledge", Text("军令状", "Pledge"),
                 Text("写明里程碑、奖惩和退出条件的承诺书，由各方签署。",
                      "A signed commitment setting out milestones, rewards and penalties, and "
                      "exit conditions.")),
            Term("ring-fence", Text("申诉期留存", "Ring-fenced funds"),
                 Text("退出团队的申诉期内不得再分配的经费。",
                      "Funds that must not be re-allocated while a team that left can still "
                      "appeal.")),
            Term("lump-sum", Text("经费包干制", "Lump sum"),
                 Text("不列科目预算，负责人自主使用；仍按节点拨付，负面清单除外。",
                      "No budget by heading; the project leader decides how to spend it. It is "
                      "still paid by milestone, and the negative list still applies.")),
            Term("outbox", Text("待发消息", "Outbox"),
                 Text("发给申报人、单位和发榜方的消息按指南规定等候后才发出，主办人可以暂缓、修改或取消并"
                      "说明理由；同一事项发给同一人的后续消息随其后发出。发出前站内、邮件、每日摘要和"
                      "本人数据里都没有。事项的状态和公文不受影响。",
                      "Messages to applicants, units and demand-side units are sent only after "
                      "the delay set in the call. The programme officer can hold, edit or "
                      "cancel them with a reason. Later messages to the same person about the "
                      "same case follow in order. Until a message is sent, it does not appear "
                      "in any inbox, email, daily summary or personal data file. Case states "
                      "and letters are not affected.")),
            Term("working-day", Text("工作日", "Working day"),
                 Text("扣除周末和法定节假日，计入调休上班日；起算日的次日为第一日。",
                      "Weekends and public holidays do not count; make-up working days do. The "
                      "first day is the day after the start.")),
        ),
    ),
    Group(
        "roles",
        Text("角色", "Roles"),
        (
            _role(Role.APPLICANT, "项目负责人：起草、提交、执行、申请验收。",
                  "Leads the project: drafts, submits, carries out, applies for acceptance."),
            _role(Role.UNIT_ADMIN, "单位科研管理部门：审核并盖章。",
                  "The unit's research office: reviews and seals."),
            _role(Role.RECOMMENDER, "设区市科技局等：推荐本辖区的申报。",
                  "A city's science office: recommends proposals of its jurisdiction."),
            _role(Role.FORMAL_CHECKER, "逐条核对形式条件。", "Ticks the formal conditions."),
            _role(Role.EXPERT_MANAGER, "管理专家库，在见证下抽取专家。",
                  "Keeps the pool and draws panels before a witness."),
            _role(Role.EXPERT, "声明利益关系，评分并签名。", "Declares interests, scores, signs."),
            _role(Role.DECISION_MAKER, "集体审议，作出决定。", "Deliberates and decides."),
            _role(Role.SUPERVISOR, "处理异议、线索和失信案件。",
                  "Handles objections, tips and cases of misconduct."),
        ),
    ),
)  # fmt: skip

TERMS = {term.key: term for group in GLOSSARY for term in group.terms}

"""Who acts, and which two hats one person never wears on the same case (domain §1)."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine.text import Text


class Role(StrEnum):
    APPLICANT = "applicant"
    TEAM_MEMBER = "team_member"
    UNIT_ADMIN = "unit_admin"
    UNIT_FINANCE = "unit_finance"
    PARTNER_ADMIN = "partner_admin"
    PARTNER_FINANCE = "partner_finance"
    RECOMMENDER = "recommender"
    FORMAL_CHECKER = "formal_checker"
    PROGRAMME_OFFICER = "programme_officer"
    PLANNING_OFFICER = "planning_officer"
    EXPERT_MANAGER = "expert_manager"
    EXPERT = "expert"
    PANEL_CHAIR = "panel_chair"
    NODE_EXPERT = "node_expert"
    DEMANDER = "demander"
    THIRD_PARTY = "third_party"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    DISCIPLINE = "discipline"
    DECISION_MAKER = "decision_maker"
    OBJECTOR = "objector"
    RESPONDENT = "respondent"
    PUBLIC = "public"
    SYSTEM_CLOCK = "system_clock"
    SYSTEM_WORKER = "system_worker"
    SYS_ADMIN = "sys_admin"


ROLE_LABELS: dict[Role, Text] = {
    Role.APPLICANT: Text("申报人", "Applicant (PI)"),
    Role.TEAM_MEMBER: Text("项目参加人", "Team member"),
    Role.UNIT_ADMIN: Text("申报单位管理员", "Unit administrator"),
    Role.UNIT_FINANCE: Text("单位财务", "Unit finance"),
    Role.PARTNER_ADMIN: Text("参加单位管理员", "Partner's administrator"),
    Role.PARTNER_FINANCE: Text("参加单位财务", "Partner's finance"),
    Role.RECOMMENDER: Text("推荐单位", "Recommender"),
    Role.FORMAL_CHECKER: Text("形式审查员", "Formal checker"),
    Role.PROGRAMME_OFFICER: Text("业务处室主办人", "Programme officer"),
    Role.PLANNING_OFFICER: Text("资源配置处", "Planning officer"),
    Role.EXPERT_MANAGER: Text("专家库管理员", "Expert manager"),
    Role.EXPERT: Text("评审专家", "Expert"),
    Role.PANEL_CHAIR: Text("专家组组长", "Panel chair"),
    Role.NODE_EXPERT: Text("节点考核专家", "Milestone expert"),
    Role.DEMANDER: Text("发榜单位", "Demand-side unit"),
    Role.THIRD_PARTY: Text("第三方机构", "Third party"),
    Role.FINANCE: Text("厅财务", "Finance"),
    Role.SUPERVISOR: Text("监督诚信处", "Supervision and integrity division"),
    Role.DISCIPLINE: Text("机关纪委", "Discipline inspector"),
    Role.DECISION_MAKER: Text("厅务会", "Executive meeting"),
    Role.OBJECTOR: Text("异议人", "Objector"),
    Role.RESPONDENT: Text("当事人", "Respondent"),
    Role.PUBLIC: Text("公众", "Public"),
    Role.SYSTEM_CLOCK: Text("系统时钟", "System clock"),
    Role.SYSTEM_WORKER: Text("系统作业", "System worker"),
    Role.SYS_ADMIN: Text("系统管理员", "System administrator"),
}

SYSTEM_ROLES = frozenset({Role.SYSTEM_CLOCK, Role.SYSTEM_WORKER})

WITNESSES = frozenset({Role.DISCIPLINE})
"""Who attests what others do, and makes no move first."""

OF_A_UNIT = frozenset(
    {Role.UNIT_ADMIN, Role.UNIT_FINANCE, Role.RECOMMENDER, Role.DEMANDER, Role.THIRD_PARTY}
)
"""Roles that somebody holds for one unit and its cases (§1); a third party for that whose projects
it tests."""

_APPLYING = frozenset({Role.APPLICANT, Role.TEAM_MEMBER, Role.UNIT_ADMIN})
_OFFICE = frozenset(
    {
        Role.FORMAL_CHECKER,
        Role.PROGRAMME_OFFICER,
        Role.PLANNING_OFFICER,
        Role.EXPERT_MANAGER,
        Role.SUPERVISOR,
        Role.DISCIPLINE,
        Role.DECISION_MAKER,
        Role.FINANCE,
    }
)
ADMINISTERS = _OFFICE
"""Roles that rest on a proposal with which their holder has a conflict (§3.2): officials and
leaders of the office stand aside as experts do."""

NEED_SECOND_FACTOR = _OFFICE | {Role.SYS_ADMIN}
"""Who judges, decides, pays, supervises or keeps the system: a password alone is not enough."""

_SELECTING = frozenset({Role.EXPERT, Role.PANEL_CHAIR, Role.NODE_EXPERT})
_BESIDE = frozenset({Role.DEMANDER, Role.THIRD_PARTY})

EXCLUDING_PAIRS: frozenset[frozenset[Role]] = frozenset(
    frozenset(pair)
    for pair in (
        # Those who apply neither judge nor administer the same case.
        *((a, b) for a in _APPLYING for b in _OFFICE | _SELECTING | {Role.RECOMMENDER}),
        # Those who score do not administer, decide or supervise.
        *((a, b) for a in _SELECTING for b in _OFFICE | {Role.RECOMMENDER}),
        # The finance of a unit, and a partner's own people, take no part in judging,
        # administering or paying.
        *(
            (a, b)
            for a in (Role.UNIT_FINANCE, Role.PARTNER_FINANCE, Role.PARTNER_ADMIN)
            for b in _OFFICE | _SELECTING | {Role.RECOMMENDER}
        ),
        # The demand side and third parties neither apply nor judge nor administer.
        *((a, b) for a in _BESIDE for b in _APPLYING | _OFFICE | _SELECTING | {Role.RECOMMENDER}),
        # Format, draw, decide and supervise are different people.
        *((a, b) for a in _OFFICE for b in _OFFICE if a != b),
        *((Role.RECOMMENDER, b) for b in _OFFICE),
        # Nobody has a part in the handling of a case against themselves.
        *((Role.RESPONDENT, b) for b in _OFFICE),
        # The system administrator takes no part in business.
        *((Role.SYS_ADMIN, b) for b in _OFFICE | _SELECTING | _APPLYING),
    )
)


def exclude_each_other(one: Role, other: Role) -> bool:
    """Whether one person may not hold both roles on the same case (separation of duties)."""
    return frozenset({one, other}) in EXCLUDING_PAIRS

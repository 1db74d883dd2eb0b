"""The terms of a contract as plain values: text, whole numbers (分), ISO dates, lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from app.canonical import canonical_json
from app.models import Project, Proposal
from app.services.money.shares import promised_shares
from workflows.engine.text import Text
from workflows.money.modes import BY_COST
from workflows.money.staging import planned, split

Terms = dict[str, Any]
Partner = tuple[str, int, int]
"""A unit beside the lead unit: its name, its public money and its own, in 分."""

OFFICE, LEAD_UNIT, UNIT, LEADER = "office", "lead_unit", "unit", "leader"
"""The parties of every contract; a mechanism may add its own."""
DEMANDER = "demander"
"""The party that a claimed project (揭榜) has beside them (B13)."""
PARTY_LABELS = {
    OFFICE: Text("主管部门", "Authority"),
    LEAD_UNIT: Text("牵头单位", "Lead unit"),
    LEADER: Text("项目负责人", "Project leader"),
    UNIT: Text("参加单位", "Participating unit"),
    DEMANDER: Text("发榜单位", "Demand side"),
}

PAYMENT_BASES: dict[str, Text] = {
    "contract": Text("任务书签订后", "on signing"),
    "start": Text("起跑时", "at the start"),
    "milestone": Text("节点考核通过后", "after a milestone is passed"),
    "acceptance": Text("验收通过后", "after acceptance is passed"),
    "audited": Text(
        "验收通过并经审计核定成本后", "after acceptance is passed and the cost audited"
    ),
}
"""What the payments of a contract rest on."""


def terms_from_award(project: Project, office_name: str) -> dict[str, Any]:
    """What the proposal promised, at the amount that was decided."""
    proposal = project.proposal
    return {
        "number": project.number,
        "title": proposal.title,
        "parties": _parties(proposal, office_name),
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "amount": project.amount,
        "matching": project.matching,
        "budget_mode": proposal.call.budget_mode,
        "metrics": promised(proposal),
        "milestones": [
            {
                "title": m.title,
                "due_on": m.due_on.isoformat(),
                "deliverable": m.deliverable,
                "targets": {},
            }
            for m in proposal.milestones
        ],
        "budget": _budget(project),
        "payments": _payments(project, _planned(project)),
        "shares": _shares(project),
        "payee_mode": proposal.call.payee_mode,
        "ip": proposal.item.rights if proposal.item else _IP,
        "breach": _BREACH,
    }


def promised(proposal: Proposal) -> list[dict[str, Any]]:
    """The metrics as the proposal promises them; the row of each follows it to the end."""
    return [
        {
            "metric_id": m.id,
            "name": m.name,
            "unit": m.unit,
            "direction": m.direction,
            "target": m.target,
            "test_method": m.test_method,
            "is_core": m.is_core,
        }
        for m in proposal.metrics
    ]


def digest_of(terms: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(terms)).hexdigest()


def _parties(proposal: Proposal, office_name: str) -> list[dict[str, str]]:
    units = [u.organisation.name for u in proposal.units]
    return [
        {"role": OFFICE, "name": office_name},
        {"role": LEAD_UNIT, "name": proposal.lead_unit.name},
        {"role": LEADER, "name": proposal.pi.name},
        *({"role": UNIT, "name": name} for name in units),
        *({"role": DEMANDER, "name": i.demander.name} for i in (proposal.item,) if i),
    ]


def _budget(project: Project) -> list[dict[str, Any]]:
    """The headings of the proposal; where less was awarded than asked, or less own money agreed
    than offered, each in proportion."""
    lines = project.proposal.budget_lines
    fiscal = _in_proportion(project.amount, [line.fiscal for line in lines])
    own = _in_proportion(project.matching, [line.own for line in lines])
    return [
        {"heading": line.heading, "fiscal": public, "own": units, "note": line.note}
        for line, public, units in zip(lines, fiscal, own, strict=True)
    ]


def _in_proportion(amount: int, asked: Sequence[int]) -> Sequence[int]:
    return split(amount, asked) if any(asked) else asked


def _planned(project: Project) -> tuple[int, ...]:
    call = project.proposal.call
    return planned(call.mechanism_key, project.amount, call.parameters, call.payment_mode)


def _payments(project: Project, parts: Sequence[int]) -> list[dict[str, Any]]:
    """By the staging of the call: on signing, on milestones, and the last part on acceptance."""
    call = project.proposal.call
    last = "audited" if call.payment_mode in BY_COST else "acceptance"
    return [
        {"basis": _basis(n, len(parts), last), "amount": part}
        for n, part in enumerate(parts)
        if part
    ]


def _basis(number: int, parts: int, last: str) -> str:
    if number == parts - 1 and parts > 1:
        return last
    return "contract" if number == 0 else "milestone"


def _shares(project: Project) -> list[dict[str, Any]]:
    """Of a consortium: the lead unit and each partner with money, adding up to the award."""
    partners = [(u.organisation.name, fiscal, own) for u, fiscal, own in promised_shares(project)]
    return _with_lead(project, partners) if partners else []


def with_shares(terms: Terms, project: Project, partners: Sequence[Partner]) -> Terms:
    """The same terms with these shares; a new partner joins the parties."""
    known = {party["name"] for party in terms["parties"]}
    joining = [{"role": UNIT, "name": name} for name, _, _ in partners if name not in known]
    return terms | {
        "shares": _with_lead(project, partners),
        "parties": [*terms["parties"], *joining],
    }


def with_total(terms: Terms, project: Project, parts: Sequence[int]) -> Terms:
    """The same terms for the money the project has now, paid in these parts."""
    money = {"amount": project.amount, "matching": project.matching}
    return terms | money | {"payments": _payments(project, parts)}


def _with_lead(project: Project, partners: Sequence[Partner]) -> list[dict[str, Any]]:
    """The lead unit has what is left."""
    fiscal = project.amount - sum(fiscal for _, fiscal, _ in partners)
    own = project.matching - sum(own for _, _, own in partners)
    rows = [(project.proposal.lead_unit.name, fiscal, own), *partners]
    return [{"name": name, "fiscal": fiscal, "own": own} for name, fiscal, own in rows]


_IP = (
    "项目形成的知识产权归承担单位所有，各参加单位按贡献约定分享；"
    "发表论文、申请专利须标注项目编号；国家和本省在必要时享有使用权。"
)
_BREACH = (
    "未按任务书完成且无正当理由的，停拨并按规定追回财政资金；弄虚作假的，撤销项目并记入科研诚信记录。"
    "因客观原因无法完成的，经核实按终止或结题处理，不记失信。"
)

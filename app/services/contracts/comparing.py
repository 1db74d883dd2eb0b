"""What one version of a contract says otherwise than the one before, in words (§3.9)."""

from __future__ import annotations

from collections.abc import Iterator

from app.services.contracts.differing import Difference, Line, as_written, between
from app.services.contracts.terms import PARTY_LABELS, PAYMENT_BASES, Terms
from app.services.metric_values import SIGNS
from workflows.changes import CHANGE_KINDS
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.modes import PAYEE_MODES, beside_public

CHANGES_MADE = {kind: one.label for kind, one in CHANGE_KINDS.items()} | {
    "merger": Text("团队并入", "Team merged in")
}
"""What the notes of a version (`changes`) are called."""


def differences(before: Terms, after: Terms) -> tuple[Difference, ...]:
    return between(_said(before), _said(after))


def _said(terms: Terms) -> Iterator[Line]:
    yield (
        Text("起止日期", "Start and end dates"),
        as_written(f"{terms['starts_on']} — {terms['ends_on']}"),
    )
    for party in terms["parties"]:
        yield PARTY_LABELS[party["role"]], as_written(party["name"])
    for row in terms["metrics"]:
        target = f"{SIGNS[row['direction']]} {row['target']} {row['unit']}"
        yield _METRIC.format(name=row["name"]), as_written(target)
        yield _METHOD.format(name=row["name"]), as_written(row["test_method"])
    yield from _milestones(terms)
    yield from _money(terms)
    yield Text("知识产权", "Intellectual property"), as_written(terms["ip"])
    yield Text("违约责任", "Liability for breach"), as_written(terms["breach"])
    for part, words in _PLEDGE.items():
        said = terms.get("pledge", {}).get(part, [])
        yield words, as_written(said if isinstance(said, str) else "\n".join(said))


def _milestones(terms: Terms) -> Iterator[Line]:
    metrics = {str(row["metric_id"]): row for row in terms["metrics"]}
    for milestone in terms["milestones"]:
        targets = (
            f"{metrics[key]['name']} {value} {metrics[key]['unit']}"
            for key, value in milestone["targets"].items()
            if key in metrics and value
        )
        said = (milestone["due_on"], milestone["deliverable"], *targets)
        yield _MILESTONE.format(name=milestone["title"]), as_written("\n".join(said))


def _money(terms: Terms) -> Iterator[Line]:
    yield _FISCAL, amount_text(terms["amount"])
    own = beside_public(is_claimed=any(p["role"] == "demander" for p in terms["parties"]))
    yield own, amount_text(terms["matching"])
    for kind, rows in ((_HEADING, terms["budget"]), (_SHARE, terms.get("shares", []))):
        for row in rows:
            name = row.get("heading") or row.get("name")
            yield kind.format(name=name, money=_FISCAL), amount_text(row["fiscal"])
            yield kind.format(name=name, money=own), amount_text(row["own"])
    if mode := terms.get("payee_mode"):
        yield Text("拨付对象", "Paid to"), PAYEE_MODES[mode]
    for part in terms.get("payments", []):
        yield PAYMENT_BASES[part["basis"]], amount_text(part["amount"])


_METRIC = Text("指标“{name}”", "Metric “{name}”")
_METHOD = Text("“{name}”的测试方法", "Test method of “{name}”")
_MILESTONE = Text("节点“{name}”", "Milestone “{name}”")
_FISCAL = Text("财政资金", "Public funds")
_HEADING = Text("{name}：{money}", "{name}: {money}")
_SHARE = Text("{name}的{money}", "{money} of {name}")
_PLEDGE = {
    "target": Text("军令状目标", "Pledge target"),
    "rewards": Text("奖励", "Rewards"),
    "penalties": Text("惩罚", "Penalties"),
    "exits": Text("退出条件", "Exit conditions"),
}

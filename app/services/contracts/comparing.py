"""What one version of a contract says otherwise than the one before, in words (§3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.money import amount_text
from app.services.contracts.limits import SIGNS
from app.services.contracts.terms import PARTY_LABELS, PAYMENT_BASES, Terms
from workflows.changes import CHANGE_KINDS
from workflows.engine.text import Text
from workflows.money.modes import PAYEE_MODES

CHANGES_MADE = {kind: one.label for kind, one in CHANGE_KINDS.items()} | {
    "merger": Text("团队并入", "A team merged in")
}
"""What the notes of a version (`changes`) are called."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` or `after` is None where one version does not have the line at all."""

    where: Text
    before: Text | None
    after: Text | None


def differences(before: Terms, after: Terms) -> tuple[Difference, ...]:
    old, new = _lines(before), _lines(after)
    return tuple(
        Difference(where, old.get(where), new.get(where))
        for where in dict.fromkeys([*old, *new])
        if old.get(where) != new.get(where)
    )


def _lines(terms: Terms) -> dict[Text, Text]:
    """Every line by its name; what has one name, such as the participating units, is one line."""
    found: dict[Text, Text] = {}
    for where, said in _said(terms):
        known = found.get(where)
        found[where] = _BOTH.format(one=known, other=said) if known else said
    return found


def _said(terms: Terms) -> Iterator[tuple[Text, Text]]:
    yield Text("起止日期", "Term"), _plain(f"{terms['starts_on']} — {terms['ends_on']}")
    for party in terms["parties"]:
        yield PARTY_LABELS[party["role"]], _plain(party["name"])
    for row in terms["metrics"]:
        target = f"{SIGNS[row['direction']]} {row['target']} {row['unit']}"
        yield _METRIC.format(name=row["name"]), _plain(target)
        yield _METHOD.format(name=row["name"]), _plain(row["test_method"])
    yield from _nodes(terms)
    yield from _money(terms)
    yield Text("知识产权", "Intellectual property"), _plain(terms["ip"])
    yield Text("违约责任", "Breach"), _plain(terms["breach"])
    for part, words in _PLEDGE.items():
        said = terms.get("pledge", {}).get(part, [])
        yield words, _plain(said if isinstance(said, str) else "\n".join(said))


def _nodes(terms: Terms) -> Iterator[tuple[Text, Text]]:
    metrics = {str(row["metric_id"]): row for row in terms["metrics"]}
    for node in terms["milestones"]:
        targets = (
            f"{metrics[key]['name']} {value} {metrics[key]['unit']}"
            for key, value in node["targets"].items()
            if key in metrics and value
        )
        said = (node["due_on"], node["deliverable"], *targets)
        yield _NODE.format(name=node["title"]), _plain("\n".join(said))


def _money(terms: Terms) -> Iterator[tuple[Text, Text]]:
    yield _FISCAL, amount_text(terms["amount"])
    yield _OWN, amount_text(terms["matching"])
    for kind, rows in ((_HEADING, terms["budget"]), (_SHARE, terms.get("shares", []))):
        for row in rows:
            name = row.get("heading") or row.get("name")
            yield kind.format(name=name, money=_FISCAL), amount_text(row["fiscal"])
            yield kind.format(name=name, money=_OWN), amount_text(row["own"])
    if mode := terms.get("payee_mode"):
        yield Text("拨付对象", "Paid to"), PAYEE_MODES[mode]
    for part in terms.get("payments", []):
        yield PAYMENT_BASES[part["basis"]], amount_text(part["amount"])


def _plain(said: Any) -> Text:
    """What people wrote, the same in both languages."""
    return Text(str(said), str(said))


_BOTH = Text("{one}；{other}", "{one}; {other}")
_METRIC = Text("指标“{name}”", "Metric “{name}”")
_METHOD = Text("“{name}”的测试方法", "Test method of “{name}”")
_NODE = Text("节点“{name}”", "Milestone “{name}”")
_FISCAL = Text("财政资金", "Public funds")
_OWN = Text("自筹资金", "Own funds")
_HEADING = Text("{name}：{money}", "{name}: {money}")
_SHARE = Text("{name}的{money}", "{money} of {name}")
_PLEDGE = {
    "target": Text("军令状目标", "Target of the pledge"),
    "rewards": Text("奖励", "Rewards"),
    "penalties": Text("惩罚", "Penalties"),
    "exits": Text("退出条件", "Ways out"),
}

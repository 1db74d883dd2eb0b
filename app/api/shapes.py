"""What is told of each kind of case: one field, its type and where it comes from; the answers and
their description in OpenAPI both follow from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.queries.figures.metrics import LedgerRow
from app.services.letter_facts.bands import band_of

Schema = dict[str, Any]

NUMBER: Schema = {"type": "integer"}
WORDS: Schema = {"type": "string"}
MAYBE_WORDS: Schema = {"type": ["string", "null"]}
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
FEN: Schema = {"type": "integer", "description": "Money in fen, a hundredth of a yuan"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
FLAG: Schema = {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Field:
    """`read` takes it from the row; without, it is the attribute of that name."""

    name: str
    schema: Schema
    read: Callable[[Any], Any] | None = None

    def of(self, row: Any) -> Any:
        value = self.read(row) if self.read else getattr(row, self.name)
        return value.isoformat() if hasattr(value, "isoformat") else value


@dataclass(frozen=True, slots=True)
class Resource:
    """`name` is its address and its scope."""

    name: str
    kind: str
    title: str
    fields: tuple[Field, ...]

    def of(self, row: Any) -> dict[str, Any]:
        return told(self.fields, row)


def told(fields: tuple[Field, ...], row: Any) -> dict[str, Any]:
    return {field.name: field.of(row) for field in fields}


def _of_line(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row[0], name)


_ID, _STATE = Field("id", NUMBER), Field("state", WORDS)
_TITLES = (Field("title", WORDS), Field("title_en", WORDS))

RESOURCES = (
    Resource(
        "calls",
        "call",
        "Calls for proposals: the published ones, and those the owner works on",
        (
            *(_ID, _STATE, *_TITLES, Field("year", NUMBER)),
            Field("mechanism", WORDS),
            Field("programme", WORDS, lambda call: call.programme.name),
            *(Field("budget", FEN), Field("award_most", FEN)),
            *(Field("open_at", MOMENT), Field("close_at", MOMENT)),
        ),
    ),
    Resource(
        "items",
        "item",
        "Items of an open call: the posted ones, and the owner's",
        (
            *(_ID, _STATE, Field("title", WORDS), Field("call_id", NUMBER)),
            Field("demander", WORDS, lambda item: item.demander.name),
            *(Field("round", NUMBER), Field("ceiling", FEN), Field("cofunding", FEN)),
            Field("close_at", MOMENT),
        ),
    ),
    Resource(
        "proposals",
        "proposal",
        "Proposals on which the owner holds a role; drafts for those who write them",
        (
            *(_ID, _STATE, Field("number", MAYBE_WORDS), *_TITLES),
            *(Field("call_id", NUMBER), Field("item_id", MAYBE_NUMBER)),
            Field("lead_unit", WORDS, lambda proposal: proposal.lead_unit.name),
            *(Field("requested", FEN), Field("matching", FEN)),
        ),
    ),
    Resource(
        "projects",
        "project",
        "Projects on which the owner holds a role",
        (
            *(_ID, _STATE, Field("number", WORDS), Field("proposal_id", NUMBER)),
            Field("title", WORDS, lambda project: project.proposal.title),
            Field("lead_unit", WORDS, lambda project: project.proposal.lead_unit.name),
            *(Field("amount", FEN), Field("starts_on", DAY), Field("ends_on", DAY)),
        ),
    ),
    Resource(
        "payments",
        "payment",
        "Payments on which the owner holds a role",
        (
            *(_ID, _STATE, Field("number", WORDS), Field("project_id", NUMBER)),
            Field("project", WORDS, lambda payment: payment.project.number),
            Field("payee", WORDS, lambda payment: payment.payee.name),
            *(Field("part", NUMBER), Field("basis", WORDS), Field("amount", FEN)),
            *(Field("paid_on", DAY), Field("received_on", DAY)),
        ),
    ),
    Resource(
        "notices",
        "notice",
        "Public notices",
        (
            *(_ID, _STATE, Field("title", WORDS), Field("call_id", NUMBER)),
            *(Field("starts_on", DAY), Field("ends_on", DAY)),
        ),
    ),
)

RESULT = Resource(
    "results",
    "result",
    "Projects that were awarded, as everybody reads of them",
    (
        *(Field(name, NUMBER, _of_line(name)) for name in ("id", "call_id", "year")),
        *(Field(name, WORDS, _of_line(name)) for name in ("number", "title", "title_en")),
        Field("mechanism", WORDS, _of_line("mechanism_key")),
        *(Field(name, WORDS, _of_line(name)) for name in ("programme", "lead_unit")),
        Field("funding_least", FEN, lambda row: band_of(row[0].amount)[0]),
        Field("funding_most", FEN, lambda row: band_of(row[0].amount)[1]),
        *(Field(name, DAY, _of_line(name)) for name in ("starts_on", "ends_on")),
        Field("standing", WORDS, lambda row: row[1]),
    ),
)
"""Of a line of `app.queries.calls.results` with its standing."""

METRIC = (
    Field("id", NUMBER, lambda row: row.metric.id),
    Field("name", WORDS, lambda row: row.metric.name),
    Field("unit", WORDS, lambda row: row.metric.unit),
    Field("direction", WORDS, lambda row: row.metric.direction),
    Field("target", WORDS),
    Field("is_core", FLAG, lambda row: row.metric.is_core),
    Field("newest", MAYBE_WORDS, lambda row: row.newest.value if row.newest else None),
    Field("standing", WORDS),
)
"""Of `app.queries.figures.metrics.LedgerRow`."""


def metric(row: LedgerRow) -> dict[str, Any]:
    return told(METRIC, row)

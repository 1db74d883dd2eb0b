"""What a proposal shares with others (查重), passage beside passage; and the pairs of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import g, render_template

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, Proposal
from app.queries.calls.similarities import pair, similar_pairs
from app.services.similarity.asking import has_failed, is_awaited
from app.services.similarity.comparing import KEPT_FROM
from app.services.similarity.content import part_name, unread, words_quoted, written
from app.services.similarity.findings import MOST, Resembled, resembled
from app.web.officer.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role

_READERS = (Role.FORMAL_CHECKER, Role.PROGRAMME_OFFICER, Role.SUPERVISOR)

PASSAGES_MOST = 20
"""Of one pair: the longest."""


@blueprint.get("/proposals/<int:number>/similarity")
@holding(*_READERS)
def similarity(number: int) -> str:
    case: Proposal = case_or_404("proposal", number, *_READERS)
    found, awaited = resembled(g.db, case), is_awaited(g.db, case)
    return render_template(
        "officer/similarity.html",
        case=case,
        awaited=awaited,
        failed=awaited and has_failed(g.db, case),
        found=found,
        words=words_quoted(g.db, _parts_shown(found)),
        written=written,
        named=part_name,
        unread=unread(g.db, case),
        hidden=hidden_from_me(),
        looked_at=looked_at_from(case.call),
        most=MOST,
        passages_most=PASSAGES_MOST,
    )


def _parts_shown(found: Iterable[Resembled]) -> Iterator[str]:
    for one in found:
        for part, _begin, _end, its_part, *_its_place in one.passages[:PASSAGES_MOST]:
            yield from (str(part), str(its_part))


@blueprint.get("/calls/<int:number>/similarity")
@holding(*_READERS)
def similar(number: int) -> str:
    """The pairs of a call, also of those who need not be looked at."""
    case: Call = case_or_404("call", number, *_READERS)
    query = similar_pairs(case, KEPT_FROM, hidden_from_me())
    stretch = stretch_of(g.db, query, place())
    return render_template(
        "officer/similar.html",
        case=case,
        stretch=stretch,
        pairs=[pair(case, row) for row in stretch.rows],
        looked_at=looked_at_from(case),
    )


def looked_at_from(call: Call) -> int:
    """In a hundred."""
    return call.parameters["similarity_looked_at"]

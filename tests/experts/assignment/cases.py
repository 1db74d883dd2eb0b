"""Small cases at random, with every rule now and then."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.experts.assignment.brute import Document


@st.composite
def documents(draw: st.DrawFn, /, **fixed: Any) -> Document:
    """A case of at most 4 proposals and 5 reviewers; `fixed` keys replace what was drawn."""
    proposals = [
        {"id": f"p{n}", "need": draw(st.integers(0, 3)), **_unit(draw)}
        for n in range(draw(st.integers(1, 4)))
    ]
    reviewers = [_reviewer(draw, n) for n in range(draw(st.integers(1, 5)))]
    highest = draw(st.sampled_from((1, 9, 1000)))
    pair = st.tuples(st.integers(0, len(proposals) - 1), st.integers(0, len(reviewers) - 1))
    case = {
        "proposals": proposals,
        "reviewers": reviewers,
        "affinity": [
            [draw(st.integers(-highest // 9, highest)) for _ in reviewers] for _ in proposals
        ],
        "coi": [list(p) for p in draw(st.lists(pair, max_size=4))],
        "rules": {},
        "seed": draw(st.integers(0, 3)),
    }
    return case | fixed


@st.composite
def ruled_documents(draw: st.DrawFn, /, **fixed: Any) -> Document:
    """As `documents`, with rules on."""
    case = draw(documents(**fixed))
    ids = [reviewer["id"] for reviewer in case["reviewers"]]
    couples = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    offered = {
        "same_unit_is_coi": st.booleans(),
        "max_per_unit_per_proposal": st.integers(1, 2),
        "min_senior_per_proposal": st.integers(0, 2),
        "never_together": st.lists(couples, max_size=3) if len(ids) > 1 else st.just([]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(offered)), min_size=1))
    case["rules"] = {key: draw(offered[key]) for key in sorted(chosen)}
    if draw(st.booleans()):
        own = [proposal["id"] for proposal in case["proposals"]]
        case["rules"] |= {
            "no_reciprocal": True,
            "leads": draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(own))),
        }
    return case


def pairs_of(case: Document) -> st.SearchStrategy[list[list[str]]]:
    """Some pairs of ids, each once."""
    pair = st.tuples(
        st.sampled_from([proposal["id"] for proposal in case["proposals"]]),
        st.sampled_from([reviewer["id"] for reviewer in case["reviewers"]]),
    )
    return st.lists(pair, max_size=5, unique=True).map(lambda pairs: [list(p) for p in pairs])


def _unit(draw: st.DrawFn) -> dict[str, str]:
    unit = draw(st.sampled_from(("福州大学", "厦门大学", None)))
    return {"unit": unit} if unit else {}


def _reviewer(draw: st.DrawFn, number: int) -> dict[str, Any]:
    least = draw(st.sampled_from((0, 0, 0, 1, 2)))
    return {
        "id": f"r{number}",
        "min": least,
        "max": least + draw(st.integers(0, 3)),
        "senior": draw(st.booleans()),
        **_unit(draw),
    }

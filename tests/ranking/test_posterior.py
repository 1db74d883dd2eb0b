"""What a fit knows of the effects is what the whole model, written out, says of them."""

from __future__ import annotations

import numpy as np
import pytest

from app.ranking.calibrate import likelihood
from app.ranking.calibrate.case import Table
from app.ranking.calibrate.likelihood import log_likelihoods
from app.ranking.calibrate.model import (
    DENSE_MOST,
    Design,
    Fit,
    Floats,
    Spreads,
    covariance_of_pairs,
    design_of,
    draw_effects,
    effects_covariance,
    effects_variance,
    fit,
)

SPREADS = Spreads(proposals=5.0, reviewers=3.0, noise=4.0)
REVIEWERS = 4


def table_of(proposals: int) -> Table:
    """Each proposal is scored by two or three of four reviewers."""
    seats = [(p, r) for p in range(proposals) for r in range(REVIEWERS) if (p + r) % 4 > p % 2]
    rows, columns = (np.array(numbers) for numbers in zip(*seats, strict=True))
    scores = 70 + (rows * 7 + columns * 5) % 23 / 2
    ids = tuple(range(proposals))
    return Table(ids, tuple(range(REVIEWERS)), rows, columns, scores, 0.0, 100.0, 1, None, (), 0)


@pytest.fixture(params=[5, DENSE_MOST + 1], ids=["small", "sparse"])
def table(request: pytest.FixtureRequest) -> Table:
    return table_of(request.param)


@pytest.fixture
def design(table: Table) -> Design:
    return design_of(table)


@pytest.fixture
def one(design: Design) -> Fit:
    return fit(design, SPREADS)


@pytest.fixture
def terms(table: Table) -> Floats:
    """N x (P + R + 1): which effect, which offset and the mean make each score."""
    size, proposals = len(table.score), len(table.proposals)
    written = np.zeros((size, proposals + REVIEWERS + 1))
    written[np.arange(size), table.row] = 1
    written[np.arange(size), proposals + table.column] = 1
    written[:, -1] = 1
    return written


@pytest.fixture
def covariance(table: Table, terms: Floats) -> Floats:
    """Of all effects, offsets and the mean; nothing is known of the mean beforehand."""
    proposals = len(table.proposals)
    known = [SPREADS.proposals**-2] * proposals + [SPREADS.reviewers**-2] * REVIEWERS + [0.0]
    whole = np.linalg.inv(terms.T @ terms / SPREADS.noise**2 + np.diag(known))
    return np.asarray(whole, dtype=np.float64)


def test_effects_and_offsets_are_those_of_the_whole_model(
    table: Table, design: Design, one: Fit, terms: Floats, covariance: Floats
) -> None:
    expected = covariance @ terms.T @ design.y / SPREADS.noise**2
    assert np.allclose(one.effects, expected[: len(table.proposals)])
    assert np.allclose(one.offsets, expected[len(table.proposals) :])


def test_effects_vary_together_as_in_the_whole_model(
    table: Table, one: Fit, covariance: Floats
) -> None:
    proposals = len(table.proposals)
    expected = covariance[:proposals, :proposals]
    assert np.allclose(effects_covariance(one), expected)
    assert np.allclose(effects_variance(one), expected.diagonal())
    assert np.allclose(one.inverse, covariance[proposals:, proposals:])


def test_a_score_is_held_to_what_the_whole_model_expects_there(
    table: Table, one: Fit, terms: Floats, covariance: Floats
) -> None:
    assert np.allclose(covariance_of_pairs(one, table), ((terms @ covariance) * terms).sum(axis=1))


def test_draws_vary_as_effects_do_and_mirrored_ones_lie_opposite(
    table: Table, one: Fit, covariance: Floats
) -> None:
    proposals = len(table.proposals)
    drawn, mirrored = draw_effects(one, np.eye(REVIEWERS + 1 + proposals))
    assert np.allclose((drawn + mirrored) / 2, one.effects)
    apart = drawn - one.effects
    assert np.allclose(apart.T @ apart, covariance[:proposals, :proposals])


def test_spreads_explain_the_scores_as_well_as_in_the_whole_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(likelihood, "FIGURES_AT_ONCE", 60)  # so that it takes more than one turn
    small = table_of(5)
    grid = [Spreads(b, r, n) for b in (2.0, 5.0) for r in (1.0, 3.0) for n in (4.0, 6.0)]
    found = log_likelihoods(design_of(small), grid)
    whole = np.array([_restricted(small, spreads) for spreads in grid])
    assert np.ptp(whole) > 1
    assert np.allclose(found - found[0], whole - whole[0])


def _restricted(table: Table, spreads: Spreads) -> float:
    """The log of the restricted likelihood of scores with one common mean (Patterson and Thompson
    1971), up to a constant."""
    of_one_proposal = table.row[:, None] == table.row
    of_one_reviewer = table.column[:, None] == table.column
    covariance = spreads.proposals**2 * of_one_proposal + spreads.reviewers**2 * of_one_reviewer
    covariance = covariance + spreads.noise**2 * np.eye(len(table.score))
    precision = np.linalg.inv(covariance)
    of_mean = precision.sum()
    residual = table.score - (precision @ table.score).sum() / of_mean
    unexplained = residual @ precision @ residual
    return float(-0.5 * (np.linalg.slogdet(covariance)[1] + np.log(of_mean) + unexplained))

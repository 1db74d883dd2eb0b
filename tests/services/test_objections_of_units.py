"""An objection of a unit: signed by its legal representative and sealed (§3.4)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import segno

from app.models import Notice, Objection
from app.services.awarding.noticing import Paper
from app.services.problems import Problems
from tests.services.awarding import STATEMENT
from tests.services.stage import Stage, a_page
from tests.services.test_objections import filed, objections

OF_A_UNIT = replace(STATEMENT, unit="福州演示科技有限公司", representative="代表人", affirms=True)


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"representative": " "}, "representative"),
        ({"affirms": False}, "affirms"),
        ({"paper": None}, "paper"),
        ({"unit": ""}, "unit"),
    ],
)
def test_an_objection_of_a_unit_is_signed_by_its_legal_representative_and_sealed(
    stage: Stage, notice: Notice, lacks: dict[str, Any], field: str
) -> None:
    whole = replace(OF_A_UNIT, paper=Paper(a_page(), "异议书.pdf"))
    refused = filed(stage, notice, replace(whole, **lacks), a_page())
    assert isinstance(refused, Problems)
    assert refused.by_field.keys() == {field}
    assert objections(stage) == 0
    taken = filed(stage, notice, whole, a_page())
    assert isinstance(taken, Objection)
    assert taken.objector_representative == OF_A_UNIT.representative
    assert (taken.signed_name, taken.signed_type) == ("异议书.pdf", "application/pdf")
    assert taken.signed_sha256


def test_the_signed_objection_of_a_unit_is_a_scan(stage: Stage, notice: Notice) -> None:
    picture = BytesIO()
    segno.make("异议书").save(picture, kind="png")
    drawn = replace(OF_A_UNIT, paper=Paper(picture, "异议书.png"))
    refused = filed(stage, notice, drawn, a_page())
    assert isinstance(refused, Problems)
    assert refused.by_field.keys() == {"paper"}
    assert objections(stage) == 0
    scanned = replace(OF_A_UNIT, paper=Paper(a_page(), "异议书.pdf"))
    assert isinstance(filed(stage, notice, scanned, a_page()), Objection)

"""A public notice speaks the terms of the way its call is organised."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents.kinds import NoticeRow, PublicNotice
from app.documents.kinds.notices import public_notice
from app.documents.payload import Table


@pytest.mark.parametrize(
    ("mechanism", "chosen", "column"),
    [
        ("open_competition", "拟立项项目", "项目名称"),
        ("open_call", "拟揭榜单位", "榜题"),
        ("parallel_teams", "拟入围团队", "团队项目"),
    ],
)
def test_a_notice_names_those_it_shows_as_its_mechanism_does(
    mechanism: str, chosen: str, column: str
) -> None:
    row = NoticeRow("石墨烯聚酯纤维", "某院", "100—300万元")
    day = date(2026, 4, 1)
    wording = public_notice(PublicNotice(mechanism, "某榜单", (row,), day, day, 5, "某处（0591）"))
    assert wording.title == f"关于某榜单{chosen}的公示"
    (table,) = [block for block in wording.blocks if isinstance(block, Table)]
    assert column in table.columns
    assert ("拟立项" in str(wording)) is (mechanism == "open_competition")


@pytest.mark.parametrize("leader", ["", "某某甲"])
def test_a_notice_names_leaders_where_its_call_does(leader: str) -> None:
    row = NoticeRow("石墨烯聚酯纤维", "某院", "100—300万元", leader)
    day = date(2026, 4, 1)
    facts = PublicNotice("open_competition", "某指南", (row,), day, day, 5, "某处（0591）")
    (table,) = [b for b in public_notice(facts).blocks if isinstance(b, Table)]
    assert ("项目负责人" in table.columns) is bool(leader)
    assert (leader in table.rows[0]) is bool(leader)
    assert len(table.columns) == len(table.rows[0])

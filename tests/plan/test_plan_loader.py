"""The plan as the product reads it: complete, and with units that come out clean."""

from __future__ import annotations

from collections import Counter

import pytest

from app.plan.loader import PlanData, load_plan
from app.plan.units import (
    Organisation,
    OrganisationKind,
    Place,
    TableRow,
    UnclearUnit,
    UnitNames,
    kind_of,
    organisations,
    split_units,
)


@pytest.fixture(scope="module")
def plan_data() -> PlanData:
    return load_plan()


@pytest.fixture(scope="module")
def by_name(plan_data: PlanData) -> dict[str, Organisation]:
    return {organisation.name: organisation for organisation in plan_data.organisations}


def test_the_plan_has_its_number_its_years_and_its_money(plan_data: PlanData) -> None:
    plan = plan_data.plan
    assert plan.document_number == "闽政办〔2021〕58号"
    assert (plan.first_year, plan.last_year) == (2021, 2025)
    assert plan.fiscal_least == 50_000_000_000
    assert plan.own_least == 6 * plan.fiscal_least


def test_there_are_twenty_two_programmes_in_three_domains(plan_data: PlanData) -> None:
    assert [programme.number for programme in plan_data.programmes] == list(range(1, 23))
    domains = Counter(programme.domain for programme in plan_data.programmes)
    assert domains == {"高新技术": 9, "现代农业": 5, "民生科技": 8}
    assert plan_data.programmes[7].name == "新能源与节能环保技术"
    assert all(programme.focus for programme in plan_data.programmes)


def test_there_are_ten_catalogues_with_their_items(plan_data: PlanData) -> None:
    assert [catalogue.number for catalogue in plan_data.catalogues] == [
        f"6-{number}" for number in range(1, 11)
    ]
    assert sum(len(catalogue.items) for catalogue in plan_data.catalogues) == 59
    energy = plan_data.catalogues[2]
    assert energy.name == "新能源技术"
    assert energy.items[0].name == "新能源汽车"
    assert all(item.text for catalogue in plan_data.catalogues for item in catalogue.items)


@pytest.mark.parametrize(
    ("name", "kind", "city", "recommender"),
    [
        ("福州大学", "university", "福州市", "福建省教育厅"),
        ("厦门大学", "university", "厦门市", "福建省教育厅"),
        ("三明学院", "university", "三明市", "福建省教育厅"),
        ("兰州大学", "university", "兰州市", None),
        ("闽都创新实验室", "institute", "福州市", "福州市科学技术局"),
        ("翔安创新实验室", "institute", "厦门市", "厦门市科学技术局"),
        ("中国科学院海西创新研究院", "institute", "福州市", "福州市科学技术局"),
        ("中国科学院计算技术研究所", "institute", "北京市", None),
        ("福建师范大学泉港石化研究院", "institute", "泉州市", "泉州市科学技术局"),
        ("宁德时代新能源科技股份有限公司", "enterprise", "宁德市", "宁德市科学技术局"),
        ("福州数据技术研究院有限公司", "enterprise", "福州市", "福州市科学技术局"),
        ("三明市海斯福化工有限责任公司", "enterprise", "三明市", "三明市科学技术局"),
        ("福建正道量子科技有限公司", "enterprise", "泉州市", "泉州市科学技术局"),
        ("东方电气集团有限公司", "enterprise", "成都市", None),
        (
            "福建平潭瑞谦智能科技有限公司",
            "enterprise",
            "平潭综合实验区",
            "平潭综合实验区经济发展局",
        ),
        ("福州市马尾区人民政府", "government", "福州市", "福州市科学技术局"),
        ("晋江市人民政府", "government", "泉州市", "泉州市科学技术局"),
        ("莆田市人民政府", "government", "莆田市", "莆田市科学技术局"),
        ("厦门火炬高技术产业开发区管理委员会", "government", "厦门市", "厦门市科学技术局"),
    ],
)
def test_well_known_units_come_out_clean(
    by_name: dict[str, Organisation], name: str, kind: str, city: str, recommender: str | None
) -> None:
    unit = by_name[name]
    assert (unit.kind, unit.city, unit.recommender) == (kind, city, recommender)


def test_every_unit_stands_once_and_without_remarks(plan_data: PlanData) -> None:
    names = [organisation.name for organisation in plan_data.organisations]
    assert len(names) == len(set(names)) == 82
    assert not [name for name in names if set(name) & set("、/（）() ")]
    assert not [name for name in names if "共建" in name or "策划" in name or "省内" in name]


def test_a_unit_keeps_the_names_it_is_also_known_by(by_name: dict[str, Organisation]) -> None:
    assert by_name["中国科学院海西创新研究院"].other_names == ("中国科学院福建物质结构研究所",)
    assert by_name["闽都创新实验室"].other_names == ("光电信息科学与技术创新实验室",)
    assert by_name["厦门市科学技术局"].other_names == ("厦门市科技局",)


def test_recommending_authorities_are_the_ten_places_and_two_departments(
    plan_data: PlanData, by_name: dict[str, Organisation]
) -> None:
    authorities = {o.name for o in plan_data.organisations if o.is_recommender}
    assert len(authorities) == 12
    assert {o.recommender for o in plan_data.organisations if o.recommender} <= authorities
    assert all(by_name[name].recommender is None for name in authorities)


def test_there_are_enough_units_that_can_apply(plan_data: PlanData) -> None:
    applying = [
        o
        for o in plan_data.organisations
        if o.recommender and o.kind is not OrganisationKind.GOVERNMENT
    ]
    assert len(applying) >= 18


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "福州市政府、中国科学院海西创新研究院(中国科学院福建物质结构研究所)、福州大学",
            ("福州市政府", "中国科学院海西创新研究院(中国科学院福建物质结构研究所)", "福州大学"),
        ),
        ("甲公司（乙、丙）/丁大学", ("甲公司（乙、丙）", "丁大学")),
        ("福州数据技术研究院有限公司（市政府与清华大学共建）", ("福州数据技术研究院有限公司",)),
        ("兰州大学、莆田市政府校地共建", ("兰州大学", "莆田市政府")),
        ("", ()),
    ],
)
def test_a_cell_is_split_between_units_and_not_inside_brackets(
    text: str, units: tuple[str, ...]
) -> None:
    assert split_units(text) == units


_PLACES = (Place("福州市", "福州市科学技术局", ("马尾区", "福清市")),)
_NAMES = UnitNames({}, frozenset(), {})


def _organisations(units: str, region: str | None) -> list[Organisation]:
    rows = [TableRow("某平台", units, region)]
    return [o for o in organisations((), rows, _PLACES, _NAMES) if not o.is_recommender]


def test_a_hospital_is_recommended_by_the_health_commission() -> None:
    (hospital,) = _organisations("福清市医院", None)
    assert hospital.kind is OrganisationKind.HOSPITAL
    assert hospital.recommender == "福建省卫生健康委员会"


def test_the_same_unit_in_two_wordings_is_one() -> None:
    (unit,) = _organisations("马尾区政府、福州市马尾区人民政府", "马尾区")
    assert unit.name == "福州市马尾区人民政府"
    assert unit.other_names == ("马尾区政府",)


def test_a_unit_that_cannot_be_placed_or_classified_stops_the_loading() -> None:
    with pytest.raises(UnclearUnit, match="where"):
        _organisations("火星科技有限公司", None)
    with pytest.raises(UnclearUnit, match="kind"):
        kind_of("某某")

"""The expert pool comes in as a sheet: whole or not at all, and every fault by its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Expert, History, Organisation, TechnologyField
from app.services.experts.expert_pool import take_sheet
from app.services.experts.expert_sheet import COLUMNS, write
from tests import factories
from tests.conftest import START
from workflows.engine.text import Text
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

GOOD = {
    "name": "王喆堃",
    "email": "wang@example.org",
    "unit": "海峡大学",
    "type": "高校院所",
    "region": "福建",
    "fields": "",
    "senior": "是",
    "load": "12",
    "available": "是",
}


@pytest.fixture
def university(session: Session) -> Organisation:
    return factories.organisation(session, name="海峡大学", kind="university")


@pytest.fixture
def field(session: Session) -> TechnologyField:
    return factories.technology_field(session)


def sheet(*rows: dict[str, Any]) -> BytesIO:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append([label.zh for label in COLUMNS.values()])
    for row in rows:
        page.append([row.get(key, "") for key in COLUMNS])
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def taken(session: Session, file: BytesIO, now: datetime = START) -> int | list[Text]:
    return take_sheet(session, file, factories.person(session, name="黄抽签"), now)


def wrong(session: Session, *rows: dict[str, Any]) -> list[str]:
    answer = taken(session, sheet(*rows))
    assert isinstance(answer, list)
    assert session.scalar(select(func.count(Expert.id))) == 0
    return [text.zh for text in answer]


def test_an_expert_of_the_sheet_is_in_the_pool(
    session: Session, university: Organisation, field: TechnologyField
) -> None:
    assert taken(session, sheet(GOOD | {"fields": str(field.id)})) == 1
    expert = session.scalars(select(Expert)).one()
    assert (expert.person.name, expert.load_most, expert.fields) == ("王喆堃", 12, [field.id])
    assert [unit.organisation_id for unit in expert.units] == [university.id]


def test_what_goes_out_comes_in_again_and_changes_nothing(
    session: Session, university: Organisation
) -> None:
    taken(session, sheet(GOOD))
    before = write(session.scalars(select(Expert)))
    assert taken(session, BytesIO(before)) == 1
    session.expire_all()
    assert session.scalar(select(func.count(Expert.id))) == 1
    again = load_workbook(BytesIO(write(session.scalars(select(Expert))))).worksheets[0]
    first = load_workbook(BytesIO(before)).worksheets[0]
    assert list(again.values) == list(first.values)


def test_a_new_unit_leaves_the_former_one_on_record(
    session: Session, university: Organisation
) -> None:
    company = factories.organisation(session, name="海峡公司", kind="enterprise")
    taken(session, sheet(GOOD))
    later = START + timedelta(days=100)
    taken(session, sheet(GOOD | {"unit": "海峡公司"}), later)
    session.expire_all()
    units = session.scalars(select(Expert)).one().units
    assert [(u.organisation_id, u.until is None) for u in units] == [
        (university.id, False),
        (company.id, True),
    ]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"name": "王😀"}, "😀"),
        ({"email": "wang"}, "邮箱无法识别"),
        ({"unit": "无此单位"}, "系统中没有单位“无此单位”"),
        ({"type": "院士"}, "类型须为"),
        ({"fields": "999999"}, "没有技术领域 999999"),
        ({"email": "a" * 250 + "@b.cn"}, "最多 254 字"),
        ({"region": "闽" * 41}, "最多 40 字"),
        ({"load": "0"}, "1 至 60"),
        ({"load": "两"}, "1 至 60"),
        ({"load": "9" * 5000}, "1 至 60"),
        ({"fields": "9" * 5000}, "没有技术领域"),
        ({"absences": "0001-01-01~9999-12-31"}, "不在期间无法识别"),
        ({"senior": "可能"}, "须填是或否"),
        ({"name": '=HYPERLINK("x")'}, "含有公式"),
    ],
)
@pytest.mark.usefixtures("university")
def test_one_faulty_row_keeps_the_whole_sheet_out(
    session: Session, fault: dict[str, str], words: str
) -> None:
    faults = wrong(session, GOOD, GOOD | {"email": "li@example.org"} | fault)
    assert len(faults) == 1
    assert faults[0].startswith("第 3 行：")
    assert words in faults[0]


@pytest.mark.usefixtures("university")
def test_every_faulty_row_is_named(session: Session) -> None:
    faults = wrong(session, GOOD | {"type": "?"}, GOOD, GOOD | {"unit": "?"})
    assert [words.split("：")[0] for words in faults] == ["第 2 行", "第 4 行"]


@pytest.mark.usefixtures("university")
def test_one_address_stands_once(session: Session) -> None:
    assert wrong(session, GOOD, GOOD | {"name": "王二"}) == ["wang@example.org 出现两次"]


@pytest.mark.usefixtures("university")
def test_what_a_sheet_changes_of_an_expert_stands_in_the_history_with_who_did_it(
    session: Session,
) -> None:
    for row in (GOOD, GOOD, GOOD | {"available": "否", "load": "3"}):
        taken(session, sheet(row))
    expert = session.scalars(select(Expert)).one()
    entered, changed = session.scalars(select(History).order_by(History.id)).all()
    assert (entered.transition, changed.transition) == ("expert_entered", "expert_changed")
    assert changed.given == {
        "expert": str(expert.id),
        "by": "黄抽签",
        "load": "12 → 3",
        "available": "是 → 否",
    }
    assert not {GOOD["name"], GOOD["email"], GOOD["unit"]} & set(entered.given.values())


@pytest.mark.parametrize("content", [b"", b"not a sheet", b"PK\x03\x04broken"])
def test_a_file_that_is_no_sheet_is_refused(session: Session, content: bytes) -> None:
    answer = taken(session, BytesIO(content))
    assert isinstance(answer, list)
    assert "不是可读的 Excel" in answer[0].zh


def test_a_sheet_without_rows_is_refused(session: Session) -> None:
    assert wrong(session) == ["表中没有数据行"]


def test_a_name_like_a_formula_goes_out_as_a_name(
    session: Session, university: Organisation
) -> None:
    someone = factories.person(session, name="=1+1", organisation_id=university.id)
    factories.expert(session, person=someone, unit=university)
    cells = load_workbook(BytesIO(write(session.scalars(select(Expert))))).worksheets[0]
    assert (cells["A2"].value, cells["A2"].data_type) == ("=1+1", "s")


def test_only_the_expert_manager_brings_a_sheet_in(
    session: Session, sign_in: Callable[..., Any], university: Organisation
) -> None:

    manager = factories.official(session, Role.EXPERT_MANAGER)
    supervisor = factories.official(session, Role.SUPERVISOR)
    session.commit()
    path = "/office/experts/import"

    def send(person: Any) -> int:
        form = {"file": (sheet(GOOD), "experts.xlsx")}
        return int(sign_in(person).post(path, data=form).status_code)

    assert send(supervisor) == 403
    assert send(manager) == 303
    assert "王喆堃" in sign_in(supervisor).get("/office/experts").text
    assert sign_in(supervisor).get("/office/experts.xlsx").status_code == 200

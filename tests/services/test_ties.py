"""Relations come in as a sheet or by the expert's word; supervision may waive ties of the past."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.experts.ties import Rule
from app.models import Conflict, Expert, ExpertTie
from app.services.experts.tie_sheet import COLUMNS, take_ties
from app.services.review.recusal import findings, waive
from app.services.review.waiving import waivable, waive_tie
from tests.factories import expert
from tests.services.panels import accepted, draw, excluded, formed, reviewing, reviews
from tests.services.stage import Applied, Stage
from workflows.roles import Role


@pytest.fixture
def applied(stage: Stage) -> Applied:
    return accepted(stage)


def first(stage: Stage) -> Expert:
    return stage.session.scalars(select(Expert).order_by(Expert.id)).all()[0]


def row(stage: Stage, applied: Applied, **changed: str) -> dict[str, str]:
    return {
        "expert": first(stage).person.email,
        "kind": "合作",
        "whom": applied.pi.email,
        "name": applied.pi.name,
        "title": "联合论文",
        "on": "2025-06-01",
    } | changed


def xlsx(*rows: dict[str, str]) -> BytesIO:
    book, out = Workbook(), BytesIO()
    page = book.active
    assert page is not None
    page.append([label.zh for label in COLUMNS.values()])
    for one in rows:
        page.append([one[key] for key in COLUMNS])
    book.save(out)
    out.seek(0)
    return out


def as_csv(*rows: dict[str, str]) -> BytesIO:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([label.zh for label in COLUMNS.values()])
    for one in rows:
        writer.writerow([one[key] for key in COLUMNS])
    return BytesIO(text.getvalue().encode("utf-8-sig"))


def take(stage: Stage, file: Any) -> int | list[str]:
    answer = take_ties(stage.session, file, stage.holder(Role.EXPERT_MANAGER), stage.now)
    return answer if isinstance(answer, int) else [text.zh for text in answer]


@pytest.mark.parametrize("written", [xlsx, as_csv])
@pytest.mark.parametrize(
    ("kind", "rule"),
    [("亲属", Rule.KINSHIP), ("师生", Rule.KINSHIP), ("合作", Rule.JOINT_WORK)],
)
def test_a_relation_from_a_sheet_is_a_conflict(
    stage: Stage, applied: Applied, written: Any, kind: str, rule: Rule
) -> None:
    assert take(stage, written(row(stage, applied, kind=kind))) == 1
    found = findings(stage.session, first(stage), applied.proposal, stage.now)
    assert [f.rule for f in found] == [rule]
    assert applied.pi.name in found[0].evidence.zh


def test_an_interest_names_a_unit_and_a_known_relation_is_not_entered_twice(
    stage: Stage, applied: Applied
) -> None:
    unit = applied.proposal.lead_unit.name
    interest = row(stage, applied, kind="利益", whom=unit, name="", title="持股 3%")
    assert take(stage, xlsx(interest, interest)) == 1
    assert take(stage, as_csv(interest, row(stage, applied))) == 1
    found = findings(stage.session, first(stage), applied.proposal, stage.now)
    assert {f.rule for f in found} == {Rule.JOINT_WORK, Rule.INTEREST}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"expert": "nobody@example.org"}, "专家库中没有"),
        ({"kind": "朋友"}, "关系须为"),
        ({"whom": "not a mail"}, "邮箱无法识别"),
        ({"kind": "利益", "whom": "无此单位"}, "系统中没有单位“无此单位”"),
        ({"title": ""}, "请写明事项"),
        ({"on": "去年"}, "日期无法识别"),
    ],
)
def test_one_faulty_row_keeps_the_whole_sheet_out(
    stage: Stage, applied: Applied, fault: dict[str, str], words: str
) -> None:
    for written in (xlsx, as_csv):
        faults = take(stage, written(row(stage, applied), row(stage, applied, **fault)))
        assert isinstance(faults, list)
        assert len(faults) == 1
        assert faults[0].startswith("第 3 行：")
        assert words in faults[0]
    assert stage.session.scalars(select(ExpertTie)).all() == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"a,b\n"])
def test_what_is_no_sheet_or_has_no_rows_is_refused(stage: Stage, content: bytes) -> None:
    assert isinstance(take(stage, BytesIO(content)), list)


def test_a_relation_that_comes_in_during_the_review_takes_the_file_back(
    stage: Stage, applied: Applied
) -> None:
    group = reviewing(stage, applied.proposal)
    review = reviews(stage, group)[0]
    mail = review.expert.person.email
    assert take(stage, xlsx(row(stage, applied, expert=mail))) == 1
    assert review.state == "recused"


def waived(stage: Stage, applied: Applied, reason: str = "仅一篇多人论文。") -> bool:
    answer = waive(
        stage.session,
        first(stage),
        applied.proposal,
        Rule.JOINT_WORK,
        reason,
        stage.holder(Role.SUPERVISOR),
        stage.now,
    )
    return answer is None


def test_a_tie_of_the_past_is_waived_only_where_the_rule_set_allows_it(stage: Stage) -> None:
    strict, lenient = accepted(stage), accepted(stage, recusal_waivers=1)
    for one in (strict, lenient):
        take(stage, xlsx(row(stage, one)))
    assert not waived(stage, strict)
    assert not waived(stage, lenient, reason=" ")
    assert waived(stage, lenient)
    (kept,) = stage.session.scalars(select(Conflict).where(Conflict.standing == "waived"))
    assert kept.recorded_by_id == stage.holder(Role.SUPERVISOR).id
    assert "联合论文" in kept.evidence
    assert "仅一篇多人论文" in kept.evidence
    assert findings(stage.session, first(stage), lenient.proposal, stage.now) == ()
    assert findings(stage.session, first(stage), strict.proposal, stage.now) != ()


def test_the_present_unit_is_never_waived(stage: Stage) -> None:
    lenient = accepted(stage, recusal_waivers=1)
    colleague = expert(stage.session, unit=lenient.proposal.lead_unit)
    supervisor = stage.holder(Role.SUPERVISOR)
    answer = waive(
        stage.session, colleague, lenient.proposal, Rule.SAME_UNIT, "无妨。", supervisor, stage.now
    )
    assert answer is not None


def test_a_waiver_changes_the_pool_so_the_draw_is_committed_to_anew(stage: Stage) -> None:
    lenient = accepted(stage, recusal_waivers=1)
    take(stage, xlsx(row(stage, lenient)))
    group = formed(stage, lenient.proposal)
    assert excluded(group) == {first(stage).id: ["joint_work"]}
    (tie,) = waivable(stage.session, group, stage.now)
    supervisor = stage.holder(Role.SUPERVISOR)
    assert waive_tie(stage.session, tie, "仅一篇多人论文。", supervisor, stage.now) is None
    manager = stage.holder(Role.EXPERT_MANAGER)
    assert "draw_is_feasible" in stage.refused(group, "draw", manager)
    stage.moved(group, "fix_pool", manager)
    assert excluded(group) == {}
    draw(stage, group)
    assert waivable(stage.session, group, stage.now) == []

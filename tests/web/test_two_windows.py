"""One person has a page open in two windows: the second is told that the first has saved something
else, keeps what was typed, and may save once more. What one sends twice is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.models import Acceptance, Evidence, MetricReading, Organisation
from app.services.door.turns import write_alone
from app.worker.context import Context
from tests.conftest import SignInAs
from tests.services.stage import Stage, a_page
from tests.web.editions import edition, second_is_told
from tests.web.test_contract_pages import contract_form
from tests.web.visiting import visit
from tests.web.windows import (
    PAGES,
    Page,
    of_a_contract,
    of_a_report,
    of_a_unit,
    of_an_application,
    of_the_evidence_of_a_team,
)


@pytest.mark.several_writers
@pytest.mark.parametrize(
    ("a_page_of", "kind", "of_table", "written"),
    [
        (of_an_application, "acceptance", Acceptance, "summary"),
        (of_a_unit, "organisation", Organisation, "name"),
    ],
)
def test_of_two_windows_sent_at_once_the_second_waits_and_is_told(
    stage: Stage,
    context: Context,
    sign_in: SignInAs,
    a_page_of: Callable[[Stage], Page],
    kind: str,
    of_table: type[Acceptance | Organisation],
    written: str,
) -> None:
    page = a_page_of(stage)
    number = int(page.path.split("/")[-1 if kind == "organisation" else 2])
    client = visit(sign_in, stage, page.of)
    opened = edition(client.get(page.path).text, page.path)
    with ThreadPoolExecutor(1) as pool, context.transaction() as session:
        write_alone(session, kind, number)
        setattr(session.get_one(of_table, number), written, "先存的。")
        second = pool.submit(client.post, page.path, data=page.second | opened)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        session.commit()
        assert second.result(timeout=30).status_code == 409
    stage.session.expire_all()
    assert getattr(stage.session.get_one(of_table, number), written) == "先存的。"


def test_a_file_sent_twice_is_there_once(stage: Stage, sign_in: SignInAs) -> None:
    page = of_a_report(stage)
    client = visit(sign_in, stage, page.of)
    opened = edition(client.get(page.path).text, page.path)
    (value,) = (name for name in page.first if name.startswith("value-"))
    for _pressed in range(2):
        files = {
            name: (BytesIO(a_page().getvalue()), "检测报告.pdf")
            for name in ("file", value.replace("value", "file"))
        }
        assert client.post(page.path, data=page.first | opened | files).status_code == 303
    of_this = select(func.count(Evidence.id)).where(Evidence.milestone_id.is_not(None))
    assert stage.session.scalar(of_this) == 2
    measured = select(func.count(MetricReading.id)).where(MetricReading.step == "measured")
    assert stage.session.scalar(measured) == 1


@pytest.mark.parametrize("a_page_of", [of_a_report, of_the_evidence_of_a_team, of_an_application])
def test_a_file_that_came_with_what_was_overtaken_need_not_be_chosen_again(
    stage: Stage, sign_in: SignInAs, a_page_of: Callable[[Stage], Page]
) -> None:
    page = a_page_of(stage)
    to, client = page.to or page.path, visit(sign_in, stage, page.of)
    opened = edition(client.get(page.path).text, to)
    assert client.post(to, data=page.first | opened).status_code == 303
    file = {"file": (BytesIO(a_page().getvalue()), "检测报告.pdf")}
    late = client.post(to, data=page.second | opened | file)
    assert late.status_code == 409
    kept = re.search(r'name="file-upload" value="([^"]+)"', late.text)
    assert kept
    again = page.second | edition(late.text, to) | {"file-upload": kept[1]}
    assert client.post(to, data=again).status_code == 303
    assert "检测报告.pdf" in client.get(page.path).text


@pytest.mark.parametrize("a_page_of", PAGES, ids=lambda made: made.__name__)
def test_what_one_window_saved_is_not_undone_unseen_by_another(
    stage: Stage, sign_in: SignInAs, a_page_of: Callable[[Stage], Page]
) -> None:
    page = a_page_of(stage)
    client = visit(sign_in, stage, page.of)
    shown = contract_form(client.get(page.path).text) if a_page_of is of_a_contract else {}
    first, second = shown | page.first, shown | page.second
    answer = second_is_told(client, page.path, first, second, page.to)
    assert page.told in answer
    assert page.kept in answer

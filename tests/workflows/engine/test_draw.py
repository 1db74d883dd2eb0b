"""Pictures and tables say what the definition says, in both languages, the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.workflows.engine.toy import DEPOSIT, LOAN, STATES, with_move, with_state
from workflows.engine.arrows import arrows_of
from workflows.engine.draw import mermaid, svg
from workflows.engine.model import State
from workflows.engine.picture import Place
from workflows.engine.tables import matrix
from workflows.engine.text import Text
from workflows.engine.typeset import width, wrap
from workflows.roles import Role

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(picture: ElementTree.Element, class_: str = "") -> list[str]:
    found = picture.iter(f"{SVG}text")
    return [t.text or "" for t in found if class_ in {"", t.get("class", "")}]


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_picture_names_every_state_and_every_move(locale: str) -> None:
    said = texts(parsed(svg(LOAN, locale)))
    for state in LOAN.states:
        assert state.label.within(locale) in said
    for move in LOAN.transitions:
        assert move.label.within(locale) in said


def test_every_number_on_a_line_or_in_a_box_stands_in_the_legend() -> None:
    numbers = texts(parsed(svg(LOAN, "zh")), "number")
    single = [n for label in numbers for n in label.split("·")]
    assert sorted(set(single), key=int) == [str(a.number) for a in arrows_of(LOAN)]
    assert all(single.count(n) >= 2 for n in single)


def test_final_states_have_a_double_border_and_the_start_is_marked() -> None:
    kinds = [r.get("class") for r in parsed(svg(LOAN, "zh")).iter(f"{SVG}rect")]
    assert kinds.count("box final") == kinds.count("inner") == 3
    assert kinds.count("box start") == 1


def test_the_place_of_a_case_is_marked_by_colour_and_by_sign() -> None:
    first, second = LOAN.states[0], LOAN.states[1]
    picture = parsed(svg(LOAN, "zh", Place(second.key, frozenset({first.key, second.key}))))
    kinds = [r.get("class") for r in picture.iter(f"{SVG}rect")]
    assert [kind for kind in kinds if "been" in str(kind) or "here" in str(kind)] == [
        "box start been",
        f"box {second.kind.value} here",
    ]
    assert {f"√ {first.label.zh}", f"● {second.label.zh}"} <= set(texts(picture, "label"))


def test_a_line_back_is_dashed_and_one_to_the_end_is_lighter() -> None:
    lines = [p.get("class") for p in parsed(svg(LOAN, "zh")).iter(f"{SVG}path")]
    assert lines.count("line back") == 1
    assert lines.count("line last") == 3


def test_a_move_from_nearly_everywhere_is_noted_in_the_boxes_and_not_drawn() -> None:
    more = tuple(State(f"s{n}", Text(f"第{n}步", f"Step {n}")) for n in range(4))
    sources = tuple(s.key for s in more)
    crowded = replace(with_move("refuse", source=sources), states=(*STATES, *more))
    picture = parsed(svg(crowded, "zh"))
    assert texts(picture, "note").count("→ 未批准") == 4


def test_a_move_that_stays_is_noted_by_its_own_name() -> None:
    assert texts(parsed(svg(LOAN, "zh")), "note") == ["延期"]


def test_a_move_that_leads_all_over_is_noted_once_by_its_own_name() -> None:
    targets = ("draft", "asked", "returned", "paid")
    (extend,) = LOAN.named("extend")
    others = tuple(t for t in LOAN.transitions if t.name != "extend")
    spread = replace(
        LOAN, transitions=(*others, *(replace(extend, target=target) for target in targets))
    )
    assert texts(parsed(svg(spread, "zh")), "note") == ["延期"]


def test_moves_of_one_name_made_by_different_people_have_different_numbers() -> None:
    assert len(arrows_of(LOAN)) == len(LOAN.transitions)
    same = with_move("settle", "paid", label=LOAN.named("settle")[0].label)
    assert len(arrows_of(same)) == len(LOAN.transitions) - 1
    (arrow,) = (a for a in arrows_of(same) if len(a.moves) == 2)
    assert arrow.edges == (("lent", "returned"), ("lent", "paid"))
    others = with_move("settle", "paid", label=arrow.label, roles=frozenset({Role.FINANCE}))
    assert len(arrows_of(others)) == len(LOAN.transitions)


def test_signs_of_markup_in_a_label_are_harmless() -> None:
    sharp = with_state("asked", label=Text('<b>"待"&', '<b>"x"; y: #1&'))
    assert '<b>"待"&' in texts(parsed(svg(sharp, "zh")))
    assert "state \"<b>'x'， y： ＃1&\" as s_asked" in mermaid(sharp, "en")


def test_mermaid_lists_states_moves_start_and_ends() -> None:
    assert mermaid(DEPOSIT, "zh") == (
        "stateDiagram-v2\n"
        '    state "在押" as s_held\n'
        '    state "已退" as s_given_back\n'
        "    [*] --> s_held\n"
        "    s_held --> s_given_back: 退还 · 系统时钟\n"
        "    s_given_back --> [*]\n"
    )


def test_text_is_broken_between_words_and_between_chinese_characters() -> None:
    assert wrap("业务处室主办人", 10, 45) == ["业务处室", "主办人"]
    assert wrap("Programme officer", 10, 60) == ["Programme", "officer"]
    assert wrap("办理（会签）。", 10, 50) == ["办理（会", "签）。"]
    assert wrap("", 10, 50) == [""]
    assert width("中a", 10) == pytest.approx(15.6)


def test_the_picture_and_the_table_are_the_same_on_every_machine() -> None:
    script = (
        "from tests.workflows.engine.toy import DEPOSIT, LOAN\n"
        "from workflows.engine.draw import svg\n"
        "from workflows.engine.tables import matrix\n"
        "print(svg(LOAN, 'zh'), matrix((LOAN, DEPOSIT), 'en'))"
    )
    root = Path(__file__).parents[3]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def table(locale: str) -> list[str]:
    return matrix((LOAN, DEPOSIT), locale, {"loan_letter": Text("借用通知", "Loan letter")}).split(
        "\n"
    )


def test_the_table_says_of_each_move_who_when_why_not_and_what_follows() -> None:
    assert (
        "| 批准<br>`grant` | 待批准 → 借出 | 业务处室主办人；会签：业务处室主办人、厅财务"
        "<br>须与办理“起草、申请借用”的人不同 |  |  | 制发《借用通知》 | 办法第2条 |"
    ) in table("zh")
    assert (
        "| Return<br>`settle` | Lent → Returned | Programme officer "
        "| The instrument is damaged: ….<br>The deposit has not been paid. "
        "|  | Deposit, at the same time: Give back | 办法第4条 |"
    ) in table("en")
    assert (
        "| Take back<br>`take_back` | Asked → Draft | Applicant (PI), System clock |  "
        "| Time to sign the contract (30 working days) |  | 办法第8条 |"
    ) in table("en")


def test_the_table_says_of_each_state_who_is_awaited_and_by_when() -> None:
    assert "| 草拟 | 申报人 | 何时借用由借用人自定 |" in table("zh")
    assert "| Asked | Programme officer | Formal check period (10 days) |" in table("en")
    assert "| 借出 | 申报人、业务处室主办人 | 归还期满时 |" in table("zh")
    assert "| Paid for |  |  |" in table("en")


def test_the_table_sums_up_what_each_role_may_do() -> None:
    assert "| 业务处室主办人 | 批准<br>不予批准<br>归还<br>赔偿<br>批准（会签） |  |" in table("zh")
    assert "| Finance | Grant (countersigns) |  |" in table("en")
    assert not any(line.startswith("| Expert |") for line in table("en"))


def test_acts_and_letters_without_a_name_are_called_by_their_key() -> None:
    assert "通知业务处室主办人<br>note_the_day" in matrix((LOAN, DEPOSIT), "zh")
    assert "符合条件的押金：退还" in matrix((LOAN, DEPOSIT), "zh")

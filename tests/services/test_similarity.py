"""查重 (§3.5): compared before anybody accepts it, and looked at by a person where it resembles."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from app.models import Comparison, Letter, Outbox, Proposal, similarity_mark
from app.models.proposals import SECTIONS
from app.services.proposals import formal, snapshot
from app.services.proposals.formal import ITEMS, ORIGINALITY, Answer
from app.services.similarity import comparing, findings
from app.services.similarity.comparing import came_to_its_check, mark
from app.services.similarity.findings import resembled, similarity_findings
from app.worker.clock import caught_up
from app.worker.context import Context
from tests.comparing import compare
from tests.services.formal_checks import REFUSAL, failed
from tests.services.money import project_of_award
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

PASS = "pass_formal_check"


def words(seed: int, size: int = 100) -> str:
    """Text of its own for each seed."""
    draw = Random(seed)
    return "".join(chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(size))


def text(seed: int, borrowed: str = "") -> dict[str, Any]:
    """Of 700 characters, the last of which are borrowed."""
    sections = {key: words(7 * seed + place) for place, key in enumerate(SECTIONS)}
    whole = words(7 * seed, 700 - len(borrowed)) + borrowed
    return {"sections": sections | {"route": whole} if borrowed else sections}


def recommended(stage: Stage, **fields: Any) -> Applied:
    """Sent and recommended; what a worker does is left to the test."""
    made = stage.applied(state="recommend_review", **fields)
    snapshot.take(stage.session, made.proposal, made.pi.id, stage.now)
    stage.session.flush()
    stage.moved(made.proposal, "recommend", made.recommender)
    return made


def answer(stage: Stage, proposal: Proposal, note: str = "") -> None:
    answers = {item.key: Answer("met") for item in ITEMS} | {ORIGINALITY: Answer("met", note)}
    checker = stage.holder(Role.FORMAL_CHECKER)
    assert formal.record(stage.session, proposal, answers, (), checker, stage.now) is None


def found(stage: Stage, proposal: Proposal) -> list[str]:
    findings = similarity_findings(stage.session, proposal, DEFAULTS | proposal.call.rules)
    return [words.zh for words in findings]


def test_nothing_is_accepted_before_it_was_compared(stage: Stage) -> None:
    made = recommended(stage, **text(1)).proposal
    answer(stage, made)
    checker = stage.holder(Role.FORMAL_CHECKER)
    assert stage.refused(made, PASS, checker).keys() == {"compared"}
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "compare")).one()
    assert job.payload == {"proposal_id": made.id}
    stage.compared(made)
    stage.moved(made, PASS, checker)


@pytest.mark.parametrize(("size", "is_looked_at"), [(480, True), (200, False)])
def test_from_the_similarity_of_the_call_on_a_person_looks_and_says_so(
    stage: Stage, size: int, is_looked_at: bool
) -> None:
    """480 of 1,300 characters are 36 in a hundred, 200 are 15 and 28 of the 700 that they are
    taken from; the call looks from 30 on."""
    first = recommended(stage, **text(1)).proposal
    stage.compared(first)
    borrowed = "".join(first.sections.values())[:size]
    second = recommended(stage, **text(2, borrowed)).proposal
    stage.compared(second)
    checker = stage.holder(Role.FORMAL_CHECKER)
    answer(stage, second)
    if is_looked_at:
        said = stage.refused(second, PASS, checker)["likeness_looked_at"]
        assert f"与 {first.number} 相似 36%" in said.zh
        answer(stage, second, note="技术背景引用同一标准，核心方案不同。")
    stage.moved(second, PASS, checker)


def test_what_is_found_after_the_note_was_written_is_looked_at_too(stage: Stage) -> None:
    first, second = (recommended(stage, **text(1)).proposal for _ in range(2))
    checker = stage.holder(Role.FORMAL_CHECKER)
    stage.compared(first)
    answer(stage, first, note="没有发现相似。")
    stage.clock.move_to(stage.now + timedelta(hours=1))
    stage.compared(second)
    said = stage.refused(first, PASS, checker)["likeness_looked_at"]
    assert f"与 {second.number} 相似 100%" in said.zh
    answer(stage, first, note="后提交的申报书抄自本件。")
    stage.moved(first, PASS, checker)


def test_what_an_earlier_version_brought_to_its_check_is_compared_once_the_clock_begins(
    stage: Stage, context: Context
) -> None:
    made = recommended(stage, **text(1)).proposal
    for row in (Comparison, Outbox):
        stage.session.execute(delete(row))
    answer(stage, made)
    stage.session.commit()
    for _ in range(2):
        assert caught_up(context, stage.now)
    stage.session.expire_all()
    job = stage.session.scalars(select(Outbox).where(Outbox.job == "compare")).one()
    assert job.payload == {"proposal_id": made.id}
    assert stage.refused(made, PASS, stage.holder(Role.FORMAL_CHECKER)).keys() == {"compared"}


def test_no_appeal_is_upheld_before_it_was_compared(stage: Stage) -> None:
    made = recommended(stage, **text(1))
    failed(stage, made)
    stage.moved(made.proposal, "appeal_formal_check", made.pi, reason="属于方向三。")
    officer, given = stage.holder(Role.PROGRAMME_OFFICER), {"reason": "经复核属于方向三。"}
    refused = stage.refused(made.proposal, "uphold_formal_appeal", officer, **given)
    assert refused.keys() == {"compared"}
    stage.compared(made.proposal)
    stage.signed(made.proposal, "uphold_formal_appeal", officer, **given)


def test_the_letter_of_a_refusal_says_how_much_is_alike_and_where_and_nothing_of_another(
    stage: Stage,
) -> None:
    first = recommended(stage, **text(1))
    stage.compared(first.proposal)
    second = recommended(stage, **text(2, "".join(first.proposal.sections.values())[:480]))
    stage.compared(second.proposal)
    refused(stage, second)
    letter = str(stage.session.scalars(select(Letter)).one().payload)
    assert "内容重复；本件文字的 36% 见于其他申报人的申报书（技术路线）" in letter
    for hidden in (first.proposal.number, first.proposal.title, first.pi.name):
        assert str(hidden) not in letter


def test_of_what_the_same_leader_applied_with_the_letter_names_the_number(stage: Stage) -> None:
    first = recommended(stage, **text(1))
    stage.compared(first.proposal)
    again = recommended(stage, pi=first.pi, **text(1))
    stage.compared(again.proposal)
    refused(stage, again)
    letter = str(stage.session.scalars(select(Letter)).one().payload)
    assert f"见于同一负责人的申报书 {first.proposal.number}" in letter
    assert "相同考核指标 1 项" in letter


def refused(stage: Stage, made: Applied) -> None:
    stage.clock.move_to(stage.now + timedelta(minutes=1))
    answers = {item.key: Answer("met") for item in ITEMS}
    answers |= {ORIGINALITY: Answer("not_met", "内容重复。")}
    checker = stage.holder(Role.FORMAL_CHECKER)
    assert formal.record(stage.session, made.proposal, answers, (), checker, stage.now) is None
    for which in ("first", "second"):
        who = stage.holder(Role.FORMAL_CHECKER, which)
        stage.take(made.proposal, "fail_formal_check", who, **REFUSAL)
    assert made.proposal.state == "rejected_formal"


def test_of_two_the_one_that_was_sent_first_learns_of_the_other_too(stage: Stage) -> None:
    first, second = (recommended(stage, **text(1)).proposal for _ in range(2))
    stage.compared(first)
    assert found(stage, first) == []
    stage.compared(second)
    assert found(stage, first) == [f"与 {second.number} 相似 100%"]
    assert found(stage, second) == [f"与 {first.number} 相似 100%"]
    (here,), (there,) = resembled(stage.session, first), resembled(stage.session, second)
    assert [(*place[3:], *place[:3]) for place in there.passages] == list(map(tuple, here.passages))


def test_of_a_text_that_very_many_copied_those_are_told_of_that_share_most(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST", 1)
    most, less, copied = (recommended(stage, **text(seed)).proposal for seed in (1, 2, 3))
    of_most, of_less = ("".join(one.sections.values()) for one in (most, less))
    copied.versions[0].content = copied.versions[0].content | {
        "sections": {"route": of_less[:500] + of_most}
    }
    for one in (less, most, copied):
        stage.compared(one)
    assert [one.other for one in resembled(stage.session, copied)] == [most]


def test_of_very_many_a_text_that_was_taken_whole_is_told_of_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST", 1)
    short, long, copied = (recommended(stage, **text(seed)).proposal for seed in (1, 2, 3))
    taken = words(50, 200)
    of_long = "".join(long.sections.values())
    short.versions[0].content = short.versions[0].content | {"sections": {"route": taken}}
    copied.versions[0].content = copied.versions[0].content | {
        "sections": {"route": taken + of_long[:400]}
    }
    for one in (short, long, copied):
        stage.compared(one)
    assert [one.other for one in resembled(stage.session, copied)] == [short]


def test_what_the_guide_says_may_be_quoted_by_everybody(stage: Stage) -> None:
    call = stage.call("open")
    call.guide = words(3, 400)
    own = {"sections": {"route": words(1, 200) + call.guide}}
    first = recommended(stage, call=call, **own).proposal
    second = recommended(stage, call=call, sections={"route": words(2, 200) + call.guide}).proposal
    for one in (first, second):
        stage.compared(one)
    assert found(stage, second) == []


@pytest.mark.parametrize("state", ["not_selected", "accepted"])
def test_whoever_was_not_selected_may_apply_with_the_same_again(stage: Stage, state: str) -> None:
    """What is under way under another call is another matter."""
    first = recommended(stage, **text(1))
    stage.compared(first.proposal)
    first.proposal.state = state
    again = recommended(stage, pi=first.pi, **text(1))
    stage.compared(again.proposal)
    assert bool(found(stage, again.proposal)) is (state != "not_selected")
    assert [one.share for one in resembled(stage.session, again.proposal)] == [10_000]


@pytest.mark.parametrize("is_funded", [True, False])
def test_the_same_metrics_of_the_same_leader_are_found_under_another_text(
    stage: Stage, is_funded: bool
) -> None:
    first = recommended(stage, **text(1))
    stage.compared(first.proposal)
    if is_funded:
        project_of_award(stage, first.proposal, first.proposal.requested)
    again = recommended(stage, pi=first.pi, **text(2))
    stage.compared(again.proposal)
    said = f"与 {first.proposal.number} 相似 0%、相同考核指标 1 项"
    assert found(stage, again.proposal) == ([said] if is_funded else [])


def test_what_was_corrected_is_compared_anew(stage: Stage) -> None:
    first, second = (recommended(stage, **text(1)).proposal for _ in range(2))
    for one in (first, second):
        stage.compared(one)
    second.sections = text(2)["sections"]
    snapshot.take(stage.session, second, second.pi_id, stage.now)
    stage.compared(second)
    assert found(stage, first) == found(stage, second) == []


def test_a_phrase_of_the_trade_is_kept_for_the_first_only_and_still_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_STOCK", 2)
    made = [recommended(stage, **text(1)).proposal for _ in range(4)]
    for one in made:
        stage.compared(one)
    keepers = select(func.count(similarity_mark.c.proposal_id.distinct()))
    assert stage.session.scalar(keepers) == 2
    assert len(found(stage, made[3])) == 2


def test_what_was_sent_before_comparisons_were_made_is_found_once_it_is_marked(
    stage: Stage,
) -> None:
    first = recommended(stage, **text(1)).proposal
    assert came_to_its_check(stage.session) == [first.id]
    mark(stage.session, first, {})
    second = recommended(stage, **text(1)).proposal
    stage.compared(second)
    assert found(stage, second) == [f"与 {first.number} 相似 100%"]


def test_what_was_taken_is_found_however_much_is_put_beside_it(stage: Stage) -> None:
    first, second = (recommended(stage, **text(1)).proposal for _ in range(2))
    stage.compared(first)
    (version,) = second.versions
    file = {"key": "report", "name": "附件.pdf", "size": 1, "sha256": "c" * 64}
    version.content = version.content | {"attachments": [file]}
    compare(stage.session, second, {"c" * 64: words(99, 12_000)}, stage.now)
    assert found(stage, second) == [f"与 {first.number} 相似 5%（该件的 100% 见于本件）"]
    answer(stage, second)
    checker = stage.holder(Role.FORMAL_CHECKER)
    assert stage.refused(second, PASS, checker).keys() == {"likeness_looked_at"}


def test_words_of_attached_files_are_compared_too(stage: Stage) -> None:
    first, second = (recommended(stage, **text(seed)).proposal for seed in (1, 2))
    report = words(99, 900)
    for one, digest in ((first, "a" * 64), (second, "b" * 64)):
        (version,) = one.versions
        file = {"key": "report", "name": "可行性报告.pdf", "size": 1, "sha256": digest}
        version.content = version.content | {"attachments": [file]}
        compare(stage.session, one, {digest: report}, stage.now)
    assert found(stage, second) == [f"与 {first.number} 相似 56%"]
    ((passage,),) = (one.passages for one in resembled(stage.session, second))
    assert passage[0] == "file:" + "b" * 64

"""What is handed to a process of its own, and what shares one."""

from __future__ import annotations

import pytest

from app.worker.relay import LETTERS_MOST, together


@pytest.mark.parametrize(("count", "each"), [(1, 1), (15, 1), (40, 5), (200, LETTERS_MOST)])
def test_many_letters_share_a_process_and_few_are_spread_among_the_workers(
    count: int, each: int
) -> None:
    shares = list(together([(number, "letter") for number in range(count)]))
    assert max(len(share) for share in shares) == each
    assert [number for share in shares for number in share] == list(range(count))


def test_other_work_is_done_singly_so_that_one_failure_holds_up_nothing() -> None:
    work = [(1, "letter"), (2, "mail"), (3, "webhook"), (4, "letter")]
    assert sorted(together(work)) == [(1,), (2,), (3,), (4,)]

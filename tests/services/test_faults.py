"""What failed is said in words, with who can mend it; the class stays for the operator."""

from __future__ import annotations

import pytest

from app.services.upkeep.faults import WORK, explained
from app.worker.jobs import HANDLERS


@pytest.mark.parametrize(
    ("job", "error", "what", "who"),
    [
        ("letter", "RetryableError: 证书到期 / it ended", "证书到期", "系统管理员"),
        ("mail", "RetryableError: 451 try later", "邮件服务器的回答：451 try later", "邮件服务器"),
        ("webhook", "RetryableError: HTTP 503", "对方系统的回答：HTTP 503", "对方系统"),
        ("letter", "OSError: [Errno 28] No space left on device", "磁盘", "运维"),
        ("takeaway", "OperationalError: (psycopg) connection refused", "数据库", "运维"),
        ("assign", "KeyError: 'seat'", "意外情况", "系统维护人员"),
        ("letter", "缺字：㐂", "缺字：㐂", "系统管理员"),
    ],
)
def test_an_error_says_what_stopped_the_work_and_who_can_mend_it(
    job: str, error: str, what: str, who: str
) -> None:
    found = explained(job, error)
    assert found is not None
    assert what in found.what.zh
    assert who in found.who.zh
    assert "Error" not in found.what.zh + found.what.en + found.who.zh + found.who.en
    assert found.details == error


def test_every_kind_of_work_has_a_name() -> None:
    assert WORK.keys() == HANDLERS.keys()


def test_without_an_error_there_is_nothing_to_explain() -> None:
    assert explained("mail", "") is None

"""State secrets never enter this network (涉密不上网; domain §3.11): the mark that a secret paper
bears is refused wherever it is typed or uploaded, and words that may mean one are pointed out."""

from __future__ import annotations

import re

from workflows.engine.text import Text

_LEVEL = r"(?:[绝机秘]\s*密)"
_MARK = re.compile(rf"{_LEVEL}\s*[★☆]|密\s*级\s*[:：][\s|]*{_LEVEL}")
"""As on the first page of an official paper: 机密★10年, 机　密★, or 密级：机密 (GB/T 9704); of a
form also in two cells, with a | between them."""
_WORDS = re.compile(
    r"绝密|(?<!商业)机密(?!性|计算)|(?<!不)(?<!非)(?<!未)涉密"
    r"|(?<!不涉及)(?<!不属于)(?<!不含)(?:国家秘密|军事秘密)|内部资料"
)
"""商业机密, 机密性 and 机密计算 are everyday words of technology, and “不涉及国家秘密” is what is
pledged."""


def is_marked(text: str) -> bool:
    return _MARK.search(text) is not None


def suspicious_words(text: str) -> tuple[str, ...]:
    """Each once, in the order of the text."""
    return tuple(dict.fromkeys(_WORDS.findall(text)))


MARKED = Text(
    "内容带有国家秘密密级标志，不得进入本系统，没有保存。请立即从本机联网设备上移走，按保密规定"
    "通过线下渠道报送主管处室。",
    "This content carries a state-secret mark and must not enter this system. It was "
    "not saved. Remove it from your connected device at once and submit it offline to "
    "the programme office under the confidentiality rules.",
)

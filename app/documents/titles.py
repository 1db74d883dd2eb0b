"""Line breaks of a title: no word split, lines of nearly one length, the longer ones on top."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter

PER_LINE = 20
"""Characters of 22 pt that fit into 156 mm."""

_OF_THE_FIELD = (
    "关于|征求|意见|的通知|的公示|的公告|的函|的决定|的批复|科技重大专项|重大专项|科技|专项资金|专项|"
    "揭榜挂帅|赛马争先|公开竞争|重新张榜|流榜|撤榜|榜单|榜题|赛题|指南|申报|项目|节点|考核|评审|"
    "验收|立项|公示|通知|补充|经费|技术|单位|推荐|工作|做好|任务书|军令状|调整|目标|终止|支持|"
    "新能源|储能|节能环保技术|节能环保|资金计划|资金|签订"
)
"""Words that no line breaks, a longer one before what it begins with."""
_WORDS = re.compile(
    r"[0-9]+年度?|第[一二三四五六七八九十]+批|[A-Za-z0-9%./·-]+|“[^”]{1,12}”|《[^》]{1,12}》|（[^（）]{1,8}）|"
    rf"{_OF_THE_FIELD}|."
)
_NEVER_FIRST = frozenset("的、，。：；）〕”》")


def title_lines(title: str) -> tuple[str, ...]:
    """As few lines as possible, balanced; a title too long to balance is left to the layout."""
    words = _WORDS.findall(title)
    length = sum(map(len, words))
    if length <= PER_LINE:
        return (title,)
    for count in range(-(-length // PER_LINE), 6):
        found = _best(words, count, length / count)
        if found is not None:
            return found
    return (title,)


def _best(words: list[str], count: int, mean: float) -> tuple[str, ...] | None:
    """Of all ways to break at so many lines the one of least cost, the shortest first line first;
    the cost of what is left is reckoned once for each place and length of the line above."""
    end = len(words)

    @cache
    def rest(start: int, lines: int, above: int) -> tuple[float, tuple[str, ...]] | None:
        found = []
        for stop in (end,) if lines == 1 else range(start + 1, end):
            line = "".join(words[start:stop])
            if len(line) > PER_LINE:
                break
            if stop < end and words[stop] in _NEVER_FIRST:
                continue
            if stop == end:
                below: tuple[float, tuple[str, ...]] | None = (0, ())
            else:
                below = rest(stop, lines - 1, len(line))
            if below is not None:
                cost = (len(line) - mean) ** 2 + max(0, len(line) - above) + below[0]
                found.append((cost, (line, *below[1])))
        return min(found, key=itemgetter(0), default=None)

    best = rest(0, count, PER_LINE)
    return best[1] if best else None

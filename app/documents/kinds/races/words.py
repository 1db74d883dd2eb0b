"""Words that the letters of a race share."""

from __future__ import annotations

import re
from html import unescape

from app.documents.kinds.wording import PLAN

BASIS = f"根据{PLAN}关于赛马争先的规定"


def team_names(lanes: tuple[str, ...]) -> str:
    return "、".join(f"{lane}队" for lane in lanes)


def within(sentence: str) -> str:
    """What somebody wrote, inside a sentence of the letter: without its own end."""
    return sentence.rstrip("。；; .")


def drawn_words(svg: str) -> str:
    """What a picture says, one text after the other."""
    return "；".join(unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg))

"""The marks figures are made of. Colours stand on each mark, so that a drawing stands alone, with a
class by which the style sheet of the pages gives it those of the night."""

from __future__ import annotations

from workflows.engine.typeset import element, width

BY_DAY = {
    "ink": "#16202c",
    "quiet": "#52606f",
    "line": "#d9dfe6",
    "edge": "#7d8b99",
    "paper": "#fff",
    "blue": "#1b4b82",
    "red": "#c01530",
    "green": "#1d6b45",
    "amber": "#8a5300",
    "on": "#fff",
}
"""As `static/css/colours.css` names and gives them; `on` is for words on a coloured ground."""

_FONTS = (
    "Letter Hei, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
)


def drawing(name: str, size: tuple[float, float], title: str, told: str, *marks: str) -> str:
    """A whole document on its own ground; `told` says in words what the marks show, `name` tells
    it from the other drawings of a page."""
    across, down = (f"{one:.0f}" for one in size)
    heading, described = f"{name}-title", f"{name}-told"
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-{name}" role="img"'
            f' width="{across}" height="{down}" viewBox="0 0 {across} {down}"'
            f' aria-labelledby="{heading}" aria-describedby="{described}" font-family="{_FONTS}">',
            element("title", title, id=heading),
            element("desc", told, id=described),
            bar(0, 0, *size, "paper"),
            *marks,
            "</svg>",
        )
    )


def bar(x: float, y: float, across: float, down: float, colour: str, edge: str = "") -> str:
    return element(
        "rect", x=float(x), y=float(y), width=float(across), height=float(down), **_in(colour, edge)
    )


def dot(x: float, y: float, radius: float, colour: str) -> str:
    return element("circle", cx=float(x), cy=float(y), r=float(radius), **_in(colour))


def shape(path: str, colour: str) -> str:
    return element("path", d=path, **_in(colour))


def line(path: str, colour: str, thick: float = 1.0, dash: str = "") -> str:
    broken = {"stroke_dasharray": dash} if dash else {}
    return element("path", d=path, stroke_width=float(thick), **_in("", colour), **broken)


def words(
    x: float,
    y: float,
    text: str,
    colour: str = "ink",
    *,
    anchor: str = "start",
    size: int = 14,
    bold: bool = False,
) -> str:
    weight = {"font_weight": "700"} if bold else {}
    return element(
        "text",
        text,
        x=float(x),
        y=float(y),
        font_size=size,
        text_anchor=anchor,
        **_in(colour),
        **weight,
    )


def shortened(text: str, size: float, most: float) -> str:
    """What of a text fits on `most` pixels, with a sign when something is left out."""
    if width(text, size) <= most:
        return text
    while text and width(text, size) + size > most:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _in(fill: str, stroke: str = "") -> dict[str, str]:
    classes = " ".join(
        [*([f"fill-{fill}"] if fill else []), *([f"stroke-{stroke}"] if stroke else [])]
    )
    found = {"fill": BY_DAY[fill] if fill else "none", "class_": classes}
    return found | ({"stroke": BY_DAY[stroke]} if stroke else {})

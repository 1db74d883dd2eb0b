"""What a drawing says and where its marks lie."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Tree

from openpyxl import load_workbook

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> Tree.Element:
    return Tree.fromstring(svg)


def said(svg: str) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def size(svg: str) -> tuple[float, float]:
    _, _, across, down = map(float, parsed(svg).attrib["viewBox"].split())
    return across, down


def outside(svg: str) -> list[Tree.Element]:
    """Bars, dots and beginnings of words that lie outside the drawing."""
    across, down = size(svg)
    return [mark for mark in parsed(svg).iter() if _is_outside(mark, across, down)]


def bars(svg: str, colour: str) -> list[float]:
    """The widths of the bars painted so, but for those of the legend."""
    return [
        float(bar.attrib["width"])
        for bar in parsed(svg).iter(f"{SVG}rect")
        if f"fill-{colour}" in bar.attrib["class"].split() and bar.attrib["height"] == "18"
    ]


def _is_outside(mark: Tree.Element, across: float, down: float) -> bool:
    x, y = float(mark.get("x", mark.get("cx", 0))), float(mark.get("y", mark.get("cy", 0)))
    right, bottom = x + float(mark.get("width", 0)), y + float(mark.get("height", 0))
    if mark.tag == f"{SVG}svg":
        return False
    return not (0 <= x <= right <= across and 0 <= y <= bottom <= down)


def table_of(sheet: bytes) -> list[tuple[Any, ...]]:
    """The rows of a downloaded sheet, its header first."""
    return list(load_workbook(BytesIO(sheet)).worksheets[0].values)

"""The histories of a dossier's cases, for a spreadsheet and for a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from app.queries.record.trail import Line
from app.services.files.sheets import csv_table
from workflows.engine.calendar import SHANGHAI
from workflows.engine.text import Text

_HEADER = (
    Text("事项", "Case"),
    Text("时间", "Time"),
    Text("步骤", "Step"),
    Text("由", "From"),
    Text("到", "To"),
    Text("角色", "Role"),
    Text("办理人", "Person who acted"),
    Text("填写内容", "Entered"),
    Text("依据", "Basis"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """The moves of one case under the name of the case."""

    title: str
    lines: Sequence[Line]


def as_csv(stories: Sequence[Story], locale: str) -> bytes:
    header = [label.within(locale) for label in _HEADER]
    return csv_table(header, _rows(stories, locale)).getvalue()


def as_html(stories: Sequence[Story], title: str, locale: str) -> bytes:
    head = "".join(f"<th>{escape(label.within(locale))}</th>" for label in _HEADER)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in _rows(stories, locale)
    )
    page = (
        f'<!doctype html><html lang="{locale.replace("_", "-")}"><meta charset="utf-8">'
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1>"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></html>\n"
    )
    return page.encode()


def _rows(stories: Sequence[Story], locale: str) -> list[list[str]]:
    return [[story.title, *_cells(line, locale)] for story in stories for line in story.lines]


def _cells(line: Line, locale: str) -> list[str]:
    given = [f"{label.within(locale)}: {words.within(locale)}" for label, words in line.given]
    return [
        line.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
        line.label.within(locale),
        line.source.within(locale) if line.source else "",
        line.target.within(locale),
        line.hand.within(locale),
        line.who or "",
        "\n".join(given),
        line.rule.within(locale) if line.rule else "",
    ]

"""A definition as a picture: Mermaid text for documents, SVG with a numbered legend for people."""

from __future__ import annotations

from typing import Any

from workflows.engine.legend import draw_legend
from workflows.engine.model import Workflow
from workflows.engine.picture import Picture, Place, draw_states
from workflows.engine.text import Text
from workflows.engine.typeset import element
from workflows.engine.wording import role_words

_FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
_STYLE = f"""
text{{font-family:{_FONTS};font-size:13px;fill:#1e293b}}
.title{{font-size:22px;font-weight:bold}}
.sub{{fill:#475569}}
.label{{font-size:15px;font-weight:bold;text-anchor:middle}}
.note{{font-size:12px;fill:#334155}}
.number{{font-size:11px;font-weight:bold;fill:#fff;text-anchor:middle}}
.box{{fill:#fff;stroke:#1d4ed8;stroke-width:1.5}}
.box.start{{fill:#dbeafe;stroke-width:2.5}}
.box.final{{fill:#f1f5f9;stroke:#475569}}
.box.been{{fill:#dcfce7;stroke:#15803d}}
.box.here{{fill:#fef08a;stroke:#b45309;stroke-width:4}}
.inner{{fill:none;stroke:#475569}}
.line{{fill:none;stroke:#334155;stroke-width:1.5;marker-end:url(#head)}}
.line.last{{stroke:#64748b}}
.line.back{{stroke:#b45309;stroke-dasharray:6 4;marker-end:url(#head-back)}}
.badge{{fill:#1d4ed8}}
.badge.system{{fill:#92400e}}
.head{{font-weight:bold}}
.rule{{stroke:#cbd5e1}}
.band{{fill:#f8fafc}}
"""
_MARKERS = (
    "<defs>"
    + "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7"'
        f' markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for name, colour in (("head", "#334155"), ("head-back", "#b45309"))
    )
    + "</defs>"
)

_KEY = Text(
    "蓝色序号由人办理，褐色序号由系统办理；虚线为退回；双线框为终态；框内所列操作不另画线。",
    "Blue numbers are people's actions, brown ones the system's. Dashed lines go back. A double "
    "border marks a final state. Actions listed inside a box are not drawn as lines.",
)
_MARKED = Text(
    "● 现在的状态，√ 经过的状态；序号所指的操作、由谁办理、须符合的条件见下表。",
    "● current state, √ states already passed. The table below explains each numbered action: who "
    "takes it and on what conditions.",
)
_MARGIN, _TOP, _BETWEEN, _NARROWEST = 32.0, 96.0, 48.0, 900.0


def mermaid(workflow: Workflow[Any], locale: str) -> str:
    """A `stateDiagram-v2`; every move a line with its label and who makes it."""
    lines = ["stateDiagram-v2"]
    for state in workflow.states:
        lines.append(f'    state "{_plain(state.label, locale)}" as s_{state.key}')
    lines.append(f"    [*] --> s_{workflow.start.key}")
    for t in workflow.transitions:
        said = (
            _plain(t.label, locale) + " · " + _plain(role_words((*t.roles, *t.approvals)), locale)
        )
        lines += [f"    s_{source} --> s_{t.target}: {said}" for source in t.source]
    lines += [f"    s_{state.key} --> [*]" for state in workflow.states if state.is_final]
    return "\n".join(lines) + "\n"


def svg(workflow: Workflow[Any], locale: str, place: Place | None = None) -> str:
    """A whole document; the same text for the same definition on every machine. With the `place`
    of a case, its state and those it came through are marked."""
    states = draw_states(workflow, locale, place or Place())
    wide = max(_NARROWEST, states.width)
    legend = draw_legend(workflow, locale, wide)
    title = workflow.label.within(locale)
    below = _TOP + states.height + _BETWEEN
    return _document(
        title,
        wide + 2 * _MARGIN,
        below + legend.height + _MARGIN,
        element("text", title, x=_MARGIN, y=46, class_="title"),
        element("text", (_MARKED if place else _KEY).within(locale), x=_MARGIN, y=70, class_="sub"),
        _moved(states, _MARGIN + (wide - states.width) / 2, _TOP),
        _moved(legend, _MARGIN, below),
    )


def _document(title: str, width: float, height: float, *body: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
        element("title", title),
        f"<style>{_STYLE}</style>",
        _MARKERS,
        element("rect", width="100%", height="100%", fill="#fff"),
        *body,
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def _moved(picture: Picture, x: float, y: float) -> str:
    return "\n".join((f'<g transform="translate({x:.1f} {y:.1f})">', *picture.elements, "</g>"))


def _plain(text: Text, locale: str) -> str:
    """Without the signs Mermaid reads as its own."""
    return text.within(locale).translate(str.maketrans('";:#', "'，：＃"))

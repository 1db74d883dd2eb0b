"""The floor: a bare Flask view that renders a template of as many bytes, and asks nobody."""

from __future__ import annotations

from flask import Flask, render_template_string

_ROW = '<tr><td><a href="/proposals/{{ n }}">{{ title }} {{ n }}</a></td><td>{{ unit }}</td></tr>\n'
_ROW_BYTES = 150
_PAGE = (
    "<!doctype html><html><head><title>{{ title }}</title></head><body><table>"
    "{% for n in rows %}" + _ROW + "{% endfor %}</table></body></html>"
)

app = Flask(__name__)


@app.get("/")
def ready() -> str:
    return ""


@app.get("/<int:size>")
def page(size: int) -> str:
    rows = range(size // _ROW_BYTES)
    return render_template_string(
        _PAGE, rows=rows, title="新能源汽车用固态电池关键技术研究与应用", unit="福州第一研究院"
    )

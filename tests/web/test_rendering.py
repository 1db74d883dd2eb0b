"""Templates are compiled otherwise than by the library, and write what the library would write."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from jinja2 import DictLoader, pass_context
from markupsafe import Markup

_WRITES = {
    "text is escaped": "{{ text }}|{{ text ~ text }}|{{ [text, text]|join(', ') }}",
    "what is safe is not escaped again": "{{ safe }}|{{ text|e }}|{{ safe % text }}",
    "numbers, nothing and what is missing": "{{ 7 }}|{{ none }}|{{ missing }}|{{ missing or 2 }}",
    "where escaping is off": "{% autoescape false %}{{ text }}{{ safe }}{% endautoescape %}",
    "where that is decided there": "{% autoescape flag %}{{ text }}{{ safe }}{% endautoescape %}",
    "in a block that is set": "{% set kept %}<b>{{ text }}</b>{% endset %}{{ kept }}",
}
_CALLS = {
    "a function of all templates": "{{ of_all(text, safe) }}|{{ of_all(b=7, a=1) }}",
    "in a loop and a block": "{% for n in [1] %}{{ of_all(n) }}{{ loop.cycle('<') }}{% endfor %}",
    "with what stands in a list": "{{ of_all(*[1, 2]) }}|{{ of_all(**{'a': 3}) }}",
    "with a word of Python": "{{ named(class=text) }}",
    "one that wants the context": "{% for n in [1] %}{{ sees('n') }}{{ sees('text') }}{% endfor %}",
    "a method": "{{ text.upper() }}|{{ [text].count(text) }}|{{ {'a': text}.get('a') }}",
    "a macro": "{% macro m(a, b=2) %}<i>{{ a }}{{ kwargs }}</i>{% endmacro %}{{ m(text, c=1) }}",
    "a macro that wraps": "{% macro m(a) %}{{ a }}{{ caller(1) }}{% endmacro %}"
    "{% call(n) m(text) %}{{ n }}{{ of_all(n) }}{% endcall %}",
    "a macro from elsewhere": "{% from 'other' import of_all as o with context %}{{ o(text) }}",
    "a macro of that name": "{% from 'other' import of_all with context %}{{ of_all(text) }}",
    "a parameter that hides a function": "{% macro m(of_all) %}{{ of_all(text) }}{% endmacro %}"
    "{{ m(sees_nothing) }}",
    "a name that hides a function where it is set": "{% if text %}{% set of_all = sees_nothing %}"
    "{% endif %}{{ of_all(text) }}",
    "what the page was given hides a function": "{{ given(text) }}",
}
_OTHER = "{% macro of_all(a) %}<u>{{ a }}{{ text }}</u>{% endmacro %}"


@pytest.mark.parametrize("source", (_WRITES | _CALLS).values(), ids=(_WRITES | _CALLS).keys())
def test_a_template_of_ours_writes_what_the_library_writes(app: Flask, source: str) -> None:
    ours = _page(app, app.jinja_environment, source)
    assert ours == _page(app, Environment, source)
    assert ours.strip()


def test_a_function_that_every_template_has_is_called_directly(app: Flask) -> None:
    assert "context.call" not in app.jinja_env.compile("{{ _('搜索') }}", raw=True)


def _page(app: Flask, kind: type[Environment], source: str) -> str:
    environment = kind(
        app,
        autoescape=True,
        loader=DictLoader({"page": source, "other": _OTHER}),
        extensions=["jinja2.ext.do"],
    )
    environment.globals |= {
        "of_all": lambda a, b="": Markup("<p>{}{}</p>").format(a, b),
        "named": lambda **given: str(given),
        "sees": _sees,
        "given": lambda text: f"not {text}",
    }
    return environment.get_template("page").render(
        text="<&'\">",
        safe=Markup("<em>%s</em>"),
        flag=True,
        sees_nothing=lambda text: f"none {text}",
        given=lambda text: f"given {text}",
    )


@pass_context
def _sees(context: Any, name: str) -> str:
    return f"sees {context.resolve(name)}"

"""How templates call and write: the page of a list does each some five hundred times.

The library asks of everything that is called, and asks it twice, whether it wants more than the
template gives; and what is safe already it makes safe once more. Both are told here when a template
is compiled, so far as they can be.
"""

from __future__ import annotations

from collections.abc import Callable
from keyword import iskeyword
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import Call, Expr, Name
from jinja2.runtime import Context, Macro
from markupsafe import _escape_inner  # type: ignore[attr-defined]

_PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType})


def init_rendering(app: Flask) -> None:
    """Before anybody asks for the templates of the application."""
    app.jinja_environment = _Environment


class _Context(Context):
    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        """A macro is told whether to escape; what else is plain is told nothing more."""
        kind = type(called)
        if kind is not Macro and not _is_plain(called):
            return super().call(called, *given, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(self.eval_ctx, *given, **named) if kind is Macro else called(*given, **named)


def _is_plain(called: Any) -> bool:
    return type(called) in _PLAIN and getattr(called, "jinja_pass_arg", None) is None


class _Generator(CodeGenerator):
    def visit_Call(  # noqa: N802 (the library's name)
        self, node: Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        if forward_caller or not self._is_of_the_house(node, frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")

    def _is_of_the_house(self, node: Call, frame: Frame) -> bool:
        """Whether a function is called that every template has, by its own name."""
        if not isinstance(node.node, Name) or node.dyn_args or node.dyn_kwargs:
            return False
        reference = frame.symbols.find_ref(node.node.name)
        return (
            reference is not None
            and frame.symbols.find_load(reference) == (VAR_LOAD_RESOLVE, node.node.name)
            and _is_plain(self.environment.globals.get(node.node.name))
            and not any(iskeyword(named.key) for named in node.kwargs)
        )

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write("(written if type(written := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write(") is Markup else environment.text(written)")
            self.write(" if type(written) is str else escape(written))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


class _Environment(Environment):
    context_class = _Context
    code_generator_class = _Generator
    text = staticmethod(_escape_inner)

"""The words of a page, in its reader's language."""

from __future__ import annotations

from flask import Flask, session
from flask_babel import gettext

from app.web.shared.wording import change_language, counted, language, speak, translated


def test_words_are_ours_and_what_fills_their_slots_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        assert translated("%(text)s、%(one)s", text="<b>", one=1) == "&lt;b&gt;、1"
        assert counted("%(num)s 项 %(many)s", "%(num)s 项 %(many)s", 3, many="&") == "3 项 &amp;"
        assert (translated("100%%"), translated("<i>")) == ("100%", "<i>")


def test_a_language_holds_for_a_request_until_another_is_chosen_in_it(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (language(), translated("搜索")) == ("zh_Hans_CN", "搜索")
        session["locale"] = "en"
        assert (language(), translated("搜索")) == ("zh_Hans_CN", "搜索")
        change_language()
        assert (language(), translated("搜索")) == ("en", "Search")


def test_who_speaks_another_language_leaves_no_words_of_this_one_to_the_next_reader(
    app: Flask,
) -> None:
    with app.test_request_context("/"):
        assert translated("立项结果") == "立项结果"
        speak("en")
        assert (translated("立项结果"), gettext("立项结果")) == ("Results", "Results")
    with app.test_request_context("/?lang=en"):
        assert translated("立项结果") == "Results"

"""A step of a tour, and those that every tour has."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """`endpoint` is a page of its own, without arguments."""

    endpoint: str
    label: Text
    what: Text


HOME = Step(
    "home.index",
    Text("从待办开始", "Start with your to-do list"),
    Text(
        "待办按期限排列，逾期在前；打开任何一项，都能看到下一步由谁办、何时到期、为何还不能办。",
        "It is sorted by deadline, overdue first. Open any case to see who acts next, by "
        "when, and why something cannot be done yet.",
    ),
)
CALENDAR = Step(
    "milestones.calendar",
    Text("订阅节点日历", "Subscribe to the milestone calendar"),
    Text("把各项期限放进自己的日历。", "Add the deadlines to your own calendar."),
)
GLOSSARY = Step(
    "help.glossary",
    Text("查术语", "Look up a word"),
    Text("不熟悉的说法都在术语表里。", "The glossary explains words you do not know."),
)

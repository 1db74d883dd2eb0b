"""What an actor types with a move, worded once."""

from __future__ import annotations

from workflows.engine.model import Ask, AskKind
from workflows.engine.text import Text

REASON = Ask("reason", Text("理由", "Reason"), AskKind.PARAGRAPH)
PUBLIC_REASON = Ask(
    "reason",
    Text("理由（对外公开）", "Reason (made public)"),
    AskKind.PARAGRAPH,
)
OPINION = Ask("opinion", Text("意见", "Opinion"), AskKind.PARAGRAPH, required=False)
MINUTES_NUMBER = Ask(
    "minutes_number",
    Text("会议纪要号", "Minutes number"),
    hint=Text("例如：厅务会纪要〔2026〕3号", "For example 厅务会纪要〔2026〕3号"),
    most=60,
)
MINUTES_DATE = Ask(
    "minutes_date", Text("会议日期", "Date of the meeting"), AskKind.DATE, has_come=True
)
MINUTES = (MINUTES_NUMBER, MINUTES_DATE)
PLAN_MATCH = Ask(
    "plan_match",
    Text("与规划任务内容对标情况", "How it relates to the plan tasks"),
    AskKind.PARAGRAPH,
    hint=Text(
        "逐项说明对应的规划任务及目标、指标如何落实；记入档案并写入公文。",
        "For each plan task, say how its aims and metrics are carried out. This is kept on file "
        "and printed in the letter.",
    ),
)
CLAUSE = Ask("clause", Text("依据条款", "Clause relied on"))
RECTIFIED = Ask("report", Text("整改情况", "Rectification"), AskKind.PARAGRAPH)
EVIDENCE = Ask("evidence", Text("事实与证据", "Facts and evidence"), AskKind.PARAGRAPH)
_REGISTERED = Ask(
    "registered",
    Text("书面异议登记号", "Register number of the written objection"),
    hint=Text(
        "异议须实名；单位提出的，须法定代表人签字并加盖公章。异议人身份只留存于监督诚信处的纸质档"
        "案，不录入系统。",
        "An objection must be made under a real name; a unit's must be signed by its legal "
        "representative and sealed. The objector's identity is kept only in the supervision and "
        "integrity division's paper file and is not entered here.",
    ),
    most=60,
)
_RECEIVED_ON = Ask("received_on", Text("收到日期", "Date received"), AskKind.DATE, has_come=True)
WRITTEN_OBJECTION = (_REGISTERED, _RECEIVED_ON)
"""An objection that comes on paper, as to what has no form for the public."""

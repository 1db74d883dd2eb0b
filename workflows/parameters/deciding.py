"""Numbers of decisions, notices, objections and letters: domain P13-P18, §3.4."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, NO_YES, WORKING_DAYS, Parameter, choice

DECIDING: tuple[Parameter, ...] = (
    Parameter(
        "report_above_wan",
        Text(
            "单项资助超过多少须报省政府",
            "Single award needing provincial government approval above",
        ),
        Text("万元", "10,000 CNY"),
        0,
        0,
        1_000_000,
        "D · §1",
        zero=Text("不报", "not required"),
    ),
    Parameter("deliberate_days", Text("审议期限", "Time to deliberate"), DAYS, 30, 1, 180, "D"),
    Parameter(
        "reserve_days",
        Text("备选有效期", "Reserve valid for"),
        DAYS,
        240,
        0,
        400,
        "D · P13",
        zero=Text("至列入备选当年年底", "until the end of the year of listing"),
    ),
    choice(
        "leader_on_notice",
        Text("公示列出项目负责人", "Public notice names project leaders"),
        NO_YES,
        0,
        "K · §3.4",
    ),
    Parameter(
        "draft_letter_days", Text("公文办理期限", "Time to issue letters"), DAYS, 1, 1, 10, "D"
    ),
    Parameter(
        "notice_working_days",
        Text("公示期", "Public notice period"),
        WORKING_DAYS,
        5,
        5,
        30,
        "K · §3.4",
    ),
    Parameter(
        "dues_after_notice_days",
        Text("公示期满后清欠期限", "Time to clear obligations after the public notice"),
        DAYS,
        30,
        1,
        180,
        "D · §3.5",
    ),
    Parameter(
        "objection_admit_working_days",
        Text("异议受理期", "Time to admit an objection"),
        WORKING_DAYS,
        5,
        1,
        20,
        "D · §3.4",
    ),
    Parameter(
        "objection_investigate_working_days",
        Text("异议调查期", "Time to investigate an objection"),
        WORKING_DAYS,
        30,
        5,
        90,
        "D · §3.4",
    ),
    Parameter(
        "objection_extend_working_days",
        Text("异议调查延长", "Extension of an objection investigation"),
        WORKING_DAYS,
        15,
        0,
        60,
        "D · §3.4",
    ),
    Parameter(
        "objection_decide_working_days",
        Text("异议决定期", "Time to decide an objection"),
        WORKING_DAYS,
        5,
        1,
        20,
        "D · §3.4",
    ),
)

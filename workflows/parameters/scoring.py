"""Numbers of scoring and of the non-consensus channel: domain §3.1, §3.3, P11-P12."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import NO_YES, PEOPLE, PERCENT, POINTS, Parameter, choice

_MINUTES = Text("分钟", "minutes")

SCORING: tuple[Parameter, ...] = (
    choice("blind_units", Text("对专家隐去单位", "Hide units from experts"), NO_YES, 0, "D · §3.3"),
    choice(
        "blind_people", Text("对专家隐去人员", "Hide people from experts"), NO_YES, 0, "D · §3.3"
    ),
    choice(
        "blind_files",
        Text("附件向专家提供的方式", "Attachments shown to experts"),
        (
            Text("照常提供", "as they are"),
            Text("隐去文件名", "file names hidden"),
            Text("不向专家提供", "not shown"),
            Text("只提供匿名版", "anonymised version only"),
        ),
        0,
        "D · §3.3",
    ),
    Parameter(
        "fast_review_minutes",
        Text("低于此用时的评审标为过快", "Flag reviews completed faster than"),
        _MINUTES,
        5,
        0,
        120,
        "D · §3.1",
    ),
    Parameter(
        "veto_experts",
        Text("零分或否决项成立所需专家数", "Experts needed for a zero score or veto to stand"),
        PEOPLE,
        2,
        1,
        15,
        "D · §3.3",
    ),
    choice(
        "lone_zero",
        Text("零分不成立时", "When a zero score does not stand"),
        (
            Text("照原分计入", "keep the original score"),
            Text("以其他专家该项平均分代替", "use the other experts' average for that criterion"),
        ),
        1,
        "D · §3.3",
    ),
    Parameter(
        "vote_quorum_percent",
        Text("无记名投票计票所需投票比例", "Votes needed before a secret vote is counted"),
        PERCENT,
        67,
        50,
        100,
        "D · §3.3",
    ),
    Parameter(
        "nonconsensus_spread",
        Text("非共识项目的分差下限", "Minimum score range of a non-consensus proposal"),
        POINTS,
        30,
        5,
        100,
        "D · §3.3",
    ),
    Parameter(
        "nonconsensus_namers",
        Text("非共识项目的提名专家数", "Experts who must nominate a non-consensus proposal"),
        PEOPLE,
        2,
        1,
        5,
        "D · §3.3",
    ),
    Parameter(
        "nonconsensus_percent",
        Text("非共识项目经费占比上限", "Maximum budget share for non-consensus awards"),
        PERCENT,
        10,
        0,
        50,
        "D · §3.3",
        zero=Text("不设", "none"),
    ),
    Parameter(
        "second_panel_size",
        Text("非共识复议组专家数", "Experts on a second-look panel"),
        PEOPLE,
        3,
        3,
        15,
        "D · §3.3",
    ),
)

"""A second list: two items to bid for, and beside it a third list whose needs are collected."""

from __future__ import annotations

from datetime import date

from app.demo.open_call.cast import Listing, Posted
from app.demo.open_call.needs import argue_and_post, collect, submit
from app.demo.stage import Stage

_KILN = Posted(
    "kiln",
    "陶瓷辊道窑零碳燃料烧成",
    "晋江陶瓷产业有限公司（演示）",
    "施窑火",
    "泉州市",
    "碳中和技术",
    "建筑陶瓷辊道窑以氢氨混合燃料稳定烧成，产品合格率不低于现有水平。",
    "低氮燃烧器；窑内气氛控制；在线能效与排放监测。",
    ("合格率", "%", "97", "98"),
    ("替代率", "%", "50", "60"),
    300,
    year=2027,
)
_CABLE = Posted(
    "cable",
    "海上风电柔性直流海缆绝缘料国产化",
    "湄洲湾海缆有限公司（演示）",
    "柯海缆",
    "莆田市",
    "智能电网与能源互联网",
    "500 kV 直流海缆绝缘料实现省内量产，通过型式试验。",
    "超净聚烯烃基料；空间电荷抑制；百千米级挤出稳定性。",
    ("击穿场强", "kV/mm", "100", "110"),
    ("连续挤出", "km", "20", "25"),
    400,
    year=2027,
)
_TURBINE = Posted(
    "turbine",
    "漂浮式风机一体化载荷监测",
    "平潭海风装备有限公司（演示）",
    "游漂浮",
    "福州市",
    "海洋可再生能源",
    "漂浮式风机在台风工况下载荷可测、可预警。",
    "光纤传感；数字孪生；预警模型。",
    ("预警提前量", "min", "30", "40"),
    ("可用率", "%", "95", "97"),
    200,
    year=2027,
)
_TO_CLAIM = Listing(
    year=2026,
    title="2026年度省科技重大专项揭榜挂帅榜单（第二批）",
    title_en="2026 list of items to claim, second batch",
    items=(_KILN, _CABLE),
    task=7,
    collected=date(2026, 9, 14),
    submitted=date(2026, 9, 21),
    screened=date(2026, 9, 28),
    argued=date(2026, 10, 12),
    consulted=date(2026, 10, 19),
    posted=date(2026, 11, 9),
    minutes="厅务会纪要〔2026〕33号",
)
_COLLECTED = Listing(
    year=2027,
    title="2027年度省科技重大专项揭榜挂帅榜单（第一批）",
    title_en="2027 list of items to claim, first batch",
    items=(_TURBINE,),
    task=2,
    collected=date(2026, 11, 16),
    submitted=date(2026, 11, 23),
    screened=date(2026, 12, 7),
    argued=date(2026, 12, 14),
    consulted=date(2026, 12, 21),
    posted=date(2027, 1, 11),
    minutes="",
)


def play(stage: Stage) -> None:
    argue_and_post(stage, collect(stage, _TO_CLAIM), _TO_CLAIM)
    posting = collect(stage, _COLLECTED)
    stage.at(2026, 11, 23, 10)
    submit(stage, posting, _TURBINE)
    stage.tell("两道榜题可揭榜；新一批需求征集中，一项待审核")

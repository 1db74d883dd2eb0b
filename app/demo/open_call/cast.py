"""Five items as Fuzhou and Quanzhou posted them in public, invented demand sides and leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bid:
    """`unit` is one of the season's; `merit` the planted quality in points."""

    leader: str
    unit: str
    merit: int


@dataclass(frozen=True, slots=True)
class Posted:
    """Money in 万元; a metric is name, unit, threshold and what is promised; the nodes are due in
    `year`; `field` is an entry of the plan's technology catalogues."""

    key: str
    title: str
    demander: str
    contact: str
    city: str
    field: str
    target: str
    content: str
    metric: tuple[str, str, str, str]
    second: tuple[str, str, str, str]
    ceiling: int
    bids: tuple[Bid, ...] = ()
    year: int = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of items and the days on which it comes about; `task` is the number of the plan's task

    that it serves."""

    year: int
    title: str
    title_en: str
    items: tuple[Posted, ...]
    task: int
    collected: date
    submitted: date
    screened: date
    argued: date
    consulted: date
    posted: date
    minutes: str


ITEMS = (
    Posted(
        "fibre",
        "高导热多功能石墨烯聚酯纤维",
        "刺桐化纤股份有限公司（演示）",
        "庄需求",
        "泉州市",
        "稀土与纳米材料",
        "突破十层以下石墨烯在聚酯中的均匀分散，形成千吨级连续纺丝能力。",
        "少层石墨烯原位聚合；高速纺丝稳定性；织物导热评价。",
        ("导热系数", "W/(m·K)", "0.8", "1.0"),
        ("断裂强度", "cN/dtex", "3.5", "3.8"),
        300,
        (Bid("蓝石烯", "华侨大学", 91), Bid("曾分散", "福州大学", 84)),
    ),
    Posted(
        "glass",
        "近零能耗建筑用高品质低辐射镀膜玻璃",
        "榕光玻璃股份有限公司（演示）",
        "温镀膜",
        "福州市",
        "特种功能材料",
        "低辐射镀膜玻璃在高透光前提下辐射率降至 0.02 以下并可钢化加工。",
        "多银层膜系设计；可钢化保护层；在线均匀性控制。",
        ("可见光透射比", "%", "70", "72"),
        ("耐候时间", "h", "1000", "1200"),
        280,
        (Bid("明透光", "福建师范大学", 86),),
    ),
    Posted(
        "river",
        "物联网内河水域污染物智慧检测",
        "榕江水务科技有限公司（演示）",
        "江望水",
        "福州市",
        "环境保护技术",
        "内河断面多参数在线检测，异常溯源时间由天缩短到小时。",
        "低功耗多参数传感；污染溯源模型；边缘计算节点。",
        ("检测参数", "项", "8", "10"),
        ("连续运行", "d", "90", "100"),
        200,
        (Bid("何慢慢", "福建农林大学", 79),),
    ),
    Posted(
        "oral",
        "AI 口腔医疗辅助诊断",
        "闽都口腔医疗科技有限公司（演示）",
        "齐诊断",
        "福州市",
        "高性能医学诊疗设备",
        "锥形束影像自动判读达到主治医师水平并通过临床验证。",
        "多模态影像分割；小样本病种识别；可解释辅助诊断。",
        ("判读准确率", "%", "95", "96"),
        ("判读时间", "min", "1", "1"),
        300,
    ),
    Posted(
        "wall",
        "储热型轻质预制墙体",
        "八闽建材集团有限公司（演示）",
        "钱预制",
        "泉州市",
        "智能建造和建筑节能技术",
        "相变储热与轻质预制墙体一体化，墙体面密度与蓄热量同时达标。",
        "相变材料封装；轻质骨料复合；装配节点防裂。",
        ("蓄热量", "kJ/kg", "60", "66"),
        ("循环寿命", "次", "3000", "3200"),
        260,
        (Bid("甘退出", "集美大学", 88), Bid("候补强", "清源创新实验室", 82)),
    ),
)

FIRST = Listing(
    year=2026,
    title="2026年度省科技重大专项揭榜挂帅榜单（第一批）",
    title_en="2026 list of items to claim, first batch",
    items=ITEMS,
    task=4,
    collected=date(2025, 10, 9),
    submitted=date(2025, 10, 13),
    screened=date(2025, 10, 16),
    argued=date(2025, 10, 22),
    consulted=date(2025, 10, 30),
    posted=date(2025, 11, 10),
    minutes="厅务会纪要〔2025〕23号",
)

"""Who plays the season: invented people, units of the plan, and an invented unit for a mishap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.roles import Role

EXPERT_FIELDS = ("新能源", "新材料", "绿色低碳")
"""Catalogues of technology that the experts of the pool work in, by how their names begin."""

PASSWORD = "chongxian-demo"  # noqa: S105 - a demo has no secrets, and production refuses demos
DOMAIN = "demo.example.org"
WAN = 10_000_00
"""万元 in 分."""


@dataclass(frozen=True, slots=True)
class Official:
    login: str
    name: str
    role: Role
    duty: str


OFFICIALS = (
    Official("officer", "林知远", Role.PROGRAMME_OFFICER, "高新处主办人"),
    Official("checker", "陈细思", Role.FORMAL_CHECKER, "形式审查员"),
    Official("checker2", "郑复核", Role.FORMAL_CHECKER, "形式审查复核员"),
    Official("experts", "黄抽签", Role.EXPERT_MANAGER, "专家库管理员"),
    Official("witness", "吴见证", Role.DISCIPLINE, "机关纪委"),
    Official("planning", "周资源", Role.PLANNING_OFFICER, "资源配置处"),
    Official("decision", "许会签", Role.DECISION_MAKER, "厅务会"),
    Official("supervisor", "何监督", Role.SUPERVISOR, "监督诚信处"),
    Official("finance", "江出纳", Role.FINANCE, "厅财务"),
    Official("finance2", "江复核", Role.FINANCE, "厅财务复核"),
    Official("admin", "方管理", Role.SYS_ADMIN, "系统管理员"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """`city` decides who recommends it; `invented` units are not in the plan."""

    name: str
    kind: str
    city: str
    invented: bool = False
    registered_on: date = date(2005, 6, 1)


UNITS = (
    Unit("厦门大学", "university", "厦门市"),
    Unit("福州大学", "university", "福州市"),
    Unit("华侨大学", "university", "泉州市"),
    Unit("福建师范大学", "university", "福州市"),
    Unit("福建农林大学", "university", "福州市"),
    Unit("集美大学", "university", "厦门市"),
    Unit("中国科学院福建物质结构研究所", "institute", "福州市"),
    Unit("嘉庚创新实验室", "institute", "厦门市"),
    Unit("闽都创新实验室", "institute", "福州市"),
    Unit("清源创新实验室", "institute", "泉州市"),
    Unit("宁德时代创新实验室", "institute", "宁德市"),
    Unit("海峡蓝储能科技有限公司（演示）", "enterprise", "厦门市", invented=True),
    Unit("武夷光氢能源有限公司（演示）", "enterprise", "南平市", invented=True),
    Unit("闽江绿能材料有限公司（演示）", "enterprise", "福州市", invented=True),
    Unit("九龙江节能装备有限公司（演示）", "enterprise", "漳州市", invented=True),
    Unit("戴云山环保技术有限公司（演示）", "enterprise", "泉州市", invented=True),
    Unit("太姥山风电叶片有限公司（演示）", "enterprise", "宁德市", invented=True),
    Unit("湄洲湾碳捕集有限公司（演示）", "enterprise", "莆田市", invented=True),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposal of the season. `fate` names what happens to it; `merit` is the planted quality
    in points, further apart where the places end than experts lean; `task` is the number of the
    plan's task it serves, `field` its technology where that is not the usual one of the task; a
    `partner` has a quarter of the money; money in 万元. `borrows`: the title of another entry
    that part of its text is taken from."""

    title: str
    unit: str
    leader: str
    merit: int
    requested: int
    fate: str = "reviewed"
    task: int = 1
    partner: str = ""
    field: str = ""
    borrows: str = ""


ENTRIES = (
    Entry(
        "硫化物全固态锂电池界面调控与中试制备",
        "嘉庚创新实验室",
        "苏堃",
        97,
        480,
        partner="海峡蓝储能科技有限公司（演示）",
    ),
    Entry("海上风电制氢耦合电解槽关键技术", "厦门大学", "蔡喆", 95, 450, task=3),
    Entry("钙钛矿/晶硅叠层太阳电池组件稳定性", "福州大学", "林翀", 94, 420, task=2),
    Entry(
        "退役动力电池短程再生与梯次利用",
        "宁德时代创新实验室",
        "邓云起",
        93,
        480,
        "objected_upheld",
        task=4,
    ),
    Entry("宽温域钠离子电池正极材料工程化", "闽都创新实验室", "沈木子", 92, 400),
    Entry(
        "大型液流电池储能系统集成与安全",
        "中国科学院福建物质结构研究所",
        "叶南山",
        91,
        430,
        "objected_rejected",
    ),
    Entry("工业烟气低能耗二氧化碳捕集吸收剂", "清源创新实验室", "柯一鸣", 85, 380, task=4),
    Entry("近零能耗建筑储热墙体与热泵协同", "华侨大学", "施𠮷安", 84, 300, task=7),
    Entry("高比能锂硫电池隔膜与电解液", "福建师范大学", "卢听涛", 83, 350),
    Entry(
        "沿海高湿环境光伏组件抗衰减封装", "闽江绿能材料有限公司（演示）", "钱进", 81, 320, task=2
    ),
    Entry("船舶氨燃料发动机清洁燃烧", "集美大学", "洪帆", 80, 360, task=3),
    Entry("农林废弃物热解制生物航煤", "福建农林大学", "田青", 79, 300, task=4),
    Entry(
        "陶瓷窑炉富氧燃烧与余热深度利用", "九龙江节能装备有限公司（演示）", "杜炎", 77, 260, task=7
    ),
    Entry("分布式储能虚拟电厂协同调度", "海峡蓝储能科技有限公司（演示）", "安然", 74, 280),
    Entry("印染废水膜法资源化回用", "戴云山环保技术有限公司（演示）", "尤清", 71, 240, task=4),
    Entry(
        "百米级风电叶片回收再利用",
        "太姥山风电叶片有限公司（演示）",
        "风起",
        68,
        260,
        "corrected",
        task=2,
    ),
    Entry("低品位余热有机朗肯循环发电", "福州大学", "罗温", 76, 280, "incomplete", task=7),
    Entry("聚合物固态电解质连续化制膜", "厦门大学", "纪锂", 78, 330),
    Entry(
        "光催化分解水制氢反应器放大",
        "武夷光氢能源有限公司（演示）",
        "白昼",
        70,
        300,
        "formal_failed",
        task=3,
    ),
    Entry(
        "碳捕集与微藻固碳一体化装置",
        "湄洲湾碳捕集有限公司（演示）",
        "池鱼",
        66,
        300,
        "not_recommended",
        task=4,
    ),
    Entry(
        "城市污泥低温热水解产沼",
        "戴云山环保技术有限公司（演示）",
        "于归",
        65,
        220,
        "unit_returned",
        task=4,
    ),
    Entry(
        "高压储氢瓶碳纤维缠绕在线检测",
        "海峡蓝储能科技有限公司（演示）",
        "甄瑕",
        72,
        300,
        "barred",
        task=3,
    ),
    Entry("智能微电网直流断路器", "闽江绿能材料有限公司（演示）", "白日", 69, 260, "late"),
    Entry(
        "废旧光伏组件层压件无损分离",
        "武夷光氢能源有限公司（演示）",
        "寻影",
        67,
        240,
        "unconfirmed",
        task=3,
    ),
)


def mail_of(number: int, kind: str) -> str:
    """`kind` pi or member of the entry with that number, unit or purse of the unit."""
    return f"{kind}{number:02d}@{DOMAIN}"


def unit_mail(unit: str, kind: str = "unit") -> str:
    """`kind` unit of whoever seals for the unit of that name, purse of its finance."""
    return mail_of([one.name for one in UNITS].index(unit) + 1, kind)


def member_name(number: int) -> str:
    """The member of the team of that entry; a name bears no digits."""
    return "骨干" + "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:02d}")


@dataclass(frozen=True, slots=True)
class PoolExpert:
    name: str
    unit: str
    type: str
    region: str


EXPERTS = (
    PoolExpert("评审甲", "浙江大学（演示专家单位）", "academic", "浙江"),
    PoolExpert("评审乙", "华南理工大学（演示专家单位）", "academic", "广东"),
    PoolExpert("评审丙", "清华大学（演示专家单位）", "academic", "北京"),
    PoolExpert("评审丁", "中国电力科学研究院（演示专家单位）", "academic", "北京"),
    PoolExpert("评审戊", "上海交通大学（演示专家单位）", "academic", "上海"),
    PoolExpert("评审己", "长江储能（演示专家单位）", "enterprise", "湖北"),
    PoolExpert("评审庚", "南海新能源（演示专家单位）", "enterprise", "广东"),
    PoolExpert("评审辛", "天山光伏（演示专家单位）", "enterprise", "新疆"),
    PoolExpert("评审壬", "松江会计师事务所（演示专家单位）", "finance", "上海"),
    PoolExpert("评审癸", "中部电网用户联合会（演示专家单位）", "end_user", "湖南"),
    PoolExpert("评审子", "厦门大学", "academic", "福建"),
    PoolExpert("评审丑", "福州大学", "academic", "福建"),
    PoolExpert("评审寅", "哈尔滨工业大学（演示专家单位）", "academic", "黑龙江"),
    PoolExpert("评审卯", "西安交通大学（演示专家单位）", "academic", "陕西"),
    PoolExpert("评审辰", "渤海氢能（演示专家单位）", "enterprise", "天津"),
    PoolExpert("评审巳", "天府环保（演示专家单位）", "enterprise", "四川"),
)

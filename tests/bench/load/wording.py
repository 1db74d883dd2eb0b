"""Titles and names that are alike as real ones are, and the words they are found by."""

from __future__ import annotations

from functools import cache

from app.services.finding.words import Indexed, Spelled, indexed

_ABOUT = (
    *("新能源汽车", "储能系统", "海上风电", "智能制造", "工业机器人", "集成电路", "新型显示"),
    *("人工智能", "量子通信", "海洋装备", "生物医药", "高端医疗器械", "现代种业", "水产养殖"),
    *("茶叶加工", "林竹资源", "石墨烯", "稀土功能材料", "先进钢铁", "环境监测"),
)
_PART = (
    *("固态电池", "电解质", "驱动电机", "控制芯片", "感知算法", "减速器", "叶片", "密封件"),
    *("封装工艺", "检测仪器", "数据平台", "催化剂", "疫苗佐剂", "育种芯片", "饲料配方"),
    *("防腐涂层", "永磁材料", "轧制技术", "传感网络", "仿真软件"),
)
_WORK = ("关键技术研究与应用", "研发及产业化", "共性技术攻关", "性能提升与示范", "成套装备研制")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰凤洁梅琳素云莲真环雪荣爱妹"
_PLACES = ("福州", "厦门", "泉州", "漳州", "莆田", "三明", "南平", "龙岩", "宁德", "平潭")


def title(number: int) -> str:
    about, rest = number % len(_ABOUT), number // len(_ABOUT)
    part, rest = rest % len(_PART), rest // len(_PART)
    return f"{_ABOUT[about]}用{_PART[part]}{_WORK[rest % len(_WORK)]}"


def name(number: int) -> str:
    surname, rest = number % len(_SURNAMES), number // len(_SURNAMES) % 200
    return _SURNAMES[surname] + _GIVEN[rest % len(_GIVEN)] + _GIVEN[rest // 7 % len(_GIVEN)]


def unit_name(number: int) -> str:
    return f"{_PLACES[number % len(_PLACES)]}第{number}{_ABOUT[number % 7]}研究院"


@cache
def by_sound(text: str) -> Indexed:
    return indexed([Spelled(text)])


@cache
def by_sight(text: str) -> Indexed:
    return indexed([Spelled(text, by_sound=False)])


def of_code(text: str) -> Indexed:
    """A number is met once, so it is not kept."""
    return indexed([Spelled(text, by_sound=False)])


def together(parts: list[Indexed]) -> Indexed:
    words = frozenset().union(*(part.words for part in parts))
    return Indexed(words, "\n".join(part.text for part in parts))

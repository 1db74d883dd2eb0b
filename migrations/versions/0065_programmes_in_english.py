"""the programmes of the plan have English names

Revision: 0065
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_NAMES = {
    "集成电路、新型显示和5G通信关键技术": (
        "Integrated circuits, novel displays and 5G communication"
    ),
    "新一代人工智能与区块链关键技术": "New-generation artificial intelligence and blockchain",
    "物联网、大数据和工业互联网关键技术": "Internet of Things, big data and industrial internet",
    "基础制造工艺技术与基础零部件": "Basic manufacturing processes and basic components",
    "高档数控机床与机器人": "High-end CNC machine tools and robots",
    "智能制造产品及系统": "Intelligent manufacturing products and systems",
    "新材料": "New materials",
    "新能源与节能环保技术": "New energy, energy saving and environmental protection",
    "智能建造与新型建筑工业化技术": (
        "Intelligent construction and new-type building industrialisation"
    ),
    "特色良种选育及高效安全种养技术": (
        "Breeding of improved varieties, and efficient and safe cultivation and husbandry"
    ),
    "农业重大病虫害防控技术": "Prevention and control of major agricultural diseases and pests",
    "农产品综合加工技术及装备": (
        "Integrated processing of agricultural products: technology and equipment"
    ),
    "高效优质商品林生态林经营技术": "Management of high-yield commercial and ecological forests",
    "海洋生物与资源开发利用技术": "Marine living resources: development and use",
    "重大疾病防治技术": "Prevention and treatment of major diseases",
    "药物新产品": "New pharmaceuticals",
    "医疗器械": "Medical devices",
    "环境保护治理与生态修复技术": (
        "Environmental protection, pollution control and ecological restoration"
    ),
    "资源综合与循环利用技术": "Comprehensive use and recycling of resources",
    "食品安全监测控制技术": "Food safety monitoring and control",
    "公共安全关键技术与装备": "Public safety: key technologies and equipment",
    "碳中和关键技术研究与示范": "Carbon neutrality: key technologies and demonstration",
}


def upgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(
            sa.Column("name_en", sa.String(length=200), nullable=False, server_default="")
        )
    programme = sa.table("programme", sa.column("name"), sa.column("name_en"))
    for name, name_en in _NAMES.items():
        op.execute(programme.update().where(programme.c.name == name).values(name_en=name_en))


def downgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_column("name_en")

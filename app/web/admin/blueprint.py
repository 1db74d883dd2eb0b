"""The blueprint of administration and its entries in the menu."""

from __future__ import annotations

from flask import Blueprint

from app.services.identity.proposing import MAY_CONFIRM
from app.web.shared.navigation import Entry
from workflows.engine.text import Text
from workflows.roles import Role

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

_ADMIN = frozenset({Role.SYS_ADMIN})
_READERS = frozenset({Role.SYS_ADMIN, Role.SUPERVISOR, Role.PLANNING_OFFICER})

NAVIGATION = (
    Entry(Text("人员与角色", "People and roles"), "admin.people_list", _ADMIN),
    Entry(
        Text("单位", "Units"),
        "admin.unit_list",
        _ADMIN,
        Text(
            "登记新单位，核对注册时申请登记的单位",
            "Register new units and check units requested at registration",
        ),
    ),
    Entry(
        Text("作业队列", "Work queue"),
        "admin.queue",
        _ADMIN,
        Text("查看失败的作业并重试", "View failed jobs and retry them"),
    ),
    Entry(
        Text("工作日历", "Working calendar"),
        "admin.calendar",
        MAY_CONFIRM,
        Text(
            "录入全年或者临时的放假和上班安排，由另一人确认",
            "Enter holidays and working days, for a year or ad hoc; another person confirms them",
        ),
    ),
    Entry(
        Text("推送", "Webhooks"),
        "admin.webhook_list",
        _ADMIN,
        Text("伙伴系统订阅的事项变动", "Case changes that partner systems subscribe to"),
    ),
    Entry(
        Text("恢复登录", "Restore access"),
        "admin.access",
        frozenset({Role.SYS_ADMIN, Role.SUPERVISOR}),
        Text(
            "让丢失登录手段的人重新进入，须两人办理",
            "Let people who lost their sign-in methods back in; two people must act",
        ),
    ),
    Entry(
        Text("角色核准", "Role approvals"),
        "admin.proposed_roles",
        MAY_CONFIRM,
        Text("核准他人提出的厅内角色", "Approve office roles proposed by others"),
    ),
    Entry(Text("文号登记", "Document number register"), "admin.register", _READERS),
    Entry(Text("流转总账", "History"), "admin.history", _READERS),
)

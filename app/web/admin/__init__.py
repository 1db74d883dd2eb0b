"""Administration: people and roles, work that failed, the register, the history."""

from app.web.admin import calendar, people, restoring, roles, system, units, webhooks
from app.web.admin.blueprint import NAVIGATION, blueprint

__all__ = [
    "NAVIGATION",
    "blueprint",
    "calendar",
    "people",
    "restoring",
    "roles",
    "system",
    "units",
    "webhooks",
]

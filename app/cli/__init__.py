"""The flask commands: one small file per family, read when one of its commands is asked for."""

from __future__ import annotations

from importlib import import_module

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

_FAMILIES = {
    "migrate": "migrate:migrate",
    "worker": "worker:worker_cli",
    "relay": "worker:relay_cli",
    "clock": "worker:clock_cli",
    "workflows": "workflows:workflows_cli",
    "audit": "audit:audit_cli",
    "backup": "backup:backup_cli",
    "demo": "demo:demo_cli",
    "experts": "experts:experts_cli",
    "ranking": "ranking:ranking_cli",
    "money": "money:money_cli",
    "keys": "keys:keys_cli",
    "files": "files:files_cli",
    "find": "find:find_cli",
    "import": "importing:import_cli",
    "plan": "plan:plan_cli",
    "office": "office:office_cli",
    "race": "race:race_cli",
    "similarity": "similarity:similarity_cli",
    "personal": "personal:personal_cli",
}
"""What each is called, and where it stands below this room."""


def init_commands(app: Flask) -> None:
    app.cli = _Commands(app.name)


class _Commands(AppGroup):
    """The web needs none of them, so it does not carry what they load."""

    def list_commands(self, ctx: Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_FAMILIES})

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        known = super().get_command(ctx, cmd_name)
        if known is not None or cmd_name not in _FAMILIES:
            return known
        room, _, name = _FAMILIES[cmd_name].partition(":")
        command: Command = getattr(import_module(f"{__name__}.{room}"), name)
        return command

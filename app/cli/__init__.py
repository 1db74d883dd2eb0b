"""The flask commands: one small file per family."""

from __future__ import annotations

from flask import Flask


def init_commands(app: Flask) -> None:
    from app.cli.audit import audit_cli
    from app.cli.backup import backup_cli
    from app.cli.demo import demo_cli
    from app.cli.experts import experts_cli
    from app.cli.files import files_cli
    from app.cli.find import find_cli
    from app.cli.importing import import_cli
    from app.cli.keys import keys_cli
    from app.cli.migrate import migrate
    from app.cli.money import money_cli
    from app.cli.office import office_cli
    from app.cli.personal import personal_cli
    from app.cli.plan import plan_cli
    from app.cli.race import race_cli
    from app.cli.ranking import ranking_cli
    from app.cli.worker import clock_cli, relay_cli, worker_cli
    from app.cli.workflows import workflows_cli

    for command in (
        migrate,
        worker_cli,
        relay_cli,
        clock_cli,
        workflows_cli,
        audit_cli,
        backup_cli,
        demo_cli,
        experts_cli,
        ranking_cli,
        money_cli,
        keys_cli,
        files_cli,
        find_cli,
        import_cli,
        plan_cli,
        office_cli,
        race_cli,
        personal_cli,
    ):
        app.cli.add_command(command)

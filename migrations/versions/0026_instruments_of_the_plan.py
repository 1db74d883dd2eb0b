"""instruments of the plan: tasks, shares of consortia, payment by cost, platforms, tolerance

Revision: 0026
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_ALIVE = sa.text("state <> 'cancelled'")
_LEAD_OF_PROJECT = (
    "(SELECT proposal.lead_unit_id FROM proposal JOIN project ON project.proposal_id = proposal.id "
    "WHERE project.id = {project})"
)


def upgrade() -> None:
    op.create_table(
        "platform",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("undertakers", sa.String(length=500), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_platform_kind_number")),
    )
    op.create_table(
        "plan_task",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_plan_task_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
        sa.UniqueConstraint(
            "programme_id", "number", name=op.f("uq_plan_task_programme_id_number")
        ),
    )
    with op.batch_alter_table("plan_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_task_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "call_task",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("plan_task_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_task_call_id")),
        sa.ForeignKeyConstraint(
            ["plan_task_id"], ["plan_task.id"], name=op.f("fk_call_task_plan_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_task")),
        sa.UniqueConstraint(
            "call_id", "plan_task_id", name=op.f("uq_call_task_call_id_plan_task_id")
        ),
    )
    with op.batch_alter_table("call_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_call_task_plan_task_id"), ["plan_task_id"], unique=False
        )

    op.create_table(
        "project_platform",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=300), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["person.id"], name=op.f("fk_project_platform_named_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_project_platform_platform_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_platform_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_platform")),
        sa.UniqueConstraint(
            "project_id", "platform_id", name=op.f("uq_project_platform_project_id_platform_id")
        ),
    )
    with op.batch_alter_table("project_platform", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_platform_platform_id"), ["platform_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_platform_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "share",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.String(length=300), nullable=False),
        sa.Column("fiscal", sa.BigInteger(), nullable=False),
        sa.Column("own", sa.BigInteger(), nullable=False),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("finding_note", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "finding IN ('', 'done', 'partly', 'not_done')", name=op.f("ck_share_finding_known")
        ),
        sa.CheckConstraint("fiscal >= 0 AND own >= 0", name=op.f("ck_share_money_not_negative")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_share_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_share_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("project_id", "unit_id", name=op.f("uq_share_project_id_unit_id")),
    )
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "tolerance",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("experts", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("minutes_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tolerance_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_tolerance_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tolerance")),
        sa.UniqueConstraint("project_id", name=op.f("uq_tolerance_project_id")),
    )
    with op.batch_alter_table("tolerance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tolerance_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tolerance_state"), ["state"], unique=False)
    _add("call", "payment_mode", sa.String(length=20), "'nodes'")
    _add("call", "payee_mode", sa.String(length=20), "'lead'")
    _add("call", "plan_match", sa.Text(), "''")
    _add("decision", "plan_match", sa.Text(), "''")
    _add("fund", "auditor", sa.String(length=200), "''")
    _add("fund", "audit_report", sa.String(length=200), "''")
    _add("proposal_unit", "fiscal", sa.BigInteger(), "0")
    _add("proposal_unit", "own", sa.BigInteger(), "0")
    of_fund = "(SELECT fund.project_id FROM fund WHERE fund.id = matching_fund.fund_id)"
    _add("matching_fund", "unit_id", sa.Integer(), _LEAD_OF_PROJECT.format(project=of_fund))
    _add("payment", "payee_id", sa.Integer(), _LEAD_OF_PROJECT.format(project="payment.project_id"))
    with op.batch_alter_table("proposal_unit", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_proposal_unit_money_not_negative"), "fiscal >= 0 AND own >= 0"
        )
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audited_cost", sa.BigInteger(), nullable=True))
    _link("expenditure", "share_id", "share", is_new=True)
    _link("proposal", "plan_task_id", "plan_task", is_new=True)
    _link("matching_fund", "unit_id", "organisation")
    _link("payment", "payee_id", "organisation")
    _replace_basis("project_id", "payee_id", "basis", "basis_kind", "basis_id")
    _write_tasks()


def _add(table: str, name: str, type_: sa.types.TypeEngine, value: str) -> None:
    """A column that is never empty, with what the rows there are get."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(sa.Column(name, type_, nullable=True))
    op.execute(f'UPDATE "{table}" SET {name} = {value}')  # noqa: S608 - all written above
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(name, existing_type=type_, nullable=False)


def _link(table: str, name: str, target: str, *, is_new: bool = False) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        if is_new:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f(f"ix_{table}_{name}"), [name], unique=False)
        batch_op.create_foreign_key(batch_op.f(f"fk_{table}_{name}"), target, [name], ["id"])


def _unlink(table: str, name: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"fk_{table}_{name}"), type_="foreignkey")
        batch_op.drop_index(batch_op.f(f"ix_{table}_{name}"))
        batch_op.drop_column(name)


def _replace_basis(*columns: str) -> None:
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index("uq_payment_basis")
        batch_op.create_index(
            "uq_payment_basis",
            list(columns),
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        )


def _write_tasks() -> None:
    """The sentences of each programme's focus are its tasks."""
    connection = op.get_bind()
    task = sa.table("plan_task", sa.column("programme_id"), sa.column("number"), sa.column("text"))
    rows = connection.execute(sa.text("SELECT id, focus FROM programme ORDER BY id")).all()
    for programme, focus in rows:
        parts = [part.strip() for part in re.split("[；;。]", focus) if part.strip()]
        for number, text in enumerate(parts, start=1):
            op.execute(task.insert().values(programme_id=programme, number=number, text=text))


def downgrade() -> None:
    _replace_basis("project_id", "basis", "basis_kind", "basis_id")
    _unlink("payment", "payee_id")
    _unlink("matching_fund", "unit_id")
    _unlink("proposal", "plan_task_id")
    _unlink("expenditure", "share_id")
    with op.batch_alter_table("proposal_unit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_proposal_unit_money_not_negative"), type_="check")
    for table, names in (
        ("proposal_unit", ("own", "fiscal")),
        ("fund", ("audit_report", "auditor", "audited_cost")),
        ("decision", ("plan_match",)),
        ("call", ("plan_match", "payee_mode", "payment_mode")),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.drop_column(name)
    with op.batch_alter_table("tolerance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tolerance_state"))
        batch_op.drop_index(batch_op.f("ix_tolerance_due_at"))

    op.drop_table("tolerance")
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_unit_id"))
        batch_op.drop_index(batch_op.f("ix_share_state"))
        batch_op.drop_index(batch_op.f("ix_share_project_id"))
        batch_op.drop_index(batch_op.f("ix_share_due_at"))

    op.drop_table("share")
    with op.batch_alter_table("project_platform", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_platform_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_platform_platform_id"))

    op.drop_table("project_platform")
    with op.batch_alter_table("call_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_task_plan_task_id"))

    op.drop_table("call_task")
    with op.batch_alter_table("plan_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_task_programme_id"))

    op.drop_table("plan_task")
    op.drop_table("platform")

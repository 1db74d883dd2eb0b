"""sign-ins, second factors, recovery codes, wrong tries, access given back, scans of files

Revision: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "sign_in",
        _person("person_id"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("with_factor", sa.Boolean(), nullable=False),
        _moment("began_at"),
        _moment("expires_at"),
        _moment("ended_at", nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ending = '')", name="ending_is_whole"),
        sa.CheckConstraint("ending IN ('', 'left', 'revoked', 'changed')", name="ending_known"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_sign_in_person_device", "sign_in", ["person_id", "device"])
    _table(
        "factor",
        _person("person_id", index=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        _moment("added_at"),
        _moment("used_at", nullable=True),
        sa.CheckConstraint("kind IN ('totp', 'passkey')", name="kind_known"),
        sa.CheckConstraint(
            "(kind = 'passkey') = (credential IS NOT NULL)", name="passkey_is_whole"
        ),
        sa.UniqueConstraint("credential"),
    )
    _table(
        "recovery_code",
        _person("person_id", index=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("used_at", nullable=True),
        sa.UniqueConstraint("digest"),
    )
    _table(
        "wrong_tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _moment("last_at", index=True),
        sa.UniqueConstraint("key"),
    )
    _table(
        "access_request",
        _person("person_id", index=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _person("asked_by_id"),
        _moment("asked_at"),
        _person("decided_by_id", nullable=True),
        _moment("decided_at", nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"
        ),
        sa.CheckConstraint("asked_by_id <> person_id", name="asked_by_another"),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> person_id", name="decided_by_another"
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL) "
            "AND (decided_at IS NULL) = (is_granted IS NULL)",
            name="decision_is_whole",
        ),
    )
    _table(
        "file_scan",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False, index=True),
        sa.Column("finding", sa.String(length=200), nullable=False),
        _moment("scanned_at"),
        sa.CheckConstraint("state IN ('clean', 'infected', 'unavailable')", name="state_known"),
        sa.UniqueConstraint("sha256"),
    )
    with op.batch_alter_table("person") as batch_op:
        for name in ("session_stamp", "failed_logins", "locked_until"):
            batch_op.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(
            sa.Column("failed_logins", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(_moment("locked_until", nullable=True))
        batch_op.add_column(
            sa.Column(
                "session_stamp", sa.String(length=32), nullable=False, server_default=sa.text("''")
            )
        )
    with op.batch_alter_table("person") as batch_op:
        for name in ("failed_logins", "session_stamp"):
            batch_op.alter_column(name, server_default=None)
    for table in (
        "file_scan",
        "access_request",
        "wrong_tries",
        "recovery_code",
        "factor",
        "sign_in",
    ):
        op.drop_table(table)


def _person(name: str, *, index: bool = False, nullable: bool = False) -> sa.Column:
    target = sa.ForeignKey("person.id")
    return sa.Column(name, sa.Integer(), target, nullable=nullable, index=index)


def _moment(name: str, *, index: bool = False, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False, primary_key=True), *columns)

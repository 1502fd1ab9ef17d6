"""Rulings of moderators, the audit list, and every question that was asked; a receipt for each set of libraries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and name the libraries of every receipt."""
    op.create_table(
        "rulings",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("library", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("library", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_of_library", "audit", ["library"])
    op.create_table(
        "asked",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("libraries", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("elapsed_ms", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("asked_of_libraries", "asked", ["libraries", "at"])
    _receipts()


def _receipts() -> None:
    """Keep receipts apart by the libraries that were asked: the same answer may be given in several places."""
    op.rename_table("receipts", "receipts_before")
    op.create_table(
        "receipts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("libraries", sa.Text, primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.execute(
        "INSERT INTO receipts SELECT id, "
        "(SELECT group_concat(value, ',') FROM json_each(body, '$.libraries')), made_at, body FROM receipts_before"
    )
    op.drop_table("receipts_before")

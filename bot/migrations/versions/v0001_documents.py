"""Documents and their revisions: the tables of the first version, which had a number but no migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "revisions",
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("blocks", sa.JSON, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("library", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("url", sa.Text),
        sa.Column("based_on", sa.JSON(none_as_null=True)),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("library", "id"),
        sa.ForeignKeyConstraint(
            ["library", "id", "revision"], ["revisions.library", "revisions.document", "revisions.hash"]
        ),
    )

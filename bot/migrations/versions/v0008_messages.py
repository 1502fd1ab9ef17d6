"""Channels that are quoted from, the messages that were, and who does not want to be quoted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "channels",
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("channel", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Integer),
        sa.Column("staff", sa.Text),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("channel", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("author", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("edited", sa.Integer),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    )
    op.create_index("messages_of_place", "messages", ["library", "place", "message"])
    op.create_index("messages_of_document", "messages", ["library", "document"])
    op.create_table(
        "unquoted",
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("author", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )

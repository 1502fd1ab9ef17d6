"""What servers choose, what people say of answers, and which questions went to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the new tables."""
    op.create_table(
        "preferences", sa.Column("library", sa.Text, primary_key=True), sa.Column("chosen", sa.JSON, nullable=False)
    )
    op.create_table(
        "feedback",
        sa.Column("answer", sa.Text, primary_key=True),
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("asker", sa.Text, primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "referrals",
        sa.Column("answer", sa.Text, primary_key=True),
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )

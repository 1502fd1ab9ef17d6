"""Where answers were posted, so that they can be marked there when the documents have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "posted",
        sa.Column("channel", sa.Integer, primary_key=True),
        sa.Column("message", sa.Integer, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("libraries", sa.Text, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("posted_of_answer", "posted", ["answer"])

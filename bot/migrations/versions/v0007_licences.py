"""Under which licence a document is, how much of it may be quoted in a day, and what was quoted of such documents."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the new columns and the new table."""
    op.add_column("documents", sa.Column("licence", sa.Text))
    op.add_column("documents", sa.Column("share", sa.Float, nullable=False, server_default="1"))
    op.create_table(
        "given",
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("revision", sa.Text, primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, primary_key=True),
    )

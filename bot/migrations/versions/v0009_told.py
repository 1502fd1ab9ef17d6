"""What moderators told of documents, which is put over what is read each time that they are read again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the new table."""
    op.create_table(
        "told",
        sa.Column("library", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("fields", sa.JSON, nullable=False),
    )

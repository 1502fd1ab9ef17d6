"""What was known of a document before each change, so that the change can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; of the changes before it, nothing more is known."""
    op.add_column("changes", sa.Column("before", sa.JSON))

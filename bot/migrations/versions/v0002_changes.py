"""Libraries, original files, the log of changes, and receipts; nothing that was stored is lost."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables, and let the old ones refer to them."""
    op.create_table(
        "libraries",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "originals",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary),
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("library", sa.Text, sa.ForeignKey("libraries.name"), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("original", sa.Text, sa.ForeignKey("originals.hash")),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("changes_of_library", "changes", ["library"])
    op.create_table(
        "receipts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    _fill()
    with op.batch_alter_table("revisions", recreate="always") as revisions:
        revisions.alter_column("blocks", existing_type=sa.JSON, type_=sa.Text)
        revisions.create_foreign_key("revisions_of_library", "libraries", ["library"], ["name"])
    with op.batch_alter_table("documents", recreate="always") as documents:
        documents.add_column(sa.Column("original", sa.Text))
        documents.add_column(sa.Column("fingerprint", sa.Text))
        documents.create_foreign_key("documents_of_library", "libraries", ["library"], ["name"])
        documents.create_foreign_key("documents_of_original", "originals", ["original"], ["hash"])


def _fill() -> None:
    """Log every revision as the change that it was; who made it was not written down."""
    op.execute("INSERT INTO libraries SELECT library, min(added_at) FROM revisions GROUP BY library")
    op.execute(
        "INSERT INTO changes (library, document, action, revision, made_by, made_at) "
        "SELECT library, document, CASE WHEN row_number() OVER (PARTITION BY library, document ORDER BY added_at) = 1 "
        "THEN 'added' ELSE 'replaced' END, hash, '', added_at FROM revisions ORDER BY added_at, rowid"
    )

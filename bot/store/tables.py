"""The tables, in the dialect that SQLite and PostgreSQL share."""

import sqlalchemy as sa

VERSION = 1
"""Kept in the database as `PRAGMA user_version`; it rises with every change of the tables."""

metadata = sa.MetaData()

revisions = sa.Table(
    "revisions",
    metadata,
    # A text belongs to its document and library: a passage id from one library opens nothing of another.
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("blocks", sa.JSON, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
)
"""Every text that a document has had. No text is ever changed or removed, so that citations last."""

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),  # the order of adding, which breaks ties
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
"""What each library holds today."""

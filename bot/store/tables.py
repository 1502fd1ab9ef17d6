"""The tables, in the dialect that SQLite and PostgreSQL share; `bot.migrations` makes them and must say the same."""

import sqlalchemy as sa

VERSION = 10
"""The number of the last migration, kept in the database as `PRAGMA user_version`."""

metadata = sa.MetaData()

libraries = sa.Table(
    "libraries",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
"""The scopes that documents belong to."""

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),  # SHA-256 in hexadecimal
    sa.Column("size", sa.Integer, nullable=False),  # bytes
    sa.Column("data", sa.LargeBinary),  # none where a file beside the database holds them
)
"""The bytes that documents were read from. None are ever removed."""

revisions = sa.Table(
    "revisions",
    metadata,
    # A text belongs to its document and library: a passage id from one library opens nothing of another.
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("blocks", sa.Text, nullable=False),  # JSON, made and read in threads and not where SQLAlchemy would
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["library"], ["libraries.name"], name="revisions_of_library"),
)
"""Every text that a document has had. No text is ever changed, nor removed, so that citations last; but of members'
messages only those texts are kept that their authors have not taken back."""

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
    sa.Column("licence", sa.Text),
    sa.Column("share", sa.Float, nullable=False, server_default="1"),  # of its characters, that may be quoted in a day
    sa.Column("based_on", sa.JSON(none_as_null=True)),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("original", sa.Text),
    sa.Column("fingerprint", sa.Text),  # names the file, its bytes, its description and the reader: the same, no change
    sa.UniqueConstraint("library", "id"),
    sa.ForeignKeyConstraint(
        ["library", "id", "revision"], ["revisions.library", "revisions.document", "revisions.hash"]
    ),
    sa.ForeignKeyConstraint(["library"], ["libraries.name"], name="documents_of_library"),
    sa.ForeignKeyConstraint(["original"], ["originals.hash"], name="documents_of_original"),
)
"""What each library holds today."""

told = sa.Table(
    "told",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("fields", sa.JSON, nullable=False),
)
"""What moderators told of documents, which is put over what is read each time that they are read again."""

given = sa.Table(
    "given",
    metadata,
    sa.Column("place", sa.Text, primary_key=True),  # the libraries that were asked together
    sa.Column("day", sa.Date, primary_key=True),  # in UTC
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("revision", sa.Text, primary_key=True),
    sa.Column("start", sa.Integer, primary_key=True),
    sa.Column("end", sa.Integer, primary_key=True),
)
"""What was quoted today of documents of which only a share may be quoted in a day."""

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("library", sa.Text, sa.ForeignKey("libraries.name"), nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # added, replaced or removed
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("original", sa.Text, sa.ForeignKey("originals.hash")),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True)),  # what was known of it before, to undo the change
    sa.Index("changes_of_library", "library"),
    sqlite_autoincrement=True,  # a number is never used twice: the highest one says whether a library has changed
)
"""Who added, replaced or removed what, and when."""

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column(
        "libraries", sa.Text, primary_key=True
    ),  # their names, commas between: the same answer may be given in several places
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)
"""What is needed to replay an answer, for each set of libraries that gave it."""

asked = sa.Table(
    "asked",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("libraries", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # Answer or NoAnswer
    sa.Column("elapsed_ms", sa.Float, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("asked_of_libraries", "libraries", "at"),
)
"""Every question that was asked, by the receipt of its answer; not who asked it."""

posted = sa.Table(
    "posted",
    metadata,
    sa.Column("channel", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("answer", sa.Text, nullable=False),  # or the passage that somebody picked
    sa.Column("libraries", sa.Text, nullable=False),
    sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("posted_of_answer", "answer"),
)
"""The messages for all in which answers were given or passages shown, to be marked there when the words are others."""

rulings = sa.Table(
    "rulings",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("library", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # pin, alias or golden
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,  # a number is named in the audit list for ever
)
"""What moderators have decided and not taken back."""

preferences = sa.Table(
    "preferences",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("chosen", sa.JSON, nullable=False),
)
"""What the moderators of a library have chosen: `bot.preferences`."""

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("answer", sa.Text, primary_key=True),
    sa.Column("library", sa.Text, primary_key=True),  # of the place where it was given
    sa.Column("asker", sa.Text, primary_key=True),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
)
"""Whether an answer helped; who changes their mind replaces what they said."""

referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("answer", sa.Text, primary_key=True),
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("asker", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
"""Which questions went to the moderators of a place: each once."""

channels = sa.Table(
    "channels",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("channel", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Integer),  # of those whose posts are quoted; none: of whoever may manage messages
    sa.Column("staff", sa.Text),  # the role's name
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
"""The channels and forums whose pinned messages and staff posts are quoted."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("channel", sa.Integer, nullable=False),  # of a thread, the channel or forum that it belongs to
    sa.Column("place", sa.Integer, nullable=False),  # the channel or thread that it stands in
    sa.Column("author", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),  # chosen, pinned, staff; dropped: none of these any more
    sa.Column("edited", sa.Integer),  # milliseconds since 1970
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.Index("messages_of_place", "library", "place", "message"),
    sa.Index("messages_of_document", "library", "document"),
)
"""The messages that were ever quoted from; of those withdrawn, nothing but that they were."""

unquoted = sa.Table(
    "unquoted",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("author", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
)
"""Those who want no message of theirs quoted."""

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("library", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),  # SHA-256 of what was read there last, whatever the document is now
    sa.Column("etag", sa.Text),
    sa.Column("modified", sa.Text),
    sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),  # when it was read well and taken over
    sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row, since it was last read well
    sa.Column("problem", sa.Text),
)
"""The web addresses that documents were read from."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("library", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("audit_of_library", "library"),
    sqlite_autoincrement=True,
)
"""What moderators did, besides the changes of documents; nothing is ever removed."""

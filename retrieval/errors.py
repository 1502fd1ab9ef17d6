"""Every error that `retrieval` raises on purpose; any other exception from it is a bug.

RetrievalError
|-- UnreadableSource    a file or folder that cannot become a document (its owner mends it)
|-- InvalidDocument     a document, block or passage that breaks its invariants (the caller's fault)
|-- QuoteMismatch       the stored text is not the text that was indexed (nothing of it may be shown)
`-- UnusableCache       a file that holds no index, not the whole of it, or one of another version (make it anew)
"""


class RetrievalError(Exception):
    """The root of the tree."""


class UnreadableSource(RetrievalError):
    """A file or folder that cannot be read as documents; the message names it and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class InvalidDocument(RetrievalError, ValueError):
    """A value that would break an invariant of `retrieval.documents`."""


class QuoteMismatch(RetrievalError):
    """A document's stored text differs from the revision that its passages were cut from."""

    def __init__(self, document: str, expected: str, found: str) -> None:
        super().__init__(f"{document}: stored text has revision {found}, expected {expected}")
        self.document = document


class UnusableCache(RetrievalError):
    """A file that cannot be used as an index; the message names it and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

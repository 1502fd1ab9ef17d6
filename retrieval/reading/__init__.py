"""Files to documents: one module per format, bytes in, `Document` out.

`parse` reads the bytes of one file, and `is_risky` tells whether that is better done in a process of its own; `files`,
`scan` and `read` find them in a folder, `contents` and `descriptions` are their steps. `read_message` reads what is in
no file: a message of a chat.
"""

from retrieval.reading.description import Description, share_of
from retrieval.reading.folder import contents, descriptions, files, name_of, read, scan
from retrieval.reading.formats import FORMATS, is_risky, parse
from retrieval.reading.messages import read_message
from retrieval.reading.skipped import Skipped

__all__ = [
    "FORMATS",
    "Description",
    "Skipped",
    "contents",
    "descriptions",
    "files",
    "is_risky",
    "name_of",
    "parse",
    "read",
    "read_message",
    "scan",
    "share_of",
]

"""Files to documents: one module per format, bytes in, `Document` out.

`parse` reads the bytes of one file; `files`, `scan` and `read` find them in a folder.
"""

from retrieval.reading.folder import files, read, scan
from retrieval.reading.formats import FORMATS, parse
from retrieval.reading.skipped import Skipped

__all__ = ["FORMATS", "Skipped", "files", "parse", "read", "scan"]

"""Files to documents: one module per format, bytes in, `Document` out."""

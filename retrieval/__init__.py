"""Sentence retrieval over a community's documents: values in, values out.

No Discord, no database, no environment, no event loop.
"""

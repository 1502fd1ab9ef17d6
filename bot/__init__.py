"""The shell around `retrieval`: requests in, replies out, and the front ends that make and show them."""

__version__ = "0.1.0"

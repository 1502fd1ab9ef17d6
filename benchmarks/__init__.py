"""Scripts that measure the project and make its data; none is needed to run it."""

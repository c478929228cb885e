"""Measuring: what a page costs the server, beside a bare route that returns the same bytes."""

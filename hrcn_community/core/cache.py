"""A small memory in each process for what is dear to make and keyed by its own version."""

from cachelib import SimpleCache

fragments = SimpleCache(threshold=5_000, default_timeout=24 * 3600)

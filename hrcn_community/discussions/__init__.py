"""Threads: people ask, tell and answer."""

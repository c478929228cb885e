"""Changing what all of the house shares: words and settings."""

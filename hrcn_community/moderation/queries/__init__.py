"""Reads of moderation, each through a viewer."""

"""Verbs of the room, by noun."""
